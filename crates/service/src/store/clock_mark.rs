//! Table `clock_marks`.

use sea_orm::entity::prelude::*;

/// What both clocks of this machine said when they were last found to be right.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "clock_marks")]
pub(crate) struct Model {
    /// The name of the machine's start.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) boot: String,
    /// The time, in seconds since 1970.
    pub(crate) at: i64,
    /// Seconds since the machine was started.
    pub(crate) steady: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
