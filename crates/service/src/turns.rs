//! Work that costs much processor time or memory: a few at once, the rest wait in a line that has an end.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

use crate::Error;

/// How long anybody waits for their turn. Longer, and the client has most likely given up.
const PATIENCE: Duration = Duration::from_secs(5);

/// Lets a few pieces of work run at once, off the async threads.
#[derive(Debug)]
pub(crate) struct Turns {
    running: Arc<Semaphore>,
    line: Arc<Semaphore>,
    what: &'static str,
}

impl Turns {
    /// At most `at_once` run, at most `waiting` wait. `what` is what a client is told to be busy.
    pub(crate) fn new(at_once: usize, waiting: usize, what: &'static str) -> Self {
        let line = Arc::new(Semaphore::new(at_once.saturating_add(waiting)));
        Self { running: Arc::new(Semaphore::new(at_once)), line, what }
    }

    /// Runs work when its turn comes. A client that goes away while the work runs does not make room for the
    /// next one before the work has ended.
    ///
    /// # Errors
    /// `Unavailable` when the line is full, or the turn did not come in time.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let busy = || Error::Unavailable { what: self.what };
        let place = self.line.clone().try_acquire_owned().map_err(|_full| busy())?;
        let turn = tokio::time::timeout(PATIENCE, self.running.clone().acquire_owned());
        let turn = turn.await.map_err(|_late| busy())?.map_err(Error::internal)?;
        let working = tokio::task::spawn_blocking(move || {
            let done = work();
            drop((turn, place));
            done
        });
        working.await.map_err(Error::internal)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::future::join_all;

    use super::*;

    #[tokio::test]
    async fn no_more_run_at_once_than_are_let_through() {
        let turns = Turns::new(2, 100, "the work");
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let work = || {
            let (now, most) = (now.clone(), most.clone());
            turns.run(move || {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                std::thread::sleep(Duration::from_millis(2));
                now.fetch_sub(1, Ordering::SeqCst);
            })
        };
        for done in join_all((0..60).map(|_| work())).await {
            done.unwrap();
        }
        assert_eq!(most.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn whoever_finds_the_line_full_is_told_at_once() {
        let turns = Turns::new(1, 1, "the work");
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let first = turns.run(move || wait.recv());
        let second = turns.run(|| ());
        let third = async {
            let refused = turns.run(|| ()).await;
            go.send(()).unwrap();
            refused
        };
        let (first, second, third) = tokio::join!(first, second, third);
        first.unwrap().unwrap();
        second.unwrap();
        assert!(matches!(third, Err(Error::Unavailable { what: "the work" })), "{third:?}");
    }
}
