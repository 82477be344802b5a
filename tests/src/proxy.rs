//! Something between the service and its database server that can be told to fail.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What happens to the message that a fault was set for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// It never arrives.
    Before,
    /// It arrives, and its answer does not.
    After,
}

/// Passes on what the service and its database server say to each other, until it is told to cut the connection, or to hold
/// back the answers.
#[derive(Debug, Clone)]
pub struct Proxy {
    state: Arc<State>,
    address: SocketAddr,
}

#[derive(Debug)]
struct State {
    server: SocketAddr,
    /// How many messages are passed on before the fault; negative: there is none.
    left: AtomicI64,
    after: AtomicBool,
    seen: AtomicU32,
    answers: watch::Sender<bool>,
}

impl Proxy {
    /// In front of a server.
    pub async fn before(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State {
            server,
            left: AtomicI64::new(-1),
            after: false.into(),
            seen: AtomicU32::new(0),
            answers: watch::channel(true).0,
        });
        let proxy = Self { state, address };
        let accepting = proxy.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(accepting.clone().pass(client));
            }
        });
        proxy
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Cuts the connection that brings the message of this number, counted from now and from 0; once.
    pub fn cut(&self, number: u32, cut: Cut) {
        self.state.seen.store(0, Ordering::SeqCst);
        self.state.after.store(cut == Cut::After, Ordering::SeqCst);
        self.state.left.store(number.into(), Ordering::SeqCst);
    }

    /// Whether the fault that was set has not happened; then it is taken back.
    pub fn take_back(&self) -> bool {
        self.state.left.swap(-1, Ordering::SeqCst) >= 0
    }

    /// How many messages the service sent since the last call of [`Proxy::cut`].
    pub fn seen(&self) -> u32 {
        self.state.seen.load(Ordering::SeqCst)
    }

    /// Holds back all answers, or lets them go.
    pub fn hold_answers(&self, held: bool) {
        self.state.answers.send_replace(!held);
    }

    async fn pass(self, mut client: TcpStream) {
        let Ok(mut server) = TcpStream::connect(self.state.server).await else { return };
        let (mut from_client, mut to_client) = client.split();
        let (mut from_server, mut to_server) = server.split();
        // Once this is set, the next answer is the end.
        let deaf = AtomicBool::new(false);
        let asking = async {
            let mut bytes = vec![0; 64 * 1024];
            while let Ok(length @ 1..) = from_client.read(&mut bytes).await {
                self.state.seen.fetch_add(1, Ordering::SeqCst);
                let step = |left: i64| (left >= 0).then_some(left - 1);
                if self.state.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, step) == Ok(0) {
                    if !self.state.after.load(Ordering::SeqCst) {
                        return;
                    }
                    deaf.store(true, Ordering::SeqCst);
                }
                if to_server.write_all(&bytes[..length]).await.is_err() {
                    return;
                }
            }
        };
        let answering = async {
            let mut bytes = vec![0; 64 * 1024];
            let mut open = self.state.answers.subscribe();
            while let Ok(length @ 1..) = from_server.read(&mut bytes).await {
                if open.wait_for(|open| *open).await.is_err() || deaf.load(Ordering::SeqCst) {
                    return;
                }
                if to_client.write_all(&bytes[..length]).await.is_err() {
                    return;
                }
            }
        };
        tokio::select! {
            () = asking => {}
            () = answering => {}
        }
    }
}
