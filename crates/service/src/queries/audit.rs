//! The audit log.

use program::Role;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::store::{audit, district};
use crate::{Actor, AuditView, Error, PageQuery, Scope, Service, cursor};

/// A page of the log, oldest first, and whether the chain of hashes holds on it.
///
/// # Errors
/// `Forbidden`, or `Invalid`.
pub async fn page(service: &Service, actor: &Actor, query: PageQuery) -> Result<AuditView, Error> {
    let id = actor.demand(Scope::AuditRead, &[Role::ProgramManager])?;
    let limit = cursor::limit(query.limit)?;
    let after = match query.cursor.as_deref() {
        None => 0,
        Some(text) => text.parse::<i64>().ok().filter(|number| *number > 0).ok_or_else(|| {
            Error::invalid("/cursor", "this is not a cursor that a page before gave as `next`")
        })?,
    };
    let db = service.backend().read();
    // Read first: what is added in the meantime must not look as if it were missing.
    let head = district::one(db, id).await?.audit_head;
    // With the entry before the page, so that the first one's link is checked too.
    let rows = audit::Entity::find()
        .filter(audit::Column::DistrictId.eq(id.uuid()))
        .filter(audit::Column::Sequence.gte(after))
        .order_by_asc(audit::Column::Sequence)
        .limit(limit + 2)
        .all(db)
        .await?;
    let linked = is_intact(&rows);
    let whole = rows.iter().any(|row| Some(&row.hash) == head.as_ref());
    let mut shown: Vec<_> = rows.into_iter().filter(|row| row.sequence > after).collect();
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = shown.len() > limit;
    shown.truncate(limit);
    let next = shown.last().filter(|_| more).map(|row| row.sequence.to_string());
    // On the last page, the entry that the district holds for its newest must be there.
    let intact = linked && (more || whole);
    let items = shown.into_iter().map(crate::audit::view).collect::<Result<_, _>>()?;
    Ok(AuditView { items, next, intact })
}

/// Each entry has the hash it should have, follows the one before, and the log begins at its beginning.
fn is_intact(rows: &[audit::Model]) -> bool {
    let whole = rows.iter().all(|row| crate::audit::hash(row) == row.hash);
    let linked = rows
        .iter()
        .zip(rows.iter().skip(1))
        .all(|(before, after)| after.sequence == before.sequence + 1 && after.previous_hash == before.hash);
    let begun = rows.first().is_none_or(|first| {
        first.sequence > 1 || first.sequence == 1 && first.previous_hash.bytes().all(|byte| byte == b'0')
    });
    whole && linked && begun
}
