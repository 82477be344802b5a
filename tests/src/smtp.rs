//! A real SMTP server (RFC 5321) that keeps what it is given byte for byte, and can be as slow, deaf or dismissive
//! as a test needs.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::{JoinHandle, JoinSet};

/// A point at which the server can misbehave: when it would answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// The greeting of a new connection.
    Greeting,
    /// `EHLO`.
    Hello,
    /// `MAIL FROM`.
    Sender,
    /// `RCPT TO`.
    Recipient,
    /// `DATA`.
    Data,
    /// The mail itself, which it has read as a whole by then.
    Message,
}

impl Stage {
    /// All of them, in the order in which they come.
    pub const ALL: [Self; 6] =
        [Self::Greeting, Self::Hello, Self::Sender, Self::Recipient, Self::Data, Self::Message];
}

/// What the server does at a stage instead of its best.
#[derive(Debug, Clone, Copy)]
pub enum Behavior {
    /// Answers this line, such as `550 5.1.1 no such user`.
    Answer(&'static str),
    /// Says nothing until [`SmtpServer::release`], then does its best.
    Hang,
    /// Waits, then does its best.
    Slow(Duration),
    /// Closes the connection.
    Drop,
}

/// A mail as it came.
#[derive(Debug, Clone)]
pub struct Caught {
    /// The recipient of the envelope.
    pub to: String,
    /// Its bytes, without the dots that the protocol adds.
    pub raw: Vec<u8>,
    /// Whether the server took it.
    pub accepted: bool,
}

impl Caught {
    /// A header of the message, unfolded, as it stands in the bytes.
    pub fn header(&self, name: &str) -> Option<String> {
        let text = String::from_utf8_lossy(&self.raw).replace("\r\n ", " ").replace("\r\n\t", " ");
        let head = text.split("\r\n\r\n").next().unwrap_or_default().to_owned();
        head.split("\r\n").find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    }
}

#[derive(Default)]
struct State {
    /// By stage, and by recipient; the empty recipient is everybody.
    behaviors: HashMap<(Stage, String), Behavior>,
    caught: Vec<Caught>,
    connections: usize,
    hanging: usize,
}

struct Shared {
    state: Mutex<State>,
    released: Notify,
}

/// The server. It ends when this is dropped.
pub struct SmtpServer {
    port: u16,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl SmtpServer {
    /// Starts one on a free port of this machine.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared { state: Mutex::default(), released: Notify::new() });
        let shown = shared.clone();
        let task = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                shown.state.lock().unwrap().connections += 1;
                let shared = shown.clone();
                connections.spawn(async move { drop(Connection::new(stream, shared).run().await) });
            }
        });
        Self { port, shared, task }
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap()
    }

    /// From now on, behaves so at a stage.
    pub fn behave(&self, stage: Stage, behavior: Behavior) {
        self.behave_to("", stage, behavior);
    }

    /// From now on, behaves so at a stage of mails to this address, from `RCPT TO` on.
    pub fn behave_to(&self, address: &str, stage: Stage, behavior: Behavior) {
        self.state().behaviors.insert((stage, address.to_owned()), behavior);
    }

    /// From now on, does its best. What hangs goes on hanging.
    pub fn recover(&self) {
        self.state().behaviors.clear();
    }

    /// Lets everything go on that hangs.
    pub fn release(&self) {
        self.shared.released.notify_waiters();
    }

    /// How many connections hang.
    pub fn hanging(&self) -> usize {
        self.state().hanging
    }

    /// How many connections there were.
    pub fn connections(&self) -> usize {
        self.state().connections
    }

    /// All mails that it read, in the order in which it answered them, accepted or not.
    pub fn caught(&self) -> Vec<Caught> {
        self.state().caught.clone()
    }

    /// The mails that it accepted.
    pub fn accepted(&self) -> Vec<Caught> {
        self.caught().into_iter().filter(|mail| mail.accepted).collect()
    }

    /// Waits until it has accepted so many mails.
    pub async fn until_accepted(&self, count: usize) -> Vec<Caught> {
        let wanted = format!("{count} accepted mails");
        until(&wanted, || self.accepted().len() >= count).await;
        self.accepted()
    }

    /// Waits until so many connections hang.
    pub async fn until_hanging(&self, count: usize) {
        until(&format!("{count} hanging connections"), || self.hanging() >= count).await;
    }
}

