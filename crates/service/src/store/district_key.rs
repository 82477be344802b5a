//! Table `district_keys`.

use sea_orm::entity::prelude::*;

/// A key that a district was seen to have.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "district_keys")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) district_id: Uuid,
    /// The public half, as multibase text.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) public_key: String,
    pub(crate) seen_at: i64,
    /// When its line was taken out of the key file on purpose.
    pub(crate) forgotten_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
