//! The members of a proof (VC Data Integrity §2.1), as they come from outside.

use serde_json::{Map, Value};
use url::Url;

use super::error::ProofError;
use super::suite::Cryptosuite;
use crate::timestamp::Timestamp;

/// The suite of a proof whose other members have the form that is prescribed.
pub(super) fn check(proof: &Map<String, Value>) -> Result<Cryptosuite, ProofError> {
    let kind = required(proof, "type")?;
    let name = match proof.get("cryptosuite") {
        None => None,
        Some(_) => Some(required(proof, "cryptosuite")?),
    };
    let cut = |text: &str| text.chars().take(60).collect();
    let suite = Cryptosuite::named(kind, name).ok_or_else(|| ProofError::UnsupportedSuite {
        kind: cut(kind),
        suite: cut(name.unwrap_or_default()),
    })?;
    required(proof, "verificationMethod")?;
    required(proof, "proofPurpose")?;
    check_optional(proof)?;
    Ok(suite)
}

/// A text that must be there.
pub(super) fn required<'a>(
    proof: &'a Map<String, Value>,
    member: &'static str,
) -> Result<&'a str, ProofError> {
    let value = proof.get(member).ok_or(ProofError::MissingMember { member })?;
    value.as_str().ok_or(ProofError::MalformedMember { member, problem: "it is not a text" })
}

/// The value: base58btc of as many bytes as the key's signatures have.
pub(super) fn signature(proof: &Map<String, Value>, length: usize) -> Result<Vec<u8>, ProofError> {
    let malformed = |problem| ProofError::MalformedMember { member: "proofValue", problem };
    let encoded = required(proof, "proofValue")?
        .strip_prefix('z')
        .ok_or_else(|| malformed("it does not begin with “z”"))?;
    // Base58 takes quadratic time and has 1.37 characters a byte.
    if encoded.len() > length + length / 2 {
        return Err(malformed("it is too long for a signature of this kind of key"));
    }
    let bytes = bs58::decode(encoded).into_vec().map_err(|_reason| malformed("it is not base58btc"))?;
    let right = bytes.len() == length;
    right
        .then_some(bytes)
        .ok_or_else(|| malformed("it does not have the length of a signature of this kind of key"))
}

fn check_optional(proof: &Map<String, Value>) -> Result<(), ProofError> {
    let malformed = |member, problem| Err(ProofError::MalformedMember { member, problem });
    let unlike =
        |member: &str, is: &dyn Fn(&Value) -> bool| proof.get(member).is_some_and(|value| !is(value));
    for member in ["created", "expires"] {
        let date =
            |value: &Value| value.as_str().is_some_and(|text| Timestamp::parse_date_time(text).is_ok());
        if unlike(member, &date) {
            return malformed(member, "it is not a date and time");
        }
    }
    for member in ["challenge", "nonce"] {
        if unlike(member, &Value::is_string) {
            return malformed(member, "it is not a text");
        }
    }
    if unlike("id", &|value| value.as_str().is_some_and(|id| Url::parse(id).is_ok())) {
        return malformed("id", "it is not a URL");
    }
    let texts = |value: &Value| match value {
        Value::Array(items) => items.iter().all(Value::is_string),
        single => single.is_string(),
    };
    if unlike("domain", &texts) {
        return malformed("domain", "it is neither a text nor a list of texts");
    }
    if unlike("previousProof", &texts) {
        return malformed("previousProof", "it is neither a text nor a list of texts");
    }
    Ok(())
}
