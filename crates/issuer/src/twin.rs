//! The same badge as a token: VC-JWT as Open Badges 3.0 has it, and SD-JWT VC.
//!
//! *Decision:* a twin is the badge and not another one: same id, same status entry, so whatever is done to the badge is done to
//! its twins. It has no embedded proofs; the token is its signature.
//!
//! *Decision:* a token needs a subject with an id (claim `sub`). Where the badge names its recipient only by name and address,
//! the twin's subject is called `{id of the badge}#recipient`: it says no more than "whoever was given this badge", differs
//! from badge to badge, and is never made of the e-mail address.

use openbadges::jose::sd_jwt::{IssueOptions, prepare_credential};
use openbadges::jose::vc_jwt;
use openbadges::{Algorithm, PublicKey, Timestamp, did};
use serde_json::Value;

use crate::district::District;
use crate::documents::key_url;
use crate::error::IssueError;
use crate::keys::{KeyRing, PublicKeys};
use crate::sign::ED25519_2020_CONTEXT;
use crate::unsigned::Unsigned;

/// Signs a badge as VC-JWT (Open Badges 3.0 §"JSON Web Token Proof Format"): with the district's RSA key where it has one, which
/// is what every reader knows (`RS256`), else with its key of P-256 (`ES256`). `kid` is the address of that key, which answers
/// one bare JWK.
///
/// # Errors
///
/// [`IssueError::NoKey`] when the district has neither; [`IssueError::Envelope`] when the badge has no form as a token.
pub fn jwt_twin(badge: &Value, district: &District<'_>, keys: &KeyRing) -> Result<String, IssueError> {
    prepare_jwt_twin(badge, district, keys)?.signed_by(keys)
}

/// As [`jwt_twin`], but for the signature.
///
/// # Errors
///
/// As [`jwt_twin`].
pub fn prepare_jwt_twin(
    badge: &Value,
    district: &District<'_>,
    keys: &PublicKeys,
) -> Result<Unsigned<String>, IssueError> {
    let rsa = keys.signing(|kind| kind == Algorithm::Rsa);
    let key = match rsa {
        Some(key) => key,
        None => p256(keys, "RS256 or ES256")?,
    };
    Ok(Unsigned::token(vc_jwt::prepare(&unsecured(badge)?, &key_url(district, key), key)?))
}

/// Signs a badge as SD-JWT VC (`dc+sd-jwt`) with the district's key of P-256 (`ES256`). Who received it is left to disclosure:
/// all identifiers together, and each by itself. `salt_seed` are 32 fresh random bytes, which nobody may learn.
///
/// # Errors
///
/// As [`jwt_twin`], for a key of P-256.
pub fn sd_jwt_twin(
    badge: &Value,
    district: &District<'_>,
    issued_at: Timestamp,
    salt_seed: [u8; 32],
    keys: &KeyRing,
) -> Result<String, IssueError> {
    prepare_sd_jwt_twin(badge, district, issued_at, salt_seed, keys)?.signed_by(keys)
}

/// As [`sd_jwt_twin`], but for the signature.
///
/// # Errors
///
/// As [`sd_jwt_twin`].
pub fn prepare_sd_jwt_twin(
    badge: &Value,
    district: &District<'_>,
    issued_at: Timestamp,
    salt_seed: [u8; 32],
    keys: &PublicKeys,
) -> Result<Unsigned<String>, IssueError> {
    let key = p256(keys, "ES256")?;
    let credential = unsecured(badge)?;
    let kid = did::jwk_method_of(district.did, key);
    let all = "/credentialSubject/identifier";
    let count = credential.pointer(all).and_then(Value::as_array).map(Vec::len);
    let each: Vec<String> = (0..count.unwrap_or_default()).map(|number| format!("{all}/{number}")).collect();
    let disclosable: Vec<&str> =
        count.map(|_| all).into_iter().chain(each.iter().map(String::as_str)).collect();
    let options = IssueOptions { disclosable: &disclosable, holder: None, issued_at, kid: &kid, salt_seed };
    Ok(Unsigned::token(prepare_credential(&credential, &options, key)?))
}

fn p256<'a>(keys: &'a PublicKeys, suite: &'static str) -> Result<&'a PublicKey, IssueError> {
    keys.signing(|kind| kind == Algorithm::P256).ok_or(IssueError::NoKey { suite })
}

/// The badge without its proofs, and with an id of its subject.
fn unsecured(badge: &Value) -> Result<Value, IssueError> {
    let mut credential = badge.clone();
    let malformed = |member| IssueError::NotABadge { member };
    let id = badge.get("id").and_then(Value::as_str).ok_or_else(|| malformed("id"))?;
    let subject = match credential.get_mut("credentialSubject") {
        Some(Value::Array(subjects)) if subjects.len() == 1 => subjects.first_mut(),
        subject => subject,
    };
    let subject = subject.and_then(Value::as_object_mut).ok_or_else(|| malformed("credentialSubject"))?;
    if !subject.contains_key("id") {
        subject.insert("id".into(), format!("{id}#recipient").into());
    }
    if let Some(members) = credential.as_object_mut() {
        members.shift_remove("proof");
    }
    if let Some(Value::Array(contexts)) = credential.get_mut("@context") {
        contexts.retain(|context| context != ED25519_2020_CONTEXT);
    }
    Ok(credential)
}
