//! Table `outbox`.

use sea_orm::entity::prelude::*;

/// Something to be done after a commit. It names its target and its subject, and contains neither.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    /// What it says.
    pub(crate) kind: String,
    pub(crate) district_id: Option<Uuid>,
    /// For whom it is and on which way it goes.
    pub(crate) target: Option<String>,
    /// The id of what it is about.
    pub(crate) subject: String,
    /// When it is to be tried.
    pub(crate) due_at: i64,
    /// How many attempts were begun, and not given back.
    pub(crate) attempts: i32,
    pub(crate) last_error: Option<String>,
    pub(crate) created_at: i64,
    /// The worker that has it.
    pub(crate) leased_by: Option<Uuid>,
    /// Until when no other may take it, unless that worker renews this.
    pub(crate) leased_until: Option<i64>,
    /// When it was given up.
    pub(crate) dead_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
