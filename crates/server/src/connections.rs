//! The connections of clients: how many there may be, which one makes room when there are too many, and how
//! long one may keep the server waiting.

mod files;
mod guarded;
mod listen;

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use futures_util::task::AtomicWaker;

pub use self::files::raise_limit;
pub(crate) use self::guarded::Guarded;
pub(crate) use self::listen::{Listening, listen};
use crate::network::{HOUSEHOLD, network};

/// How long a client may keep the server waiting.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// From the connection, or the end of the request before, until the head of a request is there.
    pub head: Duration,
    /// While the client takes nothing of an answer.
    pub answer: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { head: Duration::from_secs(15), answer: Duration::from_secs(30) }
    }
}

/// The connections that are open; cheap to clone.
#[derive(Debug, Clone)]
pub struct Connections(Arc<Open>);

#[derive(Debug)]
struct Open {
    most: usize,
    of_each: usize,
    began: Instant,
    table: Mutex<HashMap<u64, Arc<Connection>>>,
    next: AtomicU64,
}

/// One connection, as far as others must know of it.
#[derive(Debug)]
pub struct Connection {
    network: IpAddr,
    began: Instant,
    /// When the last byte came or went, in milliseconds since `began`.
    moved: AtomicU64,
    /// When the last request ended, in the same.
    ended: AtomicU64,
    /// Requests that are being answered.
    busy: AtomicUsize,
    /// It must end, because another needs its place.
    closed: AtomicBool,
    waker: AtomicWaker,
}

/// Holds the place of a connection; given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    open: Arc<Open>,
    number: u64,
    pub(crate) connection: Arc<Connection>,
}

impl Connections {
    /// Room for so many connections in all, and so many of each client network.
    pub fn new(most: usize, of_each: usize) -> Self {
        let (began, table) = (Instant::now(), Mutex::default());
        Self(Arc::new(Open { most, of_each, began, table, next: AtomicU64::new(0) }))
    }

    /// How many there may be.
    pub fn most(&self) -> usize {
        self.0.most
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.table.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A place for a new connection. When there is none, the connection that has been silent for longest ends,
    /// unless a request is being answered on it; `None` when that is so of all.
    pub(crate) fn admit(&self, address: IpAddr) -> Option<Place> {
        let network = network(address, HOUSEHOLD);
        let mut table = self.0.table.lock().unwrap_or_else(PoisonError::into_inner);
        let own = |connection: &Connection| connection.network == network;
        if table.values().filter(|connection| own(connection)).count() >= self.0.of_each {
            end_silent(&mut table, own)?;
        }
        if table.len() >= self.0.most {
            end_silent(&mut table, |_| true)?;
        }
        let connection = Arc::new(Connection::new(network, self.0.began));
        let number = self.0.next.fetch_add(1, Ordering::Relaxed);
        table.insert(number, connection.clone());
        Some(Place { open: self.0.clone(), number, connection })
    }
}

/// Ends the connection that has been silent for longest among those.
fn end_silent(table: &mut HashMap<u64, Arc<Connection>>, among: impl Fn(&Connection) -> bool) -> Option<()> {
    let free = |connection: &Connection| connection.busy.load(Ordering::Acquire) == 0 && among(connection);
    let silent = table.iter().filter(|(_, connection)| free(connection));
    let (number, _) = silent.min_by_key(|(number, connection)| (connection.moved(), **number))?;
    let number = *number;
    let connection = table.remove(&number)?;
    connection.closed.store(true, Ordering::Release);
    connection.waker.wake();
    Some(())
}

impl Drop for Place {
    fn drop(&mut self) {
        self.open.table.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.number);
    }
}

impl Connection {
    fn new(network: IpAddr, began: Instant) -> Self {
        let connection = Self {
            network,
            began,
            moved: AtomicU64::new(0),
            ended: AtomicU64::new(0),
            busy: AtomicUsize::new(0),
            closed: AtomicBool::new(false),
            waker: AtomicWaker::new(),
        };
        connection.touch();
        connection.ended.store(connection.now(), Ordering::Release);
        connection
    }

    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn moved(&self) -> u64 {
        self.moved.load(Ordering::Acquire)
    }

    /// A byte came or went.
    fn touch(&self) {
        self.moved.store(self.now(), Ordering::Release);
    }

    /// Since when the client has not begun a request; `None` while one is being answered.
    fn waiting_since(&self) -> Option<Instant> {
        if self.busy.load(Ordering::Acquire) > 0 {
            return None;
        }
        self.began.checked_add(Duration::from_millis(self.ended.load(Ordering::Acquire)))
    }
}

/// Says that a request is being answered on a connection, until it is dropped.
struct Busy(Arc<Connection>);

impl Busy {
    fn new(connection: &Arc<Connection>) -> Self {
        connection.busy.fetch_add(1, Ordering::AcqRel);
        Self(connection.clone())
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.ended.store(self.0.now(), Ordering::Release);
        self.0.busy.fetch_sub(1, Ordering::AcqRel);
    }
}

/// Keeps a connection from being ended while a request on it is being answered.
///
/// # Errors
/// Those of what it wraps.
pub async fn keep_busy<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let _busy = request.conn_data::<Arc<Connection>>().map(Busy::new);
    next.call(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn ended(place: &Place) -> bool {
        place.connection.closed.load(Ordering::Acquire)
    }

    #[test]
    fn whoever_was_silent_for_longest_makes_room() {
        let connections = Connections::new(2, 2);
        let first = connections.admit(ip("192.0.2.1")).unwrap();
        let second = connections.admit(ip("192.0.2.2")).unwrap();
        std::thread::sleep(Duration::from_millis(5));
        first.connection.touch();
        let _third = connections.admit(ip("192.0.2.3")).unwrap();
        assert!(!ended(&first) && ended(&second));
        assert_eq!(connections.len(), 2);
        drop((first, second));
        assert_eq!(connections.len(), 1);
    }

    #[test]
    fn a_request_that_is_being_answered_is_not_cut_off() {
        let connections = Connections::new(1, 1);
        let first = connections.admit(ip("192.0.2.1")).unwrap();
        let busy = Busy::new(&first.connection);
        assert!(connections.admit(ip("192.0.2.2")).is_none());
        drop(busy);
        assert!(connections.admit(ip("192.0.2.2")).is_some());
    }

    #[test]
    fn one_network_makes_room_for_itself() {
        let connections = Connections::new(10, 1);
        let own = connections.admit(ip("2001:db8::1")).unwrap();
        let other = connections.admit(ip("2001:db8:0:1::1")).unwrap();
        let _again = connections.admit(ip("2001:db8::2")).unwrap();
        assert!(ended(&own) && !ended(&other));
    }
}
