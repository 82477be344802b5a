//! The signed list in which the status bits of many credentials are published (Bitstring Status List 1.0).

use openbadges::{SignedCredential, StatusList, Timestamp};
use serde_json::json;

use crate::district::District;
use crate::error::IssueError;
use crate::keys::KeyRing;
use crate::sign::sign;

/// Writes and signs the list credential that is served at `url`.
///
/// It is secured as the badges are (same issuer, same keys, same proofs), so whoever can verify a badge can verify its
/// status. `valid_until` bounds how long an old copy can be passed off as new; `ttl_ms` is how long a reader may keep it,
/// in milliseconds, and goes with the `max-age` of the answer.
///
/// # Errors
///
/// [`IssueError::Proof`] when the signature cannot be made, for example because the URL is none.
pub fn status_list(
    district: &District<'_>,
    url: &str,
    bits: &StatusList,
    valid_from: Timestamp,
    valid_until: Timestamp,
    ttl_ms: u64,
    keys: &KeyRing,
) -> Result<SignedCredential, IssueError> {
    let document = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": district.did,
        "validFrom": valid_from.to_string(),
        "validUntil": valid_until.to_string(),
        "credentialSubject": {
            "id": format!("{url}#list"),
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": bits.encode(),
            "ttl": ttl_ms,
        },
    });
    sign(document, district, valid_from, keys)
}
