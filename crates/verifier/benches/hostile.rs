//! What the costliest documents cost. `cargo bench -p verifier --bench hostile`

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench fails by panicking, and prints")]
#![allow(dead_code, clippy::allow_attributes, reason = "the documents are shared")]

#[path = "../../../tests/src/hostile_documents.rs"]
mod hostile_documents;

use std::time::Instant;

use openbadges::Timestamp;
use serde_json::Value;
use verifier::Evidence;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn measure(name: &str, document: &Value) {
    let text = document.to_string();
    let began = Instant::now();
    let unverified = verifier::parse(text.as_bytes());
    let parsed = began.elapsed();
    let summary = match unverified {
        Ok(unverified) => {
            let report = verifier::verify(&unverified, &Evidence::new(), Timestamp::parse(hostile_documents::NOW).unwrap());
            format!("{:?}: {}", report.outcome, report.summary.chars().take(80).collect::<String>())
        }
        Err(rejection) => rejection.to_string(),
    };
    println!("{:>9.1} ms (parse {:.1}) {:>8} bytes  {name}  {summary}", began.elapsed().as_secs_f64() * 1e3, parsed.as_secs_f64() * 1e3, text.len());
}

fn main() {
    for count in [1, 12, 32] {
        let document = hostile_documents::honest_presentation(count);
        measure(&format!("{count} honest badges"), &document);
        measure(&format!("{count} honest badges"), &document);
    }
    measure("one honest badge", &hostile_documents::honest_badge(1));
    for (name, document) in hostile_documents::attacks() {
        measure(name, &document);
    }
}
