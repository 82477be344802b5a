//! Table `enrollments`.

use program::DistrictId;
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;

use super::{LOCK, Tx, district, version};
use crate::Error;

/// A teacher working on a micro-credential.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enrollments")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) district_id: Uuid,
    pub(crate) teacher_id: Uuid,
    pub(crate) micro_credential_id: Uuid,
    pub(crate) version_id: Uuid,
    pub(crate) cohort_id: Option<Uuid>,
    pub(crate) coach_id: Option<Uuid>,
    pub(crate) enrolled_at: i64,
    pub(crate) due_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {
    #[sea_orm(
        belongs_to = "super::version::Entity",
        from = "Column::VersionId",
        to = "super::version::Column::Id"
    )]
    Version,
    #[sea_orm(
        belongs_to = "super::district::Entity",
        from = "Column::DistrictId",
        to = "super::district::Column::Id"
    )]
    District,
}

impl Related<version::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Version.def()
    }
}

impl Related<district::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::District.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

/// The enrollment of an id.
pub(crate) async fn one(db: &impl ConnectionTrait, district: DistrictId, id: Uuid) -> Result<Model, Error> {
    let query = Entity::find_by_id(id).filter(Column::DistrictId.eq(district.uuid()));
    query.one(db).await?.ok_or(Error::NotFound { what: "enrollment" })
}

/// Locks the row of an enrollment until the transaction ends.
pub(crate) async fn lock(tx: &Tx, district: DistrictId, id: Uuid) -> Result<Model, Error> {
    let query = Entity::find_by_id(id).filter(Column::DistrictId.eq(district.uuid())).lock(LOCK);
    query.one(&**tx).await?.ok_or(Error::NotFound { what: "enrollment" })
}
