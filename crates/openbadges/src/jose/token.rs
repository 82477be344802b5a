//! A token of either kind.

use crate::json::Limits;

use super::error::JoseError;
use super::jws::Jws;
use super::opened::{self, Opened};
use super::sd_jwt::SdJwt;
use super::token_type::TokenType;

/// A JWS, or a JWS with selective disclosures.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// `header.payload.signature`.
    Jws(Jws),
    /// The same, followed by `~` and disclosures (RFC 9901 §4).
    SdJwt(SdJwt),
}

impl Token {
    /// Reads a token within the default [`Limits`]; a `~` in the text tells one with disclosures.
    ///
    /// # Errors
    /// As [`Jws::parse`] and [`SdJwt::parse`].
    pub fn parse(text: &str) -> Result<Self, JoseError> {
        Self::parse_within(text, &Limits::default())
    }

    /// As [`Token::parse`], for a payload of other limits.
    ///
    /// # Errors
    /// As [`Token::parse`].
    pub fn parse_within(text: &str, limits: &Limits) -> Result<Self, JoseError> {
        if text.contains('~') {
            SdJwt::parse_within(text, limits).map(Self::SdJwt)
        } else {
            Jws::parse_within(text, limits).map(Self::Jws)
        }
    }

    /// What the issuer (or the holder, of a presentation) signed.
    pub fn jws(&self) -> &Jws {
        match self {
            Self::Jws(jws) => jws,
            Self::SdJwt(sd_jwt) => sd_jwt.issuer_jws(),
        }
    }

    /// Opens the token: finds the document, and compares the claims with it.
    ///
    /// # Errors
    /// When `typ` names nothing that carries documents, the document is not where its version has it, or the disclosures are
    /// not the issuer's. Claims that contradict the document are no error: see [`Opened::faults`].
    pub fn open(&self) -> Result<Opened, JoseError> {
        self.open_within(None)
    }

    /// As [`Token::open`], for a token in an envelope of this media type.
    pub(super) fn open_within(&self, envelope: Option<TokenType>) -> Result<Opened, JoseError> {
        let kind = self.jws().token_type()?;
        let has_disclosures = matches!(self, Self::SdJwt(_));
        let takes_disclosures = !matches!(kind, TokenType::Jwt | TokenType::VcJwt | TokenType::VpJwt);
        if has_disclosures && !takes_disclosures {
            let problem = "the token has disclosures, but “typ” is not that of an SD-JWT";
            return Err(JoseError::Placement { problem });
        }
        let claims = match self {
            Self::Jws(jws) if !takes_disclosures => jws.claims()?,
            // An SD-JWT without its `~` is malformed, but nothing in it can be mistaken (RFC 9901 §4).
            Self::Jws(jws) => SdJwt::undisclosed(jws)?,
            Self::SdJwt(sd_jwt) => sd_jwt.disclosed_claims()?,
        };
        opened::open(kind, envelope, claims)
    }
}
