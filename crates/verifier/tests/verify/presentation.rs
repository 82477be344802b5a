//! Presentations: who shows the badges, to whom, and whether each of them holds.

use openbadges::proof::{self, ProofOptions};
use serde_json::{Value, json};
use verifier::{CheckName, CheckResult, Evidence, Expectations, Outcome, Report};

use crate::approval::{SIGNED, time};
use crate::badge::{
    NOW, assert_fails, assert_open, changed, document, evidence, list_document, result, secret,
};

const DOMAIN: &str = "https://employer.example";
const CHALLENGE: &str = "1f44d55f-f161-4938-a659-f8026467f126";

/// What the holder with this seed would sign.
fn unsigned(badges: &[Value]) -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": badges,
    })
}

fn holder(seed: u8) -> String {
    secret(seed).public().did_key()
}

fn method_of(seed: u8) -> String {
    format!("{}#{}", holder(seed), secret(seed).public().to_multibase())
}

/// The presentation, signed by the holder with this seed for a domain, with a challenge.
fn signed_by(seed: u8, mut presentation: Value, change: impl FnOnce(&mut Value)) -> Value {
    let mut options = ProofOptions::new(method_of(seed), time(SIGNED));
    "authentication".clone_into(&mut options.proof_purpose);
    options.domain = vec![DOMAIN.to_owned()];
    options.challenge = Some(CHALLENGE.to_owned());
    change(&mut presentation);
    let proof = proof::create(&presentation, &options, &secret(seed)).unwrap();
    presentation["proof"] = proof;
    presentation
}

fn shown(badges: &[Value]) -> Value {
    signed_by(40, unsigned(badges), |presentation| presentation["holder"] = holder(40).into())
}

fn report_with(document: &Value, evidence: &Evidence, expectations: &Expectations) -> Report {
    let unverified = verifier::parse(document.to_string().as_bytes()).unwrap();
    verifier::verify_with(&unverified, evidence, time(NOW), expectations)
}

fn expected() -> Expectations {
    Expectations { domain: Some(DOMAIN.into()), challenge: Some(CHALLENGE.into()), ..Expectations::default() }
}

fn report(document: &Value) -> Report {
    report_with(document, &evidence(), &expected())
}

/// Another badge of the district to the same person.
fn another(number: usize) -> Value {
    changed(|badge| {
        badge["id"] = format!("urn:uuid:00000000-0000-7000-8000-{number:012}").into();
        badge["credentialStatus"]["statusListIndex"] = number.to_string().into();
    })
}

/// The district's badge, awarded to this DID.
fn awarded_to(did: &str) -> Value {
    changed(|badge| badge["credentialSubject"]["id"] = did.into())
}

#[test]
fn a_presentation_of_good_badges_by_their_holder_is_verified() {
    let report = report(&shown(&[document(), awarded_to(&holder(40))]));
    assert_eq!(report.outcome, Outcome::Verified, "{:#?}", report.checks);
    assert_eq!(report.contained.len(), 2);
    assert!(report.contained.iter().all(|inside| inside.outcome == Outcome::Verified));
    for name in [CheckName::Domain, CheckName::Challenge, CheckName::HolderBinding, CheckName::Contained] {
        assert_eq!(result(&report, name), CheckResult::Passed, "{name:?}");
    }
}

#[test]
fn a_dozen_badges_of_one_person_are_told_apart() {
    let report = report(&shown(&(1..=12).map(another).collect::<Vec<_>>()));
    assert_eq!(report.outcome, Outcome::Verified, "{:#?}", report.checks);
}

#[test]
fn one_bad_badge_among_good_ones_spoils_the_presentation_and_is_named() {
    let mut tampered = document();
    tampered["name"] = "Changed".into();
    let report = report(&shown(&[document(), tampered, another(1)]));
    let check = assert_fails(&report, CheckName::Contained);
    assert_eq!((&check.facts["number"], &check.facts["credentials"]), (&2.into(), &3.into()));
    let outcomes: Vec<_> = report.contained.iter().map(|inside| inside.outcome).collect();
    assert_eq!(outcomes, [Outcome::Verified, Outcome::NotVerified, Outcome::Verified]);
}

#[test]
fn a_badge_that_could_not_be_checked_leaves_the_presentation_open() {
    let mut evidence = evidence();
    evidence.insert_status_list(crate::approval::STATUS_LIST, crate::badge::unavailable());
    let report = report_with(&shown(&[document()]), &evidence, &expected());
    assert_open(&report, CheckName::Contained);
}

