//! What kinds of key there are.

/// A kind of key, together with the one way in which it signs here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// Pure Ed25519 (RFC 8032); signatures of 64 bytes.
    Ed25519,
    /// ECDSA with the curve P-256 and SHA-256 (FIPS 186-5); signatures are `r ‖ s`, 64 bytes.
    P256,
    /// ECDSA with the curve P-384 and SHA-384 (FIPS 186-5); signatures are `r ‖ s`, 96 bytes.
    P384,
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2); signatures are as long as the modulus.
    Rsa,
}

impl Algorithm {
    /// The value of `alg` in a JWK or a JOSE header (RFC 7518 §3.1, RFC 8037 §3.1).
    pub fn jose_name(self) -> &'static str {
        match self {
            Self::Ed25519 => "EdDSA",
            Self::P256 => "ES256",
            Self::P384 => "ES384",
            Self::Rsa => "RS256",
        }
    }

    /// The multicodec header of public keys of this kind.
    pub(super) fn public_header(self) -> [u8; 2] {
        match self {
            Self::Ed25519 => [0xed, 0x01],
            Self::P256 => [0x80, 0x24],
            Self::P384 => [0x81, 0x24],
            Self::Rsa => [0x85, 0x24],
        }
    }

    /// The multicodec header of secret keys of this kind.
    pub(super) fn secret_header(self) -> [u8; 2] {
        match self {
            Self::Ed25519 => [0x80, 0x26],
            Self::P256 => [0x86, 0x26],
            Self::P384 => [0x87, 0x26],
            Self::Rsa => [0x85, 0x26],
        }
    }

    /// The kind whose header, by the given choice of headers, is the one found.
    pub(super) fn of_header(found: [u8; 2], header: fn(Self) -> [u8; 2]) -> Option<Self> {
        [Self::Ed25519, Self::P256, Self::P384, Self::Rsa].into_iter().find(|kind| header(*kind) == found)
    }
}
