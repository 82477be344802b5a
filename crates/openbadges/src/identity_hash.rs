//! `IdentityObject.identityHash` (OB 3.0, class `IdentityObject`).

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Why a published identity hash cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentityHashError {
    /// The hash names an algorithm that this program does not compute. The standard also allows `md5`,
    /// which is too weak to say anything about who is meant.
    #[error("the identity hash uses “{algorithm}”, only sha256 can be compared")]
    UnsupportedAlgorithm {
        /// The part before `$`, cut after 20 characters.
        algorithm: String,
    },
}

/// `sha256$` and the hexadecimal SHA-256 of the identity followed by the salt.
pub fn identity_hash(identity: &str, salt: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(identity.as_bytes());
    hasher.update(salt.as_bytes());
    format!("sha256${}", hexadecimal(&hasher.finalize()))
}

/// Whether `hash`, as published in a credential, is the hash of `identity` with `salt`. The digits may
/// be in either case; the comparison takes the same time wherever the first difference is.
///
/// # Errors
/// When the hash is of another algorithm than SHA-256.
pub fn identity_matches(hash: &str, identity: &str, salt: &str) -> Result<bool, IdentityHashError> {
    let algorithm = hash.split('$').next().unwrap_or_default();
    if algorithm != "sha256" {
        return Err(IdentityHashError::UnsupportedAlgorithm {
            algorithm: algorithm.chars().take(20).collect(),
        });
    }
    let expected = identity_hash(identity, salt);
    Ok(expected.as_bytes().ct_eq(hash.to_ascii_lowercase().as_bytes()).into())
}

/// Lower-case hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble & 15)).map_or('0', |d| char::from(*d));
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KOSHER: &str = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399";

    #[test]
    fn the_published_examples_are_reproduced() {
        assert_eq!(identity_hash("a@example.com", "Kosher"), KOSHER);
        assert_eq!(
            identity_hash("jjefferson18@example.com", "FleurDeSel"),
            "sha256$658625b25ab3d75d613ca97d9a5a77f70e2192feca5557f4ad09a4d4f121f5fc"
        );
    }

    #[test]
    fn only_the_very_identity_and_salt_match() {
        assert_eq!(identity_matches(KOSHER, "a@example.com", "Kosher"), Ok(true));
        let upper = format!("sha256${}", KOSHER[7..].to_uppercase());
        assert_eq!(identity_matches(&upper, "a@example.com", "Kosher"), Ok(true));
        assert_eq!(identity_matches(KOSHER, "A@example.com", "Kosher"), Ok(false));
        assert_eq!(identity_matches(KOSHER, "a@example.com", "kosher"), Ok(false));
        assert_eq!(identity_matches("sha256$", "a@example.com", "Kosher"), Ok(false));
    }

    #[test]
    fn another_algorithm_is_said_to_be_unsupported() {
        let answer = identity_matches("md5$aa", "a@example.com", "");
        assert_eq!(answer, Err(IdentityHashError::UnsupportedAlgorithm { algorithm: "md5".into() }));
    }
}
