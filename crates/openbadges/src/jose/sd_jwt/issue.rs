//! Making an SD-JWT (RFC 9901 §4).

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::jose::base64url;
use crate::jose::error::JoseError;
use crate::jose::jws::prepare as prepare_payload;
use crate::jose::prepared::PreparedToken;
use crate::{PublicKey, SecretKey};

use super::disclosure::{Disclosure, DisclosureError};
use super::processing::{DIGEST_ALGORITHM, DIGESTS, ITEM, NOT_DISCLOSABLE, SHA_256};

/// Signs claims, and leaves those at the given JSON pointers (RFC 6901) to disclosure; one inside another is disclosed with
/// that one or not at all. Answers `jws~disclosure~…~`.
///
/// The salts are made from `salt_seed`, which must be 32 good random bytes, new for every token, and kept from everybody:
/// whoever knows them can guess what was not disclosed.
///
/// # Errors
/// When a pointer leads to nothing, or to a claim that must not be hidden, or the claims use the reserved names `_sd`,
/// `_sd_alg` and `...`.
pub fn issue(
    claims: Map<String, Value>,
    disclosable: &[&str],
    header: &Map<String, Value>,
    key: &SecretKey,
    salt_seed: &[u8; 32],
) -> Result<String, JoseError> {
    Ok(prepare(claims, disclosable, header, &key.public(), salt_seed)?.signed_by(key))
}

/// As [`issue`], but for the signature.
///
/// # Errors
/// As [`issue`].
pub fn prepare(
    claims: Map<String, Value>,
    disclosable: &[&str],
    header: &Map<String, Value>,
    key: &PublicKey,
    salt_seed: &[u8; 32],
) -> Result<PreparedToken, JoseError> {
    let mut claims = Value::Object(claims);
    refuse_reserved_names(&claims)?;
    let mut pointers = disclosable.to_vec();
    // The innermost first: a disclosure holds the digests of those inside it.
    pointers.sort_by_key(|pointer| std::cmp::Reverse(pointer.matches('/').count()));
    pointers.dedup();
    let mut disclosures = Vec::with_capacity(pointers.len());
    for pointer in pointers {
        disclosures.push(hide(&mut claims, pointer, salt_seed)?);
    }
    if let Value::Object(members) = &mut claims {
        members.insert(DIGEST_ALGORITHM.into(), SHA_256.into());
    }
    let mut tail = "~".to_owned();
    for disclosure in disclosures {
        tail.push_str(disclosure.as_str());
        tail.push('~');
    }
    Ok(prepare_payload(header, claims.to_string().as_bytes(), key).with_tail(tail))
}

/// Puts the digest of a value into its place.
fn hide(claims: &mut Value, pointer: &str, salt_seed: &[u8; 32]) -> Result<Disclosure, DisclosureError> {
    let nothing = || DisclosureError::NothingThere { pointer: pointer.to_owned() };
    let (parent, last) = pointer.rsplit_once('/').ok_or_else(nothing)?;
    let name = last.replace("~1", "/").replace("~0", "~");
    if parent.is_empty() && NOT_DISCLOSABLE.contains(&name.as_str()) {
        return Err(DisclosureError::NotDisclosable { claim: name });
    }
    let salt = salt(salt_seed, pointer);
    match claims.pointer_mut(parent) {
        Some(Value::Object(members)) if name != DIGESTS => {
            let value = members.shift_remove(&name).ok_or_else(nothing)?;
            let disclosure = Disclosure::new(salt, Some(&name), value);
            let digests = members.entry(DIGESTS).or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(digests) = digests {
                // Sorted, so that their order does not tell which claim is which.
                let digest = disclosure.digest();
                let place = digests.partition_point(|found| found.as_str() < Some(digest.as_str()));
                digests.insert(place, digest.into());
            }
            Ok(disclosure)
        }
        Some(Value::Array(items)) => {
            let item = name.parse().ok().and_then(|index: usize| items.get_mut(index)).ok_or_else(nothing)?;
            let disclosure = Disclosure::new(salt, None, item.take());
            *item = Value::Object(Map::from_iter([(ITEM.to_owned(), disclosure.digest().into())]));
            Ok(disclosure)
        }
        _ => Err(nothing()),
    }
}

/// 128 bits that only whoever knows the seed can tell, other ones for every place. Half of a digest is all that is shown,
/// from which the other half, and so the salt of a longer pointer, cannot be computed.
fn salt(seed: &[u8; 32], pointer: &str) -> String {
    let digest = Sha256::new().chain_update(seed).chain_update(pointer).finalize();
    base64url::encode(digest.get(..16).unwrap_or(&digest))
}

fn refuse_reserved_names(value: &Value) -> Result<(), DisclosureError> {
    match value {
        Value::Object(members) => {
            let reserved = [DIGESTS, DIGEST_ALGORITHM, ITEM];
            if let Some(claim) = members.keys().find(|name| reserved.contains(&name.as_str())) {
                return Err(DisclosureError::ReservedName { claim: claim.clone() });
            }
            members.values().try_for_each(refuse_reserved_names)
        }
        Value::Array(items) => items.iter().try_for_each(refuse_reserved_names),
        _ => Ok(()),
    }
}
