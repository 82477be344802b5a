//! Clients that keep a server waiting, and more of them than there is room for.

use std::process::Command;
use std::time::Duration;

use acceptance::process::{Process, serve};
use acceptance::{App, Town, free_port};
use futures_util::future::join_all;
use reqwest::Client;
use server::connections::Patience;
use server::{RateLimits, Running, ServerSettings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A server that waits for a second and no longer.
async fn impatient(max_connections: usize) -> (App, Running) {
    let app = App::sqlite().await;
    let second = Duration::from_secs(1);
    let settings = ServerSettings {
        listen: "127.0.0.1:0".parse().unwrap(),
        workers: Some(2),
        rate_limits: RateLimits::NONE,
        shutdown_seconds: 1,
        max_connections,
        patience: Patience { head: second, answer: second },
        ..ServerSettings::default()
    };
    let running = server::start(app.service.clone(), &settings).unwrap();
    (app, running)
}

/// Waits until the server has no connection.
async fn none_left(running: &Running) {
    for _ in 0..600 {
        if running.open_connections() == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{} connections are open", running.open_connections());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_reads_nothing_is_cut_off() {
    let (_app, running) = impatient(100).await;
    let mut socket = TcpStream::connect(running.address()).await.unwrap();
    let asking = async {
        // More answers than all buffers on the way hold.
        for _ in 0..400 {
            let request = b"GET /api/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n";
            if socket.write_all(request).await.is_err() {
                return;
            }
        }
    };
    let _ = tokio::time::timeout(Duration::from_secs(20), asking).await;
    none_left(&running).await;
    drop(socket);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_head_that_trickles_in_is_not_waited_for() {
    let (_app, running) = impatient(100).await;
    for before in ["", "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"] {
        let mut socket = TcpStream::connect(running.address()).await.unwrap();
        socket.write_all(before.as_bytes()).await.unwrap();
        socket.write_all(b"GET /healthz HTTP/1.1\r\n").await.unwrap();
        let (mut reader, mut writer) = socket.split();
        let trickle = async {
            while writer.write_all(b"x-more: 1\r\n").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        let closed = async {
            let mut answer = Vec::new();
            let _ = reader.read_to_end(&mut answer).await;
        };
        let both = async {
            tokio::select! { () = trickle => (), () = closed => () }
        };
        tokio::time::timeout(Duration::from_secs(30), both).await.expect("it is never cut off");
    }
    none_left(&running).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_sends_nothing_makes_room() {
    let (_app, running) = impatient(20).await;
    let idle = join_all((0..60).map(|_| TcpStream::connect(running.address()))).await;
    let client = Client::builder().no_proxy().build().unwrap();
    let answer = client.get(format!("http://{}/healthz", running.address())).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(running.open_connections() <= 20, "{}", running.open_connections());
    drop(idle);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn idle_connections_do_not_use_up_the_files() {
    let app = App::sqlite().await;
    Town::new(&app.service, "maple").await;
    let port = free_port();
    let served = serve(&app, port);
    let mut limited = Command::new("sh");
    limited
        .args(["-c", "ulimit -n 160; exec \"$0\" \"$@\""])
        .arg(served.get_program())
        .args(served.get_args());
    for (name, value) in served.get_envs() {
        match value {
            Some(value) => limited.env(name, value),
            None => limited.env_remove(name),
        };
    }
    limited.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    let _process = Process::start(limited);
    let healthy = || async {
        let client = Client::builder().no_proxy().timeout(Duration::from_secs(10)).build().unwrap();
        client
            .get(format!("http://127.0.0.1:{port}/healthz"))
            .send()
            .await
            .is_ok_and(|answer| answer.status() == 200)
    };
    for _ in 0..200 {
        if healthy().await {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let mut idle = Vec::new();
    for number in 0..300 {
        let mut socket = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        if number % 2 == 0 {
            let _ = socket.write_all(b"GET /healthz HTTP/1.1\r\n").await;
        }
        idle.push(socket);
    }
    for _ in 0..5 {
        assert!(healthy().await, "300 idle connections silence it");
    }
}
