//! Table `cohorts`.

use std::collections::{BTreeSet, HashMap};

use program::DistrictId;
use sea_orm::entity::prelude::*;

use crate::Error;

/// A group of teachers with a coach.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cohorts")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) district_id: Uuid,
    pub(crate) name: String,
    pub(crate) coach_id: Option<Uuid>,
    pub(crate) created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The cohort of an id.
pub(crate) async fn one(db: &impl ConnectionTrait, district: DistrictId, id: Uuid) -> Result<Model, Error> {
    let query = Entity::find_by_id(id).filter(Column::DistrictId.eq(district.uuid()));
    query.one(db).await?.ok_or(Error::NotFound { what: "cohort" })
}

/// The names of cohorts, by id.
pub(crate) async fn names(
    db: &impl ConnectionTrait,
    district: DistrictId,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, String>, Error> {
    let ids: BTreeSet<Uuid> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let query = Entity::find().filter(Column::DistrictId.eq(district.uuid())).filter(Column::Id.is_in(ids));
    Ok(query.all(db).await?.into_iter().map(|row| (row.id, row.name)).collect())
}
