//! What is signed: the hash of the proof options, then the hash of the document (`vc-di-eddsa` §3.2.4).

use serde_json::{Map, Value};
use sha2::{Digest, Sha256, Sha384};

use super::error::{Part, ProofError};
use super::set::DocumentHashes;
use super::suite::Cryptosuite;
use super::{jcs, template};
use crate::canonical::canonical_form_of;
use crate::jsonld::{Edition, Members};
use crate::keys::Algorithm;
use crate::rdf::Hash;

/// The bytes that are signed. `earlier` are the proofs that this one builds on; they are part of the
/// document. The document's own `proof` is left out.
pub(super) fn hash_data(
    document: &Map<String, Value>,
    hashes: &DocumentHashes,
    earlier: Option<&Value>,
    proof: &Map<String, Value>,
    suite: Cryptosuite,
    (algorithm, edition): (Algorithm, Edition),
) -> Result<Vec<u8>, ProofError> {
    if suite.is_jcs() {
        let (document, proof) = jcs::forms(document, earlier, proof)?;
        return Ok([hash(algorithm, &proof), hash(algorithm, &document)].concat());
    }
    let mut members = Members::without(document, &["proof"]);
    let labels = if algorithm == Algorithm::P384 { Hash::Sha384 } else { Hash::Sha256 };
    let proof = proof_form(members.context, proof, edition, labels).map_err(canonical(Part::ProofOptions));
    let document_hash = |members: &Members<'_>| {
        let form = canonical_form_of(members, edition, labels).map_err(canonical(Part::Document))?;
        Ok(hash(algorithm, form.as_bytes()))
    };
    let document = match earlier {
        None => hashes.of(algorithm, edition, || document_hash(&members))?,
        Some(earlier) => {
            members.members.push(("proof", earlier));
            document_hash(&members)?
        }
    };
    Ok([hash(algorithm, proof?.as_bytes()), document].concat())
}

/// SHA-384 for keys of P-384, else SHA-256 (`vc-di-ecdsa` §3). The same holds within RDFC-1.0.
fn hash(algorithm: Algorithm, bytes: &[u8]) -> Vec<u8> {
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
) -> Result<String, crate::CanonicalError> {
    if let Some(form) = template::filled(context, proof, edition) {
        return Ok(form);
    }
    let members = Members { context, ..Members::without(proof, &["proofValue"]) };
    canonical_form_of(&members, edition, labels)
}
