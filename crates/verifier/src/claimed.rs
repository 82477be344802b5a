//! A document and how it is secured. Whatever it says is a claim.

use openbadges::Budget;
use openbadges::jose::Jws;
use openbadges::json::Limits;
use serde_json::Value;

use crate::code::Code;
use crate::flaw::Flaw;
use crate::jose::{self, SecuredToken};

/// How a document is secured.
#[derive(Debug, Clone)]
pub(crate) enum Securing {
    /// By the proofs inside it (VC Data Integrity 1.0), if there are any.
    Embedded,
    /// By a token; the document may have proofs inside it as well, and then both must hold.
    Token(Box<SecuredToken>),
    /// By a JWS over the document as it is: a signed assertion of Open Badges 2.0.
    Signature(Box<Jws>),
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

    /// A credential that stands inside another document: an object with its own proofs, an enveloped credential, a JWT, an
    /// SD-JWT, or a data URL. Opening it is spent from the budget.
    pub(crate) fn inside(value: &Value, budget: &Budget) -> Result<Self, Flaw> {
        budget.spend_reading(value)?;
        match value {
            Value::Object(_) => match jose::of_object(value) {
                Some(opened) => opened.map_err(|error| jose::flaw(&error)),
                None => Ok(Self::embedded(value.clone())),
            },
            Value::String(text) => {
                jose::of_text(text, &Limits::default()).map_err(|error| jose::flaw(&error))
            }
            _ => Err(Flaw::wrong(Code::NotACredential).standard("PARSING_ERROR")),
        }
    }

    /// The token, where a token secures it.
    pub(crate) fn token(&self) -> Option<&SecuredToken> {
        match &self.securing {
            Securing::Embedded | Securing::Signature(_) => None,
            Securing::Token(secured) => Some(secured),
        }
    }

    /// The JWS over the document itself, where one secures it.
    pub(crate) fn jws(&self) -> Option<&Jws> {
        match &self.securing {
            Securing::Signature(jws) => Some(jws),
            Securing::Embedded | Securing::Token(_) => None,
        }
    }
}
