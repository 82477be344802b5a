//! Endorsements inside a badge.

use serde_json::{Value, json};
use verifier::{CheckName, Evidence, Need, Outcome, Report};

use crate::badge::{
    NOW, assert_fails, assert_open, changed, evidence, report_at, secret, signed, unavailable,
};

const STATE: &str = "did:web:state.example";

fn endorsement() -> Value {
    let unsigned = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "urn:uuid:0198c0de-0000-7000-8000-0000000000ee",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "In good standing",
        "issuer": {"id": STATE, "type": ["Profile"], "name": "State Board of Education"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": crate::approval::DID, "type": ["EndorsementSubject"], "endorsementComment": "Approved to issue."},
    });
    signed(unsigned, &secret(20), &format!("{STATE}#{}", secret(20).public().to_multibase()))
}

fn endorsed(endorsement: &Value) -> Value {
    changed(|badge| badge["endorsement"] = json!([endorsement]))
}

fn with_state(document: Result<Value, verifier::Unavailable>) -> Evidence {
    let mut evidence = evidence();
    evidence.insert_controller(STATE, document);
    evidence
}

fn state() -> Value {
    openbadges::did::document(STATE, &[secret(20).public()])
}

fn report(badge: &Value) -> Report {
    report_at(badge, &with_state(Ok(state())), NOW)
}

#[test]
fn a_good_endorsement_has_a_good_report_of_its_own() {
    let badge = endorsed(&endorsement());
    let needs = verifier::parse(badge.to_string().as_bytes()).unwrap().needs(&Evidence::new());
    assert!(needs.contains(&Need::Controller(STATE.into())), "{needs:?}");
    let report = report(&badge);
    assert_eq!(report.outcome, Outcome::Verified, "{:#?}", report.checks);
    let own = &report.endorsements[0];
    assert_eq!(own.outcome, Outcome::Verified);
    assert_eq!(own.facts.description.as_deref(), Some("Approved to issue."));
}

#[test]
fn an_endorsement_that_was_changed_fails_the_badge_that_holds_it() {
    let mut endorsement = endorsement();
    endorsement["credentialSubject"]["endorsementComment"] = "Excellent.".into();
    assert_fails(&report(&endorsed(&endorsement)), CheckName::Endorsements);
}

#[test]
fn an_endorsement_whose_keys_cannot_be_fetched_leaves_the_question_open() {
    let report = report_at(&endorsed(&endorsement()), &with_state(unavailable()), NOW);
    assert_open(&report, CheckName::Endorsements);
}

#[test]
fn a_good_endorsement_of_something_else_does_not_count() {
    let mut unsigned = endorsement();
    unsigned["credentialSubject"]["id"] = "did:web:another.example".into();
    unsigned.as_object_mut().unwrap().remove("proof");
    let of_another =
        signed(unsigned, &secret(20), &format!("{STATE}#{}", secret(20).public().to_multibase()));
    let report = report(&endorsed(&of_another));
    assert_eq!(report.endorsements[0].outcome, Outcome::Verified);
    assert_fails(&report, CheckName::Endorsements);
    // The endorsement of the issuer, put into the achievement.
    let moved =
        changed(|badge| badge["credentialSubject"]["achievement"]["endorsement"] = json!([endorsement()]));
    assert_fails(&self::report(&moved), CheckName::Endorsements);
}

#[test]
fn an_endorsement_as_jwt_is_verified_like_one_with_a_proof() {
    let mut unsigned = endorsement();
    unsigned.as_object_mut().unwrap().remove("proof");
    let kid = format!("{STATE}#{}", secret(20).public().to_multibase());
    let with = |seed: u8| {
        let jwt = openbadges::jose::vc_jwt::sign(&unsigned, &kid, &secret(seed)).unwrap();
        changed(|badge| badge["endorsementJwt"] = json!([jwt]))
    };
    let good = with(20);
    let needs = verifier::parse(good.to_string().as_bytes()).unwrap().needs(&Evidence::new());
    assert!(needs.contains(&Need::Controller(STATE.into())), "{needs:?}");
    let report = report(&good);
    assert_eq!(report.outcome, Outcome::Verified, "{:#?}", report.checks);
    assert_eq!(report.endorsements[0].facts.description.as_deref(), Some("Approved to issue."));
    assert_fails(&self::report(&with(21)), CheckName::Endorsements);
    let unreadable = changed(|badge| badge["endorsementJwt"] = json!(["eyJhbGciOiJub25lIn0.e30.c2ln"]));
    assert_fails(&self::report(&unreadable), CheckName::Endorsements);
    let moved = changed(|badge| {
        let jwt = openbadges::jose::vc_jwt::sign(&unsigned, &kid, &secret(20)).unwrap();
        badge["credentialSubject"]["achievement"]["endorsementJwt"] = json!([jwt]);
    });
    assert_fails(&self::report(&moved), CheckName::Endorsements);
}

#[test]
fn an_endorsement_by_itself_is_verified_too() {
    assert_eq!(report(&endorsement()).outcome, Outcome::Verified);
}

#[test]
fn a_token_that_holds_is_given_out_as_one() {
    let mut unsigned = endorsement();
    unsigned.as_object_mut().unwrap().shift_remove("proof");
    let key = secret(20);
    let kid = format!("{STATE}#{}", key.public().to_multibase());
    let token = openbadges::jose::vc_jwt::sign(&unsigned, &kid, &key).unwrap();
    let report = |text: &str| {
        let unverified = verifier::parse(text.as_bytes()).unwrap();
        verifier::verify(&unverified, &with_state(Ok(state())), crate::approval::time(NOW))
    };
    assert_eq!(report(&token).into_verified_token().unwrap().as_str(), token);
    assert!(report(&token).into_verified().is_none());
    let forged = format!("{}.{}", &token[..token.rfind('.').unwrap()], "A".repeat(86));
    assert!(report(&forged).into_verified_token().is_none());
    assert!(report(&endorsement().to_string()).into_verified_token().is_none());
}
