//! The command line as a process: exit statuses, files, and what is left after each verb.

#![expect(clippy::unwrap_used, reason = "a panic is a failed test")]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const URL: &str = "https://badges.example.org";

/// A folder to work in, and nothing set in the environment.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_countersign"));
        command.args(arguments).current_dir(self.path()).env_clear();
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// With the address that most verbs need.
    fn at(&self, arguments: &[&str]) -> Output {
        self.command(arguments).env("COUNTERSIGN_PUBLIC_URL", URL).output().unwrap()
    }

    fn with_district() -> Self {
        let desk = Self::new();
        let added = desk.at(&["district", "add", "north-fork", "--name", "North Fork"]);
        assert_eq!(status(&added), 0, "{}", complaint(&added));
        desk
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).unwrap()
    }
}

fn status(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn complaint(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn the_story_is_told_to_its_end_and_leaves_its_documents() {
    let desk = Desk::new();
    let told = desk.run(&["demo", "--once", "--out", "story"]);
    assert_eq!(status(&told), 0, "{}", complaint(&told));
    let lines = said(&told);
    let steps: Vec<&str> = lines.lines().filter_map(|line| line.get(..20)).map(str::trim_end).collect();
    let expected = [
        "district",
        "catalog",
        "enroll",
        "submit",
        "return for revision",
        "resubmit",
        "approve",
        "sign",
        "publish",
        "verify",
        "tamper",
        "revoke",
        "verify",
    ];
    assert_eq!(steps[..expected.len()], expected, "{lines}");
    for name in ["badge.json", "did.json", "profile.json", "status-before.json", "status-after.json"] {
        let document: serde_json::Value = serde_json::from_str(&desk.text(&format!("story/{name}"))).unwrap();
        assert!(document.is_object(), "{name}");
    }
    assert_ne!(desk.text("story/status-before.json"), desk.text("story/status-after.json"));
    let left: Vec<_> =
        std::fs::read_dir(desk.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["story"]);
}

#[test]
fn a_badge_whose_issuer_cannot_be_reached_could_not_be_checked() {
    let desk = Desk::new();
    desk.run(&["demo", "--once", "--out", "story"]);
    let report = desk.run(&["verify", "story/badge.json", "--json"]);
    assert_eq!(status(&report), 2, "{}", complaint(&report));
    let report: serde_json::Value = serde_json::from_str(&said(&report)).unwrap();
    assert_eq!(report["outcome"], "could_not_be_checked");
}

#[test]
fn what_is_no_badge_is_not_verified_and_what_is_no_file_is_no_badge() {
    let desk = Desk::new();
    std::fs::write(desk.path().join("x.json"), r#"{"type": ["VerifiableCredential"]}"#).unwrap();
    let refused = desk.run(&["verify", "x.json"]);
    assert_eq!(status(&refused), 1);
    assert!(said(&refused).ends_with("NOT VERIFIED\n"), "{}", said(&refused));
    assert_eq!(status(&desk.run(&["verify", "nowhere.json"])), 2);
    assert_eq!(status(&desk.run(&["verify"])), 64);
}

#[test]
fn a_badge_is_read_from_standard_input() {
    let desk = Desk::new();
    let mut command = desk.command(&["verify", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"{\"a\": 1, \"a\": 2}").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(status(&output), 1);
    assert!(said(&output).contains("cannot be read"), "{}", said(&output));
}

#[test]
fn every_failure_names_the_setting_and_its_place() {
    let desk = Desk::new();
    let cases: [(&[&str], &str); 5] = [
        (&["serve"], "public_url is not set"),
        (
            &["serve", "--public-url", "http://example.org"],
            "public_url: http://example.org/: http is for this machine only",
        ),
        (&["serve", "--public-url", URL, "--key-file", "nokeys"], "key_file: nokeys: "),
        (&["serve", "--public-url", URL, "--database-url", "mysql://x"], "database_url: it must begin with"),
        (&["serve", "--public-url", URL, "--mail-host", "mail.example.org"], "mail_from is not set"),
    ];
    for (arguments, expected) in cases {
        let refused = desk.run(arguments);
        assert_eq!(status(&refused), 78, "{arguments:?}: {}", complaint(&refused));
        assert!(complaint(&refused).contains(expected), "{arguments:?}: {}", complaint(&refused));
    }
    std::fs::write(desk.path().join("countersign.toml"), "lisen = 'x'").unwrap();
    let refused = desk.run(&["migrate"]);
    assert_eq!(status(&refused), 78);
    assert!(complaint(&refused).contains("unknown setting `lisen`"), "{}", complaint(&refused));
}

#[test]
fn work_that_makes_no_address_needs_no_public_url() {
    let desk = Desk::with_district();
    for arguments in [&["migrate"][..], &["keys", "list"], &["backup", "copy.db"]] {
        let done = desk.run(arguments);
        assert_eq!(status(&done), 0, "{arguments:?}: {}", complaint(&done));
    }
    assert_eq!(status(&desk.run(&["keys", "new", "north-fork"])), 78);
}

#[test]
fn a_backup_of_postgresql_is_told_its_command_before_anything_else() {
    let desk = Desk::new();
    let refused = desk.run(&["backup", "copy.db", "--database-url", "postgres://localhost/x"]);
    assert_eq!(status(&refused), 64);
    assert!(complaint(&refused).contains("pg_dump --format=custom"), "{}", complaint(&refused));
    assert!(!desk.path().join("copy.db").exists());
}

#[cfg(unix)]
#[test]
fn keys_and_database_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with_district();
    for name in ["keys", "countersign.db"] {
        let mode = std::fs::metadata(desk.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    std::fs::set_permissions(desk.path().join("keys"), PermissionsExt::from_mode(0o644)).unwrap();
    let refused = desk.at(&["keys", "list"]);
    assert_eq!(status(&refused), 78);
    assert!(complaint(&refused).contains("chmod 600"), "{}", complaint(&refused));
}

#[test]
fn a_new_key_signs_and_the_one_before_verifies_and_loses_its_secret() {
    let desk = Desk::with_district();
    let first = said(&desk.at(&["keys", "list"]));
    let first = first.split_whitespace().find(|word| word.starts_with("z6Mk")).unwrap().to_owned();
    assert_eq!(status(&desk.at(&["keys", "new", "north-fork"])), 0);
    let listed = said(&desk.at(&["keys", "list"]));
    let lines: Vec<&str> = listed.lines().collect();
    assert!(lines.len() == 3 && lines[0].ends_with("  signs"), "{listed}");
    assert!(lines[1].contains(&first) && lines[1].ends_with("  verifies only"), "{listed}");
    assert!(
        lines[2].contains("  p256     zDna") && lines[2].ends_with("  signs"),
        "another kind stays: {listed}"
    );
    let old = desk.text("keys").lines().find(|line| line.contains(&first)).unwrap().to_owned();
    assert!(old.ends_with(" -"), "the secret is still there");
    assert!(!listed.contains("z3u2"));
    assert_eq!(status(&desk.at(&["keys", "new", "south-fork"])), 65);
}

#[test]
fn a_key_of_another_kind_is_made_when_it_is_asked_for() {
    let desk = Desk::with_district();
    assert_eq!(status(&desk.at(&["keys", "new", "north-fork", "--algorithm", "rs256"])), 0);
    let listed = said(&desk.at(&["keys", "list"]));
    let kinds: Vec<_> = listed.lines().map(|line| line.split_whitespace().nth(2).unwrap()).collect();
    assert_eq!(kinds, ["ed25519", "p256", "rs256"]);
    assert!(listed.lines().all(|line| line.ends_with("  signs")), "{listed}");
    assert_eq!(status(&desk.at(&["keys", "new", "north-fork", "--algorithm", "hs256"])), 64);
}

#[test]
fn a_client_is_made_listed_and_shut_out() {
    let desk = Desk::with_district();
    let made = desk.at(&["client", "new", "HR", "--district", "north-fork", "--scope", "credentials:issue"]);
    assert_eq!(status(&made), 0, "{}", complaint(&made));
    let made = said(&made);
    let id = made.lines().find_map(|line| line.strip_prefix("client_id")).unwrap().trim();
    let secret = made.lines().find_map(|line| line.strip_prefix("client_secret")).unwrap().trim();
    let listed = said(&desk.at(&["client", "list", "--district", "north-fork"]));
    assert!(listed.contains(id) && listed.contains("active") && !listed.contains(secret), "{listed}");
    let out = desk.at(&["client", "revoke", id, "--district", "north-fork"]);
    assert!(said(&out).contains("revoked"), "{}", said(&out));
    let wrong = desk.at(&["client", "new", "x", "--district", "north-fork", "--scope", "everything"]);
    assert_eq!(status(&wrong), 65);
    assert!(complaint(&wrong).contains("scopes/0: there is no such scope"), "{}", complaint(&wrong));
}

#[test]
fn a_copy_brings_the_district_back_and_damage_is_refused() {
    let desk = Desk::with_district();
    assert_eq!(status(&desk.at(&["backup", "copy.db"])), 0);
    let again = desk.at(&["backup", "copy.db"]);
    assert_eq!(status(&again), 73, "{}", complaint(&again));
    assert_eq!(status(&desk.at(&["district", "add", "later", "--name", "Later"])), 0);

    assert_eq!(status(&desk.at(&["restore", "copy.db"])), 73, "the database already exists");
    let whole = std::fs::read(desk.path().join("copy.db")).unwrap();
    std::fs::write(desk.path().join("half.db"), &whole[..whole.len() / 2]).unwrap();
    let refused = desk.at(&["restore", "half.db", "--force"]);
    assert_eq!(status(&refused), 65, "{}", complaint(&refused));
    assert!(said(&desk.at(&["district", "list"])).contains("later"), "it was replaced by half a copy");

    let restored = desk.at(&["restore", "copy.db", "--force"]);
    assert_eq!(status(&restored), 0, "{}", complaint(&restored));
    let listed = said(&desk.at(&["district", "list"]));
    assert!(listed.contains("north-fork") && !listed.contains("later"), "{listed}");
}

/// A demo that serves; stopped as an operator would when this is dropped.
#[cfg(unix)]
struct Demo(std::process::Child);

#[cfg(unix)]
impl Demo {
    /// Starts it and answers with the share link that it printed.
    fn start(desk: &Desk, listen: &str) -> (Self, String) {
        use std::io::BufRead;
        let mut command = desk.command(&["demo", "--listen", listen]);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = std::io::BufReader::new(child.stdout.take().unwrap()).lines();
        let link = lines.find_map(|line| {
            let line = line.unwrap();
            line.contains("a sample badge").then(|| line.split_whitespace().last().unwrap().to_owned())
        });
        // What it says later must find someone who reads.
        std::thread::spawn(move || lines.for_each(drop));
        (Self(child), link.unwrap())
    }

    fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([name, &self.0.id().to_string()]).status().unwrap().success());
    }

    fn end(mut self) -> i32 {
        self.signal("-TERM");
        self.0.wait().unwrap().code().unwrap()
    }
}

#[cfg(unix)]
impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(unix)]
#[test]
fn a_demo_that_is_started_again_finds_the_same_data() {
    let desk = Desk::new();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = listener.local_addr().unwrap().to_string();
    drop(listener);
    // What an interrupted first start leaves behind.
    std::fs::create_dir_all(desk.path().join("data/.building")).unwrap();
    std::fs::write(desk.path().join("data/.building/countersign.db"), "half").unwrap();

    let (demo, link) = Demo::start(&desk, &listen);
    let verified = desk.run(&["verify", &link]);
    assert_eq!(status(&verified), 0, "{}", said(&verified));
    for image in ["badge.png", "badge.svg"] {
        let verified = desk.run(&["verify", &format!("{link}/{image}")]);
        assert_eq!(status(&verified), 0, "{image}: {}", said(&verified));
    }
    let plain = desk.run(&["verify", &format!("http://{listen}/assets/favicon.svg")]);
    assert_eq!(status(&plain), 1, "{}", complaint(&plain));
    assert!(said(&plain).contains("there is no badge inside this SVG image"), "{}", said(&plain));
    let config = ["--config", "data/countersign.toml"];
    assert_eq!(status(&desk.run(&[&config[..], &["backup", "copy.db"]].concat())), 0);
    let refused = desk.run(&[&config[..], &["restore", "copy.db", "--force"]].concat());
    assert_eq!(status(&refused), 73, "a database in use was replaced");
    demo.signal("-HUP");
    assert_eq!(demo.end(), 0);

    let (demo, again) = Demo::start(&desk, &listen);
    assert_eq!(again, link);
    assert_eq!(demo.end(), 0);
    let moved = desk.run(&["demo", "--listen", "127.0.0.1:0"]);
    assert_eq!(status(&moved), 64, "{}", complaint(&moved));
}
