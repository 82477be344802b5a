//! The claims of a token: they repeat what the document says, and must not contradict it (Open Badges 3.0 §"JWT Claims",
//! §"JWT Verification").

use openbadges::jose::{ClaimNote, Content, Form, Token};
use openbadges::{Algorithm, cost};
use serde_json::Value;

use crate::claimed::Securing;
use crate::code::Code;
use crate::flaw::Flaw;
use crate::inspection::Inspection;
use crate::jose::SecuredToken;
use crate::report::{Check, CheckName};

/// How far ahead of ours the clock of a holder may be, in seconds.
const CLOCK_SKEW: i64 = 300;

/// Every claim agrees with the document; nothing, for a document that is no token.
pub(crate) fn check(inspection: &Inspection<'_>) -> Option<Check> {
    let Securing::Token(secured) = &inspection.claimed.securing else {
        return None;
    };
    let name = CheckName::Claims;
    let check = match flaw(secured, inspection) {
        Some(flaw) => flaw.into_check(name),
        None => Check::passed(name, Code::ClaimsAgree),
    };
    let faults: Vec<Value> = secured.opened.faults.iter().map(|fault| fault.to_string().into()).collect();
    let notes: Vec<Value> = secured.opened.notes.iter().map(|note| note.to_string().into()).collect();
    let listed = |check: Check, name: &str, values: Vec<Value>| {
        if values.is_empty() { check } else { check.fact(name, values) }
    };
    Some(listed(listed(check, "faults", faults), "notes", notes).fact("form", form(secured.opened.form)))
}

fn form(form: Form) -> &'static str {
    match form {
        Form::VcJwt => "VC-JWT",
        Form::VcClaim => "VC-JWT of data model 1.1",
        Form::VcJoseCose => "VC-JOSE-COSE",
        Form::SdJwtVc => "SD-JWT VC",
    }
}

fn flaw(secured: &SecuredToken, inspection: &Inspection<'_>) -> Option<Flaw> {
    let opened = &secured.opened;
    if let Some(fault) = opened.faults.first() {
        return Some(
            Flaw::wrong(Code::ClaimsContradict)
                .fact("cause", fault.to_string())
                .standard("MALFORMED_VALUE_ERROR"),
        );
    }
    if let Some(flaw) = validity(secured, inspection).or_else(|| key_binding(secured, inspection)) {
        return Some(flaw);
    }
    let token_status = opened.notes.contains(&ClaimNote::TokenStatus);
    token_status.then(|| Flaw::open(Code::TokenStatusUnsupported))
}

/// `nbf` and `exp`, where they are not the dates of the credential, which have checks of their own.
fn validity(secured: &SecuredToken, inspection: &Inspection<'_>) -> Option<Flaw> {
    let opened = &secured.opened;
    let is_credential = opened.content == Content::Credential && opened.form != Form::VcJoseCose;
    let has = |members: [&str; 2]| members.iter().any(|member| inspection.document.get(*member).is_some());
    let not_before = opened.not_before.filter(|_| !(is_credential && has(["validFrom", "issuanceDate"])));
    let expires = opened.expires.filter(|_| !(is_credential && has(["validUntil", "expirationDate"])));
    let now = inspection.now;
    if let Some(from) = not_before.filter(|from| now < *from) {
        return Some(Flaw::wrong(Code::TokenNotYetValid).fact("nbf", from.to_string()));
    }
    // RFC 7519 §4.1.4: on or after that moment it must not be accepted.
    let until = expires.filter(|until| now >= *until)?;
    Some(Flaw::wrong(Code::TokenExpired).fact("exp", until.to_string()))
}

/// The signature of the holder is checked here, and where domain and challenge are compared, by a key of any kind.
fn times_asked() -> u64 {
    cost::signature(Algorithm::Rsa).saturating_add(cost::KEY).saturating_mul(3)
}

/// The holder's own signature in an SD-JWT, where there is one: it must be that of the key that the issuer names.
fn key_binding(secured: &SecuredToken, inspection: &Inspection<'_>) -> Option<Flaw> {
    let Token::SdJwt(sd_jwt) = &secured.token else {
        return None;
    };
    if let Err(exhausted) = inspection.work.budget.spend(times_asked()) {
        return Some(exhausted.into());
    }
    match sd_jwt.key_binding() {
        Ok(Some(binding)) if binding.issued_at > inspection.now.plus_seconds(CLOCK_SKEW) => {
            Some(Flaw::wrong(Code::HolderSignedInFuture).fact("at", binding.issued_at.to_string()))
        }
        Ok(_) => None,
        Err(error) => Some(Flaw::wrong(Code::HolderSignatureInvalid).fact("cause", error.to_string())),
    }
}
