//! Districts.

use sea_orm::{EntityTrait, QueryOrder};

use super::EVERYBODY;
use crate::commands::Identity;
use crate::store::{district, time};
use crate::{Actor, Colors, DistrictView, Error, Scope, Service};

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
/// Only when the database does not answer.
pub async fn list_public(service: &Service) -> Result<Vec<DistrictView>, Error> {
    let rows =
        district::Entity::find().order_by_asc(district::Column::Name).all(service.backend().read()).await?;
    rows.into_iter().map(|row| view(service, row)).collect()
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
