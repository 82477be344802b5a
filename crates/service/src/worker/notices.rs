//! Hears what other replicas announce. While it does not, the workers look more often themselves.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

use crate::vitals::Work;
use crate::{Error, Service};

/// How long to wait before the connection is made again.
const PAUSE: Duration = Duration::from_secs(5);

pub(super) async fn run(service: Service, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow_and_update() {
        let vitals = service.vitals();
        let began = || {
            vitals.listens(true);
            vitals.ran(Work::Notices, None);
        };
        let ended = tokio::select! {
            _ = stop.changed() => Ok(()),
            ended = service.backend().listen(began) => Err(ended.err()),
        };
        vitals.listens(false);
        let Err(error) = ended else { break };
        let error = error.unwrap_or(Error::Unavailable { what: "the database" });
        vitals.ran(Work::Notices, Some(&error));
        tokio::select! {
            changed = stop.changed() => if changed.is_err() { break },
            () = sleep(PAUSE) => {}
        }
    }
}
