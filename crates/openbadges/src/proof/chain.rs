//! Proof chains (VC Data Integrity §4.4): proofs that were made over earlier ones.

use serde_json::{Map, Value};

use super::error::ProofError;

/// The proofs of the document that this proof names in `previousProof`: they are part of what it signs.
pub(super) fn previous(
    document: &Map<String, Value>,
    proof: &Map<String, Value>,
) -> Result<Option<Value>, ProofError> {
    let Some(previous) = proof.get("previousProof") else { return Ok(None) };
    let malformed =
        ProofError::MalformedMember { member: "previousProof", problem: "it is not a list of texts" };
    let mut found = Vec::new();
    for id in items(previous) {
        let id = id.as_str().ok_or_else(|| malformed.clone())?;
        let of_that_id = |candidate: &&Value| candidate.get("id").and_then(Value::as_str) == Some(id);
        let earlier = document.get("proof").map(items).unwrap_or_default().iter().find(of_that_id);
        let missing = || ProofError::PreviousProofMissing { id: id.chars().take(200).collect() };
        found.push(earlier.ok_or_else(missing)?.clone());
    }
    Ok(Some(Value::Array(found)))
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice)
}
