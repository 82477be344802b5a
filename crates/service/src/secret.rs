//! Tokens and secrets: shown once, kept as hashes.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use sha2::{Digest, Sha256};

use crate::Error;

/// The prefix of session tokens.
pub(crate) const SESSION: &str = "css_";
/// The prefix of sign-in tokens.
pub(crate) const SIGN_IN: &str = "csi_";
/// The prefix of access tokens.
pub(crate) const ACCESS: &str = "cst_";
/// The prefix of client secrets.
pub(crate) const CLIENT: &str = "csk_";

/// SHA-256 in hex. Enough for tokens of ours, which are 192 random bits; finding the row by the hash
/// leaks nothing about the token by its timing.
pub(crate) fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// The same of bytes that are no text.
pub(crate) fn digest_of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The Argon2id hash of a client's secret, in PHC form. Slow on purpose: call it off the async threads.
pub(crate) fn hash_secret(secret: &str, salt: [u8; 16]) -> Result<String, Error> {
    let hash =
        Argon2::default().hash_password_with_salt(secret.as_bytes(), &salt).map_err(Error::internal)?;
    Ok(hash.to_string())
}

/// Whether the secret has that hash. Slow on purpose, constant-time in the comparison.
pub(crate) fn secret_matches(secret: &str, phc: &str) -> bool {
    argon2::PasswordHash::new(phc)
        .is_ok_and(|hash| Argon2::default().verify_password(secret.as_bytes(), &hash).is_ok())
}
