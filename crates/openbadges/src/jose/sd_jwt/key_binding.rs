//! The holder's own signature over what is shown (RFC 9901 §4.3).

use serde_json::{Map, Value, json};

use crate::jose::base64url;
use crate::jose::error::JoseError;
use crate::jose::jws::{Jws, sign};
use crate::jose::numeric_date;
use crate::{PublicKey, SecretKey, Timestamp};

use super::SdJwt;
use super::disclosure::DisclosureError;

const TYPE: &str = "kb+jwt";

/// What a holder says in showing a token: for whom, in answer to what, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyBinding {
    /// `aud`: for whom.
    pub audience: String,
    /// `nonce`: in answer to what.
    pub nonce: String,
    /// `iat`: when.
    pub issued_at: Timestamp,
}

impl SdJwt {
    /// Whether a holder has signed what is shown.
    pub fn has_key_binding(&self) -> bool {
        self.key_binding.is_some()
    }

    /// Signs what is shown with the holder's key.
    #[must_use]
    pub fn bound(mut self, binding: &KeyBinding, holder: &SecretKey) -> Self {
        let header = Map::from_iter([("typ".to_owned(), TYPE.into())]);
        let claims = json!({
            "iat": binding.issued_at.unix(),
            "aud": binding.audience,
            "nonce": binding.nonce,
            "sd_hash": base64url::digest(&self.text),
        });
        self.key_binding = Some(sign(&header, claims.to_string().as_bytes(), holder));
        self
    }

    /// The key that the issuer says the holder has (`cnf.jwk`, RFC 7800).
    ///
    /// # Errors
    /// When there is none, or none that can be used.
    pub fn holder_key(&self) -> Result<PublicKey, JoseError> {
        let claims = self.issuer_jws.claims()?;
        let jwk = claims.get("cnf").and_then(|cnf| cnf.get("jwk")).ok_or(DisclosureError::NoHolder)?;
        Ok(PublicKey::from_jwk(jwk).map_err(|_reason| DisclosureError::NoHolder)?)
    }

    /// Checks the holder's signature with the key in `cnf`, and that it was made over exactly what is shown; nothing, if
    /// there is none. Whether audience, nonce and time are the expected ones is for the caller to say.
    ///
    /// The claims are to be believed only if the issuer's signature holds, since the issuer names the key.
    ///
    /// # Errors
    /// When the key binding is malformed, signed with another key, or made for something else.
    pub fn key_binding(&self) -> Result<Option<KeyBinding>, JoseError> {
        let Some(text) = &self.key_binding else {
            return Ok(None);
        };
        let wrong = |problem| JoseError::from(DisclosureError::KeyBinding { problem });
        let jws = Jws::parse(text)?;
        if !jws.kind().is_some_and(|kind| kind.eq_ignore_ascii_case(TYPE)) {
            return Err(wrong("its “typ” is not “kb+jwt”"));
        }
        jws.verify(&self.holder_key()?)?;
        let claims = jws.claims()?;
        let text = |claim: &str| claims.get(claim).and_then(Value::as_str);
        if text("sd_hash") != Some(&base64url::digest(&self.text)) {
            return Err(wrong("it was made for other disclosures"));
        }
        let audience = text("aud").ok_or_else(|| wrong("its “aud” is missing"))?.to_owned();
        let nonce = text("nonce").ok_or_else(|| wrong("its “nonce” is missing"))?.to_owned();
        let issued_at = claims.get("iat").and_then(numeric_date::read);
        let issued_at = issued_at.ok_or_else(|| wrong("its “iat” is missing"))?;
        Ok(Some(KeyBinding { audience, nonce, issued_at }))
    }
}
