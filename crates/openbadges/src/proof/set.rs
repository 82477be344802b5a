//! The proofs of one document (VC Data Integrity §2.1.1, proof sets). What they have in common, above all the canonical form of
//! the document, is computed once for all of them.

use serde_json::Value;

use super::error::ProofError;
use super::forms::DocumentForms;
use super::options::ProofOptions;
use super::prepared::PreparedProof;
use super::{create, verify};
use crate::budget::Budget;
use crate::jsonld::Edition;
use crate::keys::{PublicKey, SecretKey};

/// A document whose proofs are made or checked one after the other.
///
/// ```
/// # use openbadges::{SecretKey, Timestamp, proof::{Cryptosuite, ProofOptions, ProofSet}};
/// let badge = serde_json::json!({"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential"]});
/// let key = SecretKey::from_seed([7; 32]);
/// let set = ProofSet::of(&badge);
/// let options = ProofOptions::new("did:web:a#k", Timestamp::from_unix(0).unwrap());
/// let proof = set.create(&options.with_cryptosuite(Cryptosuite::EddsaRdfc2022), &key).unwrap();
/// assert_eq!(set.verify(&proof, &key.public()), Ok(()));
/// ```
#[derive(Debug)]
pub struct ProofSet<'a> {
    document: &'a Value,
    forms: DocumentForms<'a>,
}

impl<'a> ProofSet<'a> {
    /// The proofs of a document. Those that it holds already are not part of what is signed, except where a proof builds on
    /// them.
    pub fn of(document: &'a Value) -> Self {
        Self { document, forms: DocumentForms::default() }
    }

    /// As [`Self::of`]; all work is spent from a budget.
    pub fn within(document: &'a Value, budget: &'a Budget) -> Self {
        Self { document, forms: DocumentForms::within(budget) }
    }

    /// As [`prepare`](super::prepare()).
    ///
    /// # Errors
    /// As [`create`](super::create()).
    pub fn prepare(&self, options: &ProofOptions, key: &PublicKey) -> Result<PreparedProof, ProofError> {
        create::prepare_with(self.document, &self.forms, options, key)
    }

    /// As [`create`](super::create()).
    ///
    /// # Errors
    /// As [`create`](super::create()).
    pub fn create(&self, options: &ProofOptions, key: &SecretKey) -> Result<Value, ProofError> {
        self.prepare(options, &key.public())?.signed_by(key)
    }

    /// As [`verify`](super::verify()).
    ///
    /// # Errors
    /// As [`verify`](super::verify()).
    pub fn verify(&self, proof: &Value, key: &PublicKey) -> Result<(), ProofError> {
        verify::verify_in(self.document, &self.forms, proof, key, Edition::Newest)
    }

    /// As [`verify_under_older_contexts`](super::verify_under_older_contexts).
    ///
    /// # Errors
    /// As [`verify`](super::verify()).
    pub fn verify_under_older_contexts(&self, proof: &Value, key: &PublicKey) -> Result<(), ProofError> {
        verify::verify_in(self.document, &self.forms, proof, key, Edition::OpenBadgesOf2025)
    }
}
