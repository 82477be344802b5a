//! RSA keys of 2,048 to 8,192 bits, signing by RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2).

use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;
use rsa::pkcs1::{DecodeRsaPrivateKey, DecodeRsaPublicKey, EncodeRsaPrivateKey, EncodeRsaPublicKey};
use rsa::traits::PublicKeyParts;
use rsa::{BoxedUint, PrivateKey, PublicKey};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::multikey::MultikeyError;

/// The number of bits of the modulus: what NIST SP 800-131A still allows, and what is quick enough to check.
const BITS: std::ops::RangeInclusive<u32> = 2048..=8192;
/// The number of bits of a new key.
const NEW_BITS: usize = 2048;
/// 8,192 bits of modulus, 33 of exponent, and the frame of PKCS#1 around them.
const LONGEST_PUBLIC: usize = 1060;
/// The nine numbers of a secret key of 8,192 bits.
const LONGEST_SECRET: usize = 4800;

/// A public key and its PKCS#1 form, which is what tells keys apart.
#[derive(Clone, Debug)]
pub(crate) struct RsaPublic {
    key: PublicKey,
    der: Vec<u8>,
}

impl RsaPublic {
    /// Takes the DER form of `RSAPublicKey` (RFC 8017 §A.1.1).
    pub(super) fn from_der(der: &[u8]) -> Result<Self, MultikeyError> {
        if der.len() > LONGEST_PUBLIC {
            return Err(MultikeyError::Rsa { problem: "it has more than 8,192 bits" });
        }
        let key = PublicKey::from_pkcs1_der(der)
            .map_err(|_reason| MultikeyError::Rsa { problem: "it is not a key in the form of PKCS#1" })?;
        Self::checked(key)
    }

    /// Takes the modulus and the exponent, most significant byte first.
    pub(crate) fn from_numbers(modulus: &[u8], exponent: &[u8]) -> Result<Self, MultikeyError> {
        if modulus.len() > LONGEST_PUBLIC || exponent.len() > LONGEST_PUBLIC {
            return Err(MultikeyError::Rsa { problem: "it has more than 8,192 bits" });
        }
        let number = BoxedUint::from_be_slice_vartime;
        let key = PublicKey::new(number(modulus), number(exponent))
            .map_err(|_reason| MultikeyError::Rsa { problem: "its modulus or exponent is out of bounds" })?;
        Self::checked(key)
    }

    /// The library has seen to it that both numbers are odd and the exponent has at most 33 bits.
    pub(super) fn checked(key: PublicKey) -> Result<Self, MultikeyError> {
        let problem = |problem| MultikeyError::Rsa { problem };
        if !BITS.contains(&key.n().bit_width_vartime()) {
            return Err(problem("it has fewer than 2,048 or more than 8,192 bits"));
        }
        if key.e_bytes().as_ref() == [1] {
            return Err(problem("its exponent is 1, with which anything verifies"));
        }
        let document = key.to_pkcs1_der().map_err(|_reason| problem("it has no PKCS#1 form"))?;
        Ok(Self { der: document.as_bytes().to_vec(), key })
    }

    pub(super) fn der(&self) -> &[u8] {
        &self.der
    }

    /// The modulus, most significant byte first.
    pub(crate) fn modulus(&self) -> Box<[u8]> {
        self.key.n_bytes()
    }

    /// The exponent, most significant byte first.
    pub(crate) fn exponent(&self) -> Box<[u8]> {
        self.key.e_bytes()
    }

    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        self.key.pkcs1v15_verify::<Sha256>(message, signature).is_ok()
    }
}

/// A secret key. The library wipes its numbers when it is dropped.
#[derive(Clone)]
pub(super) struct RsaSecret {
    key: PrivateKey,
    public: RsaPublic,
    der: Zeroizing<Vec<u8>>,
}

impl RsaSecret {
    /// Makes a key of 2,048 bits from a seed.
    pub(super) fn generate(seed: [u8; 32]) -> Self {
        let mut random = ChaCha20Rng::from_seed(seed);
        loop {
            // Neither step fails for a key of this size; another try is not known to be needed.
            let key = PrivateKey::new(&mut random, NEW_BITS).ok().and_then(|key| Self::checked(key).ok());
            if let Some(key) = key {
                return key;
            }
        }
    }

    /// Takes the DER form of `RSAPrivateKey` (RFC 8017 §A.1.2).
    pub(super) fn from_der(der: &[u8]) -> Result<Self, MultikeyError> {
        if der.len() > LONGEST_SECRET {
            return Err(MultikeyError::Rsa { problem: "it has more than 8,192 bits" });
        }
        let key = PrivateKey::from_pkcs1_der(der).map_err(|_reason| MultikeyError::Rsa {
            problem: "it is not a secret key in the form of PKCS#1",
        })?;
        Self::checked(key)
    }

    fn checked(key: PrivateKey) -> Result<Self, MultikeyError> {
        let public = RsaPublic::checked(key.to_public_key())?;
        let document =
            key.to_pkcs1_der().map_err(|_reason| MultikeyError::Rsa { problem: "it has no PKCS#1 form" })?;
        Ok(Self { der: Zeroizing::new(document.as_bytes().to_vec()), public, key })
    }

    pub(super) fn der(&self) -> &[u8] {
        &self.der
    }

    pub(super) fn public(&self) -> &RsaPublic {
        &self.public
    }

    /// The signature. The library checks its own result and fails if the machine miscalculated; then the
    /// answer is empty, which verifies under no key.
    pub(super) fn sign(&self, message: &[u8]) -> Vec<u8> {
        // Blinding hides the key from whoever measures the time (RUSTSEC-2023-0071). It leaves the signature
        // as it is, so its random numbers may be drawn from the key and the message themselves.
        let seed =
            Zeroizing::new(Sha256::new().chain_update(&*self.der).chain_update(message).finalize().into());
        let mut random = ChaCha20Rng::from_seed(*seed);
        self.key.pkcs1v15_sign_with_rng::<Sha256, _>(&mut random, message).unwrap_or_default()
    }
}
