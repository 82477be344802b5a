//! "Create Proof" (§3.3.1).

use serde_json::Value;

use super::error::{Part, ProofError};
use super::hash::hash_data;
use super::options::ProofOptions;
use super::verify::check_key;
use crate::canonical::check_text;
use crate::jsonld::Edition;
use crate::keys::SecretKey;

/// The proof of a document: an object to be put into its member `proof`. A `proof` that is there already
/// is not part of what is signed.
///
/// # Errors
/// When the document is not safe to sign: something in it would not be signed, it holds control
/// characters that verifiers read differently, or it is too large; when the key is of the wrong kind.
pub fn create(document: &Value, options: &ProofOptions, key: &SecretKey) -> Result<Value, ProofError> {
    check_key(key.algorithm())?;
    let members = document.as_object().ok_or(ProofError::DocumentNotAnObject)?;
    for (name, value) in members.iter().filter(|(name, _value)| *name != "proof") {
        check_text(value)
            .map_err(|error| ProofError::Canonical { part: Part::Document, source: error.within(name) })?;
    }
    let mut proof = options.to_members();
    let data = hash_data(members, None, &proof, Edition::Newest)?;
    let value = bs58::encode(key.sign(&data)).into_string();
    proof.insert("proofValue".into(), format!("z{value}").into());
    Ok(Value::Object(proof))
}
