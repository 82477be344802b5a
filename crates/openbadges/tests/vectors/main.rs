//! Published vectors, reproduced byte for byte. They lie outside the repository (`../shared/data`);
//! where they are absent, each test says by name that it was skipped.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has failed"
)]

mod canonical;
mod citizenship;
mod clr;
mod contexts;
mod disclosure;
mod images;
mod proofs;
mod suites;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};

/// The folder of the vectors; prints that the test is skipped when it is absent.
fn shared(test: &str) -> Option<PathBuf> {
    let data = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    if data.is_dir() {
        return Some(data.to_owned());
    }
    // Not `println!`, which the test harness keeps to itself when a test passes.
    let _ = std::io::Write::write_fmt(
        &mut std::io::stderr().lock(),
        format_args!("skipped: {test}: ../shared is absent\n"),
    );
    None
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&text(path)).unwrap()
}

fn sha256(text: &str) -> String {
    let mut digits = String::new();
    for byte in Sha256::digest(text) {
        write!(digits, "{byte:02x}").unwrap();
    }
    digits
}

/// The document without its proofs, and its proofs.
fn split(signed: &Value) -> (Value, Vec<Value>) {
    let mut document = signed.clone();
    let proofs = match document.as_object_mut().unwrap().shift_remove("proof").unwrap() {
        Value::Array(proofs) => proofs,
        single => vec![single],
    };
    (document, proofs)
}

/// What the proof hashes of itself: its members but the value, in the context of the document.
fn proof_config(document: &Value, proof: &Value) -> Value {
    let mut config = proof.clone();
    let members = config.as_object_mut().unwrap();
    members.shift_remove("proofValue");
    members.insert("@context".into(), document["@context"].clone());
    config
}
