//! Credentials inside images: what is written byte for byte, what is read, and what is refused.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has failed"
)]

mod arbitrary;
mod png;
mod svg;

const JSON: &str = "{\"id\":\"https://badges.example/c/1\",\"name\":\"Größe ]]> & <b>\"}";
const JWS: &str = "eyJhbGciOiJFUzI1NiJ9.eyJpZCI6IjEifQ.c2ln";
