//! Decentralised identifiers of issuers: `did:web`, `did:key`, `did:jwk`, their documents, and the keys in them.

mod controller;
mod method;
mod web;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::json;
use crate::jwk::JwkError;
use crate::keys::{MultikeyError, PublicKey};

pub use controller::{document, jwk_method_of, method_of, own_document};
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
        /// `key`, `jwk` or `web`.
        method: &'static str,
    },
    /// The key of a `did:key` cannot be used.
    #[error("the DID does not hold a usable key: {0}")]
    Key(#[from] MultikeyError),
    /// A `did:jwk` does not hold JSON.
    #[error("“{did}” does not hold a JWK in base64url")]
    MalformedJwk {
        /// The DID, cut after 200 characters.
        did: String,
    },
    /// The JWK of a `did:jwk` cannot be used.
    #[error("the DID does not hold a usable key: {0}")]
    Jwk(#[from] JwkError),
    /// A verification method is none of its DID.
    #[error("“{method}” names a key that its DID does not have")]
    OtherFragment {
        /// The method, cut after 200 characters.
        method: String,
    },
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

/// The longest `did:jwk` that is looked into, in characters; an RSA key of 8,192 bits has some 2,000.
const LONGEST_JWK_DID: usize = 4096;

/// Whether the DID is of a method whose DIDs hold their key: `did:key` or `did:jwk`.
pub fn holds_its_key(did: &str) -> bool {
    did.starts_with("did:key:") || did.starts_with("did:jwk:")
}

/// The key that a `did:key` or `did:jwk` holds.
///
/// # Errors
/// When the text is neither, carries a fragment, or its key cannot be used.
pub fn key_of_did(did: &str) -> Result<PublicKey, DidError> {
    if let Some(key) = did.strip_prefix("did:key:") {
        return Ok(PublicKey::from_multibase(key)?);
    }
    let other_method = || DidError::OtherMethod { did: shortened(did), method: "key or jwk" };
    let encoded = did.strip_prefix("did:jwk:").ok_or_else(other_method)?;
    let malformed = || DidError::MalformedJwk { did: shortened(did) };
    if encoded.len() > LONGEST_JWK_DID {
        return Err(malformed());
    }
    let text = URL_SAFE_NO_PAD.decode(encoded).map_err(|_reason| malformed())?;
    let jwk = json::parse(&text, &json::Limits::default()).map_err(|_reason| malformed())?;
    Ok(PublicKey::from_jwk(&jwk)?)
}

/// The key of a verification method of a `did:key` or `did:jwk`: `did:key:z6Mk…#z6Mk…`, `did:jwk:…#0`. The
/// fragment may be missing, since there is one key only.
///
/// # Errors
/// As [`key_of_did`]; [`DidError::OtherFragment`] when the fragment names no key of the DID.
pub fn key_of_method(method: &str) -> Result<PublicKey, DidError> {
    let (did, fragment) = method.split_once('#').map_or((method, None), |(did, rest)| (did, Some(rest)));
    let key = key_of_did(did)?;
    if fragment.is_some() && controller::own_method(did, &key) != method {
        return Err(DidError::OtherFragment { method: shortened(method) });
    }
    Ok(key)
}

/// At most 200 characters, for messages.
fn shortened(text: &str) -> String {
    text.chars().take(200).collect()
}

#[cfg(test)]
mod tests;
