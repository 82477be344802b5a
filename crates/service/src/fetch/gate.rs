//! How many fetches run at once, from one host and altogether, and how many wait for their turn.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::FetchError;
use super::limits::Limits;

/// From how many hosts on those that nobody asks any more are forgotten.
const HOSTS: usize = 64;

/// Lets fetches through, some at once.
#[derive(Debug)]
pub(super) struct Gate {
    overall: Arc<Line>,
    hosts: Mutex<HashMap<String, Arc<Line>>>,
    limits: Limits,
}

/// The right to ask a host. It ends when it is dropped.
#[derive(Debug)]
pub(super) struct Pass {
    _overall: Place,
    _host: Place,
}

/// Those who fetch, and those who wait until one of them has finished.
#[derive(Debug)]
struct Line {
    slots: Arc<Semaphore>,
    waiting: AtomicUsize,
    most_waiting: usize,
}

#[derive(Debug)]
struct Place {
    _slot: OwnedSemaphorePermit,
    /// Keeps the line of a host alive as long as somebody is in it.
    _line: Arc<Line>,
}

impl Gate {
    pub(super) fn new(limits: Limits) -> Self {
        let overall = Arc::new(Line::new(limits.at_once, limits.waiting));
        Self { overall, hosts: Mutex::default(), limits }
    }

    /// Waits for the turn of a fetch from this host. The host's own line comes first, so that those who wait for a
    /// slow host hold no place that others need.
    pub(super) async fn enter(&self, host: &str) -> Result<Pass, FetchError> {
        let host = Line::enter(self.line(host)).await?;
        let overall = Line::enter(Arc::clone(&self.overall)).await?;
        Ok(Pass { _overall: overall, _host: host })
    }

    fn line(&self, host: &str) -> Arc<Line> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if hosts.len() >= HOSTS {
            hosts.retain(|_host, line| Arc::strong_count(line) > 1);
        }
        let new = || Arc::new(Line::new(self.limits.at_once_per_host, self.limits.waiting_per_host));
        Arc::clone(hosts.entry(host.to_owned()).or_insert_with(new))
    }
}

impl Line {
    fn new(slots: usize, most_waiting: usize) -> Self {
        Self { slots: Arc::new(Semaphore::new(slots)), waiting: AtomicUsize::new(0), most_waiting }
    }

    async fn enter(line: Arc<Self>) -> Result<Place, FetchError> {
        let slot = match Arc::clone(&line.slots).try_acquire_owned() {
            Ok(slot) => slot,
            Err(_taken) => line.wait().await?,
        };
        Ok(Place { _slot: slot, _line: line })
    }

    async fn wait(&self) -> Result<OwnedSemaphorePermit, FetchError> {
        let _waiter = Waiter::count(&self.waiting, self.most_waiting)?;
        Arc::clone(&self.slots).acquire_owned().await.map_err(|_closed| FetchError::Busy)
    }
}

/// Somebody who waits, and is counted also when they give up.
struct Waiter<'a>(&'a AtomicUsize);

impl<'a> Waiter<'a> {
    fn count(waiting: &'a AtomicUsize, most: usize) -> Result<Self, FetchError> {
        let waiter = Self(waiting);
        if waiting.fetch_add(1, Ordering::AcqRel) >= most {
            return Err(FetchError::Busy);
        }
        Ok(waiter)
    }
}

impl Drop for Waiter<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn gate(at_once: usize, per_host: usize, waiting: usize) -> Gate {
        Gate::new(Limits {
            at_once,
            at_once_per_host: per_host,
            waiting,
            waiting_per_host: waiting,
            ..Limits::default()
        })
    }

    #[test]
    fn a_host_is_asked_by_so_many_at_once_and_others_are_not_held_up() {
        let gate = gate(8, 2, 8);
        let first = gate.enter("a").now_or_never().unwrap().unwrap();
        let _second = gate.enter("a").now_or_never().unwrap().unwrap();
        let mut third = Box::pin(gate.enter("a"));
        assert!(third.as_mut().now_or_never().is_none());
        assert!(gate.enter("b").now_or_never().unwrap().is_ok());
        drop(first);
        assert!(third.now_or_never().unwrap().is_ok());
    }

    #[test]
    fn all_hosts_together_are_asked_by_so_many_at_once() {
        let gate = gate(2, 2, 8);
        let passes: Vec<_> = ["a", "b"].map(|host| gate.enter(host).now_or_never().unwrap().unwrap()).into();
        let mut third = Box::pin(gate.enter("c"));
        assert!(third.as_mut().now_or_never().is_none());
        drop(passes);
        assert!(third.now_or_never().unwrap().is_ok());
    }

    #[test]
    fn who_finds_too_many_waiting_is_turned_away_until_one_gives_up() {
        let gate = gate(8, 1, 1);
        let _first = gate.enter("a").now_or_never().unwrap().unwrap();
        let mut second = Box::pin(gate.enter("a"));
        assert!(second.as_mut().now_or_never().is_none());
        assert_eq!(gate.enter("a").now_or_never().unwrap().unwrap_err(), FetchError::Busy);
        drop(second);
        assert!(gate.enter("a").now_or_never().is_none());
    }

    #[test]
    fn who_waits_for_a_slow_host_holds_no_place_of_the_others() {
        let gate = gate(2, 1, 8);
        let _slow = gate.enter("slow").now_or_never().unwrap().unwrap();
        let mut waiting = Box::pin(gate.enter("slow"));
        assert!(waiting.as_mut().now_or_never().is_none());
        assert!(gate.enter("other").now_or_never().unwrap().is_ok());
    }

    #[test]
    fn hosts_that_nobody_asks_are_forgotten() {
        let gate = gate(8, 2, 8);
        let _pass = gate.enter("kept").now_or_never().unwrap().unwrap();
        for number in 0..10 * HOSTS {
            drop(gate.enter(&format!("host{number}")).now_or_never().unwrap().unwrap());
        }
        let hosts = gate.hosts.lock().unwrap();
        assert!(hosts.len() <= HOSTS && hosts.contains_key("kept"), "{}", hosts.len());
    }
}
