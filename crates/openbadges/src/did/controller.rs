//! Controller documents (CID 1.0 §2, DID Core 1.0 §5) as this program publishes them.

use serde_json::{Value, json};

use super::{DidError, key_of_did};
use crate::keys::{Algorithm, PublicKey};

/// The controller document of an issuer with the given keys: ids are absolute, `assertionMethod` is an
/// array of strings, as strict and as simple-minded readers both accept it (OB 3.0 guide; the 1EdTech
/// validator compares the strings).
///
/// Keys of Data Integrity proofs are there as `Multikey`, with their Multikey text as fragment. Keys of the
/// NIST curves and of RSA, which sign JWTs, are there as `JsonWebKey` (too), with their thumbprint as
/// fragment; see [`method_of`] and [`jwk_method_of`].
pub fn document(did: &str, keys: &[PublicKey]) -> Value {
    let methods: Vec<Value> = keys
        .iter()
        .flat_map(|key| {
            let multikey = (key.algorithm() != Algorithm::Rsa).then(|| multikey(did, key));
            let jwk = (key.algorithm() != Algorithm::Ed25519)
                .then(|| json_web_key(did, &jwk_method_of(did, key), key));
            multikey.into_iter().chain(jwk)
        })
        .collect();
    with_methods(did, &methods, &["assertionMethod"])
}

/// The verification method of a key in [`document`] that a Data Integrity proof names: `{did}#z6Mk…`. RSA
/// keys make no such proofs and have [`jwk_method_of`] alone.
pub fn method_of(did: &str, key: &PublicKey) -> String {
    match key.algorithm() {
        Algorithm::Rsa => jwk_method_of(did, key),
        _ => format!("{did}#{key}"),
    }
}

/// The verification method of a key in [`document`] that a JWT names (`kid`): for Ed25519 that of its
/// `Multikey`, for other keys that of the `JsonWebKey`, with the JWK thumbprint (RFC 7638) as fragment.
pub fn jwk_method_of(did: &str, key: &PublicKey) -> String {
    match key.algorithm() {
        Algorithm::Ed25519 => format!("{did}#{key}"),
        _ => format!("{did}#{}", key.jwk_thumbprint()),
    }
}

/// The controller document that a `did:key` or `did:jwk` stands for; nothing needs to be fetched. Its key
/// asserts and authenticates.
///
/// # Errors
/// When the text is neither, or its key cannot be used.
pub fn own_document(did: &str) -> Result<Value, DidError> {
    let key = key_of_did(did)?;
    let id = own_method(did, &key);
    let method = match key.algorithm() {
        Algorithm::Rsa => json_web_key(did, &id, &key),
        _ if did.starts_with("did:jwk:") => json_web_key(did, &id, &key),
        _ => multikey(did, &key),
    };
    Ok(with_methods(did, &[method], &["assertionMethod", "authentication"]))
}

/// The one verification method of a `did:key` or `did:jwk`.
pub(super) fn own_method(did: &str, key: &PublicKey) -> String {
    if did.starts_with("did:jwk:") { format!("{did}#0") } else { format!("{did}#{key}") }
}

fn multikey(did: &str, key: &PublicKey) -> Value {
    let id = format!("{did}#{key}");
    json!({ "id": id, "type": "Multikey", "controller": did, "publicKeyMultibase": key.to_multibase() })
}

fn json_web_key(did: &str, id: &str, key: &PublicKey) -> Value {
    json!({ "id": id, "type": "JsonWebKey", "controller": did, "publicKeyJwk": key.to_jwk() })
}

fn with_methods(did: &str, methods: &[Value], relationships: &[&str]) -> Value {
    let ids: Vec<Value> = methods.iter().filter_map(|method| method.get("id").cloned()).collect();
    let of_type =
        |kind: &str| methods.iter().any(|method| method.get("type").is_some_and(|found| found == kind));
    let contexts: Vec<&str> = std::iter::once("https://www.w3.org/ns/did/v1")
        .chain(of_type("Multikey").then_some("https://w3id.org/security/multikey/v1"))
        .chain(of_type("JsonWebKey").then_some("https://w3id.org/security/jwk/v1"))
        .collect();
    let base = json!({ "@context": contexts, "id": did, "verificationMethod": methods });
    let listed = relationships.iter().map(|relationship| ((*relationship).to_owned(), ids.clone().into()));
    Value::Object(base.as_object().cloned().unwrap_or_default().into_iter().chain(listed).collect())
}
