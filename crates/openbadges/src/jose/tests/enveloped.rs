//! VC-JOSE-COSE and envelopes.

use serde_json::{Map, Value, json};

use super::{KID, badge, badge_1, key, object, payload, token};
use crate::Algorithm;
use crate::jose::enveloped::{self, Enveloped};
use crate::jose::{Content, Form, JoseError, Jws, Opened, Token, TokenType, vc_jwt};

fn presentation() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": "VerifiablePresentation",
        "holder": "did:example:holder",
        "verifiableCredential": [],
    })
}

fn wrapped(data: &str) -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": "EnvelopedVerifiableCredential",
        "id": data,
    })
}

fn read(value: &Value) -> Result<Enveloped, JoseError> {
    enveloped::open(value).unwrap()
}

fn open(header: &Value, claims: &Value) -> Result<Opened, JoseError> {
    Token::parse(&token(header, claims)).unwrap().open()
}

#[test]
fn a_credential_is_the_payload_and_its_envelope_leads_to_it() {
    let text = enveloped::sign_credential(&badge(), KID, &key(Algorithm::P384)).unwrap();
    let jws = Jws::parse(&text).unwrap();
    assert_eq!((jws.kind(), &jws.header()["cty"]), (Some("vc+jwt"), &json!("vc")));
    assert_eq!(payload(&text), badge());
    let envelope = enveloped::envelope(&text, Content::Credential, TokenType::VcJwt);
    assert_eq!(envelope["id"], format!("data:application/vc+jwt,{text}"));
    let opened = read(&envelope).unwrap().open().unwrap();
    assert_eq!((opened.document, opened.form), (badge(), Form::VcJoseCose));
    assert_eq!(opened.faults, []);
}

#[test]
fn a_presentation_says_for_whom_and_in_answer_to_what() {
    let claims = object(&json!({ "aud": "https://verifier.example", "nonce": "n-1" }));
    let text = enveloped::sign_presentation(&presentation(), claims, KID, &key(Algorithm::P256)).unwrap();
    let opened = Token::parse(&text).unwrap().open().unwrap();
    assert_eq!((opened.content, &opened.document), (Content::Presentation, &presentation()));
    assert_eq!(opened.audience, ["https://verifier.example"]);
    let envelope = enveloped::envelope(&text, Content::Presentation, TokenType::VpJwt);
    assert_eq!(envelope["type"], "EnvelopedVerifiablePresentation");
    assert_eq!(read(&envelope).unwrap().open().unwrap(), opened);
}

#[test]
fn only_documents_of_version_2_and_of_the_right_kind_are_signed() {
    let key = key(Algorithm::P256);
    assert!(enveloped::sign_credential(&badge_1(), KID, &key).is_err());
    assert!(enveloped::sign_credential(&presentation(), KID, &key).is_err());
    assert!(enveloped::sign_presentation(&badge(), Map::new(), KID, &key).is_err());
    let taken = object(&json!({ "holder": "did:example:other" }));
    let error = enveloped::sign_presentation(&presentation(), taken, KID, &key).unwrap_err();
    assert_eq!(error, JoseError::ForbiddenMember { member: "holder".into() });
    let mut with_vc = badge();
    with_vc["vc"] = badge_1();
    assert!(enveloped::sign_credential(&with_vc, KID, &key).is_err());
    assert!(vc_jwt::sign(&with_vc, KID, &key).is_err());
}

#[test]
fn the_type_decides_what_the_payload_is() {
    let header = |typ: &str| json!({ "alg": "EdDSA", "typ": typ });
    assert!(open(&header("vc+jwt"), &badge()).is_ok());
    assert!(open(&header("vp+jwt"), &presentation()).is_ok());
    for (typ, claims) in [
        ("vc+jwt", presentation()),
        ("vp+jwt", badge()),
        ("vc+jwt", badge_1()),
        ("vc+jwt", json!({ "vc": badge_1() })),
        ("vp+jwt", json!({ "vp": presentation() })),
        ("vc+jwt", json!({ "iss": "a" })),
    ] {
        let found = open(&header(typ), &claims);
        assert!(matches!(found, Err(JoseError::Placement { .. })), "{typ} {claims}");
    }
    assert!(matches!(open(&header("at+jwt"), &badge()), Err(JoseError::UnsupportedType { .. })));
}

