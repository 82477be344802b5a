//! What a district publishes beside its badges: who it is, its keys, what can be earned, and what was revoked.

use openbadges::{Algorithm, OPEN_BADGES_CONTEXT, PublicKey, V2_CONTEXT, did};
use program::Definition;
use serde_json::{Map, Value, json};

use crate::district::District;
use crate::draft::achievement;
use crate::endorsement::{Endorsements, add};
use crate::error::IssueError;
use crate::keys::PublicKeys;

/// The profile of the district (Open Badges 3.0 `Profile`), with its JSON-LD contexts and with what others say of it.
///
/// # Errors
///
/// [`IssueError::Value`] when its DID or page has a wrong form.
pub fn profile_document(district: &District<'_>, endorsements: &Endorsements) -> Result<Value, IssueError> {
    let mut profile = district.profile()?.to_value();
    add(&mut profile, &endorsements.of_issuer);
    Ok(with_contexts(profile))
}

/// One version of a micro-credential (Open Badges 3.0 `Achievement`), exactly as it stands in every badge of it that is signed
/// now. What others say of it is all that may differ from badges signed before.
///
/// # Errors
///
/// [`IssueError::Value`] when an address in it has a wrong form.
pub fn achievement_document(
    definition: &Definition,
    version_number: u32,
    achievement_id: &str,
    district: &District<'_>,
    endorsements: &Endorsements,
) -> Result<Value, IssueError> {
    let mut achievement = achievement(definition, version_number, achievement_id, district)?.to_value();
    add(&mut achievement, &endorsements.of_achievement);
    Ok(with_contexts(achievement))
}

/// The DID document: every key of the district, the signing ones first. Retired keys stay, or the badges that they signed
/// would no longer verify.
pub fn did_document(district: &District<'_>, keys: &PublicKeys) -> Value {
    did::document(district.did, &keys.public_keys())
}

/// The same keys as a JWK set (RFC 7517), each with the `kid` that names it in what it signs.
pub fn jwks_document(district: &District<'_>, keys: &PublicKeys) -> Value {
    let keys: Vec<Value> = keys.public_keys().iter().map(|key| jwk(district, key)).collect();
    json!({ "keys": keys })
}

/// One key as a bare JWK: what the `kid` of a JWT leads to (Open Badges 3.0 §"JOSE Header"). `id` is its thumbprint, the last
/// part of [`key_url`]; `None` when the district has no such key.
pub fn jwk_document(district: &District<'_>, keys: &PublicKeys, id: &str) -> Option<Value> {
    keys.public_keys().iter().find(|key| key.jwk_thumbprint() == id).map(|key| jwk(district, key))
}

/// The address of a key, `{issuer page}/keys/{thumbprint}`: the `kid` of JWTs. The thumbprint (RFC 7638) is made of the key
/// alone, so an address never leads to another key.
pub fn key_url(district: &District<'_>, key: &PublicKey) -> String {
    format!("{}/keys/{}", district.url, key.jwk_thumbprint())
}

/// A key with what JOSE says of keys. `iss` binds it to the district (implementation guide of Open Badges 3.0). Ed25519 keys
/// sign no JWTs here: their `kid` is the verification method of proofs.
fn jwk(district: &District<'_>, key: &PublicKey) -> Value {
    let mut jwk = key.to_jwk();
    let kid = match key.algorithm() {
        Algorithm::Ed25519 => did::method_of(district.did, key),
        Algorithm::P256 | Algorithm::P384 | Algorithm::Rsa => key_url(district, key),
    };
    if let Some(members) = jwk.as_object_mut() {
        members.extend([
            ("kid".to_owned(), kid.into()),
            ("use".to_owned(), "sig".into()),
            ("alg".to_owned(), key.algorithm().jose_name().into()),
            ("iss".to_owned(), district.did.into()),
        ]);
    }
    jwk
}

/// An entry of the 1EdTech revocation list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevokedCredential<'a> {
    /// The id of the credential.
    pub id: &'a str,
    /// Why it was revoked, if the district publishes that.
    pub reason: Option<&'a str>,
}

/// The 1EdTech revocation list at `url`, for verifiers that do not read bitstring lists. The model and the public validator
/// spell its main member differently, so it is there twice.
pub fn revocation_list(district: &District<'_>, url: &str, revoked: &[RevokedCredential<'_>]) -> Value {
    let entries: Vec<Value> = revoked
        .iter()
        .map(|revoked| {
            let mut entry = json!({"id": revoked.id, "revoked": true});
            if let (Some(reason), Some(members)) = (revoked.reason, entry.as_object_mut()) {
                members.insert("revocationReason".into(), reason.into());
            }
            entry
        })
        .collect();
    json!({"id": url, "issuer": district.did, "revokedCredentials": entries.clone(), "revokedCredential": entries})
}

fn with_contexts(document: Value) -> Value {
    let mut members = Map::new();
    members.insert("@context".into(), json!([V2_CONTEXT, OPEN_BADGES_CONTEXT]));
    if let Value::Object(own) = document {
        members.extend(own);
    }
    Value::Object(members)
}
