//! `countersign demo --once`.

use serde_json::Value;

use crate::{run, stderr};

#[test]
fn the_whole_story_holds_and_leaves_what_others_need_to_check_it() {
    let out = tempfile::tempdir().unwrap();
    let output = run(&["demo", "--once", "--out", out.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let steps = [
        "district", "catalog", "enroll", "submit", "return", "resubmit", "approve", "sign", "verify",
        "revoke",
    ];
    let mut rest = said.as_str();
    for step in steps {
        let at = rest.find(&format!("\n{step}")).or_else(|| rest.starts_with(step).then_some(0));
        rest = &rest[at.unwrap_or_else(|| panic!("no line {step} in its place:\n{said}"))..];
    }
    let read = |name: &str| -> Value {
        serde_json::from_str(&std::fs::read_to_string(out.path().join(name)).unwrap()).unwrap()
    };
    let badge = read("badge.json");
    assert_eq!(read("did.json")["id"], badge["issuer"]["id"]);
    assert_eq!(read("profile.json")["id"], badge["issuer"]["id"]);
    let index: usize = badge["credentialStatus"]["statusListIndex"].as_str().unwrap().parse().unwrap();
    let bit = |name: &str| {
        let list = read(name)["credentialSubject"]["encodedList"].as_str().unwrap().to_owned();
        openbadges::StatusList::decode(&list, 1 << 20).unwrap().get(index).unwrap()
    };
    assert!(!bit("status-before.json") && bit("status-after.json"));
}
