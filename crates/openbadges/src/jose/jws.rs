//! A JWS in compact form (RFC 7515 §3.1).

use serde_json::{Map, Value};

use crate::json::{self, Limits};
use crate::{Algorithm, PublicKey, SecretKey};

use super::algorithm::{algorithm_name, signature_length};
use super::error::JoseError;
use super::prepared::PreparedToken;
use super::token_type::TokenType;
use super::{base64url, header};

/// A JWS that was read. Nothing in it is believed until [`Jws::verify`] has said so for a key that the caller trusts.
#[derive(Clone, Debug, PartialEq)]
pub struct Jws {
    /// Header and payload as they are signed: the encoded texts, joined by a full stop.
    signing_input: String,
    signature: Vec<u8>,
    header: Map<String, Value>,
    payload: Vec<u8>,
    algorithm: Algorithm,
    limits: Limits,
}

impl Jws {
    /// Reads `header.payload.signature` with a payload within the default [`Limits`].
    ///
    /// # Errors
    /// When the text is no compact JWS, or its header says what is not accepted: `alg` other than `EdDSA`, `ES256`, `ES384`
    /// and `RS256`, `crit`, `zip`, `enc`, `b64` other than true, a `jwk` with a private member.
    pub fn parse(text: &str) -> Result<Self, JoseError> {
        Self::parse_within(text, &Limits::default())
    }

    /// As [`Jws::parse`], for a payload of other limits: status lists are larger than credentials.
    ///
    /// # Errors
    /// As [`Jws::parse`].
    pub fn parse_within(text: &str, limits: &Limits) -> Result<Self, JoseError> {
        // Base64 makes four characters of three bytes; a header and an RSA signature are smaller than the rest.
        let limit = limits.bytes.saturating_add(limits.bytes / 2).saturating_add(64 << 10);
        if text.len() > limit {
            return Err(JoseError::TooLarge { size: text.len(), limit });
        }
        let (signing_input, signature) = text.rsplit_once('.').ok_or(JoseError::NotCompact)?;
        let (header, payload) = signing_input.split_once('.').ok_or(JoseError::NotCompact)?;
        if payload.contains('.') {
            return Err(JoseError::NotCompact);
        }
        let decode = |text: &str, part| base64url::decode(text).ok_or(JoseError::NotBase64Url { part });
        let (header, algorithm) = header::read(&decode(header, "header")?)?;
        Ok(Self {
            signing_input: signing_input.to_owned(),
            signature: decode(signature, "signature")?,
            header,
            payload: decode(payload, "payload")?,
            algorithm,
            limits: *limits,
        })
    }

    /// The header.
    pub fn header(&self) -> &Map<String, Value> {
        &self.header
    }

    /// The bytes that are signed.
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The payload as a JSON object: the claims of a JWT (RFC 7519 §3).
    ///
    /// # Errors
    /// When the payload is no JSON object, or one that not every reader would read alike.
    pub fn claims(&self) -> Result<Map<String, Value>, JoseError> {
        let part = "payload";
        match json::parse(&self.payload, &self.limits).map_err(|source| JoseError::Json { part, source })? {
            Value::Object(claims) => Ok(claims),
            _ => Err(JoseError::NotAnObject { part }),
        }
    }

    /// The algorithm that the header names.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// `kid`: which key it was signed with, in the words of whoever signed it.
    pub fn key_id(&self) -> Option<&str> {
        self.header.get("kid").and_then(Value::as_str)
    }

    /// `typ`: what the token is, in the words of whoever signed it.
    pub fn kind(&self) -> Option<&str> {
        self.header.get("typ").and_then(Value::as_str)
    }

    /// What `typ` means.
    ///
    /// # Errors
    /// When it is none of the types that carry credentials or presentations.
    pub fn token_type(&self) -> Result<TokenType, JoseError> {
        TokenType::named(self.kind())
    }

    /// The key that the header holds. It says nothing of who signed: anybody can write any key. It may serve to find the
    /// same key where the issuer publishes it.
    pub fn enclosed_key(&self) -> Option<&Value> {
        self.header.get("jwk")
    }

    /// Checks the signature with a key.
    ///
    /// # Errors
    /// When the key is of another kind than `alg` says, or the signature is not its own of this header and payload.
    pub fn verify(&self, key: &PublicKey) -> Result<(), JoseError> {
        let (named, expected) = (algorithm_name(self.algorithm), algorithm_name(key.algorithm()));
        if named != expected {
            return Err(JoseError::WrongKey { named, expected });
        }
        let found = self.signature.len();
        if let Some(expected) = signature_length(self.algorithm).filter(|expected| *expected != found) {
            return Err(JoseError::SignatureLength { found, expected });
        }
        if key.verify(self.signing_input.as_bytes(), &self.signature) {
            Ok(())
        } else {
            Err(JoseError::SignatureMismatch)
        }
    }
}

/// Signs a payload. `alg` is that of the key, whatever the other members of the header say.
pub fn sign(header: &Map<String, Value>, payload: &[u8], key: &SecretKey) -> String {
    prepare(header, payload, &key.public()).signed_by(key)
}

/// As [`sign()`], but for the signature.
pub fn prepare(header: &Map<String, Value>, payload: &[u8], key: &PublicKey) -> PreparedToken {
    PreparedToken::new(header, payload, key)
}
