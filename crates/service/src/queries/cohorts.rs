//! Cohorts.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::STAFF;
use crate::cursor::Window;
use crate::store::{cohort, person, time};
use crate::{Actor, CohortView, Error, Page, PageQuery, Scope, Service};

/// The cohorts of the district, oldest first.
///
/// # Errors
/// `Forbidden`, or `Invalid`.
pub async fn list(service: &Service, actor: &Actor, query: PageQuery) -> Result<Page<CohortView>, Error> {
    let district = actor.demand(Scope::ProgramRead, &STAFF)?;
    let window = Window::ascending(query.cursor.as_deref(), query.limit)?;
    let db = service.backend().read();
    let select = cohort::Entity::find().filter(cohort::Column::DistrictId.eq(district.uuid()));
    let rows = window.by_id(select, cohort::Column::Id).all(db).await?;
    let names = person::names(db, district, rows.iter().filter_map(|row| row.coach_id)).await?;
    window.page(
        rows,
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
