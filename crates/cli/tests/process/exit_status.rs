//! The exit status tells a script what a person reads.

use std::os::unix::fs::PermissionsExt;

use crate::{countersign, run, stderr};

#[test]
fn verify_tells_not_verified_from_not_checked_and_from_wrong_use() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    assert!(run(&["demo", "--once", "--out", out.to_str().unwrap()]).status.success());
    let badge = out.join("badge.json");
    // The issuer of the sample is nowhere to be reached: nothing is wrong, and nothing is confirmed.
    assert_eq!(run(&["verify", badge.to_str().unwrap()]).status.code(), Some(2));
    let broken = dir.path().join("broken.json");
    std::fs::write(&broken, "{\"@context\": []").unwrap();
    let output = run(&["verify", "--json", broken.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["outcome"], "not_verified");
    assert_eq!(run(&["verify"]).status.code(), Some(64));
    assert_eq!(run(&["verify", "--shout", "x"]).status.code(), Some(64));
}

#[test]
fn a_setting_that_is_wrong_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("countersign.toml");
    std::fs::write(&file, "statsu_ttl = 3\n").unwrap();
    let output = run(&["--config", file.to_str().unwrap(), "district", "list"]);
    assert!(!output.status.success());
    assert!(stderr(&output).contains("statsu_ttl"), "{}", stderr(&output));

    let keys = dir.path().join("keys");
    std::fs::write(&keys, "").unwrap();
    std::fs::set_permissions(&keys, std::fs::Permissions::from_mode(0o644)).unwrap();
    let database = format!("sqlite:{}", dir.path().join("a.db").display());
    let mut command = countersign();
    command.env("DATABASE_URL", database).args(["--key-file", keys.to_str().unwrap()]);
    let output =
        command.args(["--public-url", "http://localhost:8080", "district", "list"]).output().unwrap();
    let said = stderr(&output);
    assert!(!output.status.success() && said.contains("key_file") && said.contains("chmod 600"), "{said}");
}
