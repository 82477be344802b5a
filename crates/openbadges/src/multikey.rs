//! Ed25519 keys as Multikey texts (CID 1.0 §2.2.2).

use std::fmt;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use zeroize::{Zeroize, Zeroizing};

/// The multicodec header of an Ed25519 public key.
const PUBLIC_HEADER: [u8; 2] = [0xed, 0x01];
/// The multicodec header of an Ed25519 secret key.
const SECRET_HEADER: [u8; 2] = [0x80, 0x26];
/// Longer than any key; base58 takes quadratic time, so longer texts are not even tried.
const LONGEST_TEXT: usize = 128;

/// Why a text is not an Ed25519 Multikey. No case holds key material.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MultikeyError {
    /// The text does not begin with the multibase prefix of base58btc.
    #[error("the key does not begin with “z”, the multibase prefix of base58btc")]
    NotMultibase,
    /// The rest is not base58btc.
    #[error("the key is not base58btc text")]
    NotBase58,
    /// The bytes begin with the header of another kind of key.
    #[error("the key is not an Ed25519 key of the expected kind (its header is {found:02x?})")]
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
    #[error("the key is not a usable point of the Ed25519 curve")]
    NotAPoint,
    /// The secret key text carries a public key that does not belong to it.
    #[error("the public half in the secret key does not belong to the secret half")]
    HalvesDiffer,
}

/// An Ed25519 public key.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads `publicKeyMultibase` (`z6Mk…`).
    ///
    /// # Errors
    /// When the text is not the Multikey of an Ed25519 public key.
    pub fn from_multibase(text: &str) -> Result<Self, MultikeyError> {
        let bytes = decode(text, PUBLIC_HEADER)?;
        let found = bytes.len();
        let key = <[u8; 32]>::try_from(bytes.as_slice())
            .map_err(|_slice| MultikeyError::WrongLength { found, expected: 32 })?;
        Self::from_bytes(key)
    }

    /// Takes the 32 bytes of RFC 8032 §5.1.5.
    ///
    /// # Errors
    /// When they are no usable point of the curve.
    pub fn from_bytes(bytes: [u8; 32]) -> Result<Self, MultikeyError> {
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_reason| MultikeyError::NotAPoint)?;
        if key.is_weak() { Err(MultikeyError::NotAPoint) } else { Ok(Self(key)) }
    }

    /// `publicKeyMultibase`: `z6Mk…`.
    pub fn to_multibase(&self) -> String {
        let mut bytes = PUBLIC_HEADER.to_vec();
        bytes.extend_from_slice(self.0.as_bytes());
        format!("z{}", bs58::encode(bytes).into_string())
    }

    /// The 32 bytes of RFC 8032 §5.1.5.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// The DID that is this key: `did:key:z6Mk…`.
    pub fn did_key(&self) -> String {
        format!("did:key:{}", self.to_multibase())
    }

    /// Whether `signature` is this key's signature of `message`, by the strict rules: no malleable
    /// signatures, no small-order points (RFC 8032 §5.1.7 and `verify_strict` of `ed25519-dalek`).
    #[must_use]
    pub fn verify(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.0.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.to_multibase())
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_multibase())
    }
}

/// An Ed25519 secret key.
///
/// *Architecture invariant*: it is wiped when dropped, cannot be serialised, and prints as `..`.
///
/// ```
/// let key = openbadges::SecretKey::from_seed([7; 32]);
/// assert_eq!(format!("{key:?}"), "SecretKey(..)");
/// ```
///
/// ```compile_fail,E0277
/// let key = openbadges::SecretKey::from_seed([7; 32]);
/// serde_json::to_string(&key);
/// ```
#[derive(Clone)]
pub struct SecretKey(SigningKey);

impl SecretKey {
    /// Makes the key of a 32-byte seed (RFC 8032 §5.1.5), which must come from a good random source.
    pub fn from_seed(mut seed: [u8; 32]) -> Self {
        let key = Self(SigningKey::from_bytes(&seed));
        seed.zeroize();
        key
    }

    /// Reads `secretKeyMultibase`: the seed, or the seed and the public key after it.
    ///
    /// # Errors
    /// When the text is not the Multikey of an Ed25519 secret key; no error repeats the text.
    pub fn from_multibase(text: &str) -> Result<Self, MultikeyError> {
        let bytes = decode(text, SECRET_HEADER)?;
        let wrong_length = MultikeyError::WrongLength { found: bytes.len(), expected: 32 };
        let (seed, public) = bytes.split_first_chunk::<32>().ok_or(wrong_length)?;
        let key = Self::from_seed(*seed);
        match public.len() {
            0 => Ok(key),
            32 if public == key.public().as_bytes() => Ok(key),
            32 => Err(MultikeyError::HalvesDiffer),
            _ => Err(wrong_length),
        }
    }

