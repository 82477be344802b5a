//! People.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::STAFF;
use crate::store::person;
use crate::{Actor, Error, Page, PageQuery, PersonView, Scope, Service, cursor};

/// The people of the district, in the order in which they were added.
///
/// # Errors
/// `Forbidden`, or `Invalid`.
pub async fn list(service: &Service, actor: &Actor, query: PageQuery) -> Result<Page<PersonView>, Error> {
    let district = actor.demand(Scope::ProgramRead, &STAFF)?;
    let limit = cursor::limit(query.limit)?;
    let mut select = person::Entity::find()
        .filter(person::Column::DistrictId.eq(district.uuid()))
        .order_by_asc(person::Column::Id)
        .limit(limit + 1);
    if let Some(after) = cursor::read(query.cursor.as_deref())? {
        select = select.filter(person::Column::Id.gt(after));
    }
    cursor::page(select.all(service.backend().read()).await?, limit, |row| row.id, person::Model::view)
}

/// One person.
///
/// # Errors
/// `Forbidden`, or `NotFound`.
pub async fn one(service: &Service, actor: &Actor, id: Uuid) -> Result<PersonView, Error> {
    let district = match actor.person() {
        Some(person) if person.id.uuid() == id => person.district,
        _ => actor.demand(Scope::ProgramRead, &STAFF)?,
    };
    person::one(service.backend().read(), district, id).await?.view()
}
