//! Where the key of a token is found, and whose it is.

use openbadges::jose::vc_jwt;
use openbadges::{Algorithm, SecretKey};
use serde_json::{Value, json};
use verifier::{CheckName, CheckResult, Code, Evidence, Outcome};

use super::forgeries::base64url;
use super::{
    by, claims, controller, did_document, forger, key, kid, report, report_with, signed, token, unsigned,
};
use crate::approval::DID;
use crate::badge::{NOW, assert_fails, result, unavailable};

/// Where the district's keys are to be had one by one.
const KEY_PAGE: &str = "https://badges.example/keys/1";
const HTTPS: &str = "https://badges.example/issuers/riverside";
const JWKS: &str = "https://badges.example/.well-known/jwks.json";

#[test]
fn a_key_that_the_issuer_does_not_have_is_refused_and_one_that_cannot_be_fetched_left_open() {
    let unknown = vc_jwt::sign(&unsigned(), &format!("{DID}#nobody"), &key(Algorithm::P256)).unwrap();
    let with_unknown = report(&unknown);
    assert_eq!(with_unknown.outcome, Outcome::NotVerified);
    assert_eq!(result(&with_unknown, CheckName::Key), CheckResult::Failed);
    let mut silent = Evidence::new();
    silent.insert_controller(DID, unavailable());
    for text in [signed(&unsigned()), token(&json!({"kid": "1", "typ": "JWT"}), &claims(&unknown))] {
        let report = report_with(&text, &silent);
        assert_eq!(report.outcome, Outcome::CouldNotBeChecked, "{:#?}", report.checks);
    }
}

#[test]
fn a_key_that_may_not_assert_does_not_count() {
    let mut evidence = Evidence::new();
    let keys = [(kid(Algorithm::P256), key(Algorithm::P256))];
    evidence.insert_controller(DID, Ok(controller(DID, "authentication", &keys)));
    let named = report_with(&signed(&unsigned()), &evidence);
    let bare = token(&json!({"kid": "ES256"}), &claims(&signed(&unsigned())));
    for report in [named, report_with(&bare, &evidence)] {
        assert_eq!(report.outcome, Outcome::NotVerified, "{:#?}", report.checks);
        assert_eq!(result(&report, CheckName::Key), CheckResult::Failed);
    }
}

#[test]
fn a_key_that_was_revoked_or_expired_does_not_count() {
    let bare = token(&json!({"kid": "ES256"}), &claims(&signed(&unsigned())));
    for text in [signed(&unsigned()), bare] {
        for (member, date, outcome) in [
            ("revoked", "2026-11-23T00:00:00Z", Outcome::NotVerified),
            ("expires", NOW, Outcome::NotVerified),
            ("revoked", "2026-11-25T00:00:00Z", Outcome::Verified),
        ] {
            let mut published = did_document();
            published["verificationMethod"][0][member] = date.into();
            let mut evidence = Evidence::new();
            evidence.insert_controller(DID, Ok(published));
            let report = report_with(&text, &evidence);
            assert_eq!(report.outcome, outcome, "{member} {date} {:#?}", report.checks);
        }
    }
}

#[test]
fn a_key_in_the_header_is_believed_only_if_the_issuer_publishes_it() {
    let forged = |key: &SecretKey, kid: Option<&str>| {
        let mut header = json!({"typ": "JWT", "jwk": key.public().to_jwk()});
        if let Some(kid) = kid {
            header["kid"] = kid.into();
        }
        let claims = claims(&signed(&unsigned()));
        openbadges::jose::sign(header.as_object().unwrap(), claims.to_string().as_bytes(), key)
    };
    for kid in [None, Some("1"), Some(DID)] {
        let report = report(&forged(&forger(), kid));
        assert_eq!(report.outcome, Outcome::NotVerified);
        let check = report.check(CheckName::Key).unwrap();
        assert_eq!(check.code, Code::TokenBringsOwnKey);
        assert_eq!(result(&report, CheckName::Proof), CheckResult::CouldNotBeChecked);
    }
    let own = report(&forged(&key(Algorithm::P384), None));
    assert_eq!(own.outcome, Outcome::Verified, "{:#?}", own.checks);
    let unknown = report_with(&forged(&forger(), None), &Evidence::new());
    assert_eq!(unknown.outcome, Outcome::CouldNotBeChecked);
}

