//! Work that only computes: signing, verifying what was just signed, making keys. It is done off the threads that answer
//! requests, at most as many pieces at once as there are processors, in the order in which it comes.

use std::num::NonZero;
use std::sync::Arc;
use std::thread::available_parallelism;

use tokio::sync::Semaphore;

use crate::Error;

/// The processors of this machine.
#[derive(Debug)]
pub(crate) struct Processors(Arc<Semaphore>);

impl Default for Processors {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(available_parallelism().map_or(1, NonZero::get))))
    }
}

impl Processors {
    /// Computes something once it is its turn. What was begun is finished, also when nobody waits for it any more.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let turn = Arc::clone(&self.0).acquire_owned().await.map_err(Error::internal)?;
        let computing = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(turn);
            result
        });
        computing.await.map_err(Error::internal)
    }
}
