//! The signed list in which the status bits of many credentials are published (Bitstring Status List 1.0).

use openbadges::{SignedCredential, StatusList, Timestamp};
use serde_json::{Value, json};

use crate::district::District;
use crate::error::IssueError;
use crate::keys::{KeyRing, PublicKeys};
use crate::secure::{Securing, Suite, secure};
use crate::sign::prepare;
use crate::unsigned::Unsigned;

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
    let list = PurposeList { url, purpose: "revocation", bits, valid_from, valid_until, ttl_ms };
    district_list(district, &list, keys)
}

/// As [`status_list`], for another purpose too.
///
/// # Errors
///
/// As [`status_list`].
pub fn district_list(
    district: &District<'_>,
    list: &PurposeList<'_>,
    keys: &KeyRing,
) -> Result<SignedCredential, IssueError> {
    prepare_district_list(district, list, keys)?.signed_by(keys)
}

/// As [`district_list`], but for the signatures.
///
/// # Errors
///
/// As [`status_list`].
pub fn prepare_district_list(
    district: &District<'_>,
    list: &PurposeList<'_>,
    keys: &PublicKeys,
) -> Result<Unsigned<SignedCredential>, IssueError> {
    prepare(list.document(district.did), district, list.valid_from, keys)
}

/// A list for one purpose.
#[derive(Debug, Clone, Copy)]
pub struct PurposeList<'a> {
    /// Where it is served.
    pub url: &'a str,
    /// What a set bit means: `revocation`, `suspension`.
    pub purpose: &'a str,
    /// The bits.
    pub bits: &'a StatusList,
    /// The time of signing.
    pub valid_from: Timestamp,
    /// How long a copy may be passed off as new.
    pub valid_until: Timestamp,
    /// How long a reader may keep it, in milliseconds.
    pub ttl_ms: u64,
}

/// Writes and signs a list of an issuer who is no district, with the suite that goes with its key.
///
/// # Errors
///
/// As [`status_list`].
pub fn purpose_list(
    issuer: &str,
    list: &PurposeList<'_>,
    keys: &KeyRing,
) -> Result<SignedCredential, IssueError> {
    let securing = Securing {
        suite: Suite::usual(keys),
        mandatory_pointers: &[],
        created: list.valid_from,
        hmac_key: [0; 32],
        proof_key_seed: [0; 32],
    };
    let signed = secure(list.document(issuer), issuer, &securing, keys)?;
    Ok(SignedCredential::parse(signed.to_string())?)
}

impl PurposeList<'_> {
    fn document(&self, issuer: &str) -> Value {
        let Self { url, purpose, bits, .. } = self;
        json!({
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "id": url,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": issuer,
            "validFrom": self.valid_from.to_string(),
            "validUntil": self.valid_until.to_string(),
            "credentialSubject": {
                "id": format!("{url}#list"),
                "type": "BitstringStatusList",
                "statusPurpose": purpose,
                "encodedList": bits.encode(),
                "ttl": self.ttl_ms,
            },
        })
    }
}
