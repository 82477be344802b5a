//! Presentations as JWTs, and the tokens inside them.

use openbadges::jose::{Content, TokenType, enveloped};
use openbadges::{Algorithm, SecretKey};
use serde_json::{Value, json};
use verifier::{CheckName, Evidence, Expectations, Need, Outcome, Report};

use super::{controller, evidence, forger, key, kid, signed, unsigned};
use crate::approval::{DID, time};
use crate::badge::{NOW, assert_fails};

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

pub(super) fn present(text: &str) -> Report {
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
