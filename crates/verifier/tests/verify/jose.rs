//! Badges and presentations as JWTs and SD-JWTs.

use std::sync::LazyLock;

use openbadges::jose::sd_jwt::{IssueOptions, KeyBinding, issue_credential};
use openbadges::jose::{Content, SdJwt, TokenType, algorithm_name, enveloped, vc_jwt};
use openbadges::{Algorithm, SecretKey};
use serde_json::{Map, Value, json};
use verifier::{CheckName, CheckResult, Evidence, Expectations, Need, Outcome, Rejection, Report};

use crate::approval::{DID, SIGNED, time};
use crate::badge::{NOW, assert_fails, assert_open, document, list_document, result, secret, unavailable};

const ALGORITHMS: [Algorithm; 4] = [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384, Algorithm::Rsa];
/// Where the district's keys are to be had one by one.
const KEY_PAGE: &str = "https://badges.riverside.example/keys/1";
const HTTPS: &str = "https://badges.example/issuers/riverside";
const JWKS: &str = "https://badges.example/.well-known/jwks.json";

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
        assert!(check.detail.contains(&format!("“{claim}”")), "{}", check.detail);
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

fn base64url(text: &str) -> String {
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
        assert!(check.detail.contains(alg), "{}", check.detail);
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
        assert!(check.detail.contains("anybody could have made it"), "{}", check.detail);
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
    // The key itself says whose it is.
    page["iss"] = HTTPS.into();
    let (text, evidence) = with_key_page(HTTPS, other, &page, &key(Algorithm::P256));
    assert_eq!(report_with(&text, &evidence).outcome, Outcome::Verified);
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
        assert!(check.detail.contains("https://mallory.example/key"), "{}", check.detail);
    }
}

fn did_document() -> Value {
    controller(DID, "assertionMethod", &[(kid(Algorithm::P256), key(Algorithm::P256))])
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

const HOLDER: &str = "did:web:holder.example";

fn presentation(credentials: &Value) -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": HOLDER,
        "verifiableCredential": credentials,
    })
}

fn presented(presentation: &Value, domain: &str) -> String {
    let claims = json!({"aud": domain, "nonce": "n-1"});
    let key = key(Algorithm::P384);
    enveloped::sign_presentation(
        presentation,
        claims.as_object().unwrap().clone(),
        &format!("{HOLDER}#1"),
        &key,
    )
    .unwrap()
}

fn present(text: &str) -> Report {
    let mut evidence = evidence();
    let keys = [(format!("{HOLDER}#1"), key(Algorithm::P384))];
    evidence.insert_controller(HOLDER, Ok(controller(HOLDER, "authentication", &keys)));
    let expectations = Expectations {
        domain: Some("https://verifier.example".into()),
        challenge: Some("n-1".into()),
        any_credential: true,
        ..Expectations::default()
    };
    verifier::verify_with(&verifier::parse(text.as_bytes()).unwrap(), &evidence, time(NOW), &expectations)
}

#[test]
fn a_presentation_as_jwt_is_signed_by_its_holder_for_a_domain_in_answer_to_a_challenge() {
    let jwt = signed(&unsigned());
    let vc_jwt =
        enveloped::sign_credential(&unsigned(), &kid(Algorithm::P384), &key(Algorithm::P384)).unwrap();
    let envelope = enveloped::envelope(&vc_jwt, Content::Credential, TokenType::VcJwt);
    let both = presentation(&json!([jwt, envelope]));
    let text = presented(&both, "https://verifier.example");
    let wrapped = enveloped::envelope(&text, Content::Presentation, TokenType::VpJwt).to_string();
    for form in [text.clone(), wrapped] {
        let report = present(&form);
        assert_eq!(report.outcome, Outcome::Verified, "{:#?}", report.checks);
        assert_eq!(report.contained.len(), 2);
    }
    assert_fails(&present(&presented(&both, "https://other.example")), CheckName::Domain);
    let needs = verifier::parse(text.as_bytes()).unwrap().needs(&Evidence::new());
    assert!(
        needs.contains(&Need::Controller(HOLDER.into())) && needs.contains(&Need::Controller(DID.into()))
    );
    let mut of_another = both;
    of_another["holder"] = DID.into();
    let report = present(&presented(&of_another, "https://verifier.example"));
    assert_fails(&report, CheckName::HolderBinding);
}

