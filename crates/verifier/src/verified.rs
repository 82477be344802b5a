//! The proof that a credential was verified: a type, not a `bool`.

use openbadges::{SignedCredential, Timestamp};

/// A credential that [`verify`](crate::verify) found to hold in every check.
///
/// Only this crate makes one; whoever asks for a `VerifiedCredential` therefore cannot be given anything else:
///
/// ```compile_fail,E0451
/// use openbadges::{SignedCredential, Timestamp};
///
/// fn forge(credential: SignedCredential, at: Timestamp) -> verifier::VerifiedCredential {
///     verifier::VerifiedCredential { credential, at }
/// }
/// ```
#[derive(Debug, Clone)]
pub struct VerifiedCredential {
    credential: SignedCredential,
    at: Timestamp,
}

impl VerifiedCredential {
    pub(crate) fn new(credential: SignedCredential, at: Timestamp) -> Self {
        Self { credential, at }
    }

    /// The credential, byte for byte as it was signed.
    pub fn credential(&self) -> &SignedCredential {
        &self.credential
    }

    /// Gives up the proof and keeps the credential.
    pub fn into_credential(self) -> SignedCredential {
        self.credential
    }

    /// The time for which it was verified.
    pub fn at(&self) -> Timestamp {
        self.at
    }
}

/// A token (a compact JWS) that [`verify`](crate::verify) found to hold in every check; as with [`VerifiedCredential`], only
/// this crate makes one.
#[derive(Debug, Clone)]
pub struct VerifiedToken {
    text: String,
    at: Timestamp,
}

impl VerifiedToken {
    pub(crate) fn new(text: String, at: Timestamp) -> Self {
        Self { text, at }
    }

    /// The token, byte for byte as it was signed.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The time for which it was verified.
    pub fn at(&self) -> Timestamp {
        self.at
    }
}
