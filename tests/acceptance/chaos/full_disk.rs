//! A disk that is full, and has room again.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use acceptance::process::{Decisions, Process, serve};
use acceptance::{App, Town, free_port};
use futures_util::StreamExt;
use reqwest::StatusCode;

use super::{BACK, register};

/// Large enough for what the story writes.
const DISK: &str = "size=24m";
/// How many approvals are asked for once there is room.
const APPROVALS: usize = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_acknowledged_after_a_full_disk_is_stored_with_one_connection() {
    story("with_one_connection", 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_acknowledged_after_a_full_disk_is_stored_with_eight_connections() {
    story("with_eight_connections", 8).await;
}

async fn story(test: &str, connections: usize) {
    let Some(disk) = Disk::mount() else {
        acceptance::skip(test, "a tmpfs cannot be mounted; that takes root");
        return;
    };
    let app = App::on(format!("sqlite:{}", disk.path().join("countersign.db").display())).await;
    let town = Town::new(&app.service, "maple").await;
    let mut waiting = Vec::new();
    for number in 0..2 + APPROVALS {
        waiting.push(town.waiting(&format!("Teacher {number}")).await);
    }
    let decisions = Decisions::prepare(&app, &town).await;
    app.service.close().await;
    let port = free_port();
    let mut command = serve(&app, port);
    command.args(["--connections", &connections.to_string()]);
    let mut server = Process::start(command);
    decisions.until_ready(port).await;

    disk.fill();
    for id in &waiting[..2] {
        let answer = decisions.approval(port, &town, *id).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.headers().contains_key("retry-after"));
    }
    // What failed can make room, such as that of its log, so the disk is filled again until it is seen.
    let mut seen = false;
    for _ in 0..10 {
        disk.fill();
        let readiness = decisions.get(port, "/readyz").send().await.unwrap();
        seen = readiness.status() == StatusCode::SERVICE_UNAVAILABLE;
        if seen {
            break;
        }
        // An answer is used again for a second.
        tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    }
    assert!(seen, "it cannot write, and says that it is ready");

    disk.make_room();
    assert!(decisions.ready_within(port, BACK).await, "it is not back");
    let asking = waiting.iter().map(|id| {
        let request = decisions.approval(port, &town, *id);
        async move { (*id, request.send().await.unwrap().status()) }
    });
    let answers: Vec<_> = futures_util::stream::iter(asking).buffer_unordered(4).collect().await;
    let refused: Vec<_> = answers.iter().filter(|(_, status)| !status.is_success()).collect();
    assert!(refused.is_empty(), "{refused:?}");
    server.kill();
    assert_eq!(register::check(&app, &town, &waiting, &waiting).await, waiting.len());
}

/// A small disk of its own.
struct Disk {
    dir: tempfile::TempDir,
}

impl Disk {
    fn mount() -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", DISK, "countersign-test"]).arg(dir.path());
        mount.output().is_ok_and(|mounted| mounted.status.success()).then_some(Self { dir })
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    fn ballast(&self) -> PathBuf {
        self.path().join("ballast")
    }

    /// Leaves no byte of room.
    fn fill(&self) {
        let mut ballast = std::fs::File::create(self.ballast()).unwrap();
        while ballast.write_all(&[0; 4096]).is_ok() {}
    }

    fn make_room(&self) {
        std::fs::remove_file(self.ballast()).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: the story's own connections may still be open.
        let _ = Command::new("umount").arg("--lazy").arg(self.dir.path()).status();
    }
}
