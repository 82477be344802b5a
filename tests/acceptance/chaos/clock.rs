//! The machine's clock jumps by ten years while the service runs (libfaketime): nothing is signed and nothing is dated by it,
//! and once it is right again, the service is back.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use acceptance::process::{Decisions, Process, serve};
use acceptance::{App, Town, free_port};
use openbadges::Timestamp;
use service::queries;
use uuid::Uuid;

use super::BACK;
use crate::on_both_databases;

on_both_databases!(nothing_is_signed_or_dated_by_a_clock_that_jumped);

async fn nothing_is_signed_or_dated_by_a_clock_that_jumped(app: App) {
    let Some(library) = library() else {
        acceptance::skip(module_path!(), "libfaketime is not installed (Debian: libfaketime)");
        return;
    };
    let town = Town::new(&app.service, "maple").await;
    let mut waiting = Vec::new();
    for number in 0..4 {
        waiting.push(town.waiting(&format!("Teacher {number}")).await);
    }
    let decisions = Decisions::prepare(&app, &town).await;
    let clock = app.dir().join("clock");
    let moved = |by: &str| {
        // In one step: a file that is half written would be another clock.
        let whole = clock.with_extension("new");
        std::fs::write(&whole, by).unwrap();
        std::fs::rename(&whole, &clock).unwrap();
    };
    moved("+0");
    let port = free_port();
    let mut server = Process::start(with_clock(serve(&app, port), library, &clock));
    decisions.until_ready(port).await;
    let approve = async |id: Uuid| {
        let answer = tokio::time::timeout(BACK, decisions.approval(port, &town, id).send()).await;
        answer.expect("no answer").unwrap().status().as_u16()
    };
    assert_eq!(approve(waiting[0]).await, 200);

    moved("+10y");
    assert_eq!(approve(waiting[1]).await, 503, "nothing is signed");
    let readiness = decisions.get(port, "/readyz").send().await.unwrap();
    assert_eq!(readiness.status(), 503);
    let said = readiness.text().await.unwrap();
    assert!(said.contains("clock"), "{said}");

    moved("+0");
    assert!(decisions.ready_within(port, BACK).await, "it is not back");
    assert_eq!(approve(waiting[1]).await, 200);
    server.kill();
    let mut server = Process::start(with_clock(serve(&app, port), library, &clock));
    decisions.until_ready(port).await;
    assert_eq!(approve(waiting[2]).await, 200);

    // A process that starts with the wrong clock signs nothing either.
    server.kill();
    moved("+10y");
    let _server = Process::start(with_clock(serve(&app, port), library, &clock));
    let answers = async {
        while decisions.get(port, "/healthz").send().await.is_err() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(3 * BACK, answers).await.expect("it does not start");
    assert_eq!(approve(waiting[3]).await, 503);

    let now = service::World::system().now();
    for id in &waiting[..3] {
        let seen = queries::assessments::one(&app.service, &town.coach, *id).await.unwrap();
        let credential = seen.credential.unwrap();
        let shared = queries::credentials::document(&app.service, &town.manager, credential).await.unwrap();
        let document: serde_json::Value = serde_json::from_str(&shared.text).unwrap();
        let from = Timestamp::parse(document["validFrom"].as_str().unwrap()).unwrap();
        assert!(from <= now, "{from}");
    }
}

/// The library that tells a process another time, for programs of several threads.
fn library() -> Option<&'static Path> {
    const LIBRARIES: [&str; 2] = [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
        "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
    ];
    LIBRARIES.iter().map(Path::new).find(|path| path.exists())
}

fn with_clock(mut command: Command, library: &Path, clock: &PathBuf) -> Command {
    command
        .env("LD_PRELOAD", library)
        .env("FAKETIME_TIMESTAMP_FILE", clock)
        .env("FAKETIME_NO_CACHE", "1")
        // Only the clock on the wall jumps.
        .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .env("DONT_FAKE_MONOTONIC", "1");
    command
}
