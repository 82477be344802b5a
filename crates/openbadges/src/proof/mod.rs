//! Embedded proofs: Data Integrity with `eddsa-rdfc-2022` (`vc-di-eddsa` §3.2).
//!
//! `eddsa-2022` and `Ed25519Signature2020`, which older badges carry, are made in the same way and can be
//! verified; only `eddsa-rdfc-2022` can be created.

mod chain;
mod create;
mod error;
mod hash;
mod options;
mod template;
mod verify;

pub use create::create;
pub use error::{Part, ProofError};
pub use options::{Cryptosuite, ProofOptions};
pub use verify::{verify, verify_under_older_contexts};

#[cfg(test)]
mod tests;
