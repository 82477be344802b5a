//! Table `versions`.

use program::{Definition, DistrictId};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, Set};

use super::{Tx, from_json};
use crate::Error;

/// One version of a micro-credential.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "versions")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) district_id: Uuid,
    pub(crate) micro_credential_id: Uuid,
    pub(crate) number: i32,
    #[sea_orm(column_type = "Text")]
    pub(crate) definition: String,
    pub(crate) published_at: Option<i64>,
    pub(crate) created_at: i64,
    /// The picture of its badges; a published version without one gets its own when its first badge is signed.
    pub(crate) artwork_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// What is asked.
    pub(crate) fn definition(&self) -> Result<Definition, Error> {
        from_json(&self.definition, "definition")
    }

    /// The next version, as a draft that asks the same.
    pub(crate) fn next(&self, id: Uuid, now: i64, artwork_id: Option<Uuid>) -> Self {
        Self { id, number: self.number + 1, published_at: None, created_at: now, artwork_id, ..self.clone() }
    }

    /// The number, as people count.
    pub(crate) fn number(&self) -> u32 {
        u32::try_from(self.number).unwrap_or(1)
    }
}

/// The version of an id.
pub(crate) async fn one(db: &impl ConnectionTrait, district: DistrictId, id: Uuid) -> Result<Model, Error> {
    let query = Entity::find_by_id(id).filter(Column::DistrictId.eq(district.uuid()));
    query.one(db).await?.ok_or(Error::NotFound { what: "micro-credential" })
}

/// The versions of some micro-credentials, newest first.
pub(crate) async fn of(
    db: &impl ConnectionTrait,
    district: DistrictId,
    micro_credentials: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<Model>, Error> {
    let query = Entity::find()
        .filter(Column::DistrictId.eq(district.uuid()))
        .filter(Column::MicroCredentialId.is_in(micro_credentials))
        .order_by_desc(Column::Number);
    Ok(query.all(db).await?)
}

/// The newest published version of a micro-credential.
pub(crate) async fn published(
    db: &impl ConnectionTrait,
    district: DistrictId,
    micro_credential: Uuid,
) -> Result<Option<Model>, Error> {
    let query = Entity::find()
        .filter(Column::DistrictId.eq(district.uuid()))
        .filter(Column::MicroCredentialId.eq(micro_credential))
        .filter(Column::PublishedAt.is_not_null())
        .order_by_desc(Column::Number);
    Ok(query.one(db).await?)
}

/// Gives a version another picture, or none.
pub(crate) async fn set_artwork(tx: &Tx, id: Uuid, artwork: Option<Uuid>) -> Result<(), Error> {
    let active = ActiveModel { id: Set(id), artwork_id: Set(artwork), ..Default::default() };
    active.update(&**tx).await?;
    Ok(())
}