#[test]
fn a_bare_kid_is_a_hint_among_the_keys_of_the_issuer() {
    let claims = claims(&signed(&unsigned()));
    let thumbprint = key(Algorithm::P256).public().jwk_thumbprint();
    for kid in ["ES256", "#ES256", &thumbprint, DID] {
        let found = report(&token(&json!({"kid": kid, "typ": "JWT"}), &claims));
        assert_eq!(found.outcome, Outcome::Verified, "{kid} {:#?}", found.checks);
    }
    assert_eq!(report(&token(&json!({}), &claims)).outcome, Outcome::Verified, "no kid at all");
    let other = report(&token(&json!({"kid": "ES384"}), &claims));
    assert_eq!(other.outcome, Outcome::NotVerified, "a key of another kind");
}

/// The badge as JWT whose `kid` is an address, and what the address answers.
fn with_key_page(issuer: &str, kid: &str, page: &Value, key: &SecretKey) -> (String, Evidence) {
    let text = vc_jwt::sign(&by(issuer), kid, key).unwrap();
    let needs = verifier::parse(text.as_bytes()).unwrap().needs(&Evidence::new());
    let address = kid.split('#').next().unwrap();
    let mut evidence = Evidence::new();
    for need in needs.iter().filter(|need| need.url().as_deref() == Some(address)) {
        evidence.insert(need, Ok(page.to_string()));
    }
    (text, evidence)
}

#[test]
fn a_kid_below_the_issuers_own_address_answers_one_bare_jwk() {
    let mut page = key(Algorithm::P256).public().to_jwk();
    let own = format!("{HTTPS}/keys/1");
    let (text, evidence) = with_key_page(HTTPS, &own, &page, &key(Algorithm::P256));
    assert_eq!(report_with(&text, &evidence).outcome, Outcome::Verified);
    // Another issuer on the same host.
    let other = "https://badges.example/issuers/lakeside/keys/1";
    let (text, evidence) = with_key_page(HTTPS, other, &page, &key(Algorithm::P256));
    let unknown = report_with(&text, &evidence);
    assert_eq!(unknown.outcome, Outcome::CouldNotBeChecked, "{:#?}", unknown.checks);
    // A file that anyone may have left on the host says that it is the issuer's key.
    page["iss"] = HTTPS.into();
    let (text, mut evidence) = with_key_page(HTTPS, other, &page, &key(Algorithm::P256));
    assert_eq!(report_with(&text, &evidence).outcome, Outcome::CouldNotBeChecked);
    evidence.insert_jwks(JWKS, Ok(json!({"keys": []})));
    assert_fails(&report_with(&text, &evidence), CheckName::IssuerBinding);
    evidence.insert_jwks(JWKS, Ok(json!({"keys": [page]})));
    assert_eq!(report_with(&text, &evidence).outcome, Outcome::Verified, "the host's key set says so too");
    page["iss"] = "https://badges.example/issuers/lakeside".into();
    let (text, evidence) = with_key_page(HTTPS, &own, &page, &key(Algorithm::P256));
    assert_fails(&report_with(&text, &evidence), CheckName::IssuerBinding);
    page["d"] = "AA".into();
    let (text, evidence) = with_key_page(HTTPS, &own, &page, &key(Algorithm::P256));
    assert_eq!(result(&report_with(&text, &evidence), CheckName::Key), CheckResult::Failed);
}

