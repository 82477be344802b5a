//! Foreign input of every kind, broken in many ways: nothing panics, nothing fills the memory, and nothing that was changed is
//! called verified.
//!
//! Each test runs for `COUNTERSIGN_FUZZ_SECONDS` (1 if not set; `.ci/run` asks for 60).

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::print_stderr, reason = "how much was tried is worth reading in the output of the tests")]

#[path = "../../../issuer/tests/issue/approval.rs"]
mod approval;
mod cbor;
mod credential;
mod graph;
mod image;
mod mutation;
mod seed;
mod status_list;
mod token;

use std::time::{Duration, Instant};

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

/// Whoever asks for more memory than this, all tests together, is stopped: what a stranger sends must not fill the machine.
const MOST_MEMORY: usize = 768 << 20;

#[global_allocator]
static ALLOCATOR: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, MOST_MEMORY);

/// Tries new inputs until the time is over; a failure shows the smallest input that fails.
fn try_many<S: Strategy>(name: &str, inputs: &S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let seconds = std::env::var("COUNTERSIGN_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    let end = Instant::now() + Duration::from_secs(seconds.unwrap_or(1));
    let config = Config { cases: 32, failure_persistence: None, ..Config::default() };
    let mut tried = 0_u32;
    while tried == 0 || Instant::now() < end {
        TestRunner::new(config.clone()).run(inputs, &test).unwrap_or_else(|error| panic!("{name}: {error}"));
        tried += config.cases;
    }
    eprintln!("{name}: {tried} inputs");
}
