//! The proofs of one document (VC Data Integrity §2.1.1, proof sets). What they have in common, above all the canonical form of
//! the document, is computed once for all of them.

use std::cell::RefCell;

use serde_json::Value;

use super::error::ProofError;
use super::options::ProofOptions;
use super::{create, verify};
use crate::jsonld::Edition;
use crate::keys::{Algorithm, PublicKey, SecretKey};

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
    hashes: DocumentHashes,
}

/// The hashes of a document without its proofs, by how they are made.
#[derive(Debug, Default)]
pub(super) struct DocumentHashes(RefCell<Vec<(bool, Edition, Vec<u8>)>>);

impl DocumentHashes {
    /// The hash, made at most once. There are two ways: SHA-384 for keys of P-384, else SHA-256.
    pub(super) fn of(
        &self,
        algorithm: Algorithm,
        edition: Edition,
        make: impl FnOnce() -> Result<Vec<u8>, ProofError>,
    ) -> Result<Vec<u8>, ProofError> {
        let is_longer = algorithm == Algorithm::P384;
        let same = |(longer, of, _hash): &&(bool, Edition, Vec<u8>)| *longer == is_longer && *of == edition;
        if let Some((_, _, known)) = self.0.borrow().iter().find(same) {
            return Ok(known.clone());
        }
        let hash = make()?;
        self.0.borrow_mut().push((is_longer, edition, hash.clone()));
        Ok(hash)
    }
}

impl<'a> ProofSet<'a> {
    /// The proofs of a document. Those that it holds already are not part of what is signed, except where a proof builds on
    /// them.
    pub fn of(document: &'a Value) -> Self {
        Self { document, hashes: DocumentHashes::default() }
    }

    /// As [`create`](super::create()).
    ///
    /// # Errors
    /// As [`create`](super::create()).
    pub fn create(&self, options: &ProofOptions, key: &SecretKey) -> Result<Value, ProofError> {
        create::create_with(self.document, &self.hashes, options, key)
    }

    /// As [`verify`](super::verify()).
    ///
    /// # Errors
    /// As [`verify`](super::verify()).
    pub fn verify(&self, proof: &Value, key: &PublicKey) -> Result<(), ProofError> {
        verify::verify_in(self.document, &self.hashes, proof, key, Edition::Newest)
    }
}
