//! Table `service_secrets`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use crate::store::Backend;
use crate::{Error, World};

/// A secret that all processes of the service share. Nothing that lasts is signed with it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "service_secrets")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) name: String,
    pub(crate) value: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The secret of that name; whichever process asks first makes it.
pub(crate) async fn secret(backend: &Backend, world: &World, name: &str) -> Result<Vec<u8>, Error> {
    let stored = || Entity::find_by_id(name).one(backend.read());
    let mut row = stored().await?;
    if row.is_none() {
        let fresh = STANDARD.encode(world.random::<32>()?);
        let new = Model { name: name.to_owned(), value: fresh };
        let tx = backend.begin().await?;
        let other = OnConflict::column(Column::Name).do_nothing().to_owned();
        Entity::insert(new.into_active_model()).on_conflict(other).exec_without_returning(&*tx).await?;
        tx.commit().await?;
        row = stored().await?;
    }
    let row = row.ok_or_else(|| Error::internal(format!("the secret {name} was not stored")))?;
    STANDARD.decode(row.value).map_err(Error::internal)
}
