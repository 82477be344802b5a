//! As much of HTTP/1.1 as a measurement of our own server needs.

use std::io::{Error, ErrorKind};
use std::net::SocketAddr;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// The longest answer that is read, in bytes.
const LONGEST: usize = 4 << 20;

/// A connection that is kept open.
#[derive(Debug)]
pub(super) struct Connection(BufReader<TcpStream>);

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
    /// The first cookie that it sets, as it is sent back.
    pub(super) cookie: Option<String>,
}

/// A request, as it goes over the wire.
pub(super) fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut text = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\n");
    for (name, value) in headers {
        text.push_str(name);
        text.push_str(": ");
        text.push_str(value);
        text.push_str("\r\n");
    }
    if !body.is_empty() {
        text.push_str("content-length: ");
        text.push_str(&body.len().to_string());
        text.push_str("\r\n");
    }
    text.push_str("\r\n");
    text.push_str(body);
    text.into_bytes()
}

impl Connection {
    pub(super) async fn open(address: SocketAddr) -> Result<Self, Error> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self(BufReader::with_capacity(64 * 1024, stream)))
    }

    /// Sends a request and reads the answer to its end.
    pub(super) async fn ask(&mut self, request: &[u8]) -> Result<Answer, Error> {
        let strange = |what: &str| Error::new(ErrorKind::InvalidData, what.to_owned());
        self.0.get_mut().write_all(request).await?;
        let mut line = String::new();
        self.0.read_line(&mut line).await?;
        let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| strange("the answer does not begin with a status"))?;
        let (mut length, mut cookie) = (None, None);
        loop {
            line.clear();
            if self.0.read_line(&mut line).await? <= 2 {
                break;
            }
            let Some((name, value)) = line.split_once(':') else { continue };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().ok();
            } else if name.eq_ignore_ascii_case("set-cookie") {
                cookie = value.split(';').next().map(|cookie| cookie.trim().to_owned());
            }
        }
        let length: usize = length.ok_or_else(|| strange("the answer does not say its length"))?;
        if length > LONGEST {
            return Err(strange("the answer is too long"));
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).await?;
        Ok(Answer { status, body, cookie })
    }
}
