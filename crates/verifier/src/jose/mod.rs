//! Documents that come as tokens: JWTs, SD-JWTs, and the objects and data URLs that wrap them (Open Badges 3.0 §"JSON Web
//! Token Proof Format", VC-JOSE-COSE, SD-JWT VC).

mod issuer_keys;
mod key;

use openbadges::jose::enveloped::{self, Enveloped};
use openbadges::jose::{JoseError, Opened, Token, algorithm_name};
use openbadges::json::Limits;
use serde_json::Value;

use crate::checks::proof::ProofFinding;
use crate::claimed::{Claimed, Securing};
use crate::code::Code;
use crate::flaw::Flaw;
use crate::inspection::Inspection;
use crate::openbadges2;

pub(crate) use key::needs;

/// The token that secures a document.
#[derive(Debug, Clone)]
pub(crate) struct SecuredToken {
    pub(crate) token: Token,
    /// What the claims say beside the document; the document itself is with [`Claimed`].
    pub(crate) opened: Opened,
}

impl SecuredToken {
    /// For whom the token was made: `aud`, or what the holder said in showing an SD-JWT.
    pub(crate) fn audience(&self) -> Vec<String> {
        self.key_binding(|binding| vec![binding.audience]).unwrap_or_else(|| self.opened.audience.clone())
    }

    /// What challenge the token answers: `nonce`, or what the holder said in showing an SD-JWT.
    pub(crate) fn nonce(&self) -> Vec<String> {
        let own = || self.opened.nonce.iter().cloned().collect();
        self.key_binding(|binding| vec![binding.nonce]).unwrap_or_else(own)
    }

    fn key_binding<T>(&self, read: impl Fn(openbadges::jose::sd_jwt::KeyBinding) -> T) -> Option<T> {
        match &self.token {
            Token::Jws(_) => None,
            Token::SdJwt(sd_jwt) => sd_jwt.key_binding().ok().flatten().map(read),
        }
    }
}

/// Opens a text: a compact JWS, an SD-JWT, or a data URL with one of them.
pub(crate) fn of_text(text: &str, limits: &Limits) -> Result<Claimed, JoseError> {
    let text = text.trim();
    if text.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:")) {
        return of_envelope(enveloped::open_url(text)?);
    }
    let token = Token::parse_within(text, limits)?;
    if let Token::Jws(jws) = &token
        && let Ok(claims) = jws.claims().map(Value::Object)
        && openbadges2::is_assertion(&claims)
    {
        let securing = Securing::Signature(Box::new(jws.clone()));
        return Ok(Claimed { document: claims, securing });
    }
    let opened = token.open()?;
    Ok(claimed(token, opened))
}

/// Opens an object that wraps a token; nothing, if it is another object.
pub(crate) fn of_object(value: &Value) -> Option<Result<Claimed, JoseError>> {
    enveloped::open(value).map(|envelope| of_envelope(envelope?))
}

fn of_envelope(envelope: Enveloped) -> Result<Claimed, JoseError> {
    let opened = envelope.open()?;
    Ok(claimed(envelope.token, opened))
}

fn claimed(token: Token, mut opened: Opened) -> Claimed {
    let document = std::mem::take(&mut opened.document);
    Claimed { document, securing: Securing::Token(Box::new(SecuredToken { token, opened })) }
}

/// Why a token cannot be opened, as a finding.
pub(crate) fn flaw(error: &JoseError) -> Flaw {
    let flaw = Flaw::new(!error.leaves_open(), Code::TokenUnreadable).fact("cause", error.to_string());
    flaw.standard("PARSING_ERROR")
}

/// Looks into the signature of a token, as into a proof.
pub(crate) fn finding(secured: &SecuredToken, inspection: &Inspection<'_>) -> ProofFinding {
    let jws = secured.token.jws();
    let budget = inspection.work.budget;
    let key = key::find(jws, inspection);
    let signature = match &key {
        Err(_missing) => Err(Flaw::open(Code::SignatureWithoutKey)),
        Ok(key) => budget
            .spend_signature(&key.public)
            .map_err(Flaw::from)
            .and_then(|()| jws.verify(&key.public).map_err(|error| not_verified(&error))),
    };
    // Without `kid`, the token says no more than whose key it was.
    let method = jws.key_id().or(inspection.issuer).unwrap_or_default().to_owned();
    let suite = algorithm_name(jws.algorithm()).to_owned();
    ProofFinding { method, suite, signs_meaning: false, key, signature }
}

fn not_verified(error: &JoseError) -> Flaw {
    let flaw = match error {
        JoseError::SignatureMismatch => Flaw::wrong(Code::SignatureMismatch),
        other => Flaw::wrong(Code::SignatureUnconfirmed).fact("cause", other.to_string()),
    };
    flaw.standard("PROOF_VERIFICATION_ERROR")
}
