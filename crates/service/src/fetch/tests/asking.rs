//! How often servers are asked: what they allow to be kept, and how many at once.

use std::sync::atomic::AtomicUsize;

use futures_util::future::join_all;
use tokio::io::AsyncWriteExt;
use tokio::sync::Semaphore;

use super::server::{Server, document};
use super::*;

const KEPT: &str = "Cache-Control: max-age=600\r\n";

#[tokio::test]
async fn what_may_be_kept_is_not_asked_for_again() {
    let server = Server::saying(document(KEPT, "{}")).await;
    let fetcher = local();
    for _ in 0..3 {
        assert_eq!(fetch(&fetcher, &server.url("/1#a")).await.unwrap(), b"{}");
    }
    assert_eq!(server.requests().len(), 1);
    fetch(&fetcher, &server.url("/2")).await.unwrap();
    fetcher.document(&server.url("/1"), "text/plain", BOUND).await.unwrap();
    assert_eq!(server.requests().len(), 3);
    // Who wants nothing kept is given nothing kept.
    fetcher.document(&server.url("/1"), "*/*", Duration::ZERO).await.unwrap();
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn what_may_not_be_kept_is_asked_for_each_time() {
    for headers in [
        "",
        "Cache-Control: no-store\r\n",
        "Cache-Control: private, max-age=600\r\n",
        "Cache-Control: no-cache, max-age=600\r\n",
        "Cache-Control: max-age=600\r\nAge: 600\r\n",
        "Cache-Control: max-age=600\r\nVary: *\r\n",
        "Expires: Thu, 01 Jan 2099 00:00:00 GMT\r\n",
    ] {
        let server = Server::saying(document(headers, "{}")).await;
        let fetcher = local();
        for _ in 0..2 {
            fetch(&fetcher, &server.url("/")).await.unwrap();
        }
        assert_eq!(server.requests().len(), 2, "{headers}");
    }
}

#[tokio::test]
async fn errors_are_not_kept() {
    let close = "Content-Length: 0\r\nConnection: close\r\n\r\n";
    let server = Server::saying(format!("HTTP/1.1 404 Not Found\r\n{KEPT}{close}")).await;
    let fetcher = local();
    for _ in 0..2 {
        assert_eq!(refused(&fetcher, &server.url("/")).await, FetchError::Status(404));
    }
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_redirect_that_may_be_kept_is_checked_again_all_the_same() {
    let server = Server::answering(|request| {
        let close = "Content-Length: 0\r\nConnection: close\r\n\r\n";
        match request.split(' ').nth(1).unwrap() {
            "/in" => format!("HTTP/1.1 301 X\r\nLocation: https://10.0.0.1/\r\n{KEPT}{close}").into_bytes(),
            "/on" => format!("HTTP/1.1 301 X\r\nLocation: /there\r\n{KEPT}{close}").into_bytes(),
            _ => document("", "there"),
        }
    })
    .await;
    let fetcher = local();
    for _ in 0..2 {
        assert_eq!(refused(&fetcher, &server.url("/in")).await, FetchError::NotPublic);
        assert_eq!(fetch(&fetcher, &server.url("/on")).await.unwrap(), b"there");
    }
    // The redirects were kept, what is there was not.
    let asked = |path: &str| server.requests().iter().filter(|request| request.contains(path)).count();
    assert_eq!((asked("/in "), asked("/on "), asked("/there ")), (1, 1, 2));
}

#[tokio::test]
async fn one_host_is_asked_by_so_many_at_once() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let doors = Arc::new(Semaphore::new(0));
    let (count, highest, wait) = (Arc::clone(&now), Arc::clone(&most), Arc::clone(&doors));
    let server = Server::talking("127.0.0.1:0", move |_request, mut stream| {
        let (count, highest, wait) = (Arc::clone(&count), Arc::clone(&highest), Arc::clone(&wait));
        async move {
            highest.fetch_max(count.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            wait.acquire().await.unwrap().forget();
            count.fetch_sub(1, Ordering::SeqCst);
            let _ = stream.write_all(&document("", "{}")).await;
        }
    })
    .await;
    let fetcher = with(Limits { at_once_per_host: 2, waiting_per_host: 3, ..Limits::default() });
    let urls: Vec<String> = (0..8).map(|number| server.url(&format!("/{number}"))).collect();
    let opening = async {
        // Two are inside, three wait, three were turned away.
        while now.load(Ordering::SeqCst) < 2 {
            tokio::task::yield_now().await;
        }
        doors.add_permits(5);
    };
    let (answers, ()) =
        futures_util::future::join(join_all(urls.iter().map(|url| fetch(&fetcher, url))), opening).await;
    let busy = answers.iter().filter(|answer| **answer == Err(FetchError::Busy)).count();
    assert_eq!((answers.iter().filter(|answer| answer.is_ok()).count(), busy), (5, 3), "{answers:?}");
    assert_eq!(most.load(Ordering::SeqCst), 2);
}
