//! "Verify Proof" (§3.3.2): the signature alone. Whose key it is, what for, and whether dates hold is
//! for the verifier to ask.

use serde_json::{Map, Value};

use super::chain;
use super::error::ProofError;
use super::hash::hash_data;
use super::options::Cryptosuite;
use crate::jsonld::Edition;
use crate::keys::{Algorithm, PublicKey};
use crate::timestamp::Timestamp;

/// Base58 of 64 bytes has at most 88 characters.
const LONGEST_VALUE: usize = 89;

/// Whether `proof` is a signature of `document` by `key`. The document may still hold its `proof`, which
/// is left out; the proofs that this one builds on (`previousProof`) are looked for there.
///
/// # Errors
/// When the proof is malformed, of another suite, or does not hold.
pub fn verify(document: &Value, proof: &Value, key: &PublicKey) -> Result<(), ProofError> {
    verify_in(document, proof, key, Edition::Newest)
}

/// As [`verify`], with the body that the context `context-3.0.3.json` had until 2025. A badge that only
/// verifies so was signed before terms that it uses were added: tell it, do not accept it silently.
///
/// # Errors
/// As [`verify`].
pub fn verify_under_older_contexts(
    document: &Value,
    proof: &Value,
    key: &PublicKey,
) -> Result<(), ProofError> {
    verify_in(document, proof, key, Edition::OpenBadgesOf2025)
}

fn verify_in(document: &Value, proof: &Value, key: &PublicKey, edition: Edition) -> Result<(), ProofError> {
    let document = document.as_object().ok_or(ProofError::DocumentNotAnObject)?;
    let proof = proof.as_object().ok_or(ProofError::ProofNotAnObject)?;
    check_suite(proof)?;
    required(proof, "verificationMethod")?;
    required(proof, "proofPurpose")?;
    check_created(proof)?;
    let signature = signature(proof)?;
    check_key(key.algorithm())?;
    let earlier = chain::previous(document, proof)?;
    let data = hash_data(document, earlier.as_ref(), proof, edition)?;
    if key.verify(&data, &signature) { Ok(()) } else { Err(ProofError::SignatureMismatch) }
}

fn check_suite(proof: &Map<String, Value>) -> Result<(), ProofError> {
    let kind = required(proof, "type")?;
    let suite = proof.get("cryptosuite").and_then(Value::as_str).unwrap_or_default();
    match (kind, suite) {
        ("DataIntegrityProof", "eddsa-rdfc-2022" | "eddsa-2022") | ("Ed25519Signature2020", "") => Ok(()),
        _ => {
            let cut = |text: &str| text.chars().take(60).collect();
            Err(ProofError::UnsupportedSuite { kind: cut(kind), suite: cut(suite) })
        }
    }
}

/// A signature of the wrong kind of key might be taken for that of another suite.
pub(super) fn check_key(found: Algorithm) -> Result<(), ProofError> {
    let suite = Cryptosuite::EddsaRdfc2022.as_str();
    if found == Algorithm::Ed25519 { Ok(()) } else { Err(ProofError::WrongKey { suite, found }) }
}

fn required<'a>(proof: &'a Map<String, Value>, member: &'static str) -> Result<&'a str, ProofError> {
    let value = proof.get(member).ok_or(ProofError::MissingMember { member })?;
    value.as_str().ok_or(ProofError::MalformedMember { member, problem: "it is not a text" })
}

fn check_created(proof: &Map<String, Value>) -> Result<(), ProofError> {
    let Some(created) = proof.get("created") else { return Ok(()) };
    let valid = created.as_str().is_some_and(|text| Timestamp::parse_date_time(text).is_ok());
    let problem = "it is not a date and time";
    if valid { Ok(()) } else { Err(ProofError::MalformedMember { member: "created", problem }) }
}

fn signature(proof: &Map<String, Value>) -> Result<[u8; 64], ProofError> {
    let malformed = |problem| ProofError::MalformedMember { member: "proofValue", problem };
    let value = required(proof, "proofValue")?;
    let encoded = value.strip_prefix('z').ok_or_else(|| malformed("it does not begin with “z”"))?;
    if encoded.len() > LONGEST_VALUE {
        return Err(malformed("it is too long for an Ed25519 signature"));
    }
    let bytes = bs58::decode(encoded).into_vec().map_err(|_reason| malformed("it is not base58btc"))?;
    <[u8; 64]>::try_from(bytes).map_err(|_bytes| malformed("it is not a signature of 64 bytes"))
}
