//! Controller documents (CID 1.0 §2, DID Core 1.0 §5) as this program publishes them.

use serde_json::{Value, json};

use super::{DidError, did_key_public};
use crate::multikey::PublicKey;

/// The controller document of an issuer with the given keys: ids are absolute, `assertionMethod` is an
/// array of strings, as strict and as simple-minded readers both accept it (OB 3.0 guide; the 1EdTech
/// validator compares the strings).
pub fn document(did: &str, keys: &[PublicKey]) -> Value {
    let ids: Vec<_> = keys.iter().map(|key| format!("{did}#{key}")).collect();
    let methods: Vec<_> = keys
        .iter()
        .zip(&ids)
        .map(|(key, id)| {
            json!({ "id": id, "type": "Multikey", "controller": did, "publicKeyMultibase": key.to_multibase() })
        })
        .collect();
    json!({
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": ids,
    })
}

/// The controller document that a `did:key` stands for; nothing needs to be fetched.
///
/// # Errors
/// When the text is no `did:key` of an Ed25519 key.
pub fn did_key_document(did: &str) -> Result<Value, DidError> {
    Ok(document(did, &[did_key_public(did)?]))
}
