//! Table `districts`.

use artwork::Palette;
use program::{DistrictId, Policy};
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;

use super::{LOCK, Tx, from_json};
use crate::Error;

/// A district.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "districts")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) website: Option<String>,
    pub(crate) email: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub(crate) description: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub(crate) policy: String,
    pub(crate) created_at: i64,
    /// The hash of the newest entry of its log: a log whose end was cut off shows.
    pub(crate) audit_head: Option<String>,
    /// The dark color of its badges, `#rrggbb`; both colors are there or neither.
    pub(crate) ground: Option<String>,
    /// The color that stands out from it.
    pub(crate) accent: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// The typed id.
    pub(crate) fn typed_id(&self) -> DistrictId {
        DistrictId::from_uuid(self.id)
    }

    /// The colors the district chose for its badges.
    pub(crate) fn palette(&self) -> Result<Option<Palette>, Error> {
        let (Some(ground), Some(accent)) = (&self.ground, &self.accent) else { return Ok(None) };
        let ground = ground.parse().map_err(Error::internal)?;
        let accent = accent.parse().map_err(Error::internal)?;
        Palette::new(ground, accent).map(Some).map_err(Error::internal)
    }

    /// Whether this is the same as when it was read. Its log goes on all the time, and nothing signed says anything of it.
    pub(crate) fn is_as_read(&self, read: &Self) -> bool {
        Self { audit_head: self.audit_head.clone(), ..read.clone() } == *self
    }

    /// The rules the district chose.
    pub(crate) fn rules(&self) -> Result<Policy, Error> {
        from_json(&self.policy, "policy")
    }
}

/// The district of an id.
pub(crate) async fn one(db: &impl ConnectionTrait, id: DistrictId) -> Result<Model, Error> {
    Entity::find_by_id(id.uuid()).one(db).await?.ok_or(Error::NotFound { what: "district" })
}

/// The district of a slug.
pub(crate) async fn by_slug(db: &impl ConnectionTrait, slug: &str) -> Result<Model, Error> {
    Entity::find().filter(Column::Slug.eq(slug)).one(db).await?.ok_or(Error::NotFound { what: "district" })
}

/// All districts.
pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<Vec<Model>, Error> {
    Ok(Entity::find().all(db).await?)
}

/// Locks the district's row until the transaction ends.
pub(crate) async fn lock(tx: &Tx, id: DistrictId) -> Result<Model, Error> {
    let row = Entity::find_by_id(id.uuid()).lock(LOCK).one(&**tx).await?;
    row.ok_or(Error::NotFound { what: "district" })
}
