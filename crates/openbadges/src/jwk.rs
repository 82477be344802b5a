//! Ed25519 keys as JSON Web Keys (RFC 7517, RFC 8037) and sets of them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::multikey::{MultikeyError, PublicKey};

/// Why a JWK or a JWK set does not give an Ed25519 public key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JwkError {
    /// The value is not a JSON object.
    #[error("the JWK is not a JSON object")]
    NotAnObject,
    /// `kty` and `crv` name another kind of key.
    #[error("the JWK is not an Ed25519 key (kty OKP, crv Ed25519)")]
    OtherKind,
    /// A private key was published.
    #[error("the JWK holds the private member “d”; a key that was published so must not be trusted")]
    Private,
    /// `x` is missing or not 32 bytes of base64url.
    #[error("the member “x” of the JWK is not 32 bytes in base64url")]
    MalformedX,
    /// `x` is no usable public key.
    #[error(transparent)]
    Key(#[from] MultikeyError),
    /// The document is not a JWK set.
    #[error("the document is not a JWK set: it has no array “keys”")]
    NotASet,
    /// The set has no key with the wanted `kid`.
    #[error("the JWK set has no key with the kid “{kid}”")]
    NotFound {
        /// The wanted `kid`, cut after 200 characters.
        kid: String,
    },
}

impl PublicKey {
    /// The key as a JWK with the members `kty`, `crv` and `x` (RFC 8037 §2).
    pub fn to_jwk(&self) -> Value {
        json!({ "kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(self.as_bytes()) })
    }

    /// Reads a JWK.
    ///
    /// # Errors
    /// When it is not an Ed25519 key, or holds the private member `d`.
    pub fn from_jwk(jwk: &Value) -> Result<Self, JwkError> {
        let jwk = jwk.as_object().ok_or(JwkError::NotAnObject)?;
        if text(jwk, "kty") != Some("OKP") || text(jwk, "crv") != Some("Ed25519") {
            return Err(JwkError::OtherKind);
        }
        if jwk.contains_key("d") {
            return Err(JwkError::Private);
        }
        let bytes = text(jwk, "x")
            .and_then(|x| URL_SAFE_NO_PAD.decode(x).ok())
            .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
            .ok_or(JwkError::MalformedX)?;
        Ok(Self::from_bytes(bytes)?)
    }

    /// The JWK thumbprint, base64url of SHA-256 (RFC 7638, RFC 8037 §2).
    pub fn jwk_thumbprint(&self) -> String {
        let x = URL_SAFE_NO_PAD.encode(self.as_bytes());
        let required = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
        URL_SAFE_NO_PAD.encode(Sha256::digest(required))
    }
}

/// The JWK set of an issuer: each key with its Multikey text as `kid`, `use` and `alg` set, and the
/// issuer's id as `iss` (OB 3.0 implementation guide, key discovery).
pub fn set(issuer: &str, keys: &[PublicKey]) -> Value {
    let keys: Vec<_> = keys
        .iter()
        .map(|key| {
            let mut jwk = key.to_jwk();
            if let Some(members) = jwk.as_object_mut() {
                members.insert("kid".into(), key.to_multibase().into());
                members.insert("use".into(), "sig".into());
                members.insert("alg".into(), "EdDSA".into());
                members.insert("iss".into(), issuer.into());
            }
            jwk
        })
        .collect();
    json!({ "keys": keys })
}

/// The key of a JWK set whose `kid` is the given one.
///
/// # Errors
/// When the document is no JWK set, has no such key, or the key is not an Ed25519 public key.
pub fn find(set: &Value, kid: &str) -> Result<PublicKey, JwkError> {
    let keys = set.get("keys").and_then(Value::as_array).ok_or(JwkError::NotASet)?;
    let jwk = keys
        .iter()
        .find(|jwk| jwk.get("kid").and_then(Value::as_str) == Some(kid))
        .ok_or_else(|| JwkError::NotFound { kid: kid.chars().take(200).collect() })?;
    PublicKey::from_jwk(jwk)
}

fn text<'a>(jwk: &'a Map<String, Value>, member: &str) -> Option<&'a str> {
    jwk.get(member).and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SecretKey;

    /// The key of RFC 8037, appendix A.1 to A.3.
    const X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    #[test]
    fn the_example_of_rfc_8037_is_reproduced() {
        let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": X });
        let key = PublicKey::from_jwk(&jwk).unwrap();
        assert_eq!(key.to_jwk(), jwk);
        assert_eq!(key.jwk_thumbprint(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    #[test]
    fn private_and_foreign_keys_are_refused() {
        let read = |jwk: Value| PublicKey::from_jwk(&jwk).unwrap_err();
        assert_eq!(read(json!("x")), JwkError::NotAnObject);
        assert_eq!(read(json!({ "kty": "EC", "crv": "P-256" })), JwkError::OtherKind);
        assert_eq!(read(json!({ "kty": "OKP", "crv": "Ed25519", "x": X, "d": "AA" })), JwkError::Private);
        assert_eq!(read(json!({ "kty": "OKP", "crv": "Ed25519", "x": "AA" })), JwkError::MalformedX);
        let zero = json!({ "kty": "OKP", "crv": "Ed25519", "x": "A".repeat(43) });
        assert_eq!(read(zero), JwkError::Key(MultikeyError::NotAPoint));
    }

    #[test]
    fn a_key_is_found_in_a_set_by_its_kid() {
        let keys = [SecretKey::from_seed([1; 32]).public(), SecretKey::from_seed([2; 32]).public()];
        let set = set("https://example.edu/issuers/1", &keys);
        assert_eq!(find(&set, &keys[1].to_multibase()).unwrap(), keys[1]);
        assert_eq!(set["keys"][0]["iss"], "https://example.edu/issuers/1");
        assert!(set["keys"][0].get("d").is_none());
        assert_eq!(find(&set, "other"), Err(JwkError::NotFound { kid: "other".into() }));
        assert_eq!(find(&json!([]), "other"), Err(JwkError::NotASet));
    }
}
