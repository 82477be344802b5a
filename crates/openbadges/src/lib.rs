//! The words of the Open Badges 3.0 standard: documents, canonical form, proofs, status lists.

mod timestamp;

pub use timestamp::{Timestamp, TimestampError};
