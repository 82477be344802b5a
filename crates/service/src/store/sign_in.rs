//! Table `sign_ins`.

use sea_orm::entity::prelude::*;

/// A request to sign in.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_ins")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) person_id: Uuid,
    pub(crate) district_id: Uuid,
    pub(crate) token_hash: Option<String>,
    pub(crate) browser_hash: String,
    pub(crate) expires_at: i64,
    pub(crate) used_at: Option<i64>,
    pub(crate) network_hash: Option<String>,
    /// 1 when it came from a browser or a network from which the person has signed in before.
    pub(crate) familiar: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
