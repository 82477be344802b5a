//! Table `artworks`.

use program::DistrictId;
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;

use super::Tx;
use crate::Error;

/// A picture of badges. It never changes: another picture is another row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "artworks")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) district_id: Uuid,
    pub(crate) media_type: String,
    pub(crate) content: Vec<u8>,
    /// The same as a PNG, where that was made when it was uploaded.
    pub(crate) png: Option<Vec<u8>>,
    /// Whether it was drawn here, of the title and the district's colors, and not uploaded.
    pub(crate) drawn: bool,
    pub(crate) created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The picture of an id.
pub(crate) async fn one(db: &impl ConnectionTrait, district: DistrictId, id: Uuid) -> Result<Model, Error> {
    let query = Entity::find_by_id(id).filter(Column::DistrictId.eq(district.uuid()));
    query.one(db).await?.ok_or(Error::NotFound { what: "picture" })
}

/// Which of some pictures were uploaded.
pub(crate) async fn uploaded(
    db: &impl ConnectionTrait,
    district: DistrictId,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<Uuid>, Error> {
    let query = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::DistrictId.eq(district.uuid()))
        .filter(Column::Id.is_in(ids))
        .filter(Column::Drawn.eq(false));
    Ok(query.into_tuple().all(db).await?)
}

/// Removes a picture that no version has any more.
pub(crate) async fn forget(tx: &Tx, district: DistrictId, id: Uuid) -> Result<(), Error> {
    use super::version;
    let used = version::Entity::find()
        .filter(version::Column::DistrictId.eq(district.uuid()))
        .filter(version::Column::ArtworkId.eq(id))
        .count(&**tx)
        .await?;
    if used == 0 {
        let gone = Entity::delete_many().filter(Column::DistrictId.eq(district.uuid()));
        gone.filter(Column::Id.eq(id)).exec(&**tx).await?;
    }
    Ok(())
}
