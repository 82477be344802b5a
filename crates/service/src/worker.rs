//! What runs beside the requests.

use std::time::Duration;

use program::DistrictId;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{EntityTrait, QueryFilter};
use tokio::task::JoinHandle;

use crate::commands::{idempotency, status_list};
use crate::store::status_list as lists;
use crate::{Error, Service, outbox};

/// How often there is a look at what is due. A burst of changes to a list within this time is one new
/// signature, and none waits longer than a second.
const TICK: Duration = Duration::from_millis(500);
/// How often the clock is compared with what else is known of the time.
const LOOK: Duration = Duration::from_secs(10);
/// How often all lists are looked at for signatures that grow old.
const SWEEP: Duration = Duration::from_mins(10);

/// The running workers; they end when this is dropped.
#[derive(Debug)]
pub struct Workers(Vec<JoinHandle<()>>);

impl Workers {
    pub(crate) fn start(service: Service) -> Self {
        let mails = service.clone();
        let ageing = service.clone();
        let clock = service.clone();
        let keys = service.clone();
        Self(vec![
            tokio::spawn(async move { every(TICK, || deliver(&mails)).await }),
            tokio::spawn(async move { every(TICK, || sign_changed(&service)).await }),
            tokio::spawn(async move { every(SWEEP, || sign_ageing(&ageing)).await }),
            tokio::spawn(async move { every(LOOK, || crate::clock::look(&clock)).await }),
            tokio::spawn(async move { every(SWEEP, || idempotency::sweep(&keys)).await }),
        ])
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        for worker in &self.0 {
            worker.abort();
        }
    }
}

async fn every<F: Future<Output = Result<(), Error>>>(pause: Duration, work: impl Fn() -> F) {
    let mut failing = false;
    loop {
        match work().await {
            Ok(()) => failing = false,
            // Said once, not twice a second.
            Err(error) if !failing => {
                tracing::error!(%error, "background work failed; it is tried again");
                failing = true;
            }
            Err(_) => {}
        }
        tokio::time::sleep(pause).await;
    }
}

async fn deliver(service: &Service) -> Result<(), Error> {
    while outbox::work(service).await? > 0 {}
    Ok(())
}

/// Signs lists whose bits changed, and takes over what other replicas signed.
async fn sign_changed(service: &Service) -> Result<(), Error> {
    let changed = lists::Entity::find()
        .filter(Expr::col(lists::Column::Changes).ne(Expr::col(lists::Column::SignedChanges)))
        .all(service.backend().read())
        .await?;
    for list in changed {
        status_list::refresh(service, DistrictId::from_uuid(list.district_id), list.number).await?;
    }
    for ((district, number), shown) in service.board().all() {
        let list = lists::one(service.backend().read(), district, number).await?;
        let version = (list.signed_changes, list.signed_at);
        if version != shown {
            service.board().post(district, number, list.signed, version);
        }
    }
    Ok(())
}

/// Signs lists again whose signature grows old.
async fn sign_ageing(service: &Service) -> Result<(), Error> {
    for list in lists::Entity::find().all(service.backend().read()).await? {
        if !status_list::is_current(service, &list) {
            status_list::refresh(service, DistrictId::from_uuid(list.district_id), list.number).await?;
        }
    }
    Ok(())
}
