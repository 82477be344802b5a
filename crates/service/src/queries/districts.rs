//! Districts.

use sea_orm::EntityTrait;

use super::EVERYBODY;
use crate::commands::Identity;
use crate::cursor::Window;
use crate::store::{district, time};
use crate::{Actor, Colors, DistrictView, Error, Page, PageQuery, Scope, Service};

/// The actor's own district.
///
/// # Errors
/// `Unauthenticated`, or `Forbidden` for a client without the scope and an operator without a district.
pub async fn own(service: &Service, actor: &Actor) -> Result<DistrictView, Error> {
    let district = actor.demand(Scope::ProgramRead, &EVERYBODY)?;
    view(service, district::one(service.backend().read(), district).await?)
}

/// All districts, by name; they are public.
///
/// # Errors
/// `Invalid`.
pub async fn list_public(service: &Service, query: PageQuery) -> Result<Page<DistrictView>, Error> {
    let window = Window::ascending(query.cursor.as_deref(), query.limit)?;
    let db = service.backend().read();
    let anchor = match window.anchor() {
        Some(id) => district::Entity::find_by_id(id).one(db).await?,
        None => None,
    };
    let columns = (district::Column::Name, district::Column::Id);
    let select = window.by_key(district::Entity::find(), columns, anchor.map(|row| row.name.into()))?;
    window.page(select.all(db).await?, |row| row.id, |row| view(service, row))
}

/// The district of a slug.
///
/// # Errors
/// `NotFound`.
pub async fn by_slug(service: &Service, slug: &str) -> Result<DistrictView, Error> {
    view(service, district::by_slug(service.backend().read(), slug).await?)
}

pub(crate) fn view(service: &Service, row: district::Model) -> Result<DistrictView, Error> {
    let Identity { did, url, .. } = Identity::of(service, &row)?;
    Ok(DistrictView {
        id: row.id,
        did,
        url,
        policy: row.rules()?,
        colors: row.ground.zip(row.accent).map(|(ground, accent)| Colors { ground, accent }),
        slug: row.slug,
        name: row.name,
        website: row.website,
        email: row.email,
        description: row.description,
        created_at: time(row.created_at)?,
    })
}
