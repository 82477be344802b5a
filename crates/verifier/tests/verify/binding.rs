//! Whose key it is.

use openbadges::did;
use serde_json::{Value, json};
use verifier::{CheckName, CheckResult, Code, Evidence, Need, Outcome};

use crate::approval::DID;
use crate::badge::{
    NOW, assert_fails, assert_open, changed, document, evidence, method, proof_of, report, report_at, result,
    secret, signed, unavailable,
};

const HTTPS: &str = "https://badges.example/issuers/riverside";
const JWKS: &str = "https://badges.example/.well-known/jwks.json";

/// The badge without a status, so that a test needs no list.
fn badge_by(issuer: &str, seed: u8, method: &str) -> Value {
    let mut badge = document();
    badge.as_object_mut().unwrap().shift_remove("credentialStatus");
    badge["issuer"]["id"] = issuer.into();
    signed(badge, &secret(seed), method)
}

fn key(seed: u8) -> String {
    secret(seed).public().to_multibase()
}

#[test]
fn a_forger_with_a_good_key_of_their_own_is_not_the_issuer() {
    let mallory = "did:web:mallory.example";
    let method = format!("{mallory}#{}", key(9));
    let badge = signed(document(), &secret(9), &method);
    let mut evidence = evidence();
    evidence.insert_controller(mallory, Ok(did::document(mallory, &[secret(9).public()])));
    let report = report_at(&badge, &evidence, NOW);
    assert_eq!(result(&report, CheckName::Proof), CheckResult::Passed);
    let check = assert_fails(&report, CheckName::IssuerBinding);
    assert!(
        check.finding().to_string().contains(mallory) && check.finding().to_string().contains(DID),
        "{}",
        check.finding()
    );
}

#[test]
fn a_did_key_speaks_for_itself_alone() {
    let did = secret(9).public().did_key();
    let method = format!("{did}#{}", key(9));
    assert_fails(&report(&badge_by(DID, 9, &method)), CheckName::IssuerBinding);
    assert_eq!(report_at(&badge_by(&did, 9, &method), &Evidence::new(), NOW).outcome, Outcome::Verified);
    assert_eq!(report_at(&badge_by(&did, 9, &did), &Evidence::new(), NOW).outcome, Outcome::Verified);
}

#[test]
fn a_key_of_another_did_key_is_not_taken_from_the_fragment() {
    let did = secret(8).public().did_key();
    let report = report_at(&badge_by(&did, 9, &format!("{did}#{}", key(9))), &Evidence::new(), NOW);
    assert_eq!(result(&report, CheckName::Key), CheckResult::Failed);
    assert_eq!(report.outcome, Outcome::NotVerified);
}

#[test]
fn a_key_written_into_the_method_is_never_believed() {
    // The shortcut of the public validator: the forger writes a key of their own behind the issuer's address.
    let badge = badge_by(HTTPS, 9, &format!("{HTTPS}#{}", key(9)));
    let nothing = report_at(&badge, &Evidence::new(), NOW);
    assert_eq!(nothing.outcome, Outcome::CouldNotBeChecked);
    let mut evidence = Evidence::new();
    evidence.insert_controller(HTTPS, Ok(did::document(HTTPS, &[secret(7).public()])));
    assert_eq!(report_at(&badge, &evidence, NOW).outcome, Outcome::NotVerified);
}

#[test]
fn a_key_that_was_revoked_is_not_used_any_more_whenever_it_signed() {
    let mut published = did::document(DID, &[secret(7).public()]);
    published["verificationMethod"][0]["revoked"] = "2026-11-23T00:00:00Z".into();
    let mut evidence = evidence();
    evidence.insert_controller(DID, Ok(published));
    let report = report_at(&document(), &evidence, NOW);
    let check = report.check(CheckName::Key).unwrap();
    assert_eq!((report.outcome, check.result), (Outcome::NotVerified, CheckResult::Failed));
    assert!(check.finding().to_string().contains("2026-11-23"), "{}", check.finding());
    assert_eq!(report_at(&document(), &evidence, "2026-11-22T00:00:00Z").outcome, Outcome::Verified);
}

#[test]
fn a_key_that_may_not_assert_does_not_count() {
    let mut published = did::document(DID, &[secret(7).public()]);
    published["assertionMethod"] = json!([]);
    published["authentication"] = json!([method()]);
    let mut evidence = evidence();
    evidence.insert_controller(DID, Ok(published));
    let report = report_at(&document(), &evidence, NOW);
    let check = report.check(CheckName::Key).unwrap();
    assert_eq!(
        (report.outcome, check.result, check.standard_code.as_deref()),
        (Outcome::NotVerified, CheckResult::Failed, Some("INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD"))
    );
}

#[test]
fn a_document_with_another_id_is_not_the_issuers() {
    let mut published = did::document(DID, &[secret(7).public()]);
    published["id"] = "did:web:badges.example:issuers:other".into();
    let mut evidence = evidence();
    evidence.insert_controller(DID, Ok(published));
    let report = report_at(&document(), &evidence, NOW);
    let check = report.check(CheckName::Key).unwrap();
    assert_eq!(
        (report.outcome, check.standard_code.as_deref()),
        (Outcome::NotVerified, Some("INVALID_CONTROLLED_IDENTIFIER_DOCUMENT_ID"))
    );
}

#[test]
fn keys_that_cannot_be_fetched_leave_the_question_open() {
    let mut evidence = evidence();
    evidence.insert_controller(DID, unavailable());
    let report = report_at(&document(), &evidence, NOW);
    assert_eq!(report.outcome, Outcome::CouldNotBeChecked);
    let check = report.check(CheckName::Key).unwrap();
    assert_eq!(
        (check.code, &check.facts["cause"]),
        (Code::KeysUnreachable, &"the server answered 503".into())
    );
}

