//! Table `readiness`.

use sea_orm::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::Tx;
use crate::Error;

/// The one row.
const ROW: i32 = 1;
/// At least as much as an approval writes (some 25 pages of 4 kB), so that a disk with less room than that counts as full.
const BALLAST: usize = 128 * 1024;

/// What is written to find out whether the database takes what is written to it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "readiness")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: i32,
    pub(crate) written_at: i64,
    pub(crate) ballast: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Writes the row anew.
pub(crate) async fn write(tx: &Tx, now: i64) -> Result<(), Error> {
    let row = ActiveModel { id: Set(ROW), written_at: Set(now), ballast: Set(vec![0; BALLAST]) };
    let anew = OnConflict::column(Column::Id).update_columns([Column::WrittenAt, Column::Ballast]).to_owned();
    Entity::insert(row).on_conflict(anew).exec_without_returning(&**tx).await?;
    Ok(())
}
