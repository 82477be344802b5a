//! Now and then: signs lists whose signature grows old, and removes what nobody needs.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

use super::lists::look;
use crate::commands::idempotency;
use crate::commands::status_list::SIGNED_AGAIN_AFTER;
use crate::store::status_list as lists;
use crate::vitals::Work;
use crate::{Error, Service, outbox};

/// How often.
const SWEEP: Duration = Duration::from_mins(10);

pub(super) async fn run(service: Service, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow_and_update() {
        // One that fails keeps no other from being done.
        let results = [
            sign_ageing(&service).await,
            tidy_board(&service).await,
            outbox::clean_up(&service).await,
            idempotency::sweep(&service).await,
        ];
        let error = results.into_iter().find_map(Result::err);
        service.vitals().ran(Work::Sweep, error.as_ref());
        tokio::select! {
            changed = stop.changed() => if changed.is_err() { break },
            () = sleep(SWEEP) => {}
        }
    }
}

async fn sign_ageing(service: &Service) -> Result<(), Error> {
    let before = service.now().unix() - SIGNED_AGAIN_AFTER;
    for line in lists::signed_before(service.backend().read(), before).await? {
        look(service, &line).await?;
    }
    Ok(())
}

/// Takes down what nobody asked for, and compares the rest with the database: a replica whose clock was wrong
/// may have signed something that looked too old to be news.
async fn tidy_board(service: &Service) -> Result<(), Error> {
    for (district, number) in service.board().tidy() {
        look(service, &lists::line(service.backend().read(), district, number).await?).await?;
    }
    Ok(())
}
