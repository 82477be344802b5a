//! What is signed: the hash of the proof options, then the hash of the document (§3.3.4).

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::error::{Part, ProofError};
use super::template;
use crate::canonical::canonical_form_of;
use crate::jsonld::{Edition, Members};

/// The 64 bytes that are signed. `earlier` are the proofs that this one builds on; they are part of the
/// document. The document's own `proof` is left out.
pub(super) fn hash_data(
    document: &Map<String, Value>,
    earlier: Option<&Value>,
    proof: &Map<String, Value>,
    edition: Edition,
) -> Result<[u8; 64], ProofError> {
    let mut members = Members::without(document, &["proof"]);
    if let Some(earlier) = earlier {
        members.members.push(("proof", earlier));
    }
    let canonical = |part| move |source| ProofError::Canonical { part, source };
    let document_form = canonical_form_of(&members, edition).map_err(canonical(Part::Document))?;
    let proof_form = proof_form(members.context, proof, edition).map_err(canonical(Part::ProofOptions))?;
    let mut data = [0; 64];
    let (first, second) = data.split_at_mut(32);
    first.copy_from_slice(&Sha256::digest(proof_form));
    second.copy_from_slice(&Sha256::digest(document_form));
    Ok(data)
}

/// The canonical form of the proof options, read in the context of the document (§3.3.5).
pub(super) fn proof_form(
    context: Option<&Value>,
    proof: &Map<String, Value>,
    edition: Edition,
) -> Result<String, crate::CanonicalError> {
    if let Some(form) = template::filled(context, proof, edition) {
        return Ok(form);
    }
    let members = Members { context, ..Members::without(proof, &["proofValue"]) };
    canonical_form_of(&members, edition)
}
