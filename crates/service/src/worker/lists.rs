//! Signs status lists whose bits changed, and takes over what other replicas signed.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use program::DistrictId;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until};

use crate::commands::status_list;
use crate::store::status_list::{self as lists, Line};
use crate::store::{Topic, district};
use crate::vitals::Work;
use crate::{Error, Service};

/// How often there is a look at what changed. A burst of changes to a list within this time is one new signature,
/// and none waits longer than a second.
const TICK: Duration = Duration::from_millis(500);
/// How often when other replicas announce what they change.
const IDLE_TICK: Duration = Duration::from_secs(2);
/// How far back lists that other replicas signed are looked for, in seconds: more than their clocks can differ.
const RECENT: i64 = 15 * 60;
/// How long a list that could not be signed waits.
const PAUSE: Duration = Duration::from_secs(5);

pub(super) async fn run(service: Service, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow_and_update() {
        let began = Instant::now();
        let passed = pass(&service).await;
        service.vitals().ran(Work::Lists, passed.as_ref().err());
        tokio::select! {
            _ = stop.changed() => {}
            () = service.backend().wakes().bell(Topic::Lists).notified() => sleep_until(began + TICK).await,
            () = sleep(if service.vitals().hears() { IDLE_TICK } else { TICK }) => {}
        }
        if stop.has_changed().is_err() {
            break;
        }
    }
}

/// One look. What is read of a list is a few numbers; its text only where it is needed.
async fn pass(service: &Service) -> Result<(), Error> {
    let recent = lists::recent(service.backend().read(), service.now().unix() - RECENT).await?;
    for line in &recent {
        look(service, line).await?;
    }
    for (district, number) in service.vitals().overdue_lists() {
        if !recent.iter().any(|line| (line.district, line.number) == (district, number)) {
            look(service, &lists::line(service.backend().read(), district, number).await?).await?;
        }
    }
    Ok(())
}

/// Signs a list if it needs it, or shows its newer text if somebody asked for it here.
pub(super) async fn look(service: &Service, line: &Line) -> Result<(), Error> {
    let list = (line.district, line.number);
    if !status_list::is_fresh(service, line) {
        sign(service, list).await;
        return Ok(());
    }
    service.vitals().signed(list);
    if service.board().version(list).is_some_and(|shown| shown < line.version()) {
        let row = lists::one(service.backend().read(), line.district, line.number).await?;
        let version = (row.signed_changes, row.signed_at);
        service.board().post(line.district, line.number, row.signed, version);
    }
    Ok(())
}

/// Signs one list. That it cannot be signed is noted, and keeps no other list from being signed.
async fn sign(service: &Service, list: (DistrictId, i32)) {
    if service.vitals().waits(list) {
        return;
    }
    let signing = AssertUnwindSafe(status_list::refresh(service, list.0, list.1)).catch_unwind().await;
    let error = match signing {
        Ok(Ok(_)) => return service.vitals().signed(list),
        Ok(Err(error)) => error,
        Err(_) => Error::internal("the signing panicked"),
    };
    let found = district::one(service.backend().read(), list.0).await;
    let slug = found.map_or_else(|_| list.0.to_string(), |district| district.slug);
    if service.vitals().overdue(list, slug.clone(), PAUSE) {
        tracing::error!(
            district.id = %list.0, district.slug = slug, status_list.number = list.1, %error,
            "a status list cannot be signed: what was revoked since is not published; it is tried again"
        );
    }
}
