//! What tokens in place of documents cost.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openbadges::jose::{self, Content, TokenType};
use serde_json::{Value, json};

use super::graphs::presentation;
use super::{document, other};
use crate::badges::{badge, did, forged, key, method};
use crate::{Body, Case, Class, Request};

/// The media type of a credential as JSON Web Token.
const JWT: &str = "application/vc+jwt";
/// That of an SD-JWT.
const SD_JWT: &str = "application/vc+sd-jwt";

pub(super) fn cases() -> Vec<Case> {
    [sd_jwts(), jwts(), envelopes()].concat()
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn sd_jwts() -> Vec<Case> {
    let header = part(&json!({ "alg": "EdDSA", "typ": "vc+sd-jwt", "kid": method() }));
    let digests = vec!["x".repeat(43); 5_000];
    let claims = json!({ "iss": did(), "vct": "urn:example", "_sd_alg": "sha-256", "_sd": digests });
    let jws = format!("{header}.{}.AA", part(&claims));
    let disclosure =
        |number: usize| part(&json!([format!("salt{number}"), format!("claim{number}"), number]));
    let disclosures: Vec<_> = (0..5_000).map(disclosure).collect();
    let large = part(&json!(["salt", "claim", "x".repeat(5_000_000)]));
    vec![
        other("SD-JWT of 5,000 disclosures", SD_JWT, format!("{jws}~{}~", disclosures.join("~"))),
        other("SD-JWT with a disclosure of 5 MB", SD_JWT, format!("{jws}~{large}~")),
        other("SD-JWT of a million empty disclosures", SD_JWT, Body::from(jws).and("~", 1_000_000)),
    ]
}

fn jwts() -> Vec<Case> {
    let none = part(&json!({ "alg": "none" }));
    let header = part(&json!({ "alg": "EdDSA", "kid": method() }));
    let payload = part(&Value::Object(badge()));
    let large = part(&json!({ "alg": "EdDSA", "x5c": ["A".repeat(3_000_000)] }));
    let bomb = URL_SAFE_NO_PAD.encode(vec![b' '; 6_000_000]);
    let (modulus, exponent) = (URL_SAFE_NO_PAD.encode([0xff; 1024]), URL_SAFE_NO_PAD.encode([0xff; 1000]));
    let rsa = part(&json!({ "kty": "RSA", "n": modulus, "e": exponent }));
    let rsa = part(&json!({ "alg": "RS256", "kid": format!("did:jwk:{rsa}#0") }));
    let signature = URL_SAFE_NO_PAD.encode([1; 1024]);
    vec![
        other("JWT of algorithm none", JWT, format!("{none}.{payload}.")),
        other("JWT with a header of 4 MB", JWT, format!("{large}.{payload}.AA")),
        other("JWT of 8 MB of spaces", JWT, format!("{header}.{bomb}.AA")),
        other("JWT of a key with a huge exponent", JWT, format!("{rsa}.{payload}.{signature}")),
        other("JWT of ten million points", JWT, Body::default().and(".", 10_000_000)),
        document("8 proofs of a DID of 4 kB", &long_did()),
    ]
}

fn envelopes() -> Vec<Case> {
    let genuine =
        jose::enveloped::sign_credential(&Value::Object(badge()), &method(), &key()).unwrap_or_default();
    let envelope = jose::enveloped::envelope(&genuine, Content::Credential, TokenType::VcJwt);
    let presentation = presentation(&vec![envelope; 32]).to_string();
    vec![
        Case::one(
            Class::Documents,
            "32 genuine JWTs in a presentation",
            Request::post(super::VERIFY, "application/json", presentation).genuine(),
        ),
        other("envelopes in envelopes", "application/vp+jwt", nested()),
    ]
}

/// A presentation as token, with a token inside that holds one as well, and so on up to some megabytes.
fn nested() -> String {
    let header = part(&json!({ "alg": "none", "typ": "vp+jwt" }));
    let mut token = format!("{header}.{}.", part(&presentation(&[])));
    while token.len() < 2_000_000 {
        let envelope = jose::enveloped::envelope(&token, Content::Presentation, TokenType::VpJwt);
        token = format!("{header}.{}.", part(&presentation(&[envelope])));
    }
    token
}

/// A badge whose proofs are of a key that is long to read.
fn long_did() -> Value {
    let x = URL_SAFE_NO_PAD.encode([1; 32]);
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": x, "note": "n".repeat(2_900) });
    let mut proof = forged(0, "eddsa-rdfc-2022");
    if let Some(value) = proof.get_mut("verificationMethod") {
        *value = format!("did:jwk:{}#0", part(&jwk)).into();
    }
    let mut document = badge();
    document.insert("proof".to_owned(), vec![proof; 8].into());
    Value::Object(document)
}
