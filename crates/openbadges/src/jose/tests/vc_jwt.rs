//! VC-JWT: where the credential is, and claims that contradict it.

use serde_json::{Value, json};

use super::{ALGORITHMS, KID, badge, badge_1, key, payload, token};
use crate::Algorithm;
use crate::jose::{ClaimFault, ClaimNote, Content, Form, JoseError, Jws, Opened, Token, vc_jwt};

fn signed(credential: &Value) -> Value {
    payload(&vc_jwt::sign(credential, KID, &key(Algorithm::P256)).unwrap())
}

fn open(claims: &Value) -> Result<Opened, JoseError> {
    Token::parse(&token(&json!({ "alg": "EdDSA", "typ": "JWT" }), claims)).unwrap().open()
}

fn faults(claims: &Value) -> Vec<ClaimFault> {
    open(claims).unwrap().faults
}

#[test]
fn a_badge_is_signed_with_the_claims_of_open_badges_and_read_again() {
    for algorithm in ALGORITHMS {
        let text = vc_jwt::sign(&badge(), KID, &key(algorithm)).unwrap();
        let jws = Jws::parse(&text).unwrap();
        let names: Vec<_> = jws.header().keys().cloned().collect();
        assert_eq!(names, ["alg", "kid", "typ"], "no other members are allowed");
        assert_eq!((jws.key_id(), jws.kind()), (Some(KID), Some("JWT")));
        let claims = jws.claims().unwrap();
        assert_eq!(claims["iss"], "did:web:district.example");
        assert_eq!(claims["jti"], "urn:uuid:1");
        assert_eq!(claims["sub"], "mailto:teacher@district.example");
        assert_eq!(claims["nbf"], 1_767_225_600);
        assert_eq!(claims["exp"], 1_798_761_600);
        assert!(!claims.contains_key("vc"));
        let opened = vc_jwt::read(&jws).unwrap();
        assert_eq!(opened.document, badge());
        assert_eq!((opened.form, opened.content), (Form::VcJwt, Content::Credential));
        assert_eq!(opened.notes, []);
    }
}

#[test]
fn a_badge_of_version_1_goes_into_the_claim_vc() {
    let claims = signed(&badge_1());
    assert_eq!(claims["vc"], badge_1());
    assert_eq!(claims["nbf"], 1_767_225_600);
    assert!(claims.get("@context").is_none());
    let opened = open(&claims).unwrap();
    assert_eq!((opened.form, opened.faults), (Form::VcClaim, Vec::new()));
    assert_eq!(opened.document, badge_1());
}

#[test]
fn what_claims_repeat_must_be_there_to_sign() {
    for (pointer, member) in [("issuer", "issuer.id"), ("id", "id"), ("validFrom", "validFrom")] {
        let mut badge = badge();
        badge.as_object_mut().unwrap().shift_remove(pointer);
        let error = vc_jwt::sign(&badge, KID, &key(Algorithm::P256)).unwrap_err();
        assert_eq!(error, JoseError::MissingMember { member });
    }
    let mut nobody = badge();
    nobody["credentialSubject"].as_object_mut().unwrap().shift_remove("id");
    assert!(signed(&nobody).get("sub").is_none(), "there is nothing that it could repeat");
    let error = vc_jwt::sign(&badge(), "key-1", &key(Algorithm::P256)).unwrap_err();
    assert_eq!(error, JoseError::KeyId { kid: "key-1".into() });
}

#[test]
fn each_claim_that_contradicts_the_credential_is_named_with_its_member() {
    for (claim, value, sentence) in [
        (
            "iss",
            json!("did:web:other.example"),
            "the claim “iss” is “did:web:other.example”, but “issuer.id” is “did:web:district.example”",
        ),
        (
            "sub",
            json!("mailto:other@district.example"),
            "the claim “sub” is “mailto:other@district.example”, but “credentialSubject.id” is “mailto:teacher@district.example”",
        ),
        ("jti", json!("urn:uuid:9"), "the claim “jti” is “urn:uuid:9”, but “id” is “urn:uuid:1”"),
        (
            "nbf",
            json!(1_767_225_601),
            "the claim “nbf” is “2026-01-01T00:00:01Z”, but “validFrom” is “2026-01-01T00:00:00Z”",
        ),
        (
            "exp",
            json!(1_798_761_599),
            "the claim “exp” is “2026-12-31T23:59:59Z”, but “validUntil” is “2027-01-01T00:00:00Z”",
        ),
        ("nbf", json!("2026-01-01T00:00:00Z"), "the claim “nbf” is not a number of seconds since 1970"),
        ("iss", json!(["did:web:district.example"]), "the claim “iss” is not a text"),
    ] {
        for version in [badge(), badge_1()] {
            let mut claims = signed(&version);
            claims[claim] = value.clone();
            let found: Vec<String> = faults(&claims).iter().map(ToString::to_string).collect();
            // Version 1.1 has other names for the two dates.
            let found: Vec<String> = found
                .iter()
                .map(|text| text.replace("issuanceDate", "validFrom").replace("expirationDate", "validUntil"))
                .collect();
            assert_eq!(found, [sentence]);
        }
    }
}

