//! "Verify Proof" (`vc-di-eddsa` §3.2.2, §3.3.2; `vc-di-ecdsa` §3.2.2, §3.3.2): the signature alone. Whose
//! key it is, what for, and whether dates hold is for the verifier to ask.

use serde_json::Value;

use super::error::{Part, ProofError};
use super::forms::DocumentForms;
use super::hash::{canonical, hash_data};
use super::suite::Cryptosuite;
use super::{chain, members, sd};
use crate::jsonld::Edition;
use crate::keys::{Algorithm, PublicKey};

/// Whether `proof` is a signature of `document` by `key`, in any of the ways of [`Cryptosuite`]. The document
/// may still hold its proofs, which are left out; those that this one builds on (`previousProof`) are looked
/// for there.
///
/// # Errors
/// When the proof is malformed, of an unknown suite, or does not hold.
pub fn verify(document: &Value, proof: &Value, key: &PublicKey) -> Result<(), ProofError> {
    verify_in(document, &DocumentForms::default(), proof, key, Edition::Newest)
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
    verify_in(document, &DocumentForms::default(), proof, key, Edition::OpenBadgesOf2025)
}

/// As [`verify`], under an edition of the contexts and with what is known of the document already.
pub(super) fn verify_in(
    document: &Value,
    forms: &DocumentForms<'_>,
    proof: &Value,
    key: &PublicKey,
    edition: Edition,
) -> Result<(), ProofError> {
    let document = document.as_object().ok_or(ProofError::DocumentNotAnObject)?;
    let proof = proof.as_object().ok_or(ProofError::ProofNotAnObject)?;
    let suite = members::check(proof)?;
    members::required(proof, "proofValue")?;
    check_key(suite, key.algorithm())?;
    if suite == Cryptosuite::EcdsaSd2023 {
        return sd::verify(document, forms, proof, key, edition);
    }
    let signature = members::signature(proof, signature_length(key.algorithm()))?;
    let earlier = chain::previous(document, proof)?;
    let data = hash_data(document, forms, earlier.as_ref(), proof, suite, (key.algorithm(), edition))?;
    forms.budget().spend_signature(key).map_err(|exhausted| canonical(Part::Document)(exhausted.into()))?;
    if key.verify(&data, &signature) { Ok(()) } else { Err(ProofError::SignatureMismatch) }
}

/// A signature by another kind of key might be taken for one of this suite.
pub(super) fn check_key(suite: Cryptosuite, found: Algorithm) -> Result<(), ProofError> {
    if suite.signs_with(found) { Ok(()) } else { Err(ProofError::WrongKey { suite: suite.as_str(), found }) }
}

pub(super) fn signature_length(algorithm: Algorithm) -> usize {
    if algorithm == Algorithm::P384 { 96 } else { 64 }
}