    /// `secretKeyMultibase` with the seed alone: `z3u2…`.
    pub fn to_multibase(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new([0; 34]);
        let (header, seed) = bytes.split_at_mut(2);
        header.copy_from_slice(&SECRET_HEADER);
        seed.copy_from_slice(self.0.as_bytes());
        let encoded = Zeroizing::new(bs58::encode(bytes.as_slice()).into_string());
        Zeroizing::new(["z", &encoded].concat())
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// The signature of `message` (RFC 8032 §5.1.6, not the prehashed variant).
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(..)")
    }
}

/// The key bytes after the header.
fn decode(text: &str, header: [u8; 2]) -> Result<Zeroizing<Vec<u8>>, MultikeyError> {
    let encoded = text.strip_prefix('z').ok_or(MultikeyError::NotMultibase)?;
    if encoded.len() > LONGEST_TEXT {
        return Err(MultikeyError::NotBase58);
    }
    let bytes = bs58::decode(encoded).into_vec().map_err(|_reason| MultikeyError::NotBase58)?;
    let bytes = Zeroizing::new(bytes);
    let wrong_length = MultikeyError::WrongLength { found: bytes.len(), expected: 34 };
    let (found, key) = bytes.split_first_chunk::<2>().ok_or(wrong_length)?;
    if *found == header {
        Ok(Zeroizing::new(key.to_vec()))
    } else {
        // Two bytes of a secret key with a foreign header tell nothing of the key itself.
        Err(MultikeyError::OtherKind { found: *found })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Published test keys: W3C vc-di-eddsa (seed alone) and the OB implementation guide (seed and public).
    const W3C_PUBLIC: &str = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
    const W3C_SECRET: &str = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq";
    const OB_PUBLIC: &str = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi";
    const OB_SECRET: &str =
        "zrv2bqTbNwCTsRrHFcJCPjVAduh4Ezcnoq1A3ZxH1GWTNkxipLVuaAoMFmze2gFN9oNXfJjufxSHWVZzsJiUsMHFMcx";

    #[test]
    fn the_published_secret_keys_have_the_published_public_keys() {
        for (secret, public) in [(W3C_SECRET, W3C_PUBLIC), (OB_SECRET, OB_PUBLIC)] {
            let key = SecretKey::from_multibase(secret).unwrap();
            assert_eq!(key.public().to_multibase(), public);
            assert_eq!(PublicKey::from_multibase(public).unwrap(), key.public());
        }
        let key = SecretKey::from_multibase(W3C_SECRET).unwrap();
        assert_eq!(key.to_multibase().as_str(), W3C_SECRET);
        assert_eq!(key.public().did_key(), format!("did:key:{W3C_PUBLIC}"));
    }

    #[test]
    fn signatures_hold_for_their_message_and_key_alone() {
        let key = SecretKey::from_seed([1; 32]);
        let signature = key.sign(b"message");
        assert!(key.public().verify(b"message", &signature));
        assert!(!key.public().verify(b"massage", &signature));
        assert!(!SecretKey::from_seed([2; 32]).public().verify(b"message", &signature));
    }

    #[test]
    fn foreign_keys_are_refused() {
        let read = |text: &str| PublicKey::from_multibase(text).unwrap_err();
        assert_eq!(read(""), MultikeyError::NotMultibase);
        assert_eq!(read("z0OIl"), MultikeyError::NotBase58);
        assert_eq!(read(&format!("z{}", "1".repeat(10_000))), MultikeyError::NotBase58);
        // The P-256 key of the W3C vectors, and a secret key where a public one belongs.
        let p256 = read("zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP");
        assert_eq!(p256, MultikeyError::OtherKind { found: [0x80, 0x24] });
        assert_eq!(read(W3C_SECRET), MultikeyError::OtherKind { found: [0x80, 0x26] });
        let short = format!("z{}", bs58::encode([0xed, 0x01, 5]).into_string());
        assert_eq!(read(&short), MultikeyError::WrongLength { found: 1, expected: 32 });
    }

    #[test]
    fn points_with_which_anything_verifies_are_refused() {
        let mut identity = [0; 32];
        identity[0] = 1;
        assert_eq!(PublicKey::from_bytes(identity), Err(MultikeyError::NotAPoint));
        assert_eq!(PublicKey::from_bytes([0; 32]), Err(MultikeyError::NotAPoint));
    }

    #[test]
    fn a_secret_key_with_a_foreign_public_half_is_refused() {
        let mut bytes = vec![0x80, 0x26];
        bytes.extend([1; 32]);
        bytes.extend(SecretKey::from_seed([2; 32]).public().as_bytes());
        let text = format!("z{}", bs58::encode(bytes).into_string());
        assert_eq!(SecretKey::from_multibase(&text).unwrap_err(), MultikeyError::HalvesDiffer);
    }
}
