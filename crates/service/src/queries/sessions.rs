//! Who is signed in.

use sea_orm::EntityTrait;

use crate::store::{district, person, session};
use crate::{Error, Service, SessionView, secret};

/// The person of a session.
///
/// # Errors
/// `Unauthenticated` when there is none, or it is over.
pub async fn person(service: &Service, token: &str) -> Result<SessionView, Error> {
    let db = service.backend().read();
    let found = session::Entity::find_by_id(secret::digest(token))
        .find_also_related(person::Entity)
        .find_also_related(district::Entity)
        .one(db)
        .await?;
    let now = service.world().wall_clock().unix();
    let (row, person, district) = found
        .filter(|(row, ..)| row.expires_at > now)
        .ok_or(Error::Unauthenticated { why: "your session is over; sign in again" })?;
    let person = person.filter(|person| person.district_id == row.district_id);
    let person = person.ok_or(Error::NotFound { what: "person" })?.person()?;
    let district = district.ok_or(Error::NotFound { what: "district" })?;
    let district = super::districts::view(service, district)?;
    Ok(SessionView::new(person, district, row.csrf))
}
