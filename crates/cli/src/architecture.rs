//! The bans of `.cargo/deny.toml` hold in this workspace, also where `cargo deny` is not at hand.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &Path) -> Table {
    let text = std::fs::read_to_string(path).unwrap();
    text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Name and direct dependencies of every member. Those of its tests are free: a test may look at everything.
fn members() -> Vec<(String, Vec<String>)> {
    let crates = std::fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path());
    let manifests = crates
        .chain(["tests", "tests/hostile"].map(|folder| root().join(folder)))
        .map(|folder| folder.join("Cargo.toml"));
    let member = |path: PathBuf| {
        let manifest = read(&path);
        let name = manifest["package"]["name"].as_str().unwrap().to_owned();
        let tables = ["dependencies", "build-dependencies"];
        let tables = tables.into_iter().filter_map(|table| manifest.get(table).and_then(Value::as_table));
        (name, tables.flat_map(|table| table.keys().cloned()).collect())
    };
    manifests.filter(|path| path.exists()).map(member).collect()
}

#[test]
fn only_the_crates_of_the_plan_use_what_is_fenced_in() {
    let deny = read(&root().join(".cargo/deny.toml"));
    let bans = deny["bans"]["deny"].as_array().unwrap();
    let members = members();
    assert!(members.len() > 7 && bans.len() > 5);
    for ban in bans {
        let banned = ban["crate"].as_str().unwrap();
        let wrappers = ban.get("wrappers").and_then(Value::as_array).cloned().unwrap_or_default();
        for (member, dependencies) in &members {
            let allowed = wrappers.iter().any(|wrapper| wrapper.as_str() == Some(member));
            let uses = dependencies.iter().any(|dependency| dependency == banned);
            assert!(allowed || !uses, "{member} uses {banned}: {}", ban["reason"]);
        }
    }
}