#[test]
fn fractions_of_a_second_do_not_count() {
    let mut claims = signed(&badge());
    claims["nbf"] = json!(1_767_225_600.9);
    claims["exp"] = json!(1_798_761_600.25);
    assert_eq!(faults(&claims), []);
}

#[test]
fn required_claims_are_missed_and_a_missing_subject_is_only_noted() {
    for (claim, member) in [("iss", "issuer.id"), ("jti", "id"), ("nbf", "validFrom"), ("exp", "validUntil")]
    {
        let mut claims = signed(&badge());
        claims.as_object_mut().unwrap().shift_remove(claim);
        assert_eq!(faults(&claims), [ClaimFault::Missing { claim, member }]);
    }
    let mut claims = signed(&badge());
    claims.as_object_mut().unwrap().shift_remove("sub");
    let opened = open(&claims).unwrap();
    assert_eq!((opened.faults, opened.notes), (Vec::new(), vec![ClaimNote::NoSubject]));
}

#[test]
fn a_claim_is_not_missed_where_it_would_repeat_nothing() {
    let mut claims = signed(&badge());
    for member in ["jti", "id", "nbf", "validFrom"] {
        claims.as_object_mut().unwrap().shift_remove(member);
    }
    assert_eq!(faults(&claims), []);
}

#[test]
fn exp_sets_the_end_of_a_badge_that_has_none() {
    let mut claims = signed(&badge());
    claims.as_object_mut().unwrap().shift_remove("validUntil");
    let opened = open(&claims).unwrap();
    assert_eq!(opened.faults, []);
    assert_eq!(opened.document["validUntil"], "2027-01-01T00:00:00Z");
    assert_eq!(opened.expires.unwrap().to_string(), "2027-01-01T00:00:00Z");
}

#[test]
fn a_claim_without_its_member_is_a_contradiction_in_version_2() {
    let mut claims = signed(&badge());
    claims.as_object_mut().unwrap().shift_remove("id");
    claims["credentialSubject"].as_object_mut().unwrap().shift_remove("id");
    let sentences: Vec<String> = faults(&claims).iter().map(ToString::to_string).collect();
    assert_eq!(
        sentences,
        [
            "the claim “jti” is “urn:uuid:1”, but “id” is missing",
            "the claim “sub” is “mailto:teacher@district.example”, but “credentialSubject.id” is missing",
        ]
    );
}

#[test]
fn in_version_1_the_claims_fill_what_is_absent() {
    let mut claims = signed(&badge_1());
    let vc = claims["vc"].as_object_mut().unwrap();
    for member in ["id", "issuanceDate", "expirationDate"] {
        vc.shift_remove(member);
    }
    vc["issuer"].as_object_mut().unwrap().shift_remove("id");
    vc["credentialSubject"].as_object_mut().unwrap().shift_remove("id");
    let opened = open(&claims).unwrap();
    assert_eq!(opened.faults, []);
    let (document, whole) = (&opened.document, badge_1());
    assert_eq!(document["id"], whole["id"]);
    assert_eq!(document["issuer"]["id"], whole["issuer"]["id"]);
    assert_eq!(document["credentialSubject"]["id"], whole["credentialSubject"]["id"]);
    assert_eq!(document["issuanceDate"], "2026-01-01T00:00:00Z");
    assert_eq!(document["expirationDate"], "2027-01-01T00:00:00Z");
}

#[test]
fn with_several_subjects_one_claim_does_not_stand_for_all() {
    let mut claims = signed(&badge());
    let subject = claims["credentialSubject"].clone();
    claims["credentialSubject"] = json!([subject, { "id": "mailto:other@district.example" }]);
    assert!(matches!(faults(&claims)[..], [ClaimFault::Differs { claim: "sub", .. }]));
}

#[test]
fn the_place_of_the_credential_must_be_that_of_its_version() {
    let wrong = |claims: &Value| matches!(open(claims), Err(JoseError::Placement { .. }));
    let mut claims = signed(&badge_1());
    claims["vc"] = badge();
    assert!(wrong(&claims), "version 2.0 in the claim “vc”");
    let mut claims = signed(&badge());
    claims["@context"][0] = "https://www.w3.org/2018/credentials/v1".into();
    assert!(wrong(&claims), "version 1.1 as the payload");
    assert!(wrong(&json!({ "iss": "a" })), "no credential at all");
    assert!(wrong(&json!({ "vc": badge_1(), "vp": {} })), "both");
    assert!(wrong(&json!({ "vc": [badge_1()] })), "no object");
}

#[test]
fn a_presentation_is_no_credential() {
    let text = token(
        &json!({ "alg": "EdDSA", "typ": "JWT" }),
        &json!({
            "iss": "did:example:holder",
            "aud": ["https://verifier.example"],
            "nonce": "n-1",
            "vp": { "@context": "https://www.w3.org/2018/credentials/v1", "type": "VerifiablePresentation" },
        }),
    );
    assert!(vc_jwt::read(&Jws::parse(&text).unwrap()).is_err());
    let opened = Token::parse(&text).unwrap().open().unwrap();
    assert_eq!(opened.content, Content::Presentation);
    assert_eq!(opened.document["holder"], "did:example:holder");
    assert_eq!(
        (opened.audience[0].as_str(), opened.nonce.as_deref()),
        ("https://verifier.example", Some("n-1"))
    );
}
