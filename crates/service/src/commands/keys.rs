//! Making keys.

use openbadges::Algorithm;
use serde_json::json;

use crate::audit::{AuditEvent, record};
use crate::store::district;
use crate::{Actor, Error, KeyView, Service};

/// Makes a new key of a kind for a district. It signs from now on; those of its kind before go on verifying.
///
/// # Errors
/// `Forbidden` unless the machine's operator asks, `NotFound`, `Internal` when the file cannot be written.
pub async fn rotate(service: &Service, actor: &Actor, kind: Algorithm) -> Result<Vec<KeyView>, Error> {
    let Actor::Operator { .. } = actor else {
        return Err(Error::Forbidden {
            why: "keys are made on the machine itself: countersign keys new".to_owned(),
        });
    };
    let id = actor.district()?;
    let tx = service.backend().begin().await?;
    let row = district::lock(&tx, id).await?;
    let detail = json!({ "algorithm": issuer::keys::algorithm_name(kind) });
    let event = AuditEvent { action: "key.created", subject: format!("district:{}", row.id), detail };
    record(&tx, service.now(), id, actor, event).await?;
    super::districts::add_keys(service, &row.slug, vec![kind]).await?;
    tx.commit().await?;
    crate::queries::keys::list(service, actor).await
}

/// Reads the key file again, as after `countersign keys new` in another process.
///
/// # Errors
/// `Internal`, with what is wrong in the log; the keys stay as they were.
pub fn reload(service: &Service) -> Result<(), Error> {
    service.keys().reload(service.world()).map_err(Error::internal)
}
