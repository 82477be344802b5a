//! The signature algorithms (RFC 7518 §3.1, RFC 8037 §3.1).

use crate::Algorithm;

use super::error::{JoseError, cut};

/// The name of the algorithm in the header `alg`: `EdDSA`, `ES256`, `ES384` or `RS256`.
pub fn algorithm_name(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Ed25519 => "EdDSA",
        Algorithm::P256 => "ES256",
        Algorithm::P384 => "ES384",
        Algorithm::Rsa => "RS256",
    }
}

/// The algorithm that `alg` names.
pub(super) fn algorithm_named(name: &str) -> Result<Algorithm, JoseError> {
    match name {
        // `Ed25519` is the fully specified name of RFC 9864 for what `EdDSA` means with this kind of key.
        "EdDSA" | "Ed25519" => Ok(Algorithm::Ed25519),
        "ES256" => Ok(Algorithm::P256),
        "ES384" => Ok(Algorithm::P384),
        "RS256" => Ok(Algorithm::Rsa),
        _ if name.eq_ignore_ascii_case("none") => Err(JoseError::Unsigned),
        _ if name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("HS")) => {
            Err(JoseError::SharedSecret { algorithm: cut(name) })
        }
        _ => Err(JoseError::UnsupportedAlgorithm { algorithm: cut(name) }),
    }
}

/// The length of a signature in bytes, where the algorithm has one length only (RFC 7518 §3.4, RFC 8032 §5.1.6).
pub(super) fn signature_length(algorithm: Algorithm) -> Option<usize> {
    match algorithm {
        Algorithm::Ed25519 | Algorithm::P256 => Some(64),
        Algorithm::P384 => Some(96),
        Algorithm::Rsa => None,
    }
}
