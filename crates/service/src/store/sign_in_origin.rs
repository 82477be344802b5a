//! Table `sign_in_origins`.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{IntoActiveModel, QuerySelect};

use crate::Error;
use crate::store::Tx;

/// A browser or a network from which a person has signed in.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_origins")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) person_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) origin_hash: String,
    pub(crate) district_id: Uuid,
    pub(crate) used_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Whether the person has signed in from there since that time.
pub(crate) async fn is_familiar(tx: &Tx, person: Uuid, origin: &str, since: i64) -> Result<bool, Error> {
    let found = Entity::find_by_id((person, origin.to_owned()))
        .select_only()
        .column(Column::UsedAt)
        .into_tuple::<i64>()
        .one(&**tx)
        .await?;
    Ok(found.is_some_and(|used_at| used_at >= since))
}

/// Remembers that the person has signed in from there.
pub(crate) async fn remember(tx: &Tx, origin: Model) -> Result<(), Error> {
    let again =
        OnConflict::columns([Column::PersonId, Column::OriginHash]).update_column(Column::UsedAt).to_owned();
    Entity::insert(origin.into_active_model()).on_conflict(again).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Forgets what was used last before that time.
pub(crate) async fn forget(tx: &Tx, before: i64) -> Result<(), Error> {
    Entity::delete_many().filter(Column::UsedAt.lt(before)).exec(&**tx).await?;
    Ok(())
}
