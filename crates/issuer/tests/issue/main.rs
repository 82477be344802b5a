//! An approval becomes a credential.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod approval;
mod documents;
mod draft;
mod signing;
