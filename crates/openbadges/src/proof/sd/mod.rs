//! Selective disclosure, `ecdsa-sd-2023` (`vc-di-ecdsa` §3.4 to §3.6): the issuer signs every statement by
//! itself, and the holder passes on those that they choose.
//!
//! [`create`] makes a base proof, which is for the holder alone: it holds a key that would tell apart what
//! is disclosed elsewhere. [`derive()`] makes the document that is shown, with a proof that
//! [`verify`](super::verify()) accepts.

mod create;
mod derive;
mod select;
mod statements;
mod value;
mod verify;

pub use create::{create, create_with_proof_key, prepare};
pub use derive::derive;

pub(super) use value::BaseValue;
pub(super) use verify::verify;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::error::{Part, ProofError};
use super::hash::{canonical, proof_form};
use crate::budget::Budget;
use crate::jsonld::Edition;
use crate::rdf::Hash;

/// How many statements may be signed by themselves. A badge has about a hundred; each costs a verification.
const MOST_STATEMENTS: usize = 2_000;

/// The hash of the proof options, read in the context of the document.
fn proof_hash(
    document: &Map<String, Value>,
    proof: &Map<String, Value>,
    edition: Edition,
    budget: &Budget,
) -> Result<[u8; 32], ProofError> {
    let form = proof_form(document.get("@context"), proof, edition, Hash::Sha256, budget);
    Ok(Sha256::digest(form.map_err(canonical(Part::ProofOptions))?).into())
}

/// What the issuer signs: the options, the key of the single statements, and the statements that must be
/// shown.
fn base_data(proof_hash: [u8; 32], public_key: &[u8], mandatory: &[&str]) -> Vec<u8> {
    let mandatory_hash: [u8; 32] = Sha256::digest(mandatory.concat()).into();
    [proof_hash.as_slice(), public_key, &mandatory_hash].concat()
}

/// These proofs are not made over others: what they would build on is not in the document that is shown.
fn no_previous(proof: &Map<String, Value>) -> Result<(), ProofError> {
    if proof.contains_key("previousProof") {
        let problem = "a proof of ecdsa-sd-2023 cannot build on others";
        return Err(ProofError::MalformedMember { member: "previousProof", problem });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
