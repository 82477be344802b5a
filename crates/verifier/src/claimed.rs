//! A document and how it is secured. Whatever it says is a claim.

use serde_json::Value;

use crate::flaw::Flaw;
use crate::member::is_a;

/// How a document is secured.
#[derive(Debug, Clone)]
pub(crate) enum Securing {
    /// By the proofs inside it (VC Data Integrity 1.0), if there are any.
    Embedded,
}

/// A document, read from whatever it came in, and how it is secured.
#[derive(Debug, Clone)]
pub(crate) struct Claimed {
    pub(crate) document: Value,
    pub(crate) securing: Securing,
}

impl Claimed {
    /// A document that carries its proofs.
    pub(crate) fn embedded(document: Value) -> Self {
        Self { document, securing: Securing::Embedded }
    }

    /// A credential that stands inside another document: an object with its own proofs, an enveloped credential, or a
    /// compact JWS.
    pub(crate) fn inside(value: &Value) -> Result<Self, Flaw> {
        match value {
            Value::Object(_) if is_a(value, "EnvelopedVerifiableCredential") => {
                Err(Flaw::open("it is an enveloped credential, which cannot be opened yet"))
            }
            Value::Object(_) => Ok(Self::embedded(value.clone())),
            Value::String(_) => Err(Flaw::open("it is a JWT, which cannot be opened yet")),
            _ => Err(Flaw::wrong("it is no credential: neither an object nor a text").code("PARSING_ERROR")),
        }
    }
}
