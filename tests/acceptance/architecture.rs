//! What the plan of the house forbids, where no compiler says it.

use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn files_of(crate_name: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates").join(crate_name).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    assert!(found.len() > 3, "{crate_name} has sources");
    found
}

#[test]
fn only_the_backend_asks_which_database_it_is() {
    for file in files_of("service") {
        let text = std::fs::read_to_string(&file).unwrap();
        let asks =
            ["DbBackend", "DatabaseBackend", "get_database_backend"].iter().any(|word| text.contains(word));
        let backend = file.ends_with("store/backend.rs") || file.parent().unwrap().ends_with("store/backend");
        assert!(backend || !asks, "{}", file.display());
    }
}

#[test]
fn the_pure_crates_know_no_clock_no_chance_and_no_waiting() {
    for name in ["openbadges", "program", "issuer", "verifier", "artwork"] {
        for file in files_of(name) {
            let text = std::fs::read_to_string(&file).unwrap();
            for word in [
                "SystemTime::now",
                "now_utc",
                "getrandom::",
                "Uuid::now_v7",
                "Uuid::new_v4",
                "tokio::",
                "std::net::Tcp",
            ] {
                assert!(!text.contains(word), "{} uses {word}", file.display());
            }
        }
    }
}

/// The compiler lets only `service` make an actor; of what `service` offers, only this makes one that no one authenticated.
#[test]
fn no_network_door_takes_the_authority_of_the_command_line() {
    for file in files_of("server") {
        let text = std::fs::read_to_string(&file).unwrap();
        for word in ["CommandLine", "danger", "operator_of", "acting_as"] {
            assert!(!text.contains(word), "{} names {word}", file.display());
        }
    }
}
