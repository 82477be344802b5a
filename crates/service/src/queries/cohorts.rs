//! Cohorts.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::STAFF;
use crate::store::{cohort, person, time};
use crate::{Actor, CohortView, Error, Page, PageQuery, Scope, Service, cursor};

/// The cohorts of the district, oldest first.
///
/// # Errors
/// `Forbidden`, or `Invalid`.
pub async fn list(service: &Service, actor: &Actor, query: PageQuery) -> Result<Page<CohortView>, Error> {
    let district = actor.demand(Scope::ProgramRead, &STAFF)?;
    let limit = cursor::limit(query.limit)?;
    let db = service.backend().read();
    let mut select = cohort::Entity::find()
        .filter(cohort::Column::DistrictId.eq(district.uuid()))
        .order_by_asc(cohort::Column::Id)
        .limit(limit + 1);
    if let Some(after) = cursor::read(query.cursor.as_deref())? {
        select = select.filter(cohort::Column::Id.gt(after));
    }
    let rows = select.all(db).await?;
    let names = person::names(db, district, rows.iter().filter_map(|row| row.coach_id)).await?;
    cursor::page(
        rows,
        limit,
        |row| row.id,
        |row| {
            Ok(CohortView {
                id: row.id,
                name: row.name,
                coach: row.coach_id,
                coach_name: row.coach_id.and_then(|id| names.get(&id).cloned()),
                created_at: time(row.created_at)?,
            })
        },
    )
}