#[test]
fn a_revoked_badge_in_a_presentation_is_found() {
    let index = document()["credentialStatus"]["statusListIndex"].as_str().unwrap().parse().unwrap();
    let list = list_document(|bits| bits.set(index, true).unwrap()).to_string();
    let report = report_with(&shown(&[document()]), &crate::badge::evidence_with_list(&list), &expected());
    assert_eq!(assert_fails(&report, CheckName::Contained).finding().root().0, "revoked");
}

#[test]
fn a_presentation_for_another_domain_or_challenge_is_refused() {
    let presentation = shown(&[document()]);
    let other = |change: &dyn Fn(&mut Expectations)| {
        let mut expectations = expected();
        change(&mut expectations);
        report_with(&presentation, &evidence(), &expectations)
    };
    let domain = other(&|expectations| expectations.domain = Some("https://other.example".into()));
    assert_eq!(
        assert_fails(&domain, CheckName::Domain).standard_code.as_deref(),
        Some("INVALID_DOMAIN_ERROR")
    );
    let challenge = other(&|expectations| expectations.challenge = Some("another".into()));
    let found = assert_fails(&challenge, CheckName::Challenge);
    assert_eq!(found.standard_code.as_deref(), Some("INVALID_CHALLENGE_ERROR"));
}

#[test]
fn a_domain_that_is_expected_must_have_been_signed() {
    let report = report(&unsigned(&[document()]));
    assert_eq!(result(&report, CheckName::Domain), CheckResult::Failed);
    assert_eq!(result(&report, CheckName::Challenge), CheckResult::Failed);
    assert_eq!(report.outcome, Outcome::NotVerified);
}

#[test]
fn a_holder_whom_somebody_else_signed_for_is_refused() {
    let presentation =
        signed_by(41, unsigned(&[document()]), |presentation| presentation["holder"] = holder(40).into());
    assert_fails(&report(&presentation), CheckName::HolderBinding);
    let named = signed_by(40, unsigned(&[document()]), |presentation| {
        presentation["holder"] = json!({"id": holder(40)});
    });
    assert_eq!(report(&named).outcome, Outcome::Verified);
}

#[test]
fn a_badge_that_was_awarded_to_another_did_is_refused() {
    let report = report(&shown(&[awarded_to(&holder(42))]));
    let check = assert_fails(&report, CheckName::HolderBinding);
    assert_eq!(check.facts["recipient"], holder(42));
}

#[test]
fn a_presentation_signed_for_an_assertion_is_no_presentation() {
    let mut presentation = unsigned(&[document()]);
    presentation["holder"] = holder(40).into();
    let mut options = ProofOptions::new(method_of(40), time(SIGNED));
    options.domain = vec![DOMAIN.to_owned()];
    options.challenge = Some(CHALLENGE.to_owned());
    presentation["proof"] = proof::create(&presentation, &options, &secret(40)).unwrap();
    assert_eq!(result(&report(&presentation), CheckName::Proof), CheckResult::Failed);
}

#[test]
fn an_unsigned_presentation_is_a_bundle_and_says_nothing_about_who_shows_it() {
    let plain = Expectations::default();
    let bundle = report_with(&unsigned(&[document()]), &evidence(), &plain);
    assert_eq!(bundle.outcome, Outcome::Verified, "{:#?}", bundle.checks);
    assert_eq!(result(&bundle, CheckName::HolderBinding), CheckResult::NotApplicable);
    let mut claimed = unsigned(&[document()]);
    claimed["holder"] = holder(40).into();
    assert_open(&report_with(&claimed, &evidence(), &plain), CheckName::HolderBinding);
    let strict = Expectations { signed_presentation: true, ..plain };
    assert_fails(&report_with(&unsigned(&[document()]), &evidence(), &strict), CheckName::Proof);
}

#[test]
fn a_badge_taken_out_of_a_signed_presentation_breaks_its_signature() {
    let mut presentation = shown(&[document(), another(1)]);
    drop(presentation["verifiableCredential"].as_array_mut().unwrap().pop());
    assert_eq!(result(&report(&presentation), CheckName::Proof), CheckResult::Failed);
}

#[test]
fn an_empty_presentation_holds_nothing_that_could_be_verified() {
    let report = report_with(&unsigned(&[]), &Evidence::new(), &Expectations::default());
    assert_ne!(report.outcome, Outcome::NotVerified);
    assert_eq!(report.contained.len(), 0);
    assert_eq!(report.outcome, Outcome::CouldNotBeChecked, "{:#?}", report.checks);
}

#[test]
fn the_evidence_for_the_badges_inside_is_asked_for() {
    let presentation = shown(&[document()]);
    let unverified = verifier::parse(presentation.to_string().as_bytes()).unwrap();
    assert_eq!(unverified.needs(&Evidence::new()).len(), 2);
    assert_eq!(unverified.needs(&evidence()), []);
}
