//! VC-JWT as Open Badges 3.0 has it (§"JSON Web Token Proof Format"), which is that of VCDM 1.1 and not VC-JOSE-COSE.

use serde_json::{Map, Value};
use url::Url;

use crate::{PublicKey, SecretKey, Timestamp};

use super::error::{JoseError, cut};
use super::jws::{Jws, prepare as prepare_payload};
use super::opened::{Content, Opened, V1_CONTEXT, first_context};
use super::prepared::PreparedToken;
use super::token::Token;

/// Signs a credential: header `alg`, `kid` and `typ` = `JWT`; claims `iss`, `jti`, `sub`, `nbf`, and `exp` where it has an end.
///
/// `kid` is the URL of the key: a DID URL, or an address that answers one bare JWK. A credential of data model 1.1 goes
/// into the claim `vc`; one of 2.0 is the payload itself.
///
/// *Decision*: Open Badges requires `sub`, and does not require the `credentialSubject.id` that it repeats. A badge that names
/// its recipient by identifiers alone is signed without `sub`, as the samples of the public validator are, rather than with
/// one that it does not have, or not at all.
///
/// # Errors
/// When `kid` is no absolute URL, or the credential lacks what a claim repeats: `issuer.id`, `id`, `validFrom`
/// (`issuanceDate`).
pub fn sign(credential: &Value, kid: &str, key: &SecretKey) -> Result<String, JoseError> {
    Ok(prepare(credential, kid, &key.public())?.signed_by(key))
}

/// As [`sign`], but for the signature.
///
/// # Errors
/// As [`sign`].
pub fn prepare(credential: &Value, kid: &str, key: &PublicKey) -> Result<PreparedToken, JoseError> {
    let members = credential.as_object().ok_or(JoseError::MissingMember { member: "@context" })?;
    let is_version_1 = first_context(members) == Some(V1_CONTEXT);
    let claims = claims(members, is_version_1)?;
    let payload = if is_version_1 {
        let mut payload = claims;
        payload.insert("vc".into(), credential.clone());
        payload
    } else {
        if let Some(member) = ["vc", "vp"].into_iter().find(|member| members.contains_key(*member)) {
            return Err(JoseError::ForbiddenMember { member: member.into() });
        }
        let mut payload = members.clone();
        payload.extend(claims);
        payload
    };
    let header = header("JWT", kid)?;
    Ok(prepare_payload(&header, Value::Object(payload).to_string().as_bytes(), key))
}

/// Reads a VC-JWT of either version, and compares its claims with the credential.
///
/// # Errors
/// When the token holds no credential, or the first claim that contradicts it. [`Token::open`] tells all of them.
pub fn read(jws: &Jws) -> Result<Opened, JoseError> {
    let opened = Token::Jws(jws.clone()).open()?;
    if opened.content != Content::Credential {
        return Err(JoseError::Placement { problem: "the token holds a presentation, not a credential" });
    }
    Ok(opened.agreed()?)
}

/// A header with `kid` and `typ`.
pub(super) fn header(typ: &str, kid: &str) -> Result<Map<String, Value>, JoseError> {
    if Url::parse(kid).is_err() {
        return Err(JoseError::KeyId { kid: cut(kid) });
    }
    Ok(Map::from_iter([("kid".to_owned(), kid.into()), ("typ".to_owned(), typ.into())]))
}

/// The claims that repeat members of the credential.
fn claims(credential: &Map<String, Value>, is_version_1: bool) -> Result<Map<String, Value>, JoseError> {
    let [from, until] =
        if is_version_1 { ["issuanceDate", "expirationDate"] } else { ["validFrom", "validUntil"] };
    let id = |value: Option<&Value>, member| {
        let id = value.and_then(|value| value.as_str().or_else(|| value.get("id")?.as_str()));
        id.map(Value::from).ok_or(JoseError::MissingMember { member })
    };
    let subject = match credential.get("credentialSubject") {
        Some(Value::Array(subjects)) if subjects.len() == 1 => subjects.first(),
        subject => subject,
    };
    let subject = subject.and_then(|subject| subject.get("id"));
    let mut claims = Map::new();
    claims.insert("iss".into(), id(credential.get("issuer"), "issuer.id")?);
    claims.insert("jti".into(), id(credential.get("id"), "id")?);
    if let Ok(subject) = id(subject, "credentialSubject.id") {
        claims.insert("sub".into(), subject);
    }
    claims.insert("nbf".into(), seconds(credential, from)?.into());
    if credential.contains_key(until) {
        claims.insert("exp".into(), seconds(credential, until)?.into());
    }
    Ok(claims)
}

/// A date of the credential as `NumericDate`.
pub(super) fn seconds(credential: &Map<String, Value>, member: &'static str) -> Result<i64, JoseError> {
    let text = credential.get(member).and_then(Value::as_str);
    let moment = text.and_then(|text| Timestamp::parse_date_time(text).ok());
    moment.map(Timestamp::unix).ok_or(JoseError::MissingMember { member })
}
