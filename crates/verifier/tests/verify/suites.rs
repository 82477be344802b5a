//! The suites that badges in the field are signed with, and what each of them covers.

use openbadges::proof::{self, Cryptosuite, ProofOptions};
use openbadges::{Algorithm, SecretKey, did};
use serde_json::{Value, json};
use verifier::{CheckName, CheckResult, Evidence, Outcome};

use crate::approval::{SIGNED, time};
use crate::badge::{NOW, document, report_at, result};

const ISSUER: &str = "did:web:suites.example";

fn key(algorithm: Algorithm) -> SecretKey {
    SecretKey::generate(algorithm, [5; 32])
}

/// The badge without a status, issued by another issuer with a key of the given kind.
fn badge(suite: Cryptosuite, algorithm: Algorithm, change: impl FnOnce(&mut Value)) -> Value {
    let mut badge = document();
    let members = badge.as_object_mut().unwrap();
    members.shift_remove("credentialStatus");
    members.shift_remove("proof");
    badge["issuer"]["id"] = ISSUER.into();
    if suite == Cryptosuite::Ed25519Signature2020 {
        let contexts = badge["@context"].as_array_mut().unwrap();
        contexts.push("https://w3id.org/security/suites/ed25519-2020/v1".into());
    }
    change(&mut badge);
    let key = key(algorithm);
    let method = did::method_of(ISSUER, &key.public());
    let options = ProofOptions::new(method, time(SIGNED)).with_cryptosuite(suite);
    badge["proof"] = json!([proof::create(&badge, &options, &key).unwrap()]);
    badge
}

fn evidence(algorithm: Algorithm) -> Evidence {
    let mut evidence = Evidence::new();
    evidence.insert_controller(ISSUER, Ok(did::document(ISSUER, &[key(algorithm).public()])));
    evidence
}

#[test]
fn badges_of_every_suite_verify() {
    for (suite, algorithm) in [
        (Cryptosuite::EddsaJcs2022, Algorithm::Ed25519),
        (Cryptosuite::Ed25519Signature2020, Algorithm::Ed25519),
        (Cryptosuite::EcdsaRdfc2019, Algorithm::P256),
        (Cryptosuite::EcdsaRdfc2019, Algorithm::P384),
        (Cryptosuite::EcdsaJcs2019, Algorithm::P256),
        (Cryptosuite::EcdsaJcs2019, Algorithm::P384),
    ] {
        let badge = badge(suite, algorithm, |_badge| ());
        let report = report_at(&badge, &evidence(algorithm), NOW);
        assert_eq!(report.outcome, Outcome::Verified, "{suite:?} {algorithm:?}: {:#?}", report.checks);
        let mut changed = badge;
        changed["name"] = "Another".into();
        let report = report_at(&changed, &evidence(algorithm), NOW);
        assert_eq!(result(&report, CheckName::Proof), CheckResult::Failed, "{suite:?}");
    }
}

#[test]
fn a_proof_over_the_json_itself_does_not_excuse_a_term_that_nobody_defined() {
    let badge = badge(Cryptosuite::EddsaJcs2022, Algorithm::Ed25519, |badge| {
        badge["credentialSubject"]["salary"] = "200,000".into();
    });
    let report = report_at(&badge, &evidence(Algorithm::Ed25519), NOW);
    assert_eq!(result(&report, CheckName::Proof), CheckResult::Passed);
    let check = report.check(CheckName::SafeMode).unwrap();
    assert_eq!(
        (report.outcome, check.result, check.standard_code.as_deref()),
        (Outcome::NotVerified, CheckResult::Failed, Some("DATA_LOSS_DETECTION_ERROR"))
    );
    assert!(check.finding().to_string().contains("salary"), "{}", check.finding());
}

#[test]
fn a_did_jwk_speaks_for_itself() {
    let key = key(Algorithm::P256);
    let issuer = key.public().did_jwk();
    let signed_as = |method: String| {
        let mut badge = badge(Cryptosuite::EcdsaRdfc2019, Algorithm::P256, |_badge| ());
        badge.as_object_mut().unwrap().shift_remove("proof");
        badge["issuer"]["id"] = issuer.clone().into();
        let options = ProofOptions::new(method, time(SIGNED)).with_cryptosuite(Cryptosuite::EcdsaRdfc2019);
        badge["proof"] = json!([proof::create(&badge, &options, &key).unwrap()]);
        report_at(&badge, &Evidence::new(), NOW)
    };
    let report = signed_as(format!("{issuer}#0"));
    assert_eq!(report.outcome, Outcome::Verified, "{:#?}", report.checks);
    assert_eq!(result(&signed_as(format!("{issuer}#1")), CheckName::Key), CheckResult::Failed);
}

#[test]
fn a_badge_of_which_the_holder_shows_a_part_verifies() {
    let unsigned = || {
        let mut badge = badge(Cryptosuite::EcdsaRdfc2019, Algorithm::P256, |_badge| ());
        badge.as_object_mut().unwrap().shift_remove("proof");
        badge
    };
    let (mut badge, key) = (unsigned(), key(Algorithm::P256));
    let options = ProofOptions::new(did::method_of(ISSUER, &key.public()), time(SIGNED));
    let mandatory = ["/issuer", "/validFrom", "/credentialSubject", "/credentialSchema"].map(str::to_owned);
    let proof = proof::sd::create(&badge, &options, &mandatory, &key, [1; 32], [2; 32]).unwrap();
    badge["proof"] = json!([proof]);
    let base = report_at(&badge, &evidence(Algorithm::P256), NOW);
    assert_eq!(result(&base, CheckName::Proof), CheckResult::Failed, "a base proof is for the holder alone");
    let shown = proof::sd::derive(&badge, &["/name".to_owned()]).unwrap();
    assert!(shown.get("evidence").is_none() && unsigned().get("evidence").is_some());
    let report = report_at(&shown, &evidence(Algorithm::P256), NOW);
    assert_eq!(report.outcome, Outcome::Verified, "{:#?}", report.checks);
    let mut changed = shown;
    changed["name"] = "Another".into();
    let report = report_at(&changed, &evidence(Algorithm::P256), NOW);
    assert_eq!(result(&report, CheckName::Proof), CheckResult::Failed);
}
