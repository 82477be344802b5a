//! Table `exchanges`.

use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;

use super::{LOCK, Tx};
use crate::Error;

/// A credential that waits for a wallet to collect it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "exchanges")]
pub(crate) struct Model {
    /// Part of its address; random.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) exchange_id: String,
    /// What the wallet must sign; random.
    pub(crate) transaction_id: String,
    pub(crate) district_id: Uuid,
    /// The credential, not signed yet, in JSON.
    #[sea_orm(column_type = "Text")]
    pub(crate) credential: String,
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
    pub(crate) used_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The exchange of an id: the id is the authority, whatever the district.
pub(crate) async fn one(db: &impl ConnectionTrait, id: &str) -> Result<Model, Error> {
    Entity::find_by_id(id).one(db).await?.ok_or(Error::NotFound { what: "exchange" })
}

/// Locks an exchange until the transaction ends.
pub(crate) async fn lock(tx: &Tx, id: &str) -> Result<Model, Error> {
    let query = Entity::find_by_id(id).lock(LOCK);
    query.one(&**tx).await?.ok_or(Error::NotFound { what: "exchange" })
}

/// Removes those that expired before this time.
pub(crate) async fn sweep(tx: &Tx, before: i64) -> Result<(), Error> {
    Entity::delete_many().filter(Column::ExpiresAt.lt(before)).exec(&**tx).await?;
    Ok(())
}
