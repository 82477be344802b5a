//! "Create Proof" (`vc-di-eddsa` §3.2.1, §3.3.1; `vc-di-ecdsa` §3.2.1, §3.3.1).

use serde_json::{Map, Value};

use super::error::{Part, ProofError};
use super::forms::DocumentForms;
use super::hash::hash_data;
use super::options::ProofOptions;
use super::prepared::{PreparedProof, Unsigned};
use super::suite::Cryptosuite;
use super::verify::check_key;
use super::{chain, members};
use crate::canonical::check_text;
use crate::jsonld::Edition;
use crate::keys::{PublicKey, SecretKey};

/// The proof of a document: an object to be put into its member `proof`, beside those that are there. They
/// are not part of what is signed, unless [`ProofOptions::previous_proof`] names them.
///
/// # Errors
/// When the key is of the wrong kind for the suite; when an option is malformed, or a proof to build on is
/// missing; for suites that sign the meaning, when the document is not safe to sign: something in it would
/// not be signed, it holds control characters that verifiers read differently, or it is too large.
pub fn create(document: &Value, options: &ProofOptions, key: &SecretKey) -> Result<Value, ProofError> {
    prepare(document, options, &key.public())?.signed_by(key)
}

/// As [`create`], but for the signature.
///
/// # Errors
/// As [`create`].
pub fn prepare(
    document: &Value,
    options: &ProofOptions,
    key: &PublicKey,
) -> Result<PreparedProof, ProofError> {
    prepare_with(document, &DocumentForms::default(), options, key)
}

/// As [`prepare`], with what is known of the document already.
pub(super) fn prepare_with(
    document: &Value,
    forms: &DocumentForms<'_>,
    options: &ProofOptions,
    key: &PublicKey,
) -> Result<PreparedProof, ProofError> {
    let suite = options.cryptosuite;
    if suite == Cryptosuite::EcdsaSd2023 {
        return Err(ProofError::NeedsPointers);
    }
    check_key(suite, key.algorithm())?;
    let members = document.as_object().ok_or(ProofError::DocumentNotAnObject)?;
    let mut proof = begin(members, options)?;
    if suite.is_jcs()
        && let Some(context) = members.get("@context")
    {
        proof.insert("@context".into(), context.clone());
    }
    let earlier = chain::previous(members, &proof)?;
    let data =
        hash_data(members, forms, earlier.as_ref(), &proof, suite, (key.algorithm(), Edition::Newest))?;
    Ok(PreparedProof::new(key.clone(), data, proof, Unsigned::Signature))
}

/// The proof without its value, when document and options may be signed.
pub(super) fn begin(
    document: &Map<String, Value>,
    options: &ProofOptions,
) -> Result<Map<String, Value>, ProofError> {
    if options.cryptosuite.signs_meaning() {
        for (name, value) in document.iter().filter(|(name, _value)| *name != "proof") {
            check_text(value).map_err(|error| ProofError::Canonical {
                part: Part::Document,
                source: error.within(name),
            })?;
        }
    }
    if let Some(id) = options.id.as_deref().filter(|id| chain::holds(document, id)) {
        return Err(ProofError::IdTaken { id: id.chars().take(200).collect() });
    }
    let proof = options.to_members();
    members::check(&proof)?;
    Ok(proof)
}
