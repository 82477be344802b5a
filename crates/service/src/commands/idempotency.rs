//! The keys by which a client that asks again gets the same badge.

use openbadges::Timestamp;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use crate::actor::Kind;
use crate::store::{Tx, backend, idempotency};
use crate::{Actor, Error, Service};

/// How long a key counts, in seconds: 30 days. After that it is a new one.
const KEPT_FOR: i64 = 30 * 24 * 3600;

/// Takes away the keys whose time is over.
pub(crate) async fn sweep(service: &Service) -> Result<(), Error> {
    let until = service.now().unix() - KEPT_FOR;
    let tx = service.backend().begin().await?;
    idempotency::Entity::delete_many().filter(idempotency::Column::CreatedAt.lt(until)).exec(&*tx).await?;
    tx.commit().await
}

/// Whose keys these are: each client has its own.
pub(super) fn key_owner(actor: &Actor) -> Result<String, Error> {
    match actor.kind() {
        Kind::Client(client) => Ok(client.id.clone()),
        Kind::Person(_) | Kind::Delegated { .. } | Kind::Operator { .. } | Kind::Nobody => {
            Err(Error::invalid("Idempotency-Key", "only clients of the API can give one"))
        }
    }
}

/// What the key led to before, if it was used before for the same request.
pub(super) async fn replayed(
    db: &impl ConnectionTrait,
    actor: &Actor,
    key: &str,
    request: &str,
    now: Timestamp,
) -> Result<Option<Uuid>, Error> {
    let found = idempotency::Entity::find_by_id((key_owner(actor)?, key.to_owned())).one(db).await?;
    match found {
        None => Ok(None),
        // The worker did not come by yet.
        Some(row) if is_over(&row, now) => Ok(None),
        Some(row) if row.request_hash == request => Ok(Some(row.credential_id)),
        Some(_) => {
            Err(Error::Conflict { why: "this Idempotency-Key was used for another request".to_owned() })
        }
    }
}

fn is_over(row: &idempotency::Model, now: Timestamp) -> bool {
    row.created_at < now.unix() - KEPT_FOR
}

/// Notes what the key led to, in place of what it led to when its time was not over.
pub(super) async fn remember(
    tx: &Tx,
    actor: &Actor,
    key: String,
    request_hash: String,
    credential_id: Uuid,
    now: Timestamp,
) -> Result<(), Error> {
    let client_id = key_owner(actor)?;
    idempotency::Entity::delete_many()
        .filter(idempotency::Column::ClientId.eq(client_id.as_str()))
        .filter(idempotency::Column::Key.eq(key.as_str()))
        .filter(idempotency::Column::CreatedAt.lt(now.unix() - KEPT_FOR))
        .exec(&**tx)
        .await?;
    let row = idempotency::Model { client_id, key, request_hash, credential_id, created_at: now.unix() };
    match idempotency::Entity::insert(row.into_active_model()).exec_without_returning(&**tx).await {
        Err(error) if backend::is_duplicate(&error) => {
            Err(Error::Conflict { why: "a request with this Idempotency-Key is under way".to_owned() })
        }
        other => Ok(other.map(|_| ())?),
    }
}