/// Waits until something holds; a test that waits in vain fails.
pub async fn until(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..2400 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("waited in vain for {what}");
}

struct Connection {
    reader: BufReader<OwnedReadHalf>,
    writer: OwnedWriteHalf,
    shared: Arc<Shared>,
    to: String,
}

/// The connection is over.
struct Over;

impl From<std::io::Error> for Over {
    fn from(_: std::io::Error) -> Self {
        Self
    }
}

impl Connection {
    fn new(stream: TcpStream, shared: Arc<Shared>) -> Self {
        let (reader, writer) = stream.into_split();
        Self { reader: BufReader::new(reader), writer, shared, to: String::new() }
    }

    async fn run(mut self) -> Result<(), Over> {
        self.answer(Stage::Greeting, "220 catcher ESMTP").await?;
        loop {
            let line = self.line().await?;
            let text = String::from_utf8_lossy(&line).trim_end().to_owned();
            let word = text.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            match word.as_str() {
                "EHLO" | "HELO" => drop(self.answer(Stage::Hello, "250-catcher\r\n250 8BITMIME").await?),
                "MAIL" => drop(self.answer(Stage::Sender, "250 2.1.0 ok").await?),
                "RCPT" => {
                    let address = text.split(['<', '>']).nth(1).unwrap_or_default();
                    address.clone_into(&mut self.to);
                    self.answer(Stage::Recipient, "250 2.1.5 ok").await?;
                }
                "DATA" => {
                    if self.answer(Stage::Data, "354 go on").await? {
                        self.message().await?;
                    }
                }
                "QUIT" => {
                    self.say("221 2.0.0 bye").await?;
                    return Ok(());
                }
                _ => self.say("502 5.5.2 not known").await?,
            }
        }
    }

    async fn message(&mut self) -> Result<(), Over> {
        let mut raw = Vec::new();
        loop {
            let line = self.line().await?;
            if line == b".\r\n" {
                break;
            }
            raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
        let accepted = match self.behavior(Stage::Message).await? {
            None => true,
            Some(answer) => {
                self.keep(raw, false);
                return self.say(answer).await;
            }
        };
        // Kept before it is said: whoever hears the answer may look at once.
        self.keep(raw, accepted);
        self.say("250 2.0.0 taken").await
    }

    fn keep(&self, raw: Vec<u8>, accepted: bool) {
        self.shared.state.lock().unwrap().caught.push(Caught { to: self.to.clone(), raw, accepted });
    }

    /// Answers at a stage: its best, or as it was told. Whether it was its best.
    async fn answer(&mut self, stage: Stage, best: &str) -> Result<bool, Over> {
        let told = self.behavior(stage).await?;
        self.say(told.unwrap_or(best)).await?;
        Ok(told.is_none())
    }

    /// Waits or drops as told; an answer other than its best, if that was told.
    async fn behavior(&mut self, stage: Stage) -> Result<Option<&'static str>, Over> {
        let told = {
            let state = self.shared.state.lock().unwrap();
            let of = |address: &str| state.behaviors.get(&(stage, address.to_owned())).copied();
            of(&self.to).or_else(|| of(""))
        };
        match told {
            None => Ok(None),
            Some(Behavior::Answer(answer)) => Ok(Some(answer)),
            Some(Behavior::Drop) => Err(Over),
            Some(Behavior::Slow(time)) => {
                tokio::time::sleep(time).await;
                Ok(None)
            }
            Some(Behavior::Hang) => self.hang().await.map(|()| None),
        }
    }

    /// Until it is released, or the client goes away.
    async fn hang(&mut self) -> Result<(), Over> {
        let shared = self.shared.clone();
        let released = shared.released.notified();
        shared.state.lock().unwrap().hanging += 1;
        let gone = tokio::select! {
            () = released => false,
            data = self.reader.fill_buf() => data.map_or(true, <[u8]>::is_empty),
        };
        shared.state.lock().unwrap().hanging -= 1;
        if gone { Err(Over) } else { Ok(()) }
    }

    async fn line(&mut self) -> Result<Vec<u8>, Over> {
        let mut line = Vec::new();
        self.reader.read_until(b'\n', &mut line).await?;
        if line.is_empty() { Err(Over) } else { Ok(line) }
    }

    async fn say(&mut self, line: &str) -> Result<(), Over> {
        Ok(self.writer.write_all(format!("{line}\r\n").as_bytes()).await?)
    }
}
