//! What servers may answer.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::io::AsyncWriteExt;

use super::server::{Server, document, redirect};
use super::*;

const SMALL: usize = 10_000;

fn bounded() -> Fetcher {
    with(Limits { bytes: SMALL, ..Limits::default() })
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

const TOO_LONG: FetchError = FetchError::TooLong { most: SMALL };

#[tokio::test]
async fn a_document_is_fetched() {
    let server = Server::saying(document("", "{}")).await;
    assert_eq!(fetch(&local(), &server.url("/badge")).await.unwrap(), b"{}");
}

/// Run again in a process of its own, whose environment names a proxy that nobody serves.
#[test]
fn proxies_of_the_environment_are_not_asked() {
    let test = "fetch::tests::answers::a_document_is_fetched";
    let mut again = std::process::Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", test]);
    for variable in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        again.env(variable, "http://127.0.0.1:1");
    }
    let output = again.env_remove("no_proxy").env_remove("NO_PROXY").output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

#[tokio::test]
async fn only_the_document_itself_is_taken_for_it() {
    let fetcher = impatient();
    for status in [100, 201, 204, 206, 300, 304, 400, 401, 404, 410, 429, 500, 503, 599] {
        let server = Server::saying(format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n")).await;
        let expected = if status == 100 { FetchError::Garbled } else { FetchError::Status(status) };
        assert_eq!(refused(&fetcher, &server.url("/")).await, expected);
    }
}

#[tokio::test]
async fn three_redirects_are_followed_and_not_a_fourth() {
    let server = Server::answering(|request| {
        let left: usize = request.split(['/', ' ']).nth(2).unwrap().parse().unwrap();
        if left == 0 { document("", "found") } else { redirect(&format!("/{}", left - 1)) }
    })
    .await;
    assert_eq!(fetch(&local(), &server.url("/3")).await.unwrap(), b"found");
    let error = refused(&local(), &server.url("/4")).await;
    assert_eq!(error, FetchError::TooManyRedirects { most: 3 });
    assert_eq!(server.requests().len(), 8);
}

#[tokio::test]
async fn a_server_of_this_machine_leads_nowhere_that_is_forbidden() {
    let fetcher = local();
    for (to, error) in [
        ("https://10.0.0.1/", FetchError::NotPublic),
        ("https://169.254.169.254/latest/meta-data/", FetchError::NotPublic),
        ("https://[::ffff:10.0.0.1]/", FetchError::NotPublic),
        ("//192.168.0.1/", FetchError::NotHttps),
        ("http://example.org/", FetchError::NotHttps),
        ("file:///etc/passwd", FetchError::NotHttps),
        ("data:,x", FetchError::NotHttps),
        ("https://user:word@example.org/", FetchError::Credentials),
        ("https://example.org:22/", FetchError::Port(22)),
        ("https://[/", FetchError::NotAnAddress("https://[/".to_owned())),
    ] {
        let last = to.to_owned();
        let server = Server::answering(move |request| {
            if request.starts_with("GET /first ") { redirect("/second") } else { redirect(&last) }
        })
        .await;
        assert_eq!(refused(&fetcher, &server.url("/first")).await, error, "{to}");
    }
    let nowhere = Server::saying("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n").await;
    assert_eq!(refused(&local(), &nowhere.url("/")).await, FetchError::Status(302));
}

#[tokio::test]
async fn nothing_is_carried_along() {
    let server = Server::answering(|request| {
        if request.starts_with("GET /first ") {
            let head = "HTTP/1.1 302 Found\r\nLocation: /second\r\nSet-Cookie: a=b; Path=/\r\n";
            let ask = "WWW-Authenticate: Basic\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            [head, ask].concat().into_bytes()
        } else {
            document("", "x")
        }
    })
    .await;
    fetch(&local(), &server.url("/first")).await.unwrap();
    let requests = server.requests();
    let mut headers: Vec<_> =
        requests[1].lines().skip(1).filter_map(|line| Some(line.split_once(':')?.0.to_lowercase())).collect();
    headers.sort();
    assert_eq!(headers, ["accept", "accept-encoding", "host", "user-agent"]);
}

#[tokio::test]
async fn a_document_of_the_full_length_is_taken_and_not_a_byte_more() {
    let full = Server::saying(document("", vec![b'x'; SMALL])).await;
    assert_eq!(fetch(&bounded(), &full.url("/")).await.unwrap().len(), SMALL);
    let more = Server::saying(document("", vec![b'x'; SMALL + 1])).await;
    assert_eq!(refused(&bounded(), &more.url("/")).await, TOO_LONG);
    let mut silent = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec();
    silent.extend(vec![b'x'; SMALL + 1]);
    let without_length = Server::saying(silent).await;
    assert_eq!(refused(&bounded(), &without_length.url("/")).await, TOO_LONG);
    let promised = Server::saying("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n").await;
    assert_eq!(refused(&bounded(), &promised.url("/")).await, TOO_LONG);
}

#[tokio::test]
async fn a_body_without_end_is_left() {
    let server = Server::talking("127.0.0.1:0", |_request, mut stream| async move {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").await;
        while stream.write_all(b"400\r\n").await.is_ok()
            && stream.write_all(&[b'x'; 1024]).await.is_ok()
            && stream.write_all(b"\r\n").await.is_ok()
        {}
    })
    .await;
    assert_eq!(refused(&bounded(), &server.url("/")).await, TOO_LONG);
}

#[tokio::test]
async fn who_sends_a_byte_now_and_then_is_left() {
    for head in ["HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", "HTTP/1.1 200 OK\r\nX: ", ""] {
        let server = Server::talking("127.0.0.1:0", move |_request, mut stream| async move {
            let _ = stream.write_all(head.as_bytes()).await;
            // Until the other side is gone.
            while stream.write_all(b"x").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        })
        .await;
        let error = refused(&impatient(), &server.url("/")).await;
        // Without the first line it is no HTTP from the first byte on.
        let expected =
            if head.is_empty() { FetchError::Garbled } else { FetchError::TimedOut { seconds: 0 } };
        assert_eq!(error, expected, "{head:?}");
    }
}

#[tokio::test]
async fn who_never_answers_is_left() {
    let server = Server::talking("127.0.0.1:0", |_request, stream| async move {
        std::future::pending::<()>().await;
        drop(stream);
    })
    .await;
    assert_eq!(refused(&impatient(), &server.url("/")).await, FetchError::TimedOut { seconds: 0 });
}

#[tokio::test]
async fn a_body_that_breaks_off_is_no_document() {
    let short = Server::saying("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{}").await;
    assert_eq!(refused(&local(), &short.url("/")).await, FetchError::Garbled);
    let chunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}";
    let chunk = Server::saying(chunk).await;
    assert_eq!(refused(&local(), &chunk.url("/")).await, FetchError::Garbled);
    let contradiction = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ";
    let contradiction = Server::saying(contradiction).await;
    assert_eq!(refused(&local(), &contradiction.url("/")).await, FetchError::Garbled);
    // What comes after the promised length is not part of it.
    let long =
        Server::saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}and more").await;
    assert_eq!(fetch(&local(), &long.url("/")).await.unwrap(), b"{}");
}