#[test]
fn claims_beside_the_credential_are_optional_and_must_agree() {
    let header = json!({ "alg": "EdDSA", "typ": "vc+jwt" });
    let mut claims = badge();
    claims["iss"] = "did:web:district.example".into();
    // These speak of the signature, not of the credential (VC-JOSE-COSE §3.1.3).
    claims["nbf"] = 1_780_000_000.into();
    claims["exp"] = 1_790_000_000.into();
    let opened = open(&header, &claims).unwrap();
    assert_eq!((opened.faults, opened.document), (Vec::new(), badge()));
    assert_eq!(opened.expires.unwrap().unix(), 1_790_000_000);
    claims["iss"] = "did:web:other.example".into();
    claims["exp"] = "tomorrow".into();
    let sentences: Vec<String> =
        open(&header, &claims).unwrap().faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        sentences,
        [
            "the claim “iss” is “did:web:other.example”, but “issuer.id” is “did:web:district.example”",
            "the claim “exp” is not a number of seconds since 1970",
        ]
    );
}

#[test]
fn an_envelope_of_the_vc_api_may_wrap_a_claim_vc() {
    let text = token(
        &json!({ "alg": "EdDSA", "typ": "JWT" }),
        &json!({ "iss": "did:web:district.example", "vc": badge() }),
    );
    for media_type in ["application/jwt", "application/vc+jwt"] {
        let opened = read(&wrapped(&format!("data:{media_type},{text}"))).unwrap().open().unwrap();
        assert_eq!((opened.document, opened.form), (badge(), Form::VcClaim));
        assert_eq!(opened.faults, []);
    }
    // Outside such an envelope, the claim `vc` is for version 1.1.
    assert!(Token::parse(&text).unwrap().open().is_err());
}

#[test]
fn what_an_envelope_says_must_be_inside() {
    let credential = enveloped::sign_credential(&badge(), KID, &key(Algorithm::P256)).unwrap();
    let other = enveloped::envelope(&credential, Content::Presentation, TokenType::VcJwt);
    assert!(matches!(read(&other).unwrap().open(), Err(JoseError::Envelope { .. })));
    for data in [
        "https://district.example/badge.jwt".to_owned(),
        "data:application/vc+jwt".to_owned(),
        format!("data:text/plain,{credential}"),
        format!("data:,{credential}"),
        format!("data:application/vc+jwt;base64,{credential}"),
        "data:application/vc+jwt,e30.e30".to_owned(),
    ] {
        assert!(read(&wrapped(&data)).is_err(), "{data}");
    }
    assert!(read(&wrapped(&format!("DATA:Application/VC+JWT;charset=utf-8,{credential}"))).is_ok());
    assert!(enveloped::open(&badge()).is_none());
    let changed = |member: &str, value: Value| {
        let mut envelope = wrapped(&format!("data:application/vc+jwt,{credential}"));
        assert!(read(&envelope).is_ok());
        envelope[member] = value;
        read(&envelope)
    };
    assert!(changed("id", Value::Null).is_err());
    let both = json!(["EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"]);
    assert!(changed("type", both).is_err());
    for context in [json!([]), json!("https://www.w3.org/ns/credentials/examples/v2"), Value::Null] {
        assert!(changed("@context", context).is_err());
    }
}

#[test]
fn a_token_without_type_is_what_its_envelope_says() {
    // As the examples of VCDM 2.0 have it.
    let text = token(&json!({ "alg": "EdDSA" }), &badge());
    let opened = read(&wrapped(&format!("data:application/vc+jwt,{text}"))).unwrap().open().unwrap();
    assert_eq!((opened.form, opened.faults), (Form::VcJoseCose, Vec::new()));
    // By itself it is a VC-JWT of Open Badges, which needs its claims.
    assert!(!Token::parse(&text).unwrap().open().unwrap().faults.is_empty());
}
