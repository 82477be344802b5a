//! Which machine an access token is of.

use program::DistrictId;
use sea_orm::EntityTrait;

use crate::actor::Client;
use crate::store::{access_token, client};
use crate::{Actor, Error, Scope, Service, secret};

/// The client of a bearer token.
///
/// # Errors
/// `Unauthenticated` when the token is not known, over, or its client was shut out.
pub async fn client(service: &Service, bearer: &str) -> Result<Actor, Error> {
    let db = service.backend().read();
    let refused = Error::Unauthenticated { why: "the access token is not known, or is over" };
    let found = access_token::Entity::find_by_id(secret::digest(bearer)).one(db).await?;
    let now = service.world().wall_clock().unix();
    let Some(token) = found.filter(|token| token.expires_at > now) else { return Err(refused) };
    let found = client::Entity::find_by_id(&token.client_id).one(db).await?;
    let Some(client) = found.filter(|client| client.revoked_at.is_none()) else { return Err(refused) };
    Ok(Actor::client(Client {
        id: client.client_id,
        district: client.district_id.map(DistrictId::from_uuid),
        scopes: token.scopes.split_whitespace().filter_map(Scope::from_name).collect(),
    }))
}