#[tokio::test]
async fn too_many_headers_and_too_large_ones_are_not_read() {
    let many = "X: y\r\n".repeat(1000);
    let many = Server::saying(document(&many, "{}")).await;
    assert_eq!(refused(&local(), &many.url("/")).await, FetchError::Garbled);
    let large = Server::saying(document(&format!("X: {}\r\n", "y".repeat(1 << 20)), "{}")).await;
    assert_eq!(refused(&local(), &large.url("/")).await, FetchError::Garbled);
}

#[tokio::test]
async fn a_bomb_is_not_unpacked() {
    let bomb = gzip(&vec![0; 5_000_000]);
    assert!(bomb.len() < SMALL);
    let server = Server::saying(document("Content-Encoding: gzip\r\n", bomb)).await;
    assert_eq!(refused(&bounded(), &server.url("/")).await, TOO_LONG);
}

#[tokio::test]
async fn what_is_packed_once_is_unpacked_and_nothing_else() {
    let packed = |headers: &str, bytes: &[u8]| Server::saying(document(headers, bytes));
    let once = packed("Content-Encoding: gzip\r\n", &gzip(b"{}")).await;
    assert_eq!(fetch(&local(), &once.url("/")).await.unwrap(), b"{}");
    assert!(once.requests()[0].to_lowercase().contains("accept-encoding: identity\r\n"));
    let twice = packed("Content-Encoding: gzip, gzip\r\n", &gzip(&gzip(b"{}"))).await;
    assert_eq!(refused(&local(), &twice.url("/")).await, FetchError::Encoded);
    let twice = packed("Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n", &gzip(&gzip(b"{}"))).await;
    assert_eq!(refused(&local(), &twice.url("/")).await, FetchError::Encoded);
    for other in ["br", "deflate", "zstd", "compress"] {
        let other = packed(&format!("Content-Encoding: {other}\r\n"), b"{}").await;
        assert_eq!(refused(&local(), &other.url("/")).await, FetchError::Encoded);
    }
    let untrue = packed("Content-Encoding: gzip\r\n", b"{}").await;
    assert_eq!(refused(&local(), &untrue.url("/")).await, FetchError::Garbled);
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_is_not_reached() {
    let server = Server::saying(document("", "{}")).await;
    let address = format!("https://{}/", server.address);
    assert_eq!(refused(&local(), &address).await, FetchError::Unreachable);
}
