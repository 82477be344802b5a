//! Sends what no decent client sends.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use hostile::{Case, Manner, Request, Who};
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufWriter};
use tokio::net::TcpSocket;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::bench::http::{Connection, request};
use crate::failure::Failure;

/// How long an answer is waited for: somewhat longer than the service lets a body take.
const PATIENCE: Duration = Duration::from_secs(100);
/// How long a request waits for the others of its case to be under way.
const TOGETHER: Duration = Duration::from_secs(10);
/// How many bytes of an answer are kept.
const KEPT: usize = 1 << 20;
/// How long a body drips, in pieces.
const DROPS: usize = 30;
/// How many bytes are sent at once, unless they drip.
const SEGMENT: usize = 1 << 16;
/// The time between two pieces.
const DROP: Duration = Duration::from_millis(100);

/// What came back.
#[derive(Debug)]
pub(super) enum Answer {
    Status {
        code: u16,
        verified: bool,
    },
    /// The connection was closed without an answer, or before the answer arrived.
    Closed,
    /// Nothing, for longer than anyone waits.
    Silence,
}

impl Answer {
    /// How it is counted.
    pub(super) fn word(&self) -> String {
        match self {
            Self::Status { code, .. } => code.to_string(),
            Self::Closed => "closed".to_owned(),
            Self::Silence => "silence".to_owned(),
        }
    }
}

/// Sends cases to a server.
pub(super) struct Sender {
    address: SocketAddr,
    authorization: String,
    cookie: String,
    clients: AtomicU32,
}

impl Sender {
    /// For a district's system with this token, and a browser that has been at the service.
    ///
    /// # Errors
    /// When the service gives the browser no cookie.
    pub(super) async fn new(address: SocketAddr, token: String) -> Result<Self, Failure> {
        let mut connection = Connection::open(address).await?;
        let answer = connection.ask(&request("GET", "/verify", &[], "")).await?;
        let cookie = answer.cookie.ok_or_else(|| Failure::internal("the service set no cookie"))?;
        let authorization = format!("Bearer {token}");
        // 127.1.0.0 and on: the service counts what each address asks for.
        let clients = AtomicU32::new(Ipv4Addr::new(127, 1, 0, 0).to_bits());
        Ok(Self { address, authorization, cookie, clients })
    }

    /// Sends the requests of a case, and waits for the answers.
    pub(super) async fn send(&self, case: &Case) -> Vec<Answer> {
        let together = Arc::new(Barrier::new(case.requests.len()));
        let shared = self.fresh();
        let mut tasks = JoinSet::new();
        for (number, request) in case.requests.iter().cloned().enumerate() {
            let from = if case.one_address { shared } else { self.fresh() };
            let (to, head, manner) = (self.address, self.head(&request), case.manner);
            let together = Arc::clone(&together);
            tasks.spawn(async move {
                let asking = ask(from, to, head, request, manner, &together);
                let answer = tokio::time::timeout(PATIENCE, asking).await;
                (number, answer.unwrap_or(Ok(Answer::Silence)).unwrap_or(Answer::Closed))
            });
        }
        let mut answers = tasks.join_all().await;
        answers.sort_unstable_by_key(|(number, _)| *number);
        answers.into_iter().map(|(_, answer)| answer).collect()
    }

    /// An address that no one has sent from yet.
    fn fresh(&self) -> Ipv4Addr {
        Ipv4Addr::from_bits(self.clients.fetch_add(1, Ordering::Relaxed))
    }

    /// The request line and the headers.
    fn head(&self, request: &Request) -> Vec<u8> {
        let mut head = format!("{} ", request.method).into_bytes();
        head.extend_from_slice(&request.path);
        head.extend_from_slice(b" HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n");
        let mut header = |name: &str, value: &str| {
            head.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        };
        match request.who {
            Who::Stranger => {}
            Who::Browser => header("cookie", &self.cookie),
            Who::Client => header("authorization", &self.authorization),
        }
        for (name, value) in &request.headers {
            header(name, value);
        }
        if !request.body.is_empty() {
            header("content-length", &request.body.len().to_string());
        }
        head.extend_from_slice(b"\r\n");
        head
    }
}

