//! Badges and presentations as JWTs and SD-JWTs.

mod forgeries;
mod keys;
mod presentations;
mod sd_jwt;

use std::sync::LazyLock;

use openbadges::jose::{Content, TokenType, algorithm_name, enveloped, vc_jwt};
use openbadges::{Algorithm, SecretKey};
use serde_json::{Value, json};
use verifier::{CheckName, Evidence, Outcome, Rejection, Report};

use crate::approval::{DID, SIGNED, time};
use crate::badge::{NOW, assert_fails, assert_open, document, list_document};

const ALGORITHMS: [Algorithm; 4] = [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384, Algorithm::Rsa];

fn key(algorithm: Algorithm) -> SecretKey {
    // An RSA key takes a while to make.
    static KEYS: LazyLock<[SecretKey; 4]> =
        LazyLock::new(|| ALGORITHMS.map(|algorithm| SecretKey::generate(algorithm, [31; 32])));
    KEYS.iter().find(|key| key.algorithm() == algorithm).unwrap().clone()
}

fn forger() -> SecretKey {
    SecretKey::generate(Algorithm::P256, [66; 32])
}

fn kid(algorithm: Algorithm) -> String {
    format!("{DID}#{}", algorithm_name(algorithm))
}

/// A badge without proof and status.
fn unsigned() -> Value {
    let mut badge = document();
    let members = badge.as_object_mut().unwrap();
    members.shift_remove("proof");
    members.shift_remove("credentialStatus");
    badge["credentialSubject"]["id"] = "did:example:teacher".into();
    badge
}

fn by(issuer: &str) -> Value {
    let mut badge = unsigned();
    badge["issuer"]["id"] = issuer.into();
    badge
}

/// A document that lists these keys for a purpose.
fn controller(id: &str, purpose: &str, keys: &[(String, SecretKey)]) -> Value {
    let methods = keys.iter().map(|(kid, key)| {
        json!({"id": kid, "type": "JsonWebKey", "controller": id, "publicKeyJwk": key.public().to_jwk()})
    });
    json!({
        "@context": ["https://www.w3.org/ns/did/v1"],
        "id": id,
        "verificationMethod": methods.collect::<Vec<_>>(),
        (purpose): keys.iter().map(|(kid, _)| kid.clone()).collect::<Vec<_>>(),
    })
}

/// What the district publishes: one key of each kind.
fn evidence() -> Evidence {
    let keys: Vec<_> = ALGORITHMS.map(|algorithm| (kid(algorithm), key(algorithm))).into();
    let mut evidence = Evidence::new();
    evidence.insert_controller(DID, Ok(controller(DID, "assertionMethod", &keys)));
    evidence
}

fn signed(badge: &Value) -> String {
    vc_jwt::sign(badge, &kid(Algorithm::P256), &key(Algorithm::P256)).unwrap()
}

/// A token with any header and claims, signed with the district's P-256 key.
fn token(header: &Value, claims: &Value) -> String {
    let header = header.as_object().unwrap();
    openbadges::jose::sign(header, claims.to_string().as_bytes(), &key(Algorithm::P256))
}

fn claims(token: &str) -> Value {
    openbadges::jose::Jws::parse(token).unwrap().claims().unwrap().into()
}

/// The badge's token with a change to its payload, signed again by the district.
fn with_claims(change: impl FnOnce(&mut Value)) -> String {
    let mut claims = claims(&signed(&unsigned()));
    change(&mut claims);
    token(&json!({"kid": kid(Algorithm::P256), "typ": "JWT"}), &claims)
}

fn report_with(text: &str, evidence: &Evidence) -> Report {
    verifier::verify(&verifier::parse(text.as_bytes()).unwrap(), evidence, time(NOW))
}

fn report(text: &str) -> Report {
    report_with(text, &evidence())
}

fn rejected(text: &str) -> (Rejection, Outcome) {
    let rejection = verifier::parse(text.as_bytes()).unwrap_err();
    let outcome = rejection.report().outcome;
    (rejection, outcome)
}

#[test]
fn a_jwt_of_each_algorithm_is_verified_with_the_key_that_the_issuer_publishes() {
    for algorithm in ALGORITHMS {
        let text = vc_jwt::sign(&unsigned(), &kid(algorithm), &key(algorithm)).unwrap();
        let report = report(&text);
        assert_eq!(report.outcome, Outcome::Verified, "{algorithm:?} {:#?}", report.checks);
        assert_eq!(report.facts.signed_with, [kid(algorithm)]);
        let check = report.check(CheckName::Proof).unwrap();
        assert_eq!(check.facts["suites"], json!([algorithm_name(algorithm)]));
    }
}

#[test]
fn a_badge_of_version_1_is_verified_and_its_claims_fill_it() {
    let mut badge = unsigned();
    badge["@context"][0] = "https://www.w3.org/2018/credentials/v1".into();
    badge["name"] = "Feedback".into();
    let members = badge.as_object_mut().unwrap();
    let date = members.shift_remove("validFrom").unwrap();
    members.insert("issuanceDate".into(), date);
    let mut claims = claims(&signed(&badge));
    claims["vc"].as_object_mut().unwrap().shift_remove("issuanceDate").unwrap();
    let report = report(&token(&json!({"kid": kid(Algorithm::P256), "typ": "JWT"}), &claims));
    assert_eq!(report.outcome, Outcome::Verified, "{:#?}", report.checks);
    assert_eq!(report.facts.valid_from, Some(time(SIGNED)));
}

