//! The words of the Open Badges 3.0 standard: documents, canonical form, proofs, status lists.
//!
//! *Architecture invariant*: no I/O, no clock, no chance, no async. JSON-LD contexts are compiled in
//! (`schemas/contexts`) and never fetched; times and random bytes are arguments.
//!
//! *Architecture invariant*: everything that reads foreign input is bounded: [`json::Limits`] for text,
//! a number of quads and of canonicalisation steps for graphs, a number of bits for status lists.

mod canonical;
pub mod did;
mod identity_hash;
pub mod json;
mod jsonld;
pub mod jwk;
mod multikey;
pub mod proof;
mod rdf;
mod signed;
mod status_list;
mod timestamp;

pub use canonical::{CanonicalError, canonical_form, check_safe_mode, check_text};
pub use identity_hash::{IdentityHashError, identity_hash, identity_matches};
pub use multikey::{MultikeyError, PublicKey, SecretKey};
pub use signed::SignedCredential;
pub use status_list::{StatusList, StatusListError};
pub use timestamp::{Timestamp, TimestampError};
