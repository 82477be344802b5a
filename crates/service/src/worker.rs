//! What runs beside the requests. Each kind of work has a supervisor that starts it again when it ends or
//! panics.

mod clock;
mod lists;
mod notices;
mod sweep;

use std::time::Duration;

use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use crate::vitals::Work;
use crate::{Service, outbox};

/// How long to wait before work that ended is begun again.
const RESTART_PAUSE: Duration = Duration::from_secs(1);

/// The running workers; they end when this is dropped. [`Workers::stop`] lets them end in order.
#[derive(Debug)]
pub struct Workers {
    stop: watch::Sender<bool>,
    supervisors: Vec<JoinHandle<()>>,
}

impl Workers {
    pub(crate) fn start(service: &Service) -> Self {
        let (stop, told) = watch::channel(false);
        let begin = |work: Work, run: fn(Service, watch::Receiver<bool>) -> Running| {
            let (service, told) = (service.clone(), told.clone());
            service.vitals().began(work);
            tokio::spawn(async move {
                let again = || run(service.clone(), told.clone());
                supervise(told.clone(), again, || service.vitals().ended(work)).await;
            })
        };
        let mut supervisors = vec![
            begin(Work::Outbox, |service, told| Box::pin(outbox::run(service, told))),
            begin(Work::Lists, |service, told| Box::pin(lists::run(service, told))),
            begin(Work::Sweep, |service, told| Box::pin(sweep::run(service, told))),
            begin(Work::Clock, |service, told| Box::pin(clock::run(service, told))),
        ];
        if service.backend().has_replicas() {
            supervisors.push(begin(Work::Notices, |service, told| Box::pin(notices::run(service, told))));
        }
        Self { stop, supervisors }
    }

    /// Ends the work: waits a few seconds for mails that are being sent, and gives back those that are not
    /// through by then, so that another process can send them at once.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        for supervisor in self.supervisors.drain(..) {
            if let Err(error) = supervisor.await {
                tracing::error!(%error, "a supervisor of background work panicked");
            }
        }
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        for supervisor in &self.supervisors {
            supervisor.abort();
        }
    }
}

type Running = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

/// Begins work again whenever it ends, until it was told to stop.
async fn supervise(mut told: watch::Receiver<bool>, begin: impl Fn() -> Running, ended: impl Fn()) {
    loop {
        // What runs in the set ends with it, also when the supervisor is aborted.
        let mut running = JoinSet::new();
        running.spawn(begin());
        let end = running.join_next().await;
        if *told.borrow_and_update() {
            return;
        }
        if let Some(Err(error)) = end {
            tracing::error!(%error, "background work panicked; it is begun again");
        } else {
            tracing::error!("background work ended by itself; it is begun again");
        }
        ended();
        tokio::select! {
            _ = told.changed() => return,
            () = tokio::time::sleep(RESTART_PAUSE) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn work_that_panics_or_ends_is_begun_again_until_it_is_told_to_stop() {
        let (stop, told) = watch::channel(false);
        let (begun, ended) = (Arc::new(AtomicU32::new(0)), AtomicU32::new(0));
        let run = || -> Running {
            let (begun, mut told) = (begun.clone(), told.clone());
            Box::pin(async move {
                match begun.fetch_add(1, Ordering::SeqCst) {
                    0 => panic!("on purpose"),
                    1 => {}
                    _ => drop(told.changed().await),
                }
            })
        };
        let stopping = async {
            while begun.load(Ordering::SeqCst) < 3 {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            stop.send_replace(true);
        };
        tokio::join!(
            supervise(told.clone(), run, || {
                ended.fetch_add(1, Ordering::SeqCst);
            }),
            stopping
        );
        assert_eq!((begun.load(Ordering::SeqCst), ended.load(Ordering::SeqCst)), (3, 2));
    }
}
