//! A proof in two steps: what is to be signed, and the proof once that is signed. Between them the signature may come from
//! anywhere: a key in memory, a hardware module, a service far away.

use serde_json::{Map, Value};

use super::error::ProofError;
use super::sd::BaseValue;
use super::verify::signature_length;
use crate::keys::{PublicKey, SecretKey};

/// A proof that lacks nothing but the signature.
#[derive(Debug)]
#[must_use]
pub struct PreparedProof {
    key: PublicKey,
    message: Vec<u8>,
    proof: Map<String, Value>,
    value: Unsigned,
}

/// What becomes of the signature.
#[derive(Debug)]
pub(super) enum Unsigned {
    /// It is the value of the proof.
    Signature,
    /// It goes into the value of a base proof (`ecdsa-sd-2023`), whose other signatures are there: they were made with a key
    /// for this one document, and are no matter of the issuer.
    Base(Box<BaseValue>),
}

impl PreparedProof {
    pub(super) fn new(key: PublicKey, message: Vec<u8>, proof: Map<String, Value>, value: Unsigned) -> Self {
        Self { key, message, proof, value }
    }

    /// The key that is to sign.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// The bytes that are to be signed, in the way of the key's [`Algorithm`](crate::Algorithm). They are hashed already
    /// where the suite says so, and are hashed once more by ECDSA.
    pub fn message(&self) -> &[u8] {
        &self.message
    }

    /// The proof. Whether the signature holds is not checked: ask [`verify`](super::verify()), or the key.
    ///
    /// # Errors
    /// When the signature does not have the length of one of such a key.
    pub fn finish(mut self, signature: &[u8]) -> Result<Value, ProofError> {
        if signature.len() != signature_length(self.key.algorithm()) {
            let problem = "the signature does not have the length of one of this kind of key";
            return Err(ProofError::MalformedMember { member: "proofValue", problem });
        }
        let value = match self.value {
            Unsigned::Signature => format!("z{}", bs58::encode(signature).into_string()),
            Unsigned::Base(base) => base.signed(signature)?.to_text()?.as_str().to_owned(),
        };
        self.proof.insert("proofValue".into(), value.into());
        Ok(Value::Object(self.proof))
    }

    /// The proof, by a key that is at hand.
    ///
    /// # Errors
    /// As [`Self::finish`].
    pub fn signed_by(self, key: &SecretKey) -> Result<Value, ProofError> {
        let signature = key.sign(&self.message);
        self.finish(&signature)
    }
}
