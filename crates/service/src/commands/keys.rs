//! Making keys, and giving them up.

use issuer::keys::Pending;
use openbadges::{Algorithm, PublicKey};
use program::DistrictId;
use serde_json::json;

use crate::audit::{AuditEvent, record};
use crate::keys::{self, Change};
use crate::store::{district, status_list};
use crate::{Actor, Error, KeyView, Service};

/// Makes a new key of a kind for a district. It signs from now on; those of its kind before go on verifying.
///
/// # Errors
/// `Forbidden` unless the machine's operator asks, `NotFound`, `Internal` when the file cannot be written.
pub async fn rotate(service: &Service, actor: &Actor, kind: Algorithm) -> Result<Vec<KeyView>, Error> {
    demand_operator(actor)?;
    let id = actor.district()?;
    let slug = district::one(service.backend().read(), id).await?.slug;
    let change = Change::begin(service).await?;
    let pending = change.pend(service, &slug, vec![kind]).await?;
    let committed = commit(service, actor, id, kind, &pending).await;
    change.settle(service, pending, committed).await?;
    crate::queries::keys::list(service, actor).await
}

/// The key is known from here on, and will be used, whatever happens to this process.
pub(crate) async fn commit(
    service: &Service,
    actor: &Actor,
    id: DistrictId,
    kind: Algorithm,
    pending: &[Pending],
) -> Result<(), Error> {
    let tx = service.backend().begin().await?;
    district::lock(&tx, id).await?;
    for key in pending {
        keys::add(service, &tx, id, key.public.to_multibase()).await?;
    }
    status_list::sign_all_again(&tx, id).await?;
    let public: Vec<_> = pending.iter().map(|key| key.public.to_multibase()).collect();
    let detail = json!({ "algorithm": issuer::keys::algorithm_name(kind), "keys": public });
    let event = AuditEvent { action: "key.created", subject: format!("district:{}", id.uuid()), detail };
    record(&tx, service.now(), id, actor, event).await?;
    tx.commit().await
}

/// Gives a key up, such as one that was stolen: its line is taken out of the key file, and what it signed does not verify any
/// more. One that is not in the file is not missed any more.
///
/// # Errors
/// `Forbidden` unless the machine's operator asks, `Invalid` when it is no key, `NotFound` when the district never had it,
/// `Conflict` while the district signs with it.
pub async fn forget(service: &Service, actor: &Actor, public_key: &str) -> Result<(), Error> {
    demand_operator(actor)?;
    let id = actor.district()?;
    let public = PublicKey::from_multibase(public_key)
        .map_err(|error| Error::invalid("/key", format!("is no public key: {error}")))?;
    let slug = district::one(service.backend().read(), id).await?.slug;
    let key = Pending { slug: slug.clone(), public };
    let change = Change::begin(service).await?;
    if change.signs(service, key.clone()).await? {
        let why = format!(
            "this key signs; make another first, with the same --algorithm: countersign keys new {slug}"
        );
        return Err(Error::Conflict { why });
    }
    let tx = service.backend().begin().await?;
    district::lock(&tx, id).await?;
    keys::forget(service, &tx, id, key.public.to_multibase()).await?;
    // A list that this key signed verifies no more, and with it no badge.
    status_list::sign_all_again(&tx, id).await?;
    let detail = json!({ "key": key.public.to_multibase() });
    let event = AuditEvent { action: "key.forgotten", subject: format!("district:{}", id.uuid()), detail };
    record(&tx, service.now(), id, actor, event).await?;
    tx.commit().await?;
    drop(change);
    keys::recover(service).await
}

/// Reads the key file again, as after `countersign keys new` in another process.
///
/// # Errors
/// `Unavailable` when the keys that districts are known to have cannot be looked up, `Internal` with what is wrong with the
/// file; the keys stay as they were.
pub async fn reload(service: &Service) -> Result<(), Error> {
    match keys::read_again(service).await {
        Ok(()) => lists_again(service).await,
        Err(error) => {
            service.keys().note(Some(error.to_string()));
            Err(Error::internal(error))
        }
    }
}

/// Another process may have made keys or given them up: lists are signed again with those that sign now.
async fn lists_again(service: &Service) -> Result<(), Error> {
    for row in district::all(service.backend().read()).await? {
        let tx = service.backend().begin().await?;
        status_list::sign_all_again(&tx, row.typed_id()).await?;
        tx.commit().await?;
    }
    Ok(())
}

fn demand_operator(actor: &Actor) -> Result<(), Error> {
    if actor.is_operator() {
        return Ok(());
    }
    Err(Error::Forbidden { why: "keys are made on the machine itself: countersign keys new".to_owned() })
}
