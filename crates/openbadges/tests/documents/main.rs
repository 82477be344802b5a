//! The document types and the JSON Schemas against each other and against the published schemas.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "everything here is test code; clippy's settings for tests know functions marked as tests only"
)]

mod agreement;
mod building;
mod expectations;
mod generate;
mod mutations;
mod published;
mod reading;
mod samples;
