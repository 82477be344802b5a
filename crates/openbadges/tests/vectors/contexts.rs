use std::path::Path;

use serde_json::Value;

use crate::{json, sha256, shared, text};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schemas/contexts");

/// File and SHA-256, read from the table of the README.
fn pinned() -> Vec<(String, String)> {
    let readme = text(&Path::new(FOLDER).join("README.md"));
    let rows = readme.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<_> = row.split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect();
        (cells[1].clone(), cells[4].clone())
    })
    .collect()
}

#[test]
fn every_context_has_the_sha_256_that_the_readme_pins() {
    let pinned = pinned();
    let mut files: Vec<_> = std::fs::read_dir(FOLDER)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "README.md")
        .collect();
    files.sort();
    let mut named: Vec<_> = pinned.iter().map(|(file, _hash)| file.clone()).collect();
    named.sort();
    assert_eq!(files, named);
    for (file, hash) in pinned {
        assert_eq!(sha256(&text(&Path::new(FOLDER).join(&file))), hash, "{file}");
    }
}

#[test]
fn every_context_says_what_the_standard_bodies_publish() {
    let Some(data) = shared("every_context_says_what_the_standard_bodies_publish") else { return };
    for (ours, theirs) in [
        ("credentials-v2", "w3c/credentials-v2.jsonld"),
        ("credentials-v1", "w3c/credentials-v1.jsonld"),
        ("open-badges-3.0.3", "validator-pinned/ob-v3p0-3.0.3.json"),
        ("open-badges-3.0.3-of-2025", "spec-repo/context-3.0.3.json"),
        ("open-badges-3.0.2", "spec-repo/context-3.0.2.json"),
        ("open-badges-3.0.1", "spec-repo/context-3.0.1.json"),
        ("open-badges-3.0", "spec-repo/context.json"),
        ("open-badges-extensions", "validator-pinned/ob-v3p0-extensions.json"),
        ("clr-2.0.1", "validator-pinned/clr-v2p0-2.0.1.json"),
        ("clr-2.0", "validator-pinned/clr-v2p0.json"),
        ("status-list-2021-v1", "w3c/vc-bitstring-status-list/2021-v1.jsonld"),
        ("jws-2020-v1", "validator-pinned/suites-jws-2020.jsonld"),
        ("data-integrity-v2", "w3c/vc-data-integrity/data-integrity-v2.jsonld"),
        ("data-integrity-v1", "w3c/vc-data-integrity/data-integrity-v1.jsonld"),
        ("multikey-v1", "w3c/vc-data-integrity/multikey-v1.jsonld"),
        ("jwk-v1", "w3c/vc-data-integrity/jwk-v1.jsonld"),
        ("bitstring-status-list-v1", "w3c/vc-bitstring-status-list/v1.jsonld"),
        ("status-list-2021-v1", "w3c/vc-bitstring-status-list/2021-v1.jsonld"),
        ("did-v1", "validator-pinned/did-v1.jsonld"),
        ("ed25519-2020-v1", "validator-pinned/suites-ed25519-2020.jsonld"),
        ("credentials-examples-v2", "w3c/credentials-examples-v2.jsonld"),
    ] {
        let ours: Value = json(&Path::new(FOLDER).join(format!("{ours}.json")));
        assert_eq!(ours, json(&data.join("contexts").join(theirs)), "{theirs}");
    }
}
