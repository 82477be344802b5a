//! How many bytes of strangers are under way at once, in memory and on disk: for the whole process and for
//! each client network, so that no one fills the machine and no one takes all of it from the others.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::http::header::{HeaderValue, RETRY_AFTER};
use actix_web::web::Data;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::network::{ORGANIZATION, client, network};
use crate::{Kind, Problem, Site};

/// Room is given in pieces of so many bytes.
const PIECE: usize = 16 * 1024;
/// How long a request waits for room. Meanwhile it reads nothing, so the client is slowed down.
const PATIENCE: Duration = Duration::from_secs(2);
/// Seconds until a client should try again.
const TRY_AGAIN: u16 = 2;

/// Room for bytes; cheap to clone.
#[derive(Debug, Clone)]
pub struct Budget(Arc<Room>);

#[derive(Debug)]
struct Room {
    all: Arc<Semaphore>,
    of_each: usize,
    networks: Mutex<HashMap<IpAddr, Weak<Semaphore>>>,
}

impl Budget {
    /// Room for so many bytes in all, and for so many of each client network.
    pub fn new(all: usize, of_each: usize) -> Self {
        let all = Arc::new(Semaphore::new(pieces(all)));
        Self(Arc::new(Room { all, of_each: pieces(of_each), networks: Mutex::default() }))
    }

    /// A share for a request from that address, with nothing in it yet.
    pub fn share(&self, address: IpAddr) -> Share {
        let network = network(address, ORGANIZATION);
        let mut networks = self.0.networks.lock().unwrap_or_else(PoisonError::into_inner);
        let own = networks.get(&network).and_then(Weak::upgrade).unwrap_or_else(|| {
            let own = Arc::new(Semaphore::new(self.0.of_each));
            networks.insert(network, Arc::downgrade(&own));
            own
        });
        let permits = Vec::new();
        Share(Some(Taken { room: self.0.clone(), network, own, permits, bytes: 0 }))
    }

    /// Bytes that no one has taken.
    pub fn free(&self) -> usize {
        self.0.all.available_permits().saturating_mul(PIECE)
    }
}

/// What one request has taken of a budget; given back when it is dropped.
#[derive(Debug)]
pub struct Share(Option<Taken>);

#[derive(Debug)]
struct Taken {
    room: Arc<Room>,
    network: IpAddr,
    own: Arc<Semaphore>,
    permits: Vec<OwnedSemaphorePermit>,
    bytes: usize,
}

impl Share {
    /// A share of memory for a request; without a bound in a server that has no budget, such as that of
    /// conformance runs.
    pub fn of_memory(request: &HttpRequest) -> Self {
        let site = request.app_data::<Data<Site>>();
        site.map_or_else(Self::none, |site| site.memory.share(client(request, site)))
    }

    /// A share that has no bound, for what is counted elsewhere.
    pub fn none() -> Self {
        Self(None)
    }

    /// Takes room for as many bytes as are needed in all, unless it has been taken already.
    ///
    /// # Errors
    /// `unavailable` when there was no room for a while, because of others or of the client's own requests.
    pub async fn hold(&mut self, bytes: usize) -> Result<(), Problem> {
        let Some(share) = &mut self.0 else { return Ok(()) };
        let more = pieces(bytes).saturating_sub(pieces(share.bytes));
        let more = u32::try_from(more).map_err(|_large| busy())?;
        if more > 0 {
            let (own, all) = (share.own.clone(), share.room.all.clone());
            let both = async {
                let own = own.acquire_many_owned(more).await;
                Ok::<_, tokio::sync::AcquireError>((own?, all.acquire_many_owned(more).await?))
            };
            let taken = tokio::time::timeout(PATIENCE, both).await.map_err(|_late| busy())?;
            let (own, all) = taken.map_err(|_closed| busy())?;
            share.permits.extend([own, all]);
            share.bytes = bytes;
        }
        Ok(())
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.permits.clear();
        let mut networks = self.room.networks.lock().unwrap_or_else(PoisonError::into_inner);
        // No one else of this network has anything under way.
        if Arc::strong_count(&self.own) == 1 {
            networks.remove(&self.network);
        }
    }
}

fn pieces(bytes: usize) -> usize {
    bytes.div_ceil(PIECE)
}

/// That there is no room just now.
pub(crate) fn busy() -> Problem {
    Problem::new(Kind::Unavailable, "the server is receiving too much data; try again in a moment")
        .with_header(RETRY_AFTER, HeaderValue::from(TRY_AGAIN))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[tokio::test]
    async fn no_more_is_given_than_there_is() {
        let budget = Budget::new(4 * PIECE, 3 * PIECE);
        let mut one = budget.share(ip("192.0.2.1"));
        let mut other = budget.share(ip("192.0.2.2"));
        one.hold(2 * PIECE).await.unwrap();
        one.hold(2 * PIECE).await.unwrap();
        other.hold(2 * PIECE - 1).await.unwrap();
        assert_eq!(budget.free(), 0);
        let refused = other.hold(3 * PIECE).await.unwrap_err();
        assert_eq!(refused.kind, Kind::Unavailable);
        assert_eq!(refused.headers[0].0, RETRY_AFTER);
        drop(one);
        other.hold(3 * PIECE).await.unwrap();
        drop(other);
        assert_eq!(budget.free(), 4 * PIECE);
    }

    #[tokio::test]
    async fn one_network_cannot_take_all() {
        let budget = Budget::new(4 * PIECE, 3 * PIECE);
        let (mut one, mut another) = (budget.share(ip("2001:db8::1")), budget.share(ip("2001:db8:0:1::2")));
        one.hold(2 * PIECE).await.unwrap();
        assert!(another.hold(2 * PIECE).await.is_err());
        another.hold(PIECE).await.unwrap();
        budget.share(ip("2001:db8:1::1")).hold(PIECE).await.unwrap();
        drop((one, another));
        assert!(budget.0.networks.lock().unwrap().is_empty());
    }
}
