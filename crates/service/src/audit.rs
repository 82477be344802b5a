//! The log of what was done: append-only, and each entry holds the hash of the one before, so that a
//! line taken out or changed later shows. The district holds the hash of the newest, so that an end cut off
//! shows too.

use openbadges::Timestamp;
use program::DistrictId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::store::{Tx, audit, district};
use crate::{Actor, AuditEntry, Error, Service};

/// What an entry is about.
pub(crate) struct AuditEvent<'a> {
    /// What was done, such as `assessment.approved`.
    pub(crate) action: &'a str,
    /// To what, such as `assessment:{id}`.
    pub(crate) subject: String,
    /// Facts, without personal data.
    pub(crate) detail: Value,
}

/// Adds an entry, in the transaction of what it reports.
pub(crate) async fn record(
    tx: &Tx,
    now: Timestamp,
    district_id: DistrictId,
    actor: &Actor,
    event: AuditEvent<'_>,
) -> Result<(), Error> {
    record_all(tx, now, district_id, actor, vec![event]).await
}

/// Adds entries in this order, in the transaction of what they report.
pub(crate) async fn record_all(
    tx: &Tx,
    now: Timestamp,
    district_id: DistrictId,
    actor: &Actor,
    events: Vec<AuditEvent<'_>>,
) -> Result<(), Error> {
    // One writer a district: two entries must not follow the same one.
    district::lock(tx, district_id).await?;
    append(tx, now, district_id, actor, events).await
}

/// As [`record_all`], when the district's row is locked.
pub(crate) async fn append(
    tx: &Tx,
    now: Timestamp,
    district_id: DistrictId,
    actor: &Actor,
    events: Vec<AuditEvent<'_>>,
) -> Result<(), Error> {
    let last = audit::Entity::find()
        .filter(audit::Column::DistrictId.eq(district_id.uuid()))
        .order_by_desc(audit::Column::Sequence)
        .one(&**tx)
        .await?;
    let first = last.as_ref().map_or(1, |entry| entry.sequence + 1);
    let mut previous_hash = last.map_or_else(|| "0".repeat(64), |entry| entry.hash);
    let mut entries = Vec::with_capacity(events.len());
    for (sequence, event) in (first..).zip(events) {
        let mut entry = audit::Model {
            district_id: district_id.uuid(),
            sequence,
            at: now.unix(),
            actor: actor.audit_name(),
            action: event.action.to_owned(),
            subject: event.subject,
            detail: event.detail.to_string(),
            previous_hash,
            hash: String::new(),
        };
        previous_hash = hash(&entry);
        entry.hash.clone_from(&previous_hash);
        let said = entry.clone();
        tx.after_commit(move || {
            tracing::info!(target: "audit", action = %said.action, subject = %said.subject, actor = %said.actor, "recorded");
        });
        entries.push(entry.into_active_model());
    }
    district::Entity::update_many()
        .col_expr(district::Column::AuditHead, Expr::value(previous_hash))
        .filter(district::Column::Id.eq(district_id.uuid()))
        .exec(&**tx)
        .await?;
    audit::Entity::insert_many(entries).exec_without_returning(&**tx).await?;
    Ok(())
}

/// The SHA-256 of an entry: over a JSON array, so that no member can run into the next.
pub(crate) fn hash(entry: &audit::Model) -> String {
    let text = serde_json::json!([
        entry.district_id,
        entry.sequence,
        entry.at,
        entry.actor,
        entry.action,
        entry.subject,
        entry.detail,
        entry.previous_hash,
    ])
    .to_string();
    crate::secret::hex(&Sha256::digest(text.as_bytes()))
}

/// The entry as it is shown.
pub(crate) fn view(entry: audit::Model) -> Result<AuditEntry, Error> {
    Ok(AuditEntry {
        sequence: u64::try_from(entry.sequence).map_err(Error::internal)?,
        at: crate::store::time(entry.at)?,
        actor: entry.actor,
        action: entry.action,
        subject: entry.subject,
        detail: crate::store::from_json(&entry.detail, "audit detail")?,
        previous_hash: entry.previous_hash,
        hash: entry.hash,
    })
}

/// What was done when a log that was ahead of the true time was mended. Entries before it do not say what time it is.
pub(crate) const MENDED: &str = "clock.mended";

/// The time of the newest entry of all districts, in seconds since 1970: the earliest that there can be, since a clock
/// that was set back must not date what comes before what was. What a wrong clock wrote before a log was mended does not
/// count.
pub(crate) async fn newest(service: &Service) -> Result<Option<i64>, Error> {
    let db = service.backend().read();
    let mended: Vec<(Uuid, i64)> = audit::Entity::find()
        .select_only()
        .column(audit::Column::DistrictId)
        .column_as(audit::Column::Sequence.max(), "sequence")
        .filter(audit::Column::Action.eq(MENDED))
        .group_by(audit::Column::DistrictId)
        .into_tuple()
        .all(db)
        .await?;
    let mut counts = Condition::all();
    for (district, sequence) in mended {
        let before = Condition::all()
            .add(audit::Column::DistrictId.eq(district))
            .add(audit::Column::Sequence.lt(sequence));
        counts = counts.add(before.not());
    }
    let newest = audit::Entity::find().filter(counts).order_by_desc(audit::Column::At).one(db).await?;
    Ok(newest.map(|entry| entry.at))
}
