//! Base64url as JOSE has it: no padding, no other characters, no stray bits (RFC 7515 §2).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

pub(super) fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The bytes, if the text is their one and only encoding.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// The SHA-256 of an ASCII text.
pub(super) fn digest(text: &str) -> String {
    encode(Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_encoding_of_each_sequence_of_bytes() {
        assert_eq!(decode("_-8").unwrap(), [0xff, 0xef]);
        assert_eq!(encode([0xff, 0xef]), "_-8");
        for bad in ["_-8=", "/+8", "_-9", "_-8 ", "_-8\n", "a"] {
            assert_eq!(decode(bad), None, "{bad:?}");
        }
    }
}
