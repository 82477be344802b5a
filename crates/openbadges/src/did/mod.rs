//! Decentralised identifiers of issuers: `did:web`, `did:key`, their documents, and the keys in them.

mod controller;
mod method;
mod web;

use crate::multikey::{MultikeyError, PublicKey};

pub use controller::{did_key_document, document};
pub use method::{MethodError, VerificationMethod, retrieve_verification_method};
pub use web::{is_loopback_host, web_did, web_document_url};

/// Why a text is not a DID that this program can use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DidError {
    /// The text is not a DID of the expected method.
    #[error("“{did}” is not a DID of the method {method}")]
    OtherMethod {
        /// The text, cut after 200 characters.
        did: String,
        /// `key` or `web`.
        method: &'static str,
    },
    /// The key of a `did:key` is not an Ed25519 key.
    #[error("the DID does not hold an Ed25519 key: {0}")]
    Key(#[from] MultikeyError),
    /// The host, port or path of a `did:web` is malformed.
    #[error("“{did}” does not name a web address: {problem}")]
    MalformedWeb {
        /// The DID, cut after 200 characters.
        did: String,
        /// What is wrong.
        problem: &'static str,
    },
    /// A web address cannot be written as a `did:web`.
    #[error("“{url}” cannot be a did:web: {problem}")]
    UnfitUrl {
        /// The address, cut after 200 characters.
        url: String,
        /// What is wrong.
        problem: &'static str,
    },
}

/// The key that a `did:key` is.
///
/// # Errors
/// When the text is no `did:key`, carries a fragment, or its key is not an Ed25519 key.
pub fn did_key_public(did: &str) -> Result<PublicKey, DidError> {
    let key = did
        .strip_prefix("did:key:")
        .ok_or_else(|| DidError::OtherMethod { did: shortened(did), method: "key" })?;
    Ok(PublicKey::from_multibase(key)?)
}

/// At most 200 characters, for messages.
fn shortened(text: &str) -> String {
    text.chars().take(200).collect()
}

#[cfg(test)]
mod tests;
