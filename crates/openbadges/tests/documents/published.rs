//! The published schemas and samples, where the machine has them. Nothing of them is in this repository.

use std::path::{Path, PathBuf};

use jsonschema::{Draft, Validator};
use openbadges::schema::Schema;
use serde_json::Value;

/// The folder of published data, or the news that the test of this name is skipped.
pub(crate) fn shared(test: &str) -> Option<PathBuf> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    let data = root.join("data");
    if !data.is_dir() {
        // Not `println!`, which the test harness keeps to itself when a test passes.
        let _ = std::io::Write::write_fmt(
            &mut std::io::stderr().lock(),
            format_args!("skipped: {test}: {} is absent\n", root.display()),
        );
        return None;
    }
    Some(data)
}

pub(crate) fn json(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) fn current(data: &Path, schema: Schema) -> Validator {
    let class = match schema {
        Schema::AchievementCredential => "achievementcredential",
        Schema::EndorsementCredential => "endorsementcredential",
        Schema::Profile => "profile",
        Schema::ClrCredential => panic!("the published schema of CLR 2.0 is not at hand"),
    };
    compile(&data.join(format!("schemas/ob_v3p0_{class}_schema.json")))
}

pub(crate) fn strict_2024(data: &Path) -> Validator {
    compile(&data.join("schemas/strict-2024/ob_v3p0_achievementcredential_schema.json"))
}

fn compile(path: &Path) -> Validator {
    jsonschema::options()
        .with_draft(Draft::Draft201909)
        .should_validate_formats(true)
        .offline()
        .build(&json(path))
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every JSON document among the published samples.
pub(crate) fn documents(data: &Path) -> Vec<PathBuf> {
    let folders = [
        "ob30-validator",
        "ob30-validator/bit-string-list",
        "ob30-validator/sd",
        "ob-spec-vectors",
        "worked-example",
    ];
    let files = folders.into_iter().flat_map(|folder| std::fs::read_dir(data.join(folder)).unwrap());
    let mut paths: Vec<_> = files.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    assert!(paths.len() > 10, "{paths:?}");
    paths
}
