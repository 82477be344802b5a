//! The text form of a key: multibase of a multicodec header and the key (CID 1.0 §2.2.2, §2.4).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

/// Why a text is not the Multikey of a key that this program uses. No case holds key material.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MultikeyError {
    /// The text does not begin with the multibase prefix of base58btc (of base64url for a secret RSA key).
    #[error("the key does not begin with “z”, the multibase prefix of base58btc")]
    NotMultibase,
    /// The rest is not base58btc.
    #[error("the key is not base58btc text")]
    NotBase58,
    /// The rest is not base64url.
    #[error("the key is not base64url text")]
    NotBase64,
    /// The bytes begin with the header of another kind of key.
    #[error("the key is of an unknown kind, or not the half that is expected (its header is {found:02x?})")]
    OtherKind {
        /// The first two bytes.
        found: [u8; 2],
    },
    /// The number of bytes is wrong.
    #[error("the key has {found} bytes instead of {expected}")]
    WrongLength {
        /// How many bytes of key there are.
        found: usize,
        /// How many there must be.
        expected: usize,
    },
    /// The bytes are no point of the curve, or one of the few with which anything verifies.
    #[error("the key is not a usable point of its curve")]
    NotAPoint,
    /// The bytes of a secret key are no number that the curve has keys for.
    #[error("the secret key is outside the range of its curve")]
    NotAScalar,
    /// The RSA key is malformed or too weak.
    #[error("the RSA key is not usable: {problem}")]
    Rsa {
        /// What is wrong.
        problem: &'static str,
    },
    /// The text is not a public key in PEM form.
    #[error("the text is not a PEM text of a public key of RSA, P-256 or P-384")]
    Pem,
    /// The secret key text carries a public key that does not belong to it.
    #[error("the public half in the secret key does not belong to the secret half")]
    HalvesDiffer,
}

/// The header and the key of a text in base58btc (`z…`) of at most so many characters: base58 takes
/// quadratic time, so longer texts are not even tried.
pub(super) fn from_base58(
    text: &str,
    longest: usize,
) -> Result<([u8; 2], Zeroizing<Vec<u8>>), MultikeyError> {
    let encoded = text.strip_prefix('z').ok_or(MultikeyError::NotMultibase)?;
    if encoded.len() > longest {
        return Err(MultikeyError::NotBase58);
    }
    let bytes = bs58::decode(encoded).into_vec().map_err(|_reason| MultikeyError::NotBase58)?;
    split(&Zeroizing::new(bytes))
}

/// As [`from_base58`] for base64url without padding (`u…`).
pub(super) fn from_base64(
    text: &str,
    longest: usize,
) -> Result<([u8; 2], Zeroizing<Vec<u8>>), MultikeyError> {
    let encoded = text.strip_prefix('u').ok_or(MultikeyError::NotMultibase)?;
    if encoded.len() > longest {
        return Err(MultikeyError::NotBase64);
    }
    let bytes = URL_SAFE_NO_PAD.decode(encoded).map_err(|_reason| MultikeyError::NotBase64)?;
    split(&Zeroizing::new(bytes))
}

fn split(bytes: &Zeroizing<Vec<u8>>) -> Result<([u8; 2], Zeroizing<Vec<u8>>), MultikeyError> {
    let wrong_length = MultikeyError::WrongLength { found: bytes.len(), expected: 34 };
    let (header, key) = bytes.split_first_chunk::<2>().ok_or(wrong_length)?;
    Ok((*header, Zeroizing::new(key.to_vec())))
}

/// `z…` of a header and a key.
pub(super) fn to_base58(header: [u8; 2], key: &[u8]) -> Zeroizing<String> {
    let bytes = Zeroizing::new([&header, key].concat());
    let encoded = Zeroizing::new(bs58::encode(bytes.as_slice()).into_string());
    Zeroizing::new(["z", &encoded].concat())
}

/// `u…` of a header and a key.
pub(super) fn to_base64(header: [u8; 2], key: &[u8]) -> Zeroizing<String> {
    let bytes = Zeroizing::new([&header, key].concat());
    let encoded = Zeroizing::new(URL_SAFE_NO_PAD.encode(bytes.as_slice()));
    Zeroizing::new(["u", &encoded].concat())
}

/// The key bytes as an array.
pub(super) fn exactly<const N: usize>(bytes: &[u8]) -> Result<[u8; N], MultikeyError> {
    let wrong_length = MultikeyError::WrongLength { found: bytes.len(), expected: N };
    <[u8; N]>::try_from(bytes).map_err(|_slice| wrong_length)
}