#[test]
fn an_https_issuer_may_publish_a_controller_document() {
    let badge = badge_by(HTTPS, 7, &format!("{HTTPS}#{}", key(7)));
    let needs = verifier::parse(badge.to_string().as_bytes()).unwrap().needs(&Evidence::new());
    assert_eq!(needs, [Need::Controller(HTTPS.into()), Need::Jwks(JWKS.into())]);
    let mut evidence = Evidence::new();
    evidence.insert_controller(HTTPS, Ok(did::document(HTTPS, &[secret(7).public()])));
    assert_eq!(report_at(&badge, &evidence, NOW).outcome, Outcome::Verified);
}

fn key_set(method: &str, issuer: Option<&str>) -> Evidence {
    let mut jwk = secret(7).public().to_jwk();
    jwk["kid"] = method.into();
    if let Some(issuer) = issuer {
        jwk["iss"] = issuer.into();
    }
    let mut evidence = Evidence::new();
    // The issuer's page is its profile, which lists no keys.
    evidence.insert_controller(HTTPS, Ok(json!({"id": HTTPS, "type": ["Profile"], "name": "Riverside"})));
    evidence.insert_jwks(JWKS, Ok(json!({"keys": [jwk]})));
    evidence
}

#[test]
fn an_https_issuer_may_publish_a_key_set() {
    let method = format!("{HTTPS}#key-1");
    let badge = badge_by(HTTPS, 7, &method);
    assert_eq!(report_at(&badge, &key_set(&method, None), NOW).outcome, Outcome::Verified);
    assert_eq!(report_at(&badge, &key_set(&method, Some(HTTPS)), NOW).outcome, Outcome::Verified);
}

#[test]
fn a_key_set_gives_a_key_to_nobody_but_its_owner() {
    let method = format!("{HTTPS}#key-1");
    let badge = badge_by(HTTPS, 7, &method);
    let neighbor = "https://badges.example/issuers/neighbor";
    assert_eq!(report_at(&badge, &key_set(&method, Some(neighbor)), NOW).outcome, Outcome::NotVerified);
    assert_eq!(report_at(&badge, &key_set("https://x.example/1", None), NOW).outcome, Outcome::NotVerified);
    // The neighbor on the same host signs in the name of the issuer with a key that the set does not give to anyone.
    let theirs = format!("{neighbor}#key-1");
    let forged = badge_by(HTTPS, 7, &theirs);
    let mut evidence = key_set(&theirs, None);
    evidence.insert_controller(neighbor, unavailable());
    assert_eq!(report_at(&forged, &evidence, NOW).outcome, Outcome::NotVerified);
}

#[test]
fn a_controller_document_that_lists_keys_outranks_the_key_set() {
    let method = format!("{HTTPS}#{}", key(7));
    let badge = badge_by(HTTPS, 7, &method);
    let mut evidence = key_set(&method, Some(HTTPS));
    evidence.insert_controller(HTTPS, Ok(did::document(HTTPS, &[secret(8).public()])));
    assert_eq!(report_at(&badge, &evidence, NOW).outcome, Outcome::NotVerified);
}

#[test]
fn one_good_proof_beside_a_bad_one_is_not_enough() {
    let badge = changed(|_badge| ());
    let mut other = badge.clone();
    other["name"] = "Something else".into();
    other.as_object_mut().unwrap().shift_remove("proof");
    let bad = proof_of(&other, &secret(7), &method());
    for place in [0, 1] {
        let mut both = badge.clone();
        both["proof"].as_array_mut().unwrap().insert(place, bad.clone());
        let report = report(&both);
        assert_eq!(result(&report, CheckName::Proof), CheckResult::Failed, "bad proof at {place}");
        assert_eq!(report.outcome, Outcome::NotVerified);
    }
}

#[test]
fn a_co_signer_does_no_harm() {
    let mut badge = document();
    let did = secret(9).public().did_key();
    let mut bare = badge.clone();
    bare.as_object_mut().unwrap().shift_remove("proof");
    let second = proof_of(&bare, &secret(9), &format!("{did}#{}", key(9)));
    badge["proof"].as_array_mut().unwrap().push(second);
    assert_eq!(report(&badge).outcome, Outcome::Verified);
}

#[test]
fn a_proof_for_another_purpose_does_not_count() {
    let mut badge = document();
    badge["proof"][0]["proofPurpose"] = "authentication".into();
    let report = report(&badge);
    assert_eq!(
        report.check(CheckName::Proof).unwrap().standard_code.as_deref(),
        Some("PROOF_VERIFICATION_ERROR")
    );
    assert_eq!(report.outcome, Outcome::NotVerified);
}

#[test]
fn a_document_without_a_proof_is_not_verified() {
    let mut badge = document();
    badge.as_object_mut().unwrap().shift_remove("proof");
    assert_eq!(result(&report(&badge), CheckName::Proof), CheckResult::Failed);
}

#[test]
fn a_suite_that_is_not_supported_leaves_the_question_open() {
    let mut badge = document();
    badge["proof"][0]["cryptosuite"] = "bbs-2023".into();
    assert_open(&report(&badge), CheckName::Proof);
}

#[test]
fn a_proof_that_builds_on_one_that_is_not_there_does_not_count() {
    let mut badge = document();
    badge["proof"][0]["previousProof"] = "urn:uuid:1".into();
    assert_eq!(report(&badge).outcome, Outcome::NotVerified);
}
