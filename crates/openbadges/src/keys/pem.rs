//! Keys in PEM text, as Open Badges 2.0 publishes them (`publicKeyPem` of a `CryptographicKey`).

use std::sync::Arc;

use p256::pkcs8::DecodePublicKey;
use rsa::pkcs1::DecodeRsaPublicKey;

use super::multikey::MultikeyError;
use super::public::{Kind, PublicKey};
use super::rsa::RsaPublic;

/// An RSA key of 8,192 bits has some 1,500 characters.
const LONGEST_TEXT: usize = 4096;

impl PublicKey {
    /// Reads a PEM text: `PUBLIC KEY` (RFC 5280 `SubjectPublicKeyInfo`) of RSA, P-256 or P-384, or `RSA PUBLIC KEY`
    /// (PKCS#1).
    ///
    /// # Errors
    /// When the text holds no such key, or the key is of no use.
    pub fn from_pem(text: &str) -> Result<Self, MultikeyError> {
        let text = text.trim();
        if text.len() > LONGEST_TEXT {
            return Err(MultikeyError::Pem);
        }
        if let Ok(key) = p256::ecdsa::VerifyingKey::from_public_key_pem(text) {
            return Ok(Self::of(Kind::P256(key)));
        }
        if let Ok(key) = p384::ecdsa::VerifyingKey::from_public_key_pem(text) {
            return Ok(Self::of(Kind::P384(key)));
        }
        let key = rsa::PublicKey::from_public_key_pem(text)
            .or_else(|_reason| rsa::PublicKey::from_pkcs1_pem(text))
            .map_err(|_reason| MultikeyError::Pem)?;
        Ok(Self::of(Kind::Rsa(Arc::new(RsaPublic::checked(key)?))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Algorithm, SecretKey};

    const OPENSSL: &str = "\
-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEAo2ym10phCt3mIp7A19pZ/ARMCgX
dr7i745V8d1ewG3Ns1gGMZbjHxBLuYUjpAMOSzL3FZMEExj6ScRN5P+Ouw==
-----END PUBLIC KEY-----\n";

    #[test]
    fn a_key_that_another_program_wrote_is_read() {
        // Made by `openssl ecparam -name prime256v1 -genkey | openssl ec -pubout`.
        let key = PublicKey::from_pem(OPENSSL).unwrap();
        assert_eq!(key.algorithm(), Algorithm::P256);
    }

    #[test]
    fn an_rsa_key_survives_the_way_through_pem() {
        use rsa::pkcs1::EncodeRsaPublicKey;
        use rsa::pkcs8::{EncodePublicKey, LineEnding};
        let secret = SecretKey::generate(Algorithm::Rsa, [3; 32]);
        let Kind::Rsa(public) = secret.public().kind().clone() else { panic!("an RSA key") };
        let key = rsa::PublicKey::from_pkcs1_der(public.der()).unwrap();
        for pem in
            [key.to_public_key_pem(LineEnding::LF).unwrap(), key.to_pkcs1_pem(LineEnding::CRLF).unwrap()]
        {
            assert_eq!(PublicKey::from_pem(&pem).unwrap(), secret.public(), "{pem}");
        }
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in
            ["", "-----BEGIN PUBLIC KEY-----", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"]
        {
            assert_eq!(PublicKey::from_pem(text), Err(MultikeyError::Pem), "{text}");
        }
        assert_eq!(PublicKey::from_pem(&"A".repeat(1 << 20)), Err(MultikeyError::Pem));
    }
}
