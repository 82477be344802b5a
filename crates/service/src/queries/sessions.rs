//! Who is signed in.

use program::DistrictId;
use sea_orm::EntityTrait;

use crate::store::{district, person, session};
use crate::{Error, Service, SessionView, secret};

/// The person of a session.
///
/// # Errors
/// `Unauthenticated` when there is none, or it is over.
pub async fn person(service: &Service, token: &str) -> Result<SessionView, Error> {
    let db = service.backend().read();
    let found = session::Entity::find_by_id(secret::digest(token)).one(db).await?;
    let now = service.world().wall_clock().unix();
    let row = found
        .filter(|row| row.expires_at > now)
        .ok_or(Error::Unauthenticated { why: "your session is over; sign in again" })?;
    let id = DistrictId::from_uuid(row.district_id);
    let person = person::one(db, id, row.person_id).await?.person()?;
    let district = super::districts::view(service, district::one(db, id).await?)?;
    Ok(SessionView::new(person, district, row.csrf))
}
