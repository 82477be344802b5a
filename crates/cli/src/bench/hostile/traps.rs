//! A web server that means harm, for the addresses in hostile badges.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use hostile::{TRAPS, Trap};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::failure::Failure;

/// What is answered at a path.
type Documents = Arc<Vec<(&'static str, Trap, Option<Vec<u8>>)>>;

/// Starts it; answers its address. It ends with the program.
///
/// # Errors
/// When it cannot listen.
pub(super) async fn start() -> Result<String, Failure> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = format!("http://localhost:{}", listener.local_addr()?.port());
    let document =
        |(path, trap): &(&'static str, Trap)| (*path, *trap, trap.document(&format!("{address}{path}")));
    let documents: Documents = Arc::new(TRAPS.iter().map(document).collect());
    let base = address.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (base, documents) = (base.clone(), Arc::clone(&documents));
            // A client that goes away is the best that can happen to it.
            tokio::spawn(async move { answer(stream, &base, &documents).await });
        }
    });
    Ok(address)
}

async fn answer(stream: TcpStream, base: &str, documents: &Documents) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let (mut line, mut path) = (String::new(), String::new());
    loop {
        line.clear();
        if stream.read_line(&mut line).await? <= 2 {
            break;
        }
        if path.is_empty() {
            line.split(' ').nth(1).unwrap_or("/").clone_into(&mut path);
        }
    }
    let name = path.split('?').next().unwrap_or_default();
    let Some((_, trap, document)) = documents.iter().find(|(path, ..)| *path == name) else {
        return stream.write_all(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n").await;
    };
    let document = document.as_deref().unwrap_or_default();
    match trap {
        Trap::Loop => redirect(&mut stream, &path).await,
        Trap::Chain => redirect(&mut stream, &format!("{path}?")).await,
        Trap::Inward => redirect(&mut stream, &format!("{}@10.0.0.1/", base.trim_end_matches('/'))).await,
        Trap::Hang => std::future::pending().await,
        Trap::Drip => dripping(&mut stream).await,
        Trap::Huge => {
            endless(&mut stream, "content-type: application/json\r\ncontent-length: 2147483648\r\n\r\n").await
        }
        Trap::Headers => endless(&mut stream, "x-").await,
        Trap::Packed => whole(&mut stream, "content-encoding: gzip\r\n", document).await,
        Trap::Bomb | Trap::Deep => whole(&mut stream, "", document).await,
    }
}

async fn redirect(stream: &mut BufReader<TcpStream>, to: &str) -> std::io::Result<()> {
    let head = format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n");
    stream.write_all(head.as_bytes()).await
}

async fn whole(stream: &mut BufReader<TcpStream>, headers: &str, document: &[u8]) -> std::io::Result<()> {
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n",
        document.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(document).await?;
    stream.flush().await
}

async fn dripping(stream: &mut BufReader<TcpStream>) -> std::io::Result<()> {
    stream
        .write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000000\r\n\r\n")
        .await?;
    loop {
        stream.write_all(b" ").await?;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Writes on for as long as someone reads.
async fn endless(stream: &mut BufReader<TcpStream>, begin: &str) -> std::io::Result<()> {
    stream.write_all(format!("HTTP/1.1 200 OK\r\n{begin}").as_bytes()).await?;
    let piece = vec![b'x'; 1 << 16];
    loop {
        stream.write_all(&piece).await?;
    }
}