async fn ask(
    from: Ipv4Addr,
    to: SocketAddr,
    head: Vec<u8>,
    request: Request,
    manner: Manner,
    together: &Barrier,
) -> std::io::Result<Answer> {
    let socket = TcpSocket::new_v4()?;
    // Elsewhere than on Linux only 127.0.0.1 is there; then all come from one address.
    let _ = socket.bind((from, 0).into());
    let (reader, writer) = socket.connect(to).await?.into_split();
    let writing = write(writer, head, request, manner, together);
    let reading = read(reader);
    tokio::pin!(writing, reading);
    tokio::select! {
        // Who has got an answer need not write on.
        answer = &mut reading => answer,
        // The writer is kept: a client that closes its side has gone away.
        writer = &mut writing => {
            let answer = if manner == Manner::Drip { Ok(Answer::Closed) } else { reading.await };
            drop(writer);
            answer
        }
    }
}

/// Writes the request. When the server listens no more, that is for the answer to say.
async fn write(
    mut writer: OwnedWriteHalf,
    head: Vec<u8>,
    request: Request,
    manner: Manner,
    together: &Barrier,
) -> OwnedWriteHalf {
    let sent = match manner {
        Manner::AtOnce => at_once(&mut writer, &head, &request).await,
        Manner::HoldTheLastByte => held(&mut writer, &head, &request, together).await,
        Manner::Drip => dripping(&mut writer, &head, &request).await,
    };
    if sent.is_err() {
        // What the server said before it closed is still to be read.
        std::future::pending::<()>().await;
    }
    writer
}

/// Pieces can be single bytes; how they are cut on the way is not what is tried here.
async fn at_once(writer: &mut OwnedWriteHalf, head: &[u8], request: &Request) -> std::io::Result<()> {
    let mut writer = BufWriter::with_capacity(SEGMENT, writer);
    writer.write_all(head).await?;
    for piece in request.body.pieces() {
        writer.write_all(&piece).await?;
    }
    writer.flush().await
}

async fn held(
    writer: &mut OwnedWriteHalf,
    head: &[u8],
    request: &Request,
    together: &Barrier,
) -> std::io::Result<()> {
    let mut left = request.body.len().saturating_sub(1);
    let sending = async {
        let mut writer = BufWriter::with_capacity(SEGMENT, &mut *writer);
        writer.write_all(head).await?;
        for piece in request.body.pieces() {
            let (now, _) = piece.split_at(piece.len().min(left));
            writer.write_all(now).await?;
            left -= now.len();
        }
        writer.flush().await
    };
    // A server that takes no more until others are done makes this one wait, and that is well done.
    let sent = tokio::time::timeout(TOGETHER, sending).await;
    let _ = tokio::time::timeout(TOGETHER, together.wait()).await;
    match sent {
        Ok(sent) => sent?,
        Err(_waited) => return Err(std::io::ErrorKind::TimedOut.into()),
    }
    let last = request.body.pieces().last();
    writer.write_all(last.as_deref().and_then(<[u8]>::last_chunk::<1>).map_or(&[], |last| last)).await
}

async fn dripping(writer: &mut OwnedWriteHalf, head: &[u8], request: &Request) -> std::io::Result<()> {
    writer.write_all(head).await?;
    for piece in request.body.pieces().take(DROPS) {
        writer.write_all(&piece).await?;
        tokio::time::sleep(DROP).await;
    }
    Ok(())
}

async fn read(mut reader: OwnedReadHalf) -> std::io::Result<Answer> {
    let mut answer = Vec::new();
    let mut piece = vec![0; 1 << 14];
    loop {
        let count = match reader.read(&mut piece).await {
            Ok(0) => break,
            Ok(count) => count,
            // What came before counts.
            Err(_) if !answer.is_empty() => break,
            Err(error) => return Err(error),
        };
        if answer.len() < KEPT {
            answer.extend(piece.iter().take(count));
        }
    }
    let text = String::from_utf8_lossy(&answer);
    let code = text.split(' ').nth(1).and_then(|code| code.parse().ok());
    let verified = text.contains("\"outcome\":\"verified\"");
    Ok(code.map_or(Answer::Closed, |code| Answer::Status { code, verified }))
}
