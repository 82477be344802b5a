//! Secret keys.

use std::fmt;
use std::sync::Arc;

use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;
use ed25519_dalek::Signer;
use p256::elliptic_curve::Generate;
use zeroize::{Zeroize, Zeroizing};

use super::algorithm::Algorithm;
use super::multikey::{MultikeyError, exactly, from_base58, from_base64, to_base58, to_base64};
use super::public::{Kind, PublicKey};
use super::rsa::RsaSecret;

/// The seed and the public key of Ed25519 after one another have 91 characters.
const LONGEST_BASE58: usize = 128;
/// An RSA key of 8,192 bits.
const LONGEST_BASE64: usize = 6500;

/// A secret key of one of the kinds of [`Algorithm`].
///
/// *Architecture invariant*: it is wiped when dropped, cannot be serialized, and prints as `..`.
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
pub struct SecretKey(Secret);

#[derive(Clone)]
enum Secret {
    Ed25519(ed25519_dalek::SigningKey),
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
    Rsa(Arc<RsaSecret>),
}

impl SecretKey {
    /// Makes the Ed25519 key of a 32-byte seed (RFC 8032 §5.1.5), which must come from a good random source.
    pub fn from_seed(mut seed: [u8; 32]) -> Self {
        let key = Self(Secret::Ed25519(ed25519_dalek::SigningKey::from_bytes(&seed)));
        seed.zeroize();
        key
    }

    /// Makes a key of the given kind from a 32-byte seed, which must come from a good random source. The
    /// same seed gives the same key. An RSA key has 2,048 bits, and takes a second or so.
    pub fn generate(algorithm: Algorithm, mut seed: [u8; 32]) -> Self {
        let secret = match algorithm {
            Algorithm::Ed25519 => Secret::Ed25519(ed25519_dalek::SigningKey::from_bytes(&seed)),
            Algorithm::P256 => {
                Secret::P256(p256::ecdsa::SigningKey::generate_from_rng(&mut ChaCha20Rng::from_seed(seed)))
            }
            Algorithm::P384 => {
                Secret::P384(p384::ecdsa::SigningKey::generate_from_rng(&mut ChaCha20Rng::from_seed(seed)))
            }
            Algorithm::Rsa => Secret::Rsa(Arc::new(RsaSecret::generate(seed))),
        };
        seed.zeroize();
        Self(secret)
    }

    /// Reads `secretKeyMultibase`: for Ed25519 the seed, or the seed and the public key after it; for P-256
    /// and P-384 the number; for RSA, in base64url (`u…`), PKCS#1.
    ///
    /// # Errors
    /// When the text is not the Multikey of a secret key; no error repeats the text.
    pub fn from_multibase(text: &str) -> Result<Self, MultikeyError> {
        let (header, key) = if text.starts_with('u') {
            from_base64(text, LONGEST_BASE64)?
        } else {
            from_base58(text, LONGEST_BASE58)?
        };
        match Algorithm::of_header(header, Algorithm::secret_header) {
            Some(Algorithm::Ed25519) => Self::ed25519(&key),
            Some(Algorithm::P256) => {
                let number = Zeroizing::new(exactly::<32>(&key)?);
                let key = p256::ecdsa::SigningKey::from_slice(number.as_slice());
                Ok(Self(Secret::P256(key.map_err(|_reason| MultikeyError::NotAScalar)?)))
            }
            Some(Algorithm::P384) => {
                let number = Zeroizing::new(exactly::<48>(&key)?);
                let key = p384::ecdsa::SigningKey::from_slice(number.as_slice());
                Ok(Self(Secret::P384(key.map_err(|_reason| MultikeyError::NotAScalar)?)))
            }
            Some(Algorithm::Rsa) => Ok(Self(Secret::Rsa(Arc::new(RsaSecret::from_der(&key)?)))),
            // Two bytes of a secret key with a foreign header tell nothing of the key itself.
            None => Err(MultikeyError::OtherKind { found: header }),
        }
    }

    fn ed25519(bytes: &[u8]) -> Result<Self, MultikeyError> {
        let wrong_length = MultikeyError::WrongLength { found: bytes.len(), expected: 32 };
        let (seed, public) = bytes.split_first_chunk::<32>().ok_or(wrong_length)?;
        let key = ed25519_dalek::SigningKey::from_bytes(seed);
        match public.len() {
            0 => Ok(Self(Secret::Ed25519(key))),
            32 if public == key.verifying_key().as_bytes() => Ok(Self(Secret::Ed25519(key))),
            32 => Err(MultikeyError::HalvesDiffer),
            _ => Err(wrong_length),
        }
    }

    /// `secretKeyMultibase`, for Ed25519 with the seed alone: `z3u2…`, `z42t…`, `z2fa…`; `uhSY…` for RSA.
    pub fn to_multibase(&self) -> Zeroizing<String> {
        let header = self.algorithm().secret_header();
        match &self.0 {
            Secret::Ed25519(key) => to_base58(header, key.as_bytes()),
            Secret::P256(key) => {
                to_base58(header, Zeroizing::new(<[u8; 32]>::from(key.to_bytes())).as_slice())
            }
            Secret::P384(key) => {
                to_base58(header, Zeroizing::new(<[u8; 48]>::from(key.to_bytes())).as_slice())
            }
            Secret::Rsa(key) => to_base64(header, key.der()),
        }
    }

    /// The kind of key.
    pub fn algorithm(&self) -> Algorithm {
        match &self.0 {
            Secret::Ed25519(_) => Algorithm::Ed25519,
            Secret::P256(_) => Algorithm::P256,
            Secret::P384(_) => Algorithm::P384,
            Secret::Rsa(_) => Algorithm::Rsa,
        }
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey::of(match &self.0 {
            Secret::Ed25519(key) => Kind::Ed25519(key.verifying_key()),
            Secret::P256(key) => Kind::P256(*key.verifying_key()),
            Secret::P384(key) => Kind::P384(*key.verifying_key()),
            Secret::Rsa(key) => Kind::Rsa(Arc::new(key.public().clone())),
        })
    }

    /// The signature of `message` in the way of the key's [`Algorithm`]. Nothing is drawn at random: ECDSA
    /// takes its number from the key and the message (RFC 6979).
    ///
    /// An RSA signature is empty, and so verifies under no key, if the machine miscalculated.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        match &self.0 {
            Secret::Ed25519(key) => key.sign(message).to_bytes().to_vec(),
            Secret::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(message);
                signature.to_bytes().to_vec()
            }
            Secret::P384(key) => {
                let signature: p384::ecdsa::Signature = key.sign(message);
                signature.to_bytes().to_vec()
            }
            Secret::Rsa(key) => key.sign(message),
        }
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(..)")
    }
}
