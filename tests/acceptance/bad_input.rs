//! A start or an input that cannot work says why, and nothing is half done.

use std::os::unix::fs::PermissionsExt;

use acceptance::App;
use service::{Service, StartError, World, verify};

#[tokio::test]
async fn a_key_file_that_cannot_be_used_is_named() {
    let app = App::sqlite().await;
    let file = app.key_file().clone();
    let says = async |part: &str| {
        let error = app.again().await.expect_err("it started");
        assert!(matches!(error, StartError::Keys(_)), "{error}");
        let text = error.to_string();
        assert!(
            text.contains("key_file") && text.contains(file.to_str().unwrap()) && text.contains(part),
            "{text}"
        );
    };
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    says("chmod 600").await;
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(&file, "maple 2026-01-01 z6Mkwrong zsecret\n").unwrap();
    says("line 1").await;
    std::fs::remove_file(&file).unwrap();
    says("No such file").await;
}

#[tokio::test]
async fn a_database_that_cannot_be_used_is_named() {
    let app = App::sqlite().await;
    let file = app.dir().join("not-a-database.db");
    std::fs::write(
        &file,
        "this is no database, and long enough to be told apart from an empty file".repeat(20),
    )
    .unwrap();
    for url in [format!("sqlite:{}", file.display()), "postgres://nobody@127.0.0.1:1/none".to_owned()] {
        let mut settings = app.settings.clone();
        settings.database_url = url.into();
        let error = Service::open(settings, World::system()).await.expect_err("it started");
        assert!(error.to_string().contains("database_url"), "{error}");
    }
}

#[tokio::test]
async fn a_public_address_that_cannot_work_is_named() {
    let app = App::sqlite().await;
    for url in ["http://badges.example.org", "ftp://example.org", "https://example.org/path"] {
        let mut settings = app.settings.clone();
        settings.public_url = url.parse().unwrap();
        let error = Service::open(settings, World::system()).await.expect_err("it started");
        assert!(error.to_string().starts_with("public_url"), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_badge_is_never_green() {
    let app = App::sqlite().await;
    let deep = "[".repeat(10_000);
    let large = format!("{{\"a\":\"{}\"}}", "x".repeat(10 << 20));
    let inputs: [&[u8]; 9] = [
        b"",
        b"{",
        b"null",
        b"[]",
        b"{\"@context\":\"https://example.org/unknown\"}",
        b"{\"a\":1,\"a\":2}",
        b"\xff\xfe",
        deep.as_bytes(),
        large.as_bytes(),
    ];
    for input in inputs {
        let report = verify::credential(&app.service, input).await.unwrap();
        assert_ne!(report.outcome, verifier::Outcome::Verified);
        assert_ne!(report.finding.code, verifier::Code::EveryCheckPassed);
    }
}
