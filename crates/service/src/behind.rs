//! Work that is done behind the answer, so that how long it takes tells the client nothing.

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use crate::Error;

/// How much may wait. More, and whoever asks is told to come again.
const WAITING: usize = 500;
/// How much runs at once: it must not take the database from those who wait for an answer.
const RUNNING: usize = 2;
/// How long the end of the process waits for what is still to be done.
const LAST: Duration = Duration::from_secs(5);

/// Runs work behind the answer.
#[derive(Debug)]
pub(crate) struct Behind {
    runtime: Handle,
    line: Arc<Semaphore>,
    running: Arc<Semaphore>,
}

impl Behind {
    /// On the runtime that it is called from, which outlives every request.
    pub(crate) fn new() -> Self {
        let line = Arc::new(Semaphore::new(WAITING));
        Self { runtime: Handle::current(), line, running: Arc::new(Semaphore::new(RUNNING)) }
    }

    /// Lets work run soon. Its failure is logged with `what` it was.
    ///
    /// # Errors
    /// `Unavailable` when too much is waiting.
    pub(crate) fn run(
        &self,
        what: &'static str,
        work: impl Future<Output = Result<(), Error>> + Send + 'static,
    ) -> Result<(), Error> {
        let place = self.line.clone().try_acquire_owned().map_err(|_full| Error::Unavailable { what })?;
        let running = self.running.clone();
        self.runtime.spawn(async move {
            if let Ok(_turn) = running.acquire().await
                && let Err(error) = work.await
            {
                tracing::error!(%error, work = what, "work behind an answer failed");
            }
            drop(place);
        });
        Ok(())
    }

    /// Waits until nothing is left to do.
    pub(crate) async fn finish(&self) {
        let all = u32::try_from(WAITING).unwrap_or(u32::MAX);
        if tokio::time::timeout(LAST, self.line.acquire_many(all)).await.is_err() {
            tracing::error!("the process ends before all work behind answers is done");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn the_end_waits_for_what_is_to_be_done_and_more_than_enough_is_refused() {
        let behind = Behind::new();
        let done = Arc::new(AtomicUsize::new(0));
        let mut refused = 0;
        for _ in 0..WAITING + 3 {
            let done = done.clone();
            let work = async move {
                done.fetch_add(1, Ordering::SeqCst);
                Ok(())
            };
            refused += usize::from(behind.run("counting", work).is_err());
        }
        behind.finish().await;
        assert_eq!((done.load(Ordering::SeqCst), refused), (WAITING, 3));
    }
}
