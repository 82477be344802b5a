//! What strangers may try, and servers that try it.

mod answers;
mod asking;
mod server;
mod tricks;

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

pub(crate) use self::server::{Server, document, redirect};
use super::limits::Limits;
use super::resolver::{Answer, Names};
use super::{BOUND, FetchError, Fetcher};

/// Names that the test knows, each with the addresses it has when it is asked for the first, the second … time.
struct KnownNames {
    turns: Vec<(&'static str, Vec<&'static str>)>,
    asked: AtomicUsize,
}

impl KnownNames {
    /// Whatever is asked for has these addresses, in turn; the last turn stays.
    fn new(turns: &[(&'static str, &[&'static str])]) -> Arc<Self> {
        let turns = turns.iter().map(|(name, addresses)| (*name, addresses.to_vec())).collect();
        Arc::new(Self { turns, asked: AtomicUsize::new(0) })
    }

    fn definition(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl Names for KnownNames {
    fn addresses(&self, name: &str) -> Answer {
        let turn = self.asked.fetch_add(1, Ordering::SeqCst);
        let of_name: Vec<_> = self.turns.iter().filter(|(known, _addresses)| *known == name).collect();
        let found = of_name.get(turn).or_else(|| of_name.last()).map(|(_known, addresses)| addresses.clone());
        Box::pin(async move {
            let found = found.ok_or_else(|| std::io::Error::other("no such name"))?;
            Ok(found.iter().map(|address| address.parse::<IpAddr>().unwrap()).collect())
        })
    }
}

/// A client that may not ask this machine.
fn public() -> Fetcher {
    Fetcher::new(false).unwrap()
}

/// A client that may.
fn local() -> Fetcher {
    Fetcher::new(true).unwrap()
}

fn with(limits: Limits) -> Fetcher {
    Fetcher::with(true, limits, Arc::new(super::resolver::SystemNames)).unwrap()
}

/// So short that a server which never answers ends a test, so long that one which does is never missed.
fn impatient() -> Fetcher {
    with(Limits { total: Duration::from_millis(500), ..Limits::default() })
}

async fn fetch(fetcher: &Fetcher, address: &str) -> Result<Vec<u8>, FetchError> {
    fetcher.document(address, "*/*", BOUND).await.map(|fetched| fetched.bytes.to_vec())
}

async fn refused(fetcher: &Fetcher, address: &str) -> FetchError {
    fetch(fetcher, address).await.unwrap_err()
}
