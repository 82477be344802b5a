//! Public keys.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use ed25519_dalek::Verifier;

use super::algorithm::Algorithm;
use super::multikey::{MultikeyError, exactly, from_base58, to_base58};
use super::rsa::RsaPublic;

/// An RSA key of 8,192 bits has 1,413 characters.
const LONGEST_TEXT: usize = 1500;

/// A public key of one of the kinds of [`Algorithm`].
#[derive(Clone)]
pub struct PublicKey(Kind);

/// The key itself.
#[derive(Clone)]
pub(crate) enum Kind {
    /// A point that is not of small order.
    Ed25519(ed25519_dalek::VerifyingKey),
    /// A point other than that at infinity.
    P256(p256::ecdsa::VerifyingKey),
    /// A point other than that at infinity.
    P384(p384::ecdsa::VerifyingKey),
    /// A key of 2,048 to 8,192 bits.
    Rsa(Arc<RsaPublic>),
}

impl PublicKey {
    /// Reads `publicKeyMultibase`: `z6Mk…` (Ed25519), `zDna…` (P-256), `z82L…` (P-384), or the form that
    /// `did:key` has for RSA.
    ///
    /// # Errors
    /// When the text is not the Multikey of a public key, or the key is of no use.
    pub fn from_multibase(text: &str) -> Result<Self, MultikeyError> {
        let (header, key) = from_base58(text, LONGEST_TEXT)?;
        Self::of_header(header, &key)
    }

    /// Reads what [`to_multikey_bytes`](Self::to_multikey_bytes) writes.
    pub(crate) fn from_multikey_bytes(bytes: &[u8]) -> Result<Self, MultikeyError> {
        let too_short = MultikeyError::WrongLength { found: bytes.len(), expected: 34 };
        let (header, key) = bytes.split_first_chunk::<2>().ok_or(too_short)?;
        Self::of_header(*header, key)
    }

    fn of_header(header: [u8; 2], key: &[u8]) -> Result<Self, MultikeyError> {
        match Algorithm::of_header(header, Algorithm::public_header) {
            Some(Algorithm::Ed25519) => Self::from_ed25519(exactly(key)?),
            Some(Algorithm::P256) => Self::from_p256(&exactly::<33>(key)?),
            Some(Algorithm::P384) => Self::from_p384(&exactly::<49>(key)?),
            Some(Algorithm::Rsa) => Ok(Self(Kind::Rsa(Arc::new(RsaPublic::from_der(key)?)))),
            None => Err(MultikeyError::OtherKind { found: header }),
        }
    }

    /// Takes the 32 bytes of RFC 8032 §5.1.5.
    pub(crate) fn from_ed25519(bytes: [u8; 32]) -> Result<Self, MultikeyError> {
        let key =
            ed25519_dalek::VerifyingKey::from_bytes(&bytes).map_err(|_reason| MultikeyError::NotAPoint)?;
        if key.is_weak() { Err(MultikeyError::NotAPoint) } else { Ok(Self(Kind::Ed25519(key))) }
    }

    /// Takes a point in the form of SEC 1 §2.3.3; that at infinity is refused.
    pub(crate) fn from_p256(point: &[u8]) -> Result<Self, MultikeyError> {
        let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(point);
        Ok(Self(Kind::P256(key.map_err(|_reason| MultikeyError::NotAPoint)?)))
    }

    /// Takes a point in the form of SEC 1 §2.3.3; that at infinity is refused.
    pub(crate) fn from_p384(point: &[u8]) -> Result<Self, MultikeyError> {
        let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(point);
        Ok(Self(Kind::P384(key.map_err(|_reason| MultikeyError::NotAPoint)?)))
    }

    pub(crate) fn of(kind: Kind) -> Self {
        Self(kind)
    }

    pub(crate) fn kind(&self) -> &Kind {
        &self.0
    }

    /// The kind of key.
    pub fn algorithm(&self) -> Algorithm {
        match &self.0 {
            Kind::Ed25519(_) => Algorithm::Ed25519,
            Kind::P256(_) => Algorithm::P256,
            Kind::P384(_) => Algorithm::P384,
            Kind::Rsa(_) => Algorithm::Rsa,
        }
    }

    /// `publicKeyMultibase`: `z6Mk…`, `zDna…`, `z82L…`.
    pub fn to_multibase(&self) -> String {
        to_base58(self.algorithm().public_header(), &self.bytes()).to_string()
    }

    /// The DID that is this key: `did:key:z6Mk…`.
    pub fn did_key(&self) -> String {
        format!("did:key:{}", self.to_multibase())
    }

    /// The header of the kind and the bytes of the key, as a Multikey holds them (CID 1.0 §2.2.2).
    pub(crate) fn to_multikey_bytes(&self) -> Vec<u8> {
        [self.algorithm().public_header().as_slice(), &self.bytes()].concat()
    }

    /// Whether `signature` is this key's signature of `message`, in the way of its [`Algorithm`].
    ///
    /// Ed25519 is strict: no malleable signatures, no small-order points (RFC 8032 §5.1.7 and `verify_strict`
    /// of `ed25519-dalek`). ECDSA accepts both values of `s`, since neither JOSE nor the W3C suites ask for
    /// the lower one.
    #[must_use]
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.0 {
            Kind::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok()),
            Kind::P256(key) => p256::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
            Kind::P384(key) => p384::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
            Kind::Rsa(key) => key.verify(message, signature),
        }
    }

    /// The key after its header: a point (compressed on the NIST curves), or PKCS#1.
    fn bytes(&self) -> Vec<u8> {
        match &self.0 {
            Kind::Ed25519(key) => key.as_bytes().to_vec(),
            Kind::P256(key) => key.to_sec1_point(true).as_bytes().to_vec(),
            Kind::P384(key) => key.to_sec1_point(true).as_bytes().to_vec(),
            Kind::Rsa(key) => key.der().to_vec(),
        }
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Kind::Ed25519(one), Kind::Ed25519(two)) => one == two,
            (Kind::P256(one), Kind::P256(two)) => one == two,
            (Kind::P384(one), Kind::P384(two)) => one == two,
            (Kind::Rsa(one), Kind::Rsa(two)) => one.der() == two.der(),
            _ => false,
        }
    }
}

impl Eq for PublicKey {}

impl Hash for PublicKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.algorithm().hash(state);
        self.bytes().hash(state);
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
