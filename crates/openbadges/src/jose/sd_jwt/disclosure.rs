//! One disclosure: a salt, the name of a claim, and its value (RFC 9901 §4.2).

use serde_json::Value;

use crate::jose::base64url;
use crate::json::{self, JsonError, Limits};

/// Why disclosures are not what the issuer signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DisclosureError {
    /// There is no `~`.
    #[error("the SD-JWT does not end its first part with “~”")]
    NoTilde,
    /// There are too many.
    #[error("the SD-JWT has more than {limit} disclosures")]
    TooMany {
        /// How many there may be.
        limit: usize,
    },
    /// A part is not base64url.
    #[error("a disclosure is not base64url without padding")]
    NotBase64Url,
    /// A part is not JSON.
    #[error("a disclosure cannot be read: {source}")]
    Json {
        /// Why.
        source: JsonError,
    },
    /// It is not an array of salt, name and value, or of salt and value.
    #[error("a disclosure is not an array of a salt, a claim name and a value, or of a salt and a value")]
    Shape,
    /// `_sd_alg` names another digest.
    #[error("digests with “{algorithm}” are not supported")]
    UnsupportedDigest {
        /// Its name, cut after 60 characters.
        algorithm: String,
    },
    /// `_sd`, `_sd_alg` or `...` is not what the standard has it for.
    #[error("“{member}” of the SD-JWT is malformed")]
    MalformedDigests {
        /// The member.
        member: &'static str,
    },
    /// One digest is in two places.
    #[error("the SD-JWT has the same digest in two places")]
    RepeatedDigest,
    /// One disclosure is there twice.
    #[error("the SD-JWT has the same disclosure twice")]
    RepeatedDisclosure,
    /// No digest belongs to a disclosure.
    #[error("the disclosure of “{claim}” is not one that the issuer made")]
    Unreferenced {
        /// The claim, or nothing for an item of an array; cut after 60 characters.
        claim: String,
    },
    /// An item of an array is disclosed where a claim belongs, or the other way round.
    #[error("a disclosure is in the place of another kind: a claim of an object, an item of an array")]
    WrongPlace,
    /// The claim may not be disclosed: its name means something else.
    #[error("a disclosure has the reserved claim name “{claim}”")]
    ReservedName {
        /// The name.
        claim: String,
    },
    /// The claim may not be disclosed: the validity of the token depends on it (SD-JWT VC §3.2.2.2, RFC 9901 §9.7).
    #[error("the claim “{claim}” must not be left to disclosure")]
    NotDisclosable {
        /// The name.
        claim: String,
    },
    /// The claim is there already.
    #[error("the disclosure of “{claim}” would replace a claim that is there")]
    Overwrites {
        /// The name, cut after 60 characters.
        claim: String,
    },
    /// Disclosures lie too deeply in each other.
    #[error("the disclosed claims have more than {limit} levels of nesting")]
    TooDeep {
        /// How many levels there may be.
        limit: usize,
    },
    /// What is to become disclosable is not there.
    #[error("there is nothing at “{pointer}” that could be left to disclosure")]
    NothingThere {
        /// The JSON pointer.
        pointer: String,
    },
    /// The token does not say which key the holder has.
    #[error("the SD-JWT names no key of a holder (“cnf”)")]
    NoHolder,
    /// The key binding does not belong to what is shown.
    #[error("the key binding is wrong: {problem}")]
    KeyBinding {
        /// What is wrong.
        problem: &'static str,
    },
}

/// A disclosure, as text and as what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Disclosure {
    text: String,
    claim: Option<String>,
    value: Value,
}

impl Disclosure {
    pub(super) fn parse(text: &str) -> Result<Self, DisclosureError> {
        let bytes = base64url::decode(text).ok_or(DisclosureError::NotBase64Url)?;
        let found =
            json::parse(&bytes, &Limits::default()).map_err(|source| DisclosureError::Json { source })?;
        let Value::Array(parts) = found else {
            return Err(DisclosureError::Shape);
        };
        let (claim, value) = match <[Value; 3]>::try_from(parts) {
            Ok([Value::String(_salt), Value::String(claim), value]) => (Some(claim), value),
            Ok(_) => return Err(DisclosureError::Shape),
            Err(parts) => match <[Value; 2]>::try_from(parts) {
                Ok([Value::String(_salt), value]) => (None, value),
                _ => return Err(DisclosureError::Shape),
            },
        };
        Ok(Self { text: text.to_owned(), claim, value })
    }

    /// Makes a disclosure; `claim` is the name of a claim, or nothing for an item of an array.
    pub(super) fn new(salt: String, claim: Option<&str>, value: Value) -> Self {
        let mut parts = vec![Value::from(salt)];
        parts.extend(claim.map(Value::from));
        parts.push(value.clone());
        let text = base64url::encode(Value::Array(parts).to_string());
        Self { text, claim: claim.map(str::to_owned), value }
    }

    /// The encoded text, which the digest is made of.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The name of the claim; nothing for an item of an array.
    pub fn claim(&self) -> Option<&str> {
        self.claim.as_deref()
    }

    /// The value.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The digest by which the issuer names it (RFC 9901 §4.2.3, `sha-256`).
    pub fn digest(&self) -> String {
        base64url::digest(&self.text)
    }
}
