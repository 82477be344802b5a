//! People.

use program::Role;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Func, LikeExpr};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::STAFF;
use crate::cursor::Window;
use crate::store::{district, person};
use crate::{Actor, Error, Page, PageQuery, PersonView, Scope, Service};

/// The people of the district, in the order in which they were added.
///
/// # Errors
/// `Forbidden`, or `Invalid`.
pub async fn list(service: &Service, actor: &Actor, query: PageQuery) -> Result<Page<PersonView>, Error> {
    let district = actor.demand(Scope::ProgramRead, &STAFF)?;
    let window = Window::ascending(query.cursor.as_deref(), query.limit)?;
    let select = person::Entity::find().filter(person::Column::DistrictId.eq(district.uuid()));
    let rows = window.by_id(select, person::Column::Id).all(service.backend().read()).await?;
    window.page(rows, |row| row.id, person::Model::view)
}

/// The people of the district by name; only those whose name or e-mail address has `find` in it, unless it is empty.
///
/// # Errors
/// `Forbidden`, or `Invalid`.
pub async fn by_name(
    service: &Service,
    actor: &Actor,
    find: &str,
    query: PageQuery,
) -> Result<Page<PersonView>, Error> {
    let district = actor.demand(Scope::ProgramRead, &STAFF)?;
    let window = Window::ascending(query.cursor.as_deref(), query.limit)?;
    let db = service.backend().read();
    let people = person::Entity::find().filter(person::Column::DistrictId.eq(district.uuid()));
    let anchor = match window.anchor() {
        Some(id) => people.clone().filter(person::Column::Id.eq(id)).one(db).await?,
        None => None,
    };
    let people = match find.trim().to_lowercase() {
        find if find.is_empty() => people,
        find => people.filter(
            Condition::any().add(has(person::Column::Name, &find)).add(has(person::Column::Email, &find)),
        ),
    };
    let columns = (person::Column::Name, person::Column::Id);
    let rows = window.by_key(people, columns, anchor.map(|row| row.name.into()))?.all(db).await?;
    window.page(rows, |row| row.id, person::Model::view)
}

/// Whether a text is in a column, whatever its case. What `LIKE` gives a meaning to is taken literally.
fn has(column: person::Column, text: &str) -> Expr {
    let mut pattern = String::from("%");
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    Func::lower(Expr::col((person::Entity, column))).like(LikeExpr::new(pattern).escape('\\'))
}

/// How many people the district has.
///
/// # Errors
/// `Forbidden`.
pub async fn count(service: &Service, actor: &Actor) -> Result<u64, Error> {
    let district = actor.demand(Scope::ProgramRead, &STAFF)?;
    let people = person::Entity::find().filter(person::Column::DistrictId.eq(district.uuid()));
    Ok(people.count(service.backend().read()).await?)
}

/// One person.
///
/// # Errors
/// `Forbidden`, or `NotFound`.
pub async fn one(service: &Service, actor: &Actor, id: Uuid) -> Result<PersonView, Error> {
    let district = match actor.person() {
        Some(person) if person.id.uuid() == id => actor.demand_self(Scope::ProgramRead)?.district,
        _ => actor.demand(Scope::ProgramRead, &STAFF)?,
    };
    person::one(service.backend().read(), district, id).await?.view()
}

/// As whom a visitor of the demonstration can sign in: the first people of a role, in the district that comes first. There is
/// no such list outside the demonstration, where anybody could read it.
///
/// # Errors
/// Only when the database does not answer.
pub async fn demo(service: &Service, role: Role, most: u64) -> Result<Vec<PersonView>, Error> {
    if !service.is_demo() || !service.keeps_mails() {
        return Ok(Vec::new());
    }
    let db = service.backend().read();
    let first = district::Entity::find().order_by_asc(district::Column::Name).one(db).await?;
    let Some(first) = first else { return Ok(Vec::new()) };
    // The roles are in one order, so the first one decides where somebody with several is listed.
    let rows = person::Entity::find()
        .filter(person::Column::DistrictId.eq(first.id))
        .filter(person::Column::Roles.starts_with(role.as_str()))
        .order_by_asc(person::Column::Id)
        .limit(most);
    rows.all(db).await?.into_iter().map(person::Model::view).collect()
}
