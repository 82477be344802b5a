//! Machine clients.

use program::DistrictId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::commands::clients::{home, view};
use crate::store::client;
use crate::{Actor, ClientView, Error, Service};

/// The clients of the district (an operator without one: those that set up districts), oldest first.
///
/// # Errors
/// `Forbidden`.
pub async fn list(service: &Service, actor: &Actor) -> Result<Vec<ClientView>, Error> {
    let select = client::Entity::find().order_by_asc(client::Column::ClientId);
    let select = match home(actor)?.map(DistrictId::uuid) {
        Some(district) => select.filter(client::Column::DistrictId.eq(district)),
        None => select.filter(client::Column::DistrictId.is_null()),
    };
    select.all(service.backend().read()).await?.into_iter().map(view).collect()
}