#[test]
fn a_holder_signs_with_a_key_for_authentication() {
    let sign = |kid: &str| {
        let claims = json!({"aud": "https://verifier.example", "nonce": "n-1"});
        let mut payload = presentation(&json!([signed(&unsigned())]));
        payload.as_object_mut().unwrap().extend(claims.as_object().unwrap().clone());
        let header = json!({"kid": kid, "typ": "vp+jwt"});
        openbadges::jose::sign(
            header.as_object().unwrap(),
            payload.to_string().as_bytes(),
            &key(Algorithm::P384),
        )
    };
    let expectations = Expectations { any_credential: true, ..Expectations::default() };
    for kid in [&format!("{HOLDER}#1"), "1", HOLDER] {
        for (purpose, outcome) in
            [("authentication", Outcome::Verified), ("assertionMethod", Outcome::NotVerified)]
        {
            let mut evidence = evidence();
            let keys = [(format!("{HOLDER}#1"), key(Algorithm::P384))];
            evidence.insert_controller(HOLDER, Ok(controller(HOLDER, purpose, &keys)));
            let unverified = verifier::parse(sign(kid).as_bytes()).unwrap();
            let report = verifier::verify_with(&unverified, &evidence, time(NOW), &expectations);
            assert_eq!(report.outcome, outcome, "{kid} {purpose} {:#?}", report.checks);
        }
    }
}

#[test]
fn one_bad_jwt_inside_spoils_a_presentation() {
    let bad = enveloped::sign_credential(&unsigned(), &kid(Algorithm::P256), &forger()).unwrap();
    for inside in [
        json!(bad),
        enveloped::envelope(&bad, Content::Credential, TokenType::VcJwt),
        json!("eyJhbGciOiJub25lIn0.e30."),
        json!("no token at all"),
    ] {
        let text =
            presented(&presentation(&json!([signed(&unsigned()), inside])), "https://verifier.example");
        assert_fails(&present(&text), CheckName::Contained);
    }
}

#[test]
fn a_presentation_of_version_1_is_read_from_the_claim_vp() {
    let mut vp = presentation(&json!([signed(&unsigned())]));
    vp["@context"][0] = "https://www.w3.org/2018/credentials/v1".into();
    vp.as_object_mut().unwrap().shift_remove("holder");
    let claims = json!({"iss": HOLDER, "aud": "https://verifier.example", "nonce": "n-1", "vp": vp});
    let header = json!({"kid": format!("{HOLDER}#1"), "typ": "JWT"});
    let sign = |claims: &Value| {
        openbadges::jose::sign(
            header.as_object().unwrap(),
            claims.to_string().as_bytes(),
            &key(Algorithm::P384),
        )
    };
    let report = present(&sign(&claims));
    assert_eq!(report.outcome, Outcome::Verified, "{:#?}", report.checks);
    let mut replayed = claims;
    replayed["nonce"] = "n-0".into();
    assert_fails(&present(&sign(&replayed)), CheckName::Challenge);
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
    // A list that contradicts itself is not believed.
    let mut list = list_document(|_bits| ());
    list.as_object_mut().unwrap().shift_remove("proof");
    list["iss"] = "did:web:other.example".into();
    let text = token(&json!({"kid": kid(Algorithm::P256), "typ": "vc+jwt"}), &list);
    let mut evidence = evidence();
    evidence.insert_status_list(crate::approval::STATUS_LIST, Ok(text));
    assert_open(&report_with(&signed(&with_status), &evidence), CheckName::Status);
    assert_open(&listed(true, &forger()), CheckName::Status);
}

fn sd_jwt(holder: Option<&SecretKey>) -> SdJwt {
    let public = holder.map(SecretKey::public);
    let options = IssueOptions {
        disclosable: &["/credentialSubject/identifier", "/credentialSubject/result"],
        holder: public.as_ref(),
        issued_at: time(SIGNED),
        kid: &kid(Algorithm::P256),
        salt_seed: [9; 32],
    };
    SdJwt::parse(&issue_credential(&unsigned(), &options, &key(Algorithm::P256)).unwrap()).unwrap()
}

