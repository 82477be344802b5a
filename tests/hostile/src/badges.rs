//! A badge of a stranger, to be made worse.

use openbadges::proof::{Cryptosuite, ProofOptions, create};
use openbadges::{Algorithm, SecretKey, Timestamp};
use serde_json::{Map, Value, json};

/// The stranger's key. Whoever has a key can sign, and a signature makes nothing harmless.
pub(crate) fn key() -> SecretKey {
    SecretKey::from_seed([7; 32])
}

/// The stranger's DID, which holds its own key.
pub(crate) fn did() -> String {
    key().public().did_key()
}

/// The method of the stranger's proofs.
pub(crate) fn method() -> String {
    method_of(&did())
}

fn method_of(did: &str) -> String {
    format!("{did}#{}", did.trim_start_matches("did:key:"))
}

/// Another key of the stranger, for proofs by ECDSA.
pub(crate) fn p256() -> SecretKey {
    SecretKey::generate(Algorithm::P256, [9; 32])
}

/// A badge without a proof.
pub(crate) fn badge() -> Map<String, Value> {
    let badge = json!({
        "@context": [openbadges::V2_CONTEXT, openbadges::OPEN_BADGES_CONTEXT],
        "id": "urn:uuid:8f6b9f0e-4a52-4f1c-9f0b-1c51f5d1b7aa",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Hostile",
        "issuer": { "id": did(), "type": ["Profile"], "name": "A Stranger" },
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "did:example:somebody",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:33333333-3333-4333-8333-333333333333",
                "type": ["Achievement"],
                "name": "Hurting",
                "description": "Made to hurt.",
                "criteria": { "narrative": "Be expensive." },
            },
        },
    });
    into_map(badge)
}

/// A key whose signatures take longest to check.
pub(crate) fn p384() -> SecretKey {
    SecretKey::generate(Algorithm::P384, [11; 32])
}

/// The members of an object.
pub(crate) fn into_map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// A proof with a key that anyone can look up, and a signature of something else: to find that out, the whole document
/// has to be brought into its canonical form.
pub(crate) fn forged(number: usize, suite: &str) -> Value {
    let mut other = badge();
    other.insert("name".to_owned(), format!("Another {number}").into());
    let mut proof = signed(other).get("proof").cloned().unwrap_or_default();
    let mut set = |member: &str, value: String| {
        if let Some(held) = proof.get_mut(member) {
            *held = value.into();
        }
    };
    set("cryptosuite", suite.to_owned());
    if suite.starts_with("ecdsa") {
        set("verificationMethod", method_of(&p256().public().did_key()));
    }
    proof
}

/// The document with a genuine proof over its text.
pub(crate) fn signed(document: Map<String, Value>) -> Value {
    signed_by(&key(), Cryptosuite::EddsaJcs2022, document)
}

/// The same by another key.
pub(crate) fn signed_by(key: &SecretKey, suite: Cryptosuite, mut document: Map<String, Value>) -> Value {
    let created = Timestamp::parse("2026-01-02T00:00:00Z");
    let proof = created.ok().and_then(|created| {
        let method = method_of(&key.public().did_key());
        let options = ProofOptions::new(method, created).with_cryptosuite(suite);
        create(&Value::Object(document.clone()), &options, key).ok()
    });
    if let Some(proof) = proof {
        document.insert("proof".to_owned(), proof);
    }
    Value::Object(document)
}