#[test]
fn a_key_at_a_strangers_address_is_the_strangers() {
    for issuer in [HTTPS, DID] {
        let page = forger().public().to_jwk();
        let (text, mut found) = with_key_page(issuer, "https://mallory.example/key", &page, &forger());
        found.insert_controller(DID, Ok(did_document()));
        let report = report_with(&text, &found);
        assert_eq!(result(&report, CheckName::Proof), CheckResult::Passed);
        let check = assert_fails(&report, CheckName::IssuerBinding);
        assert!(check.finding().to_string().contains("https://mallory.example/key"), "{}", check.finding());
    }
}

#[test]
fn a_did_lists_the_key_that_an_address_answers() {
    let page = key(Algorithm::P256).public().to_jwk();
    let (text, mut found) = with_key_page(DID, KEY_PAGE, &page, &key(Algorithm::P256));
    assert_eq!(report_with(&text, &found).outcome, Outcome::CouldNotBeChecked, "the DID document is missing");
    found.insert_controller(DID, Ok(did_document()));
    let report = report_with(&text, &found);
    assert_eq!(report.outcome, Outcome::Verified, "{:#?}", report.checks);
    // A key on the district's own host that its document does not list.
    let (text, mut found) = with_key_page(DID, KEY_PAGE, &forger().public().to_jwk(), &forger());
    found.insert_controller(DID, Ok(did_document()));
    assert_fails(&report_with(&text, &found), CheckName::IssuerBinding);
}

#[test]
fn a_key_set_at_the_address_or_at_the_authority_will_do() {
    let mut jwk = key(Algorithm::P256).public().to_jwk();
    jwk["kid"] = "key-1".into();
    let set = json!({"keys": [{"kty": "oct"}, jwk]});
    // The sample of Open Badges 3.0: `https://example.edu/keys#key-1`.
    let (text, evidence) = with_key_page(HTTPS, &format!("{HTTPS}/keys#key-1"), &set, &key(Algorithm::P256));
    assert_eq!(report_with(&text, &evidence).outcome, Outcome::Verified);
    let claims = claims(&vc_jwt::sign(&by(HTTPS), HTTPS, &key(Algorithm::P256)).unwrap());
    let at_authority = |set: &Value, kid: &str| {
        let mut evidence = Evidence::new();
        evidence.insert_jwks(JWKS, Ok(set.clone()));
        report_with(&token(&json!({"kid": kid, "typ": "JWT"}), &claims), &evidence).outcome
    };
    assert_eq!(at_authority(&set, "key-1"), Outcome::Verified);
    assert_eq!(at_authority(&set, "key-2"), Outcome::NotVerified);
    let mut of_another = set.clone();
    of_another["keys"][1]["iss"] = "https://badges.example/issuers/lakeside".into();
    assert_eq!(at_authority(&of_another, "key-1"), Outcome::NotVerified);
}

#[test]
fn a_did_that_holds_its_key_needs_no_document() {
    for algorithm in [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384] {
        let public = key(algorithm).public();
        let (did_key, did_jwk) =
            (public.did_key(), format!("did:jwk:{}", base64url(&public.to_jwk().to_string())));
        let fragment = format!("{did_key}#{}", public.to_multibase());
        for (did, kid) in [
            (&did_key, Some(fragment.clone())),
            (&did_key, Some(did_key.clone())),
            (&did_key, None),
            (&did_jwk, Some(format!("{did_jwk}#0"))),
            (&did_jwk, Some("0".to_owned())),
            (&did_jwk, None),
        ] {
            let claims = claims(&vc_jwt::sign(&by(did), did, &key(algorithm)).unwrap());
            let header = kid.map_or_else(|| json!({}), |kid| json!({"kid": kid}));
            let sign = |key: &SecretKey| {
                openbadges::jose::sign(header.as_object().unwrap(), claims.to_string().as_bytes(), key)
            };
            let good = report_with(&sign(&key(algorithm)), &Evidence::new());
            assert_eq!(good.outcome, Outcome::Verified, "{did} {header} {:#?}", good.checks);
            let bad = report_with(&sign(&forger()), &Evidence::new());
            assert_eq!(bad.outcome, Outcome::NotVerified, "{did} {header}");
        }
    }
}
