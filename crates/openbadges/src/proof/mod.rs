//! Embedded proofs (VC Data Integrity 1.0) in the ways of [`Cryptosuite`].
//!
//! *Architecture invariant*: this module says whether a signature belongs to a document and a key. Whose key
//! it is, what it may be used for and whether dates, domain and challenge suit is for the caller to ask.

mod chain;
mod create;
mod error;
mod forms;
mod hash;
mod jcs;
mod members;
mod options;
mod prepared;
pub mod sd;
mod set;
mod suite;
mod template;
mod verify;

pub use create::{create, prepare};
pub use error::{Part, ProofError};
pub use options::ProofOptions;
pub use prepared::PreparedProof;
pub use set::ProofSet;
pub use suite::Cryptosuite;
pub use verify::{verify, verify_under_older_contexts};

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_chain;
#[cfg(test)]
mod tests_prepared;
#[cfg(test)]
mod tests_suites;
