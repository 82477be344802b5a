//! What the costliest documents cost, and large honest ones: CPU time of this process beside the units that were spent.
//! `cargo bench -p verifier --bench hostile`

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::redundant_closure_for_method_calls,
    clippy::unchecked_time_subtraction,
    unreachable_pub,
    reason = "a bench fails by panicking, and prints"
)]
#![allow(
    dead_code,
    clippy::allow_attributes,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "the documents are shared with tests"
)]

#[path = "../../../tests/src/hostile_documents.rs"]
mod hostile_documents;

use std::time::{Duration, Instant};

use openbadges::{Budget, Timestamp};
use serde_json::Value;
use verifier::{Evidence, Expectations, Rejection, Report};

/// As in the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The CPU time of this process so far, with a resolution of ten milliseconds; nothing where the system does not tell.
fn cpu() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_name, rest) = text.rsplit_once(')')?;
    let ticks = rest.split_whitespace().skip(11).take(2).map(|field| field.parse::<u64>());
    Some(Duration::from_millis(10 * ticks.sum::<Result<u64, _>>().ok()?))
}

fn verify(text: &[u8], budget: &Budget) -> Result<Report, Rejection> {
    let now = Timestamp::parse(hostile_documents::NOW).unwrap();
    let unverified = verifier::parse_within(text, budget)?;
    let _needs = unverified.needs_within(&Evidence::new(), budget);
    Ok(verifier::verify_within(&unverified, &Evidence::new(), now, &Expectations::default(), budget))
}

/// Verifies it until a second has passed.
fn measure(name: &str, document: &Value) {
    let text = document.to_string();
    let (began, before, mut rounds) = (Instant::now(), cpu(), 0_u32);
    let (report, budget) = loop {
        let budget = Budget::default();
        let report = verify(text.as_bytes(), &budget);
        rounds += 1;
        if began.elapsed() > Duration::from_secs(1) {
            break (report, budget);
        }
    };
    let spent = cpu().zip(before).map_or_else(|| began.elapsed(), |(after, before)| after - before) / rounds;
    let outcome =
        report.map_or_else(|rejection| rejection.to_string(), |report| format!("{:?}", report.outcome));
    println!(
        "{:>7.1} ms {:>7.1} M units{} {:>8} bytes  {name}: {outcome}",
        spent.as_secs_f64() * 1e3,
        Duration::from_nanos(budget.spent()).as_secs_f64() * 1e3,
        if budget.is_exhausted() { " and no more" } else { "" },
        text.len(),
    );
}

fn main() {
    for count in [1, 12, 24, 32] {
        measure(&format!("{count} honest badges"), &hostile_documents::honest_presentation(count));
    }
    for (name, document) in hostile_documents::attacks() {
        measure(name, &document);
    }
}
