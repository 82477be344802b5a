//! Messages that could not be delivered.

use program::Role;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Set};
use serde_json::json;
use uuid::Uuid;

use crate::audit::{AuditEvent, record};
use crate::store::{Topic, outbox};
use crate::{Actor, Error, Scope, Service, UndeliveredView};

/// Has a message tried again at once, with all its attempts before it. Gives it as it was.
///
/// # Errors
/// `Forbidden`, or `NotFound` when it is not one that could not be delivered.
pub async fn retry(service: &Service, actor: &Actor, id: Uuid) -> Result<UndeliveredView, Error> {
    let district = actor.demand(Scope::ProgramWrite, &[Role::ProgramManager])?;
    let view = crate::queries::outbox::undelivered_one(service, district, id).await?;
    let now = service.now();
    let tx = service.backend().begin().await?;
    let found = outbox::Entity::find_by_id(id)
        .filter(outbox::Column::DistrictId.eq(district.uuid()))
        .filter(outbox::Column::DeadAt.is_not_null())
        .lock(crate::store::LOCK)
        .one(&*tx)
        .await?;
    let row = found.ok_or(Error::NotFound { what: "message" })?;
    let active = outbox::ActiveModel {
        id: Set(row.id),
        due_at: Set(now.unix()),
        attempts: Set(0),
        dead_at: Set(None),
        ..Default::default()
    };
    active.update(&*tx).await?;
    let event = AuditEvent {
        action: "message.retried",
        subject: format!("message:{id}"),
        detail: json!({ "kind": row.kind, "about": row.subject }),
    };
    record(&tx, now, district, actor, event).await?;
    tx.wake(Topic::Outbox);
    tx.commit().await?;
    Ok(view)
}