#[test]
fn a_badge_as_sd_jwt_is_verified_whatever_is_disclosed() {
    let whole = report(&sd_jwt(None).to_string());
    assert_eq!(whole.outcome, Outcome::Verified, "{:#?}", whole.checks);
    assert!(!whole.facts.results.is_empty());
    let shown = sd_jwt(None).showing(|found| found.claim() == Some("identifier"));
    let part = report(&shown.to_string());
    assert_eq!(part.outcome, Outcome::Verified, "{:#?}", part.checks);
    assert!(part.facts.results.is_empty());
    let text = shown.to_string();
    let (jws, disclosures) = text.split_once('~').unwrap();
    let other = format!("{jws}~{}", disclosures.replacen('a', "b", 1));
    assert_eq!(rejected(&other).1, Outcome::NotVerified, "a disclosure that the issuer did not make");
}

#[test]
fn a_token_status_list_is_unknown_and_not_good() {
    let mut claims = claims(sd_jwt(None).to_string().split('~').next().unwrap());
    claims["status"] = json!({"status_list": {"idx": 7, "uri": "https://badges.example/token-status/1"}});
    let mut text = token(&json!({"kid": kid(Algorithm::P256), "typ": "dc+sd-jwt"}), &claims);
    text.push('~');
    let check = assert_open(&report(&text), CheckName::Claims).clone();
    assert!(check.detail.contains("token status list"), "{}", check.detail);
}

#[test]
fn the_holders_signature_over_an_sd_jwt_must_hold() {
    let holder = key(Algorithm::P384);
    let binding =
        KeyBinding { audience: "https://verifier.example".into(), nonce: "n-1".into(), issued_at: time(NOW) };
    let bound = |key: &SecretKey, binding: &KeyBinding| {
        present(&sd_jwt(Some(&holder)).bound(binding, key).to_string())
    };
    let good = bound(&holder, &binding);
    assert_eq!(good.outcome, Outcome::Verified, "{:#?}", good.checks);
    assert_eq!(result(&bound(&forger(), &binding), CheckName::Claims), CheckResult::Failed);
    let replayed = KeyBinding { nonce: "n-0".into(), ..binding.clone() };
    assert_fails(&bound(&holder, &replayed), CheckName::Challenge);
    let early = KeyBinding { issued_at: time("2027-01-01T00:00:00Z"), ..binding };
    assert_fails(&bound(&holder, &early), CheckName::Claims);
    // Without the holder's signature, nothing answers the challenge.
    assert_eq!(present(&sd_jwt(Some(&holder)).to_string()).outcome, Outcome::NotVerified);
}

/// The form of the W3C's own tests of enveloped presentations.
#[test]
fn envelopes_with_the_claims_of_version_1_around_documents_of_version_2_are_opened() {
    let wrap = |text: &str, content: Content, kind: TokenType| enveloped::envelope(text, content, kind);
    let inner = |key: &SecretKey| {
        let header = json!({"kid": kid(Algorithm::P256)});
        let claims = json!({"iss": DID, "sub": "did:example:teacher", "vc": unsigned()});
        let text = openbadges::jose::sign(header.as_object().unwrap(), claims.to_string().as_bytes(), key);
        wrap(&text, Content::Credential, TokenType::Jwt)
    };
    let outer = |credential: Value, kind: TokenType| {
        let claims = json!({
            "iss": HOLDER,
            "aud": "https://verifier.example",
            "nonce": "n-1",
            "vp": presentation(&json!([credential])),
        });
        let header = json!({"kid": format!("{HOLDER}#1"), "typ": "JWT"});
        let key = key(Algorithm::P384);
        let text = openbadges::jose::sign(header.as_object().unwrap(), claims.to_string().as_bytes(), &key);
        present(&wrap(&text, Content::Presentation, kind).to_string())
    };
    for kind in [TokenType::Jwt, TokenType::VpJwt] {
        let report = outer(inner(&key(Algorithm::P256)), kind);
        assert_eq!(report.outcome, Outcome::Verified, "{:#?}", report.checks);
        assert_fails(&outer(inner(&forger()), kind), CheckName::Contained);
    }
}