#[test]
fn each_claim_that_contradicts_the_badge_is_found() {
    for (claim, value) in [
        ("iss", json!("did:web:other.example")),
        ("sub", json!("did:example:other")),
        ("jti", json!("urn:uuid:other")),
        ("nbf", json!(1_700_000_000)),
        ("exp", json!(1_700_000_000)),
        ("iss", Value::Null),
    ] {
        let text = with_claims(|claims| {
            // A badge with an end, which `exp` repeats.
            claims["validUntil"] = "2030-01-01T00:00:00Z".into();
            claims["exp"] = 1_893_456_000.into();
            claims[claim] = value.clone();
        });
        let report = report(&text);
        let check = assert_fails(&report, CheckName::Claims);
        assert!(check.finding().to_string().contains(&format!("“{claim}”")), "{}", check.finding());
    }
    for claim in ["iss", "jti", "nbf"] {
        let text = with_claims(|claims| {
            claims.as_object_mut().unwrap().shift_remove(claim);
        });
        assert_fails(&report(&text), CheckName::Claims);
    }
    let text = with_claims(|claims| {
        claims.as_object_mut().unwrap().shift_remove("sub");
    });
    let without_subject = report(&text);
    assert_eq!(without_subject.outcome, Outcome::Verified, "{:#?}", without_subject.checks);
    let check = without_subject.check(CheckName::Claims).unwrap();
    assert_eq!(check.facts["notes"], json!(["the claim “sub” is missing"]));
}

#[test]
fn an_expired_token_and_one_of_tomorrow_are_found() {
    // `exp` alone says until when.
    let expired = report(&with_claims(|claims| {
        claims.as_object_mut().unwrap().shift_remove("validUntil").unwrap();
        claims["exp"] = 1_795_300_000.into();
    }));
    assert_fails(&expired, CheckName::ValidUntil);
    let mut tomorrow = unsigned();
    tomorrow["validFrom"] = "2026-11-25T00:00:00Z".into();
    assert_fails(&report(&signed(&tomorrow)), CheckName::ValidFrom);
    // Where the claims speak of the signature alone.
    for (claim, seconds) in [("exp", 1_790_000_000), ("nbf", 1_890_000_000)] {
        let mut claims = unsigned();
        claims[claim] = seconds.into();
        let text = token(&json!({"kid": kid(Algorithm::P256), "typ": "vc+jwt"}), &claims);
        assert_fails(&report(&text), CheckName::Claims);
    }
}

fn did_document() -> Value {
    controller(DID, "assertionMethod", &[(kid(Algorithm::P256), key(Algorithm::P256))])
}

#[test]
fn an_enveloped_credential_is_opened_and_its_signature_checked() {
    let good = enveloped::sign_credential(&unsigned(), &kid(Algorithm::P256), &key(Algorithm::P256)).unwrap();
    let bad = enveloped::sign_credential(&unsigned(), &kid(Algorithm::P256), &forger()).unwrap();
    for (text, outcome) in [(good, Outcome::Verified), (bad, Outcome::NotVerified)] {
        let envelope = enveloped::envelope(&text, Content::Credential, TokenType::VcJwt);
        for form in [text.clone(), envelope.to_string(), envelope["id"].as_str().unwrap().to_owned()] {
            let report = report(&form);
            assert_eq!(report.outcome, outcome, "{form} {:#?}", report.checks);
        }
    }
    let mut broken = enveloped::envelope("a.b.c", Content::Credential, TokenType::VcJwt);
    assert_eq!(rejected(&broken.to_string()).1, Outcome::NotVerified);
    broken["id"] = "a.b.c".into();
    assert_eq!(rejected(&broken.to_string()).1, Outcome::NotVerified);
}

#[test]
fn a_status_list_as_jwt_is_verified_like_one_with_a_proof() {
    let badge = document()["credentialStatus"].clone();
    let mut with_status = unsigned();
    with_status["credentialStatus"] = badge;
    let index: usize = with_status["credentialStatus"]["statusListIndex"].as_str().unwrap().parse().unwrap();
    let listed = |revoked: bool, key: &SecretKey| {
        let mut list = list_document(|bits| {
            if revoked {
                bits.set(index, true).unwrap();
            }
        });
        list.as_object_mut().unwrap().shift_remove("proof");
        let text = enveloped::sign_credential(&list, &kid(Algorithm::P256), key).unwrap();
        let mut evidence = evidence();
        evidence.insert_status_list(crate::approval::STATUS_LIST, Ok(text));
        report_with(&signed(&with_status), &evidence)
    };
    let good = listed(false, &key(Algorithm::P256));
    assert_eq!(good.outcome, Outcome::Verified, "{:#?}", good.checks);
    assert_fails(&listed(true, &key(Algorithm::P256)), CheckName::Status);
    // A list that contradicts itself is not trusted.
    let mut list = list_document(|_bits| ());
    list.as_object_mut().unwrap().shift_remove("proof");
    list["iss"] = "did:web:other.example".into();
    let text = token(&json!({"kid": kid(Algorithm::P256), "typ": "vc+jwt"}), &list);
    let mut evidence = evidence();
    evidence.insert_status_list(crate::approval::STATUS_LIST, Ok(text));
    assert_open(&report_with(&signed(&with_status), &evidence), CheckName::Status);
    assert_open(&listed(true, &forger()), CheckName::Status);
}
