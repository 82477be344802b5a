//! An approval becomes a credential.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod approval;
mod collections;
mod documents;
mod draft;
mod endorsement;
mod proofs;
mod signing;
mod twins;
mod unsigned;
