//! Machine clients.

use program::DistrictId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::commands::clients::{home, view};
use crate::store::client;
use crate::{Actor, ClientView, Error, Page, PageQuery, Service, cursor};

/// The clients of the district (an operator without one: those that set up districts), in the order of their ids. The cursor is
/// the id of the last one.
///
/// # Errors
/// `Forbidden`, or `Invalid`.
pub async fn list(service: &Service, actor: &Actor, query: PageQuery) -> Result<Page<ClientView>, Error> {
    let limit = cursor::limit(query.limit)?;
    let select = client::Entity::find().order_by_asc(client::Column::ClientId).limit(limit + 1);
    let select = match query.cursor {
        Some(after) => select.filter(client::Column::ClientId.gt(after)),
        None => select,
    };
    let select = match home(actor)?.map(DistrictId::uuid) {
        Some(district) => select.filter(client::Column::DistrictId.eq(district)),
        None => select.filter(client::Column::DistrictId.is_null()),
    };
    let mut rows = select.all(service.backend().read()).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| row.client_id.clone());
    let items = rows.into_iter().map(view).collect::<Result<_, _>>()?;
    Ok(Page { items, next, previous: None })
}
