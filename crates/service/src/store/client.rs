//! Table `clients`.

use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;

use super::{LOCK, Tx};
use crate::Error;

/// A machine that may use the API.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "clients")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) client_id: String,
    pub(crate) district_id: Option<Uuid>,
    pub(crate) name: String,
    pub(crate) secret_hash: String,
    pub(crate) scopes: String,
    pub(crate) created_at: i64,
    pub(crate) revoked_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Locks a client's row until the transaction ends: its requests with an idempotency key come one by one.
pub(crate) async fn lock(tx: &Tx, client_id: &str) -> Result<Model, Error> {
    let row = Entity::find_by_id(client_id).lock(LOCK).one(&**tx).await?;
    row.ok_or(Error::NotFound { what: "client" })
}
