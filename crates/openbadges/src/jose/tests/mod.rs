//! What tokens are accepted, and how each wrong one is named.

mod bad_input;
mod enveloped;
mod header;
mod prepared;
mod sd_jwt;
mod sd_jwt_vc;
mod vc_jwt;

use serde_json::{Map, Value, json};

use super::base64url;
use crate::{Algorithm, SecretKey};

const KID: &str = "https://district.example/keys/1";

const ALGORITHMS: [Algorithm; 3] = [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384];

fn key(algorithm: Algorithm) -> SecretKey {
    SecretKey::generate(algorithm, [7; 32])
}

/// A badge of data model 2.0.
fn badge() -> Value {
    json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": { "id": "did:web:district.example", "type": ["Profile"], "name": "District" },
        "validFrom": "2026-01-01T00:00:00.75Z",
        "validUntil": "2027-01-01T01:00:00+01:00",
        "credentialSubject": {
            "id": "mailto:teacher@district.example",
            "type": ["AchievementSubject"],
            "achievement": { "id": "urn:uuid:2", "type": ["Achievement"], "name": "Feedback" },
        },
        "evidence": [{ "id": "https://district.example/e/1", "type": ["Evidence"] }],
    })
}

/// The same badge in data model 1.1.
fn badge_1() -> Value {
    let mut badge = badge();
    badge["@context"][0] = "https://www.w3.org/2018/credentials/v1".into();
    let members = badge.as_object_mut().unwrap();
    for (new, old) in [("validFrom", "issuanceDate"), ("validUntil", "expirationDate")] {
        let date = members.shift_remove(new).unwrap();
        members.insert(old.into(), date);
    }
    badge
}

fn object(value: &Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

/// A token with any header and payload, and an Ed25519 signature over them.
fn token(header: &Value, payload: &Value) -> String {
    raw_token(&header.to_string(), payload.to_string())
}

fn raw_token(header: &str, payload: impl AsRef<[u8]>) -> String {
    let input = format!("{}.{}", base64url::encode(header), base64url::encode(payload));
    let signature = key(Algorithm::Ed25519).sign(input.as_bytes());
    format!("{input}.{}", base64url::encode(signature))
}

/// The payload of a token.
fn payload(token: &str) -> Value {
    serde_json::from_slice(&base64url::decode(token.split('.').nth(1).unwrap()).unwrap()).unwrap()
}
