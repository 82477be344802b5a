//! Compares the clock with what else is known of the time.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

use crate::Service;
use crate::vitals::Work;

/// How often.
const LOOK: Duration = Duration::from_secs(10);

pub(super) async fn run(service: Service, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow_and_update() {
        let looked = crate::clock::look(&service).await;
        service.vitals().ran(Work::Clock, looked.err().as_ref());
        tokio::select! {
            changed = stop.changed() => if changed.is_err() { break },
            () = sleep(LOOK) => {}
        }
    }
}
