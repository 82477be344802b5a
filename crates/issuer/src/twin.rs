//! The same badge as a token: VC-JWT as Open Badges 3.0 has it, and SD-JWT VC.
//!
//! *Decision:* a twin is the badge and not another one: it has the same status entry, so whatever is done to the badge is done to
//! its twins. It has no embedded proofs; the token is its signature. It names no refresh service: what is there is the badge in
//! its first form, which a verifier would take for a newer version of the token.
//!
//! *Decision:* the JWT has the id of the badge. The SD-JWT has an id of its own, which says nothing: the id of a badge is the
//! address of its public page, and that page shows the name that the SD-JWT leaves to disclosure.
//!
//! *Decision:* a token needs a subject with an id (claim `sub`). Where the badge names its recipient only by name and address,
//! the twin's subject is called `{id of the badge}#recipient`: it says no more than "whoever was given this badge", differs
//! from badge to badge, and is never made of the e-mail address.

use openbadges::jose::sd_jwt::{IssueOptions, prepare_credential};
use openbadges::jose::vc_jwt;
use openbadges::{Algorithm, PublicKey, Timestamp, did};
use serde_json::{Map, Value, json};

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
    let credential = with_subject_id(unsecured(badge)?)?;
    Ok(Unsigned::token(vc_jwt::prepare(&credential, &key_url(district, key), key)?))
}

/// What an SD-JWT has beside the badge.
#[derive(Debug, Clone)]
pub struct SdJwtIssuance<'a> {
    /// The id of the token, such as `urn:uuid:…`: random, and kept with the token.
    pub id: &'a str,
    /// When it is signed.
    pub issued_at: Timestamp,
    /// 32 fresh random bytes, which nobody may learn.
    pub salt_seed: [u8; 32],
}

/// What is left to disclosure: who received the badge, and what a person wrote or linked, which may lead to them.
const DISCLOSABLE: [&str; 3] = ["/credentialSubject/identifier", "/credentialSubject/narrative", "/evidence"];

/// Signs a badge as SD-JWT VC (`dc+sd-jwt`) with the district's key of P-256 (`ES256`). Left to disclosure are the identifiers
/// of the recipient, all together and each by itself, the narrative and the evidence. Nothing that is always shown leads to
/// the public page of the badge.
///
/// # Errors
///
/// As [`jwt_twin`], for a key of P-256.
pub fn sd_jwt_twin(
    badge: &Value,
    district: &District<'_>,
    issuance: &SdJwtIssuance<'_>,
    keys: &KeyRing,
) -> Result<String, IssueError> {
    prepare_sd_jwt_twin(badge, district, issuance, keys)?.signed_by(keys)
}

/// As [`sd_jwt_twin`], but for the signature.
///
/// # Errors
///
/// As [`sd_jwt_twin`].
pub fn prepare_sd_jwt_twin(
    badge: &Value,
    district: &District<'_>,
    issuance: &SdJwtIssuance<'_>,
    keys: &PublicKeys,
) -> Result<Unsigned<String>, IssueError> {
    let key = p256(keys, "ES256")?;
    let credential = unlinked(unsecured(badge)?, issuance.id)?;
    let kid = did::jwk_method_of(district.did, key);
    let [all, ..] = DISCLOSABLE;
    let count = credential.pointer(all).and_then(Value::as_array).map_or(0, Vec::len);
    let each: Vec<String> = (0..count).map(|number| format!("{all}/{number}")).collect();
    let there = DISCLOSABLE.into_iter().filter(|pointer| credential.pointer(pointer).is_some());
    let disclosable: Vec<&str> = there.chain(each.iter().map(String::as_str)).collect();
    let options = IssueOptions {
        disclosable: &disclosable,
        holder: None,
        issued_at: issuance.issued_at,
        kid: &kid,
        salt_seed: issuance.salt_seed,
    };
    Ok(Unsigned::token(prepare_credential(&credential, &options, key)?))
}

/// The credential under another id. A subject that has an id of its own keeps it as one of its identifiers, which are left to
/// disclosure: a DID or an address may well name the person.
fn unlinked(mut credential: Value, id: &str) -> Result<Value, IssueError> {
    let subject = subject(&mut credential)?;
    if let Some(own) = subject.shift_remove("id") {
        let identifier = json!({
            "type": "IdentityObject", "identityHash": own, "identityType": "identifier", "hashed": false,
        });
        let identifiers = subject.entry("identifier").or_insert_with(|| json!([]));
        match identifiers {
            Value::Array(identifiers) => identifiers.push(identifier),
            one => *one = json!([one.take(), identifier]),
        }
    }
    credential.as_object_mut().ok_or(IssueError::NotABadge { member: "id" })?.insert("id".into(), id.into());
    with_subject_id(credential)
}

fn p256<'a>(keys: &'a PublicKeys, suite: &'static str) -> Result<&'a PublicKey, IssueError> {
    keys.signing(|kind| kind == Algorithm::P256).ok_or(IssueError::NoKey { suite })
}

/// The badge without its proofs, and without the place where it is to be had with them. Its one subject is an object.
fn unsecured(badge: &Value) -> Result<Value, IssueError> {
    let mut credential = badge.clone();
    let members = credential.as_object_mut().ok_or(IssueError::NotABadge { member: "id" })?;
    members.shift_remove("proof");
    members.shift_remove("refreshService");
    if let Some(Value::Array(contexts)) = members.get_mut("@context") {
        contexts.retain(|context| context != ED25519_2020_CONTEXT);
    }
    if let Some(subject) = members.get_mut("credentialSubject") {
        let only = match subject {
            Value::Array(subjects) if subjects.len() == 1 => subjects.pop(),
            _ => None,
        };
        if let Some(only) = only {
            *subject = only;
        }
    }
    Ok(credential)
}

fn subject(credential: &mut Value) -> Result<&mut Map<String, Value>, IssueError> {
    let subject = credential.get_mut("credentialSubject").and_then(Value::as_object_mut);
    subject.ok_or(IssueError::NotABadge { member: "credentialSubject" })
}

/// The credential with an id of its subject.
fn with_subject_id(mut credential: Value) -> Result<Value, IssueError> {
    let id = credential.get("id").and_then(Value::as_str).ok_or(IssueError::NotABadge { member: "id" })?;
    let id = format!("{id}#recipient");
    subject(&mut credential)?.entry("id").or_insert_with(|| id.into());
    Ok(credential)
}
