//! "Create Base Proof" (`vc-di-ecdsa` §3.6.1).

use std::collections::BTreeSet;

use serde_json::Value;
use zeroize::Zeroizing;

use super::statements::Statements;
use super::value::BaseValue;
use super::{MOST_STATEMENTS, base_data, no_previous, proof_hash};
use crate::budget::Budget;
use crate::jsonld::Edition;
use crate::keys::{Algorithm, PublicKey, SecretKey};
use crate::proof::create::begin;
use crate::proof::error::{Part, ProofError};
use crate::proof::prepared::Unsigned;
use crate::proof::verify::check_key;
use crate::proof::{Cryptosuite, PreparedProof, ProofOptions};

/// The base proof of a document by a P-256 key. What the pointers select must be shown by the holder; the
/// rest they may leave out, statement by statement. `hmac_key` and `proof_key_seed` are random bytes, fresh
/// for each document.
///
/// # Errors
/// As [`proof::create`](crate::proof::create()); when a pointer leads nowhere, cuts a list in pieces, or the
/// document has values that cannot be told apart statement by statement.
pub fn create(
    document: &Value,
    options: &ProofOptions,
    mandatory_pointers: &[String],
    key: &SecretKey,
    hmac_key: [u8; 32],
    proof_key_seed: [u8; 32],
) -> Result<Value, ProofError> {
    let proof_key = SecretKey::generate(Algorithm::P256, proof_key_seed);
    create_with_proof_key(document, options, mandatory_pointers, key, hmac_key, &proof_key)
}

/// As [`create`], but for the issuer's signature: that of the options, the mandatory statements and the public half of the key
/// of the single statements, which have signed already.
///
/// # Errors
/// As [`create`].
pub fn prepare(
    document: &Value,
    options: &ProofOptions,
    mandatory_pointers: &[String],
    key: &PublicKey,
    hmac_key: [u8; 32],
    proof_key_seed: [u8; 32],
) -> Result<PreparedProof, ProofError> {
    let proof_key = SecretKey::generate(Algorithm::P256, proof_key_seed);
    prepare_with_proof_key(document, options, mandatory_pointers, key, hmac_key, &proof_key)
}

/// As [`create`], with the key that signs the single statements: a P-256 key that must be used for this one
/// document and then be destroyed.
///
/// # Errors
/// As [`create`].
pub fn create_with_proof_key(
    document: &Value,
    options: &ProofOptions,
    mandatory_pointers: &[String],
    key: &SecretKey,
    hmac_key: [u8; 32],
    proof_key: &SecretKey,
) -> Result<Value, ProofError> {
    prepare_with_proof_key(document, options, mandatory_pointers, &key.public(), hmac_key, proof_key)?
        .signed_by(key)
}

fn prepare_with_proof_key(
    document: &Value,
    options: &ProofOptions,
    mandatory_pointers: &[String],
    key: &PublicKey,
    hmac_key: [u8; 32],
    proof_key: &SecretKey,
) -> Result<PreparedProof, ProofError> {
    let hmac_key = Zeroizing::new(hmac_key);
    let suite = Cryptosuite::EcdsaSd2023;
    check_key(suite, key.algorithm())?;
    check_key(suite, proof_key.algorithm())?;
    let members = document.as_object().ok_or(ProofError::DocumentNotAnObject)?;
    let proof = begin(members, &options.clone().with_cryptosuite(suite))?;
    no_previous(&proof)?;
    let statements = Statements::of(members, &hmac_key)?;
    let mandatory = statements.group(mandatory_pointers)?.places;
    let rest: BTreeSet<usize> =
        (0..statements.lines.len()).filter(|place| !mandatory.contains(place)).collect();
    if rest.len() > MOST_STATEMENTS || mandatory_pointers.len() > MOST_STATEMENTS {
        let source =
            crate::CanonicalError::TooMuch { what: "statements to disclose", limit: MOST_STATEMENTS };
        return Err(ProofError::Canonical { part: Part::Document, source });
    }
    let public_key = fixed(&proof_key.public().to_multikey_bytes())?;
    let proof_hash = proof_hash(members, &proof, Edition::Newest, &Budget::default())?;
    let mandatory: Vec<&str> = statements.at(&mandatory).collect();
    let message = base_data(proof_hash, &public_key, &mandatory);
    let value = BaseValue {
        // Comes with `BaseValue::signed`.
        signature: [0; 64],
        public_key,
        hmac_key,
        signatures: statements
            .at(&rest)
            .map(|line| fixed(&proof_key.sign(line.as_bytes())))
            .collect::<Result<_, _>>()?,
        pointers: mandatory_pointers.to_vec(),
    };
    Ok(PreparedProof::new(key.clone(), message, proof, Unsigned::Base(Box::new(value))))
}

/// Keys and signatures of P-256 have one length each.
pub(super) fn fixed<const N: usize>(bytes: &[u8]) -> Result<[u8; N], ProofError> {
    let problem = "a key or signature has an unexpected length";
    <[u8; N]>::try_from(bytes).map_err(|_slice| ProofError::MalformedMember { member: "proofValue", problem })
}
