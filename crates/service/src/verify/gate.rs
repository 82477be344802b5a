//! The one gate through which documents of strangers are verified: off the threads that answer requests, at most as many at once
//! as there are processors. Some wait in line for a while; more are turned away, and told to come back.

use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::available_parallelism;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::Error;

/// How many wait for each that is verified; each takes half a second at most.
const WAITING_PER_SLOT: usize = 16;
/// How long somebody waits.
const PATIENCE: Duration = Duration::from_secs(5);
/// After how many seconds whoever was turned away may ask again.
const RETRY_AFTER: u32 = 5;

/// Lets computations through, some at once.
#[derive(Debug)]
pub(crate) struct Gate {
    slots: Arc<Semaphore>,
    waiting: AtomicUsize,
    most_waiting: usize,
    patience: Duration,
}

impl Default for Gate {
    fn default() -> Self {
        let slots = available_parallelism().map_or(1, NonZero::get);
        Self::new(slots, slots.saturating_mul(WAITING_PER_SLOT), PATIENCE)
    }
}

impl Gate {
    fn new(slots: usize, most_waiting: usize, patience: Duration) -> Self {
        let slots = Arc::new(Semaphore::new(slots));
        Self { slots, waiting: AtomicUsize::new(0), most_waiting, patience }
    }

    /// Computes something once it is its turn. A computation that began ends, and holds its place until then, also when nobody
    /// waits for it any more.
    ///
    /// # Errors
    /// `Busy` when too many wait, or none of those before finished in time.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let slot = self.enter().await?;
        let computing = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(slot);
            result
        });
        computing.await.map_err(Error::internal)
    }

    async fn enter(&self) -> Result<OwnedSemaphorePermit, Error> {
        if let Ok(slot) = Arc::clone(&self.slots).try_acquire_owned() {
            return Ok(slot);
        }
        let busy = || Error::Busy { retry_after: RETRY_AFTER };
        let _waiter = Waiter::count(&self.waiting, self.most_waiting).ok_or_else(busy)?;
        let turn = tokio::time::timeout(self.patience, Arc::clone(&self.slots).acquire_owned()).await;
        turn.map_err(|_late| busy())?.map_err(|_closed| busy())
    }

    /// Takes every place, until the result is dropped.
    #[cfg(test)]
    pub(crate) async fn occupy(&self) -> OwnedSemaphorePermit {
        let all = u32::try_from(self.slots.available_permits()).unwrap();
        Arc::clone(&self.slots).acquire_many_owned(all).await.unwrap()
    }
}

/// Somebody who waits, and is counted also when they give up.
struct Waiter<'a>(&'a AtomicUsize);

impl<'a> Waiter<'a> {
    fn count(waiting: &'a AtomicUsize, most: usize) -> Option<Self> {
        let waiter = Self(waiting);
        (waiting.fetch_add(1, Ordering::AcqRel) < most).then_some(waiter)
    }
}

impl Drop for Waiter<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn no_more_run_at_once_than_there_are_places() {
        let gate = Arc::new(Gate::new(2, 8, PATIENCE));
        let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let tasks = (0..8).map(|_| {
            let (gate, running, most) = (Arc::clone(&gate), Arc::clone(&running), Arc::clone(&most));
            tokio::spawn(async move {
                gate.run(move || {
                    most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::sleep(Duration::from_millis(5));
                    running.fetch_sub(1, Ordering::SeqCst);
                })
                .await
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.unwrap().unwrap();
        }
        assert!(most.load(Ordering::SeqCst) <= 2);
    }

    #[tokio::test]
    async fn who_waits_too_long_or_behind_too_many_is_told_to_come_back() {
        let gate = Gate::new(1, 1, Duration::from_millis(20));
        let place = gate.occupy().await;
        assert!(matches!(gate.run(|| ()).await, Err(Error::Busy { retry_after: 5 })), "waited in vain");
        let full = Gate::new(1, 0, PATIENCE);
        let _place = full.occupy().await;
        assert!(matches!(full.run(|| ()).await, Err(Error::Busy { .. })), "there is no room to wait");
        drop(place);
        assert!(gate.run(|| ()).await.is_ok());
    }

    #[tokio::test]
    async fn a_computation_that_nobody_waits_for_keeps_its_place_until_it_ends() {
        let gate = Arc::new(Gate::new(1, 1, Duration::from_millis(20)));
        let ((began, has_begun), (end, may_end)) = (mpsc::channel(), mpsc::channel::<()>());
        let task = tokio::spawn({
            let gate = Arc::clone(&gate);
            async move {
                let work = move || {
                    began.send(()).unwrap();
                    let _ = may_end.recv();
                };
                gate.run(work).await
            }
        });
        tokio::task::spawn_blocking(move || has_begun.recv().unwrap()).await.unwrap();
        task.abort();
        assert!(gate.run(|| ()).await.is_err(), "it still runs");
        drop(end);
        let _place = gate.occupy_when_free().await;
    }

    impl Gate {
        async fn occupy_when_free(&self) -> OwnedSemaphorePermit {
            Arc::clone(&self.slots).acquire_owned().await.unwrap()
        }
    }
}
