//! A token in two steps: what is to be signed, and the token once that is signed.

use serde_json::{Map, Value};

use crate::{PublicKey, SecretKey};

use super::algorithm::{algorithm_name, signature_length};
use super::base64url;
use super::error::JoseError;

/// A token that lacks nothing but the signature.
#[derive(Debug)]
#[must_use]
pub struct PreparedToken {
    key: PublicKey,
    /// Header and payload: the encoded texts, joined by a full stop (RFC 7515 §5.1).
    signing_input: String,
    /// What comes after the signature: the disclosures of an SD-JWT.
    tail: String,
}

impl PreparedToken {
    /// For a payload. `alg` is that of the key, whatever the other members of the header say.
    pub(super) fn new(header: &Map<String, Value>, payload: &[u8], key: &PublicKey) -> Self {
        let mut members = Map::new();
        members.insert("alg".into(), algorithm_name(key.algorithm()).into());
        let others = header.iter().filter(|(name, _)| *name != "alg");
        members.extend(others.map(|(name, value)| (name.clone(), value.clone())));
        let header = base64url::encode(Value::Object(members).to_string());
        let signing_input = format!("{header}.{}", base64url::encode(payload));
        Self { key: key.clone(), signing_input, tail: String::new() }
    }

    /// The same with something after the signature.
    pub(super) fn with_tail(self, tail: String) -> Self {
        Self { tail, ..self }
    }

    /// The key that is to sign.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// The bytes that are to be signed, in the way of the key's [`Algorithm`](crate::Algorithm).
    pub fn message(&self) -> &[u8] {
        self.signing_input.as_bytes()
    }

    /// The token. Whether the signature holds is not checked: ask [`Jws::verify`](super::Jws::verify), or the key.
    ///
    /// # Errors
    /// When the signature does not have the length of one of such a key.
    pub fn finish(self, signature: &[u8]) -> Result<String, JoseError> {
        let found = signature.len();
        if let Some(expected) = signature_length(self.key.algorithm()).filter(|expected| *expected != found) {
            return Err(JoseError::SignatureLength { found, expected });
        }
        Ok(self.with_signature(signature))
    }

    /// The token, by a key that is at hand.
    pub fn signed_by(self, key: &SecretKey) -> String {
        let signature = key.sign(self.message());
        self.with_signature(&signature)
    }

    fn with_signature(self, signature: &[u8]) -> String {
        let Self { signing_input, tail, .. } = self;
        format!("{signing_input}.{}{tail}", base64url::encode(signature))
    }
}
