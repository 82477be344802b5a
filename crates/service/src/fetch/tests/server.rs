//! A server that says exactly what it is told to.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// Runs until it is dropped, and remembers what it was asked.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    accepting: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Server {
    /// Answers each request with bytes, as they are, and closes the connection.
    pub(crate) async fn answering(answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        Self::talking("127.0.0.1:0", move |request, mut stream| {
            let bytes = answer(&request);
            async move { drop(stream.write_all(&bytes).await) }
        })
        .await
    }

    /// Answers every request alike.
    pub(crate) async fn saying(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::answering(move |_request| answer.clone()).await
    }

    /// Does what it likes with each connection, once the request has been read.
    pub(crate) async fn talking<F>(
        bind: &str,
        talk: impl Fn(String, TcpStream) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind(bind).await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (talk, seen) = (Arc::new(talk), Arc::clone(&requests));
        let accepting = tokio::spawn(async move {
            while let Ok((mut stream, _peer)) = listener.accept().await {
                let (talk, seen) = (Arc::clone(&talk), Arc::clone(&seen));
                tokio::spawn(async move {
                    let request = request(&mut stream).await;
                    seen.lock().unwrap().push(request.clone());
                    talk(request, stream).await;
                });
            }
        });
        Self { address, requests, accepting }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The requests so far, each as it came.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

async fn request(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).await.is_ok_and(|read| read > 0) {
        request.extend_from_slice(&byte);
    }
    String::from_utf8(request).unwrap()
}

/// An answer with further headers, each ended by `\r\n`.
pub(crate) fn document(headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n", body.len());
    [head.as_bytes(), body].concat()
}

pub(crate) fn redirect(to: &str) -> Vec<u8> {
    let close = "Content-Length: 0\r\nConnection: close\r\n\r\n";
    format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\n{close}").into_bytes()
}
