//! Table `mails`.

use sea_orm::entity::prelude::*;

/// A mail that the demo keeps instead of sending it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mails")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) recipient: String,
    pub(crate) subject: String,
    #[sea_orm(column_type = "Text")]
    pub(crate) body: String,
    pub(crate) sent_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
