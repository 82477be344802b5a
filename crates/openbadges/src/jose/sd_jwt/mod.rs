//! SD-JWT: a signed token whose claims are disclosed one by one (RFC 9901), and SD-JWT VC, credentials in that form
//! (draft-ietf-oauth-sd-jwt-vc).

mod credential;
mod disclosure;
mod issue;
mod key_binding;
mod processing;

use serde_json::{Map, Value};

use crate::json::Limits;

use super::error::JoseError;
use super::jws::Jws;

pub use credential::{IssueOptions, issue_credential, prepare_credential, vct_of};
pub use disclosure::{Disclosure, DisclosureError};
pub use issue::{issue, prepare};
pub use key_binding::KeyBinding;

/// How many disclosures one token may have.
const MOST_DISCLOSURES: usize = 512;

/// An SD-JWT: what the issuer signed, the disclosures that the holder shows, and perhaps the holder's own signature.
#[derive(Clone, Debug, PartialEq)]
pub struct SdJwt {
    /// The token without the key binding: up to and with the last `~`.
    text: String,
    issuer_jws: Jws,
    disclosures: Vec<Disclosure>,
    key_binding: Option<String>,
}

impl SdJwt {
    /// Reads `jws~disclosure~…~` or `jws~disclosure~…~key-binding-jwt` within the default [`Limits`].
    ///
    /// # Errors
    /// When the first part is no JWS, or another part is no disclosure.
    pub fn parse(text: &str) -> Result<Self, JoseError> {
        Self::parse_within(text, &Limits::default())
    }

    /// As [`SdJwt::parse`], for a payload of other limits.
    ///
    /// # Errors
    /// As [`SdJwt::parse`].
    pub fn parse_within(text: &str, limits: &Limits) -> Result<Self, JoseError> {
        let limit = limits.bytes.saturating_mul(2).saturating_add(64 << 10);
        if text.len() > limit {
            return Err(JoseError::TooLarge { size: text.len(), limit });
        }
        let (presented, key_binding) = text.rsplit_once('~').ok_or(DisclosureError::NoTilde)?;
        let mut parts = presented.split('~');
        let issuer_jws = Jws::parse_within(parts.next().unwrap_or_default(), limits)?;
        if parts.clone().count() > MOST_DISCLOSURES {
            return Err(DisclosureError::TooMany { limit: MOST_DISCLOSURES }.into());
        }
        let disclosures = parts.map(Disclosure::parse).collect::<Result<_, _>>()?;
        let key_binding = (!key_binding.is_empty()).then(|| key_binding.to_owned());
        Ok(Self { text: format!("{presented}~"), issuer_jws, disclosures, key_binding })
    }

    /// What the issuer signed.
    pub fn issuer_jws(&self) -> &Jws {
        &self.issuer_jws
    }

    /// What the holder shows.
    pub fn disclosures(&self) -> &[Disclosure] {
        &self.disclosures
    }

    /// The claims as the issuer made them, with everything that is disclosed in its place and without everything that is
    /// not: the Processed SD-JWT Payload of RFC 9901 §7.1.
    ///
    /// # Errors
    /// When a disclosure is not the issuer's, is there twice, or would replace a claim.
    pub fn disclosed_claims(&self) -> Result<Map<String, Value>, JoseError> {
        Ok(processing::process(self.issuer_jws.claims()?, &self.disclosures)?)
    }

    /// The claims of a token with nothing disclosed.
    pub(super) fn undisclosed(jws: &Jws) -> Result<Map<String, Value>, JoseError> {
        Ok(processing::process(jws.claims()?, &[])?)
    }

    /// The same token with only those disclosures that `keep` wants, and without key binding: what a holder shows. A
    /// disclosure inside another one needs that one too.
    #[must_use]
    pub fn showing(&self, keep: impl Fn(&Disclosure) -> bool) -> Self {
        let disclosures: Vec<_> = self.disclosures.iter().filter(|found| keep(found)).cloned().collect();
        let mut text = self.text.split('~').next().unwrap_or_default().to_owned();
        text.push('~');
        for disclosure in &disclosures {
            text.push_str(disclosure.as_str());
            text.push('~');
        }
        Self { text, issuer_jws: self.issuer_jws.clone(), disclosures, key_binding: None }
    }
}

impl std::fmt::Display for SdJwt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)?;
        f.write_str(self.key_binding.as_deref().unwrap_or_default())
    }
}
