//! What is signed: the hash of the proof options, then the hash of the document (`vc-di-eddsa` §3.2.4).

use serde_json::{Map, Value};
use sha2::{Digest, Sha256, Sha384};

use super::error::{Part, ProofError};
use super::forms::DocumentForms;
use super::suite::Cryptosuite;
use super::{jcs, template};
use crate::budget::Budget;
use crate::canonical::canonical_form_of;
use crate::jsonld::{Edition, Members};
use crate::keys::Algorithm;
use crate::rdf::Hash;

/// The bytes that are signed. `earlier` are the proofs that this one builds on; they are part of the
/// document. The document's own `proof` is left out.
pub(super) fn hash_data(
    document: &Map<String, Value>,
    forms: &DocumentForms<'_>,
    earlier: Option<&Value>,
    proof: &Map<String, Value>,
    suite: Cryptosuite,
    (algorithm, edition): (Algorithm, Edition),
) -> Result<Vec<u8>, ProofError> {
    if suite.is_jcs() {
        forms.spend_json(document).map_err(canonical(Part::Document))?;
        let (document, proof) = jcs::forms(document, earlier, proof)?;
        return Ok([hash(algorithm, &proof), hash(algorithm, &document)].concat());
    }
    let labels = if algorithm == Algorithm::P384 { Hash::Sha384 } else { Hash::Sha256 };
    let document_hash = match earlier {
        None => forms.hash(document, algorithm, edition)?,
        Some(earlier) => {
            let mut members = Members::without(document, &["proof"]);
            members.members.push(("proof", earlier));
            let form = canonical_form_of(&members, edition, labels, forms.budget());
            hash(algorithm, form.map_err(canonical(Part::Document))?.as_bytes())
        }
    };
    let context = document.get("@context");
    let proof = proof_form(context, proof, edition, labels, forms.budget());
    Ok([hash(algorithm, proof.map_err(canonical(Part::ProofOptions))?.as_bytes()), document_hash].concat())
}

/// SHA-384 for keys of P-384, else SHA-256 (`vc-di-ecdsa` §3). The same holds within RDFC-1.0.
pub(super) fn hash(algorithm: Algorithm, bytes: &[u8]) -> Vec<u8> {
    match algorithm {
        Algorithm::P384 => Sha384::digest(bytes).to_vec(),
        _ => Sha256::digest(bytes).to_vec(),
    }
}

pub(super) fn canonical(part: Part) -> impl Fn(crate::CanonicalError) -> ProofError {
    move |source| ProofError::Canonical { part, source }
}

/// The canonical form of the proof options, read in the context of the document (`vc-di-eddsa` §3.2.5).
pub(super) fn proof_form(
    context: Option<&Value>,
    proof: &Map<String, Value>,
    edition: Edition,
    labels: Hash,
    budget: &Budget,
) -> Result<String, crate::CanonicalError> {
    if let Some(form) = template::filled(context, proof, edition, budget) {
        return Ok(form);
    }
    let members = Members { context, ..Members::without(proof, &["proofValue"]) };
    canonical_form_of(&members, edition, labels, budget)
}
