//! What the stories stand on: a running Countersign on a fresh database, its clock, and the people of a
//! district.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::missing_panics_doc)]
#![allow(clippy::allow_attributes, reason = "this crate is for tests only, where a panic is a failed test")]
#![allow(clippy::print_stderr, reason = "what is skipped is said")]

use std::io::Write;

mod app;
mod browser;
#[allow(clippy::allow_attributes, clippy::indexing_slicing, reason = "documents made for tests")]
pub mod hostile_documents;
mod postgres;
pub mod process;
#[allow(clippy::allow_attributes, clippy::indexing_slicing, reason = "in a test a panic is a failure")]
mod proxy;
#[allow(clippy::allow_attributes, clippy::similar_names, reason = "a test server")]
pub mod smtp;
mod town;

pub use app::App;
pub use browser::Browser;
pub use postgres::Postgres;
pub use proxy::{Cut, Proxy};
pub use town::{Town, scores};

/// A port that no one listens on.
pub fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Says that a test is skipped, by name; with `REQUIRE_SERVICES=1` that is a failure.
pub fn skip(test: &str, why: &str) {
    // Not `eprintln!`, which the test harness keeps to itself when a test passes.
    let _ = writeln!(std::io::stderr().lock(), "skipped: {test}: {why}");
    assert!(std::env::var("REQUIRE_SERVICES").as_deref() != Ok("1"), "{test} needs what is missing: {why}");
}
