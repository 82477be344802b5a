//! Table `endorsements`: those that districts made.

use program::{CredentialState, DistrictId};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel, QuerySelect};
use verifier::VerifiedCredential;

use super::{LOCK, Tx, credential};
use crate::Error;

/// An endorsement that a district made.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "endorsements")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) district_id: Uuid,
    pub(crate) endorsement_id: String,
    pub(crate) about: String,
    pub(crate) about_kind: String,
    pub(crate) about_name: Option<String>,
    pub(crate) name: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub(crate) comment: Option<String>,
    pub(crate) list_number: i32,
    pub(crate) status_index: i32,
    #[sea_orm(column_type = "Text")]
    pub(crate) signed: String,
    pub(crate) state: String,
    pub(crate) state_reason: Option<String>,
    pub(crate) state_at: Option<i64>,
    pub(crate) valid_from: i64,
    pub(crate) valid_until: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Its state, from the columns.
    pub(crate) fn status(&self) -> Result<CredentialState, Error> {
        credential::state_of(&self.state, self.state_reason.clone(), self.state_at)
            .map_err(|wrong| Error::internal(format!("endorsement {}: {wrong}", self.id)))
    }
}

/// Stores an endorsement that our own verifier found good; its text goes in byte for byte as signed.
pub(crate) async fn insert(tx: &Tx, verified: &VerifiedCredential, mut row: Model) -> Result<(), Error> {
    verified.credential().as_str().clone_into(&mut row.signed);
    Entity::insert(row.into_active_model()).exec_without_returning(&**tx).await?;
    Ok(())
}

/// The endorsement of an id.
pub(crate) async fn one(db: &impl ConnectionTrait, district: DistrictId, id: Uuid) -> Result<Model, Error> {
    let query = Entity::find_by_id(id).filter(Column::DistrictId.eq(district.uuid()));
    query.one(db).await?.ok_or(Error::NotFound { what: "endorsement" })
}

/// Locks the row of an endorsement until the transaction ends.
pub(crate) async fn lock(tx: &Tx, district: DistrictId, id: Uuid) -> Result<Model, Error> {
    let query = Entity::find_by_id(id).filter(Column::DistrictId.eq(district.uuid())).lock(LOCK);
    query.one(&**tx).await?.ok_or(Error::NotFound { what: "endorsement" })
}

/// The endorsement of the same thing that stands, if the district made one.
pub(crate) async fn standing_about(
    tx: &Tx,
    district: DistrictId,
    about: &str,
) -> Result<Option<Model>, Error> {
    let query = Entity::find()
        .filter(Column::DistrictId.eq(district.uuid()))
        .filter(Column::About.eq(about))
        .filter(Column::State.eq("active"));
    Ok(query.one(&**tx).await?)
}

/// Which of these endorsements were made here and do not stand any more. An endorsement's id is public, like its state: this
/// asks across districts.
pub(crate) async fn taken_back(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = String>,
) -> Result<Vec<String>, Error> {
    let query = Entity::find()
        .select_only()
        .column(Column::EndorsementId)
        .filter(Column::EndorsementId.is_in(ids))
        .filter(Column::State.ne("active"));
    Ok(query.into_tuple().all(db).await?)
}
