//! Tokens that must not be trusted.

use openbadges::Algorithm;
use openbadges::jose::vc_jwt;
use serde_json::{Map, json};
use verifier::{CheckName, CheckResult, Evidence, Outcome};

use super::{
    claims, did_document, evidence, forger, key, kid, rejected, report, report_with, signed, token, unsigned,
};
use crate::approval::{DID, time};
use crate::badge::{NOW, assert_fails, document, result, secret};

#[test]
fn unsigned_and_shared_secret_tokens_are_refused_by_name() {
    let none = |alg: &str| {
        let [_, payload, signature] = split(&signed(&unsigned()));
        format!("{}.{payload}.{signature}", base64url(&json!({"alg": alg, "typ": "JWT"}).to_string()))
    };
    let (rejection, outcome) = rejected(&none("none"));
    assert_eq!(outcome, Outcome::NotVerified);
    assert!(rejection.to_string().contains("“none”"), "{rejection}");
    // The public key taken for an HMAC secret is the classic forgery; it is not even tried.
    let (rejection, outcome) = rejected(&none("HS256"));
    assert_eq!(outcome, Outcome::NotVerified);
    assert!(rejection.to_string().contains("shared secret"), "{rejection}");
    let (_, outcome) = rejected(&none("PS256"));
    assert_eq!(outcome, Outcome::CouldNotBeChecked, "not wrong, but not supported");
}

fn split(token: &str) -> [String; 3] {
    token.split('.').map(str::to_owned).collect::<Vec<_>>().try_into().unwrap()
}

pub(super) fn base64url(text: &str) -> String {
    let token = openbadges::jose::sign(&Map::new(), text.as_bytes(), &key(Algorithm::P256));
    split(&token)[1].clone()
}

#[test]
fn a_header_that_names_another_algorithm_than_the_key_has_is_refused() {
    let [_, payload, signature] = split(&signed(&unsigned()));
    for alg in ["EdDSA", "ES384", "RS256"] {
        let header = json!({"alg": alg, "kid": kid(Algorithm::P256), "typ": "JWT"}).to_string();
        let report = report(&format!("{}.{payload}.{signature}", base64url(&header)));
        assert_eq!(report.outcome, Outcome::NotVerified);
        let check = report.check(CheckName::Proof).unwrap();
        assert_eq!(check.result, CheckResult::Failed);
        assert!(check.finding().to_string().contains(alg), "{}", check.finding());
    }
}

#[test]
fn a_swapped_payload_and_a_broken_signature_are_found() {
    let mut other = unsigned();
    other["credentialSubject"]["achievement"]["name"] = "Superintendent".into();
    let ([header, _, signature], [_, payload, _]) = (split(&signed(&unsigned())), split(&signed(&other)));
    for text in [
        format!("{header}.{payload}.{signature}"),
        signed(&unsigned()).replacen(&signature, &signature.chars().rev().collect::<String>(), 1),
        vc_jwt::sign(&unsigned(), &kid(Algorithm::P256), &forger()).unwrap(),
    ] {
        let Ok(unverified) = verifier::parse(text.as_bytes()) else { continue };
        let report = verifier::verify(&unverified, &evidence(), time(NOW));
        assert_eq!(report.outcome, Outcome::NotVerified);
        assert_eq!(result(&report, CheckName::Proof), CheckResult::Failed);
        assert_eq!(result(&report, CheckName::Status), CheckResult::CouldNotBeChecked);
    }
}

#[test]
fn a_term_that_nobody_defined_is_found_in_a_token_too() {
    let mut badge = unsigned();
    badge["credentialSubject"]["salary"] = "200,000".into();
    let report = report(&signed(&badge));
    assert_eq!(result(&report, CheckName::Proof), CheckResult::Passed);
    assert_fails(&report, CheckName::SafeMode);
}

#[test]
fn the_claim_vc_is_for_version_1_and_the_payload_for_version_2() {
    let header = json!({"kid": kid(Algorithm::P256), "typ": "JWT"});
    let mut wrapped = claims(&signed(&unsigned()));
    wrapped["vc"] = unsigned();
    let (rejection, outcome) = rejected(&token(&header, &wrapped));
    assert_eq!(outcome, Outcome::NotVerified);
    assert!(rejection.to_string().contains("“vc”"), "{rejection}");
    let mut version_1 = claims(&signed(&unsigned()));
    version_1["@context"][0] = "https://www.w3.org/2018/credentials/v1".into();
    assert_eq!(rejected(&token(&header, &version_1)).1, Outcome::NotVerified);
}

#[test]
fn a_proof_inside_the_token_must_hold_too() {
    let mut badge = document();
    badge.as_object_mut().unwrap().shift_remove("credentialStatus");
    let both = crate::badge::signed(badge, &secret(7), &crate::badge::method());
    let mut evidence = Evidence::new();
    let mut published = did_document();
    let own = openbadges::did::document(DID, &[secret(7).public()]);
    for member in ["verificationMethod", "assertionMethod"] {
        let more = own[member].as_array().unwrap().clone();
        published[member].as_array_mut().unwrap().extend(more);
    }
    evidence.insert_controller(DID, Ok(published));
    let good = report_with(&signed(&both), &evidence);
    assert_eq!(good.outcome, Outcome::Verified, "{:#?}", good.checks);
    assert_eq!(good.check(CheckName::Proof).unwrap().facts["suites"], json!(["ES256", "eddsa-rdfc-2022"]));
    let mut changed = both;
    changed["credentialSubject"]["achievement"]["name"] = "Superintendent".into();
    let bad = report_with(&signed(&changed), &evidence);
    assert_eq!(result(&bad, CheckName::Proof), CheckResult::Failed);
}
