//! Table `credentials`.

use program::{CredentialState, DistrictId};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel, QuerySelect};
use verifier::VerifiedCredential;

use super::{LOCK, Tx, optional_time};
use crate::Error;

/// An issued credential.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credentials")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) district_id: Uuid,
    pub(crate) assessment_id: Option<Uuid>,
    pub(crate) teacher_id: Option<Uuid>,
    pub(crate) micro_credential_id: Uuid,
    pub(crate) version_id: Uuid,
    pub(crate) credential_id: String,
    pub(crate) title: String,
    pub(crate) recipient_name: String,
    pub(crate) share_token: String,
    pub(crate) list_number: i32,
    pub(crate) status_index: i32,
    #[sea_orm(column_type = "Text")]
    pub(crate) signed: String,
    pub(crate) state: String,
    pub(crate) state_reason: Option<String>,
    pub(crate) state_at: Option<i64>,
    pub(crate) awarded_at: i64,
    pub(crate) issued_at: i64,
    pub(crate) valid_until: Option<i64>,
    pub(crate) changed_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Its state, from the columns; anything but the three shapes is a fault of ours.
    pub(crate) fn status(&self) -> Result<CredentialState, Error> {
        state_of(&self.state, self.state_reason.clone(), self.state_at)
            .map_err(|wrong| Error::internal(format!("credential {}: {wrong}", self.id)))
    }
}

/// A state from its columns; the error says what is wrong with them.
pub(crate) fn state_of(
    state: &str,
    reason: Option<String>,
    at: Option<i64>,
) -> Result<CredentialState, String> {
    match (state, reason, optional_time(at).map_err(|error| error.to_string())?) {
        ("active", None, None) => Ok(CredentialState::Active),
        ("suspended", Some(reason), Some(at)) => Ok(CredentialState::Suspended { reason, at }),
        ("revoked", Some(reason), Some(at)) => Ok(CredentialState::Revoked { reason, at }),
        (state, ..) => Err(format!("state {state:?} with wrong facts")),
    }
}

/// The columns of a state.
pub(crate) fn state_columns(state: &CredentialState) -> (&'static str, Option<String>, Option<i64>) {
    match state {
        CredentialState::Active => ("active", None, None),
        CredentialState::Suspended { reason, at } => ("suspended", Some(reason.clone()), Some(at.unix())),
        CredentialState::Revoked { reason, at } => ("revoked", Some(reason.clone()), Some(at.unix())),
    }
}

/// Stores a credential that our own verifier found good; its text goes in byte for byte as signed.
pub(crate) async fn insert(tx: &Tx, verified: &VerifiedCredential, mut row: Model) -> Result<(), Error> {
    verified.credential().as_str().clone_into(&mut row.signed);
    Entity::insert(row.into_active_model()).exec_without_returning(&**tx).await?;
    Ok(())
}

/// The credential of an id.
pub(crate) async fn one(db: &impl ConnectionTrait, district: DistrictId, id: Uuid) -> Result<Model, Error> {
    let query = Entity::find_by_id(id).filter(Column::DistrictId.eq(district.uuid()));
    query.one(db).await?.ok_or(Error::NotFound { what: "credential" })
}

/// Locks the row of a credential until the transaction ends.
pub(crate) async fn lock(tx: &Tx, district: DistrictId, id: Uuid) -> Result<Model, Error> {
    let query = Entity::find_by_id(id).filter(Column::DistrictId.eq(district.uuid())).lock(LOCK);
    query.one(&**tx).await?.ok_or(Error::NotFound { what: "credential" })
}

/// The credential that an assessment led to.
pub(crate) async fn of_assessment(
    db: &impl ConnectionTrait,
    district: DistrictId,
    assessment: Uuid,
) -> Result<Option<Model>, Error> {
    let query = Entity::find()
        .filter(Column::DistrictId.eq(district.uuid()))
        .filter(Column::AssessmentId.eq(assessment));
    Ok(query.one(db).await?)
}

/// The credential of a share token: the token is the authority, whatever the district.
pub(crate) async fn shared(db: &impl ConnectionTrait, token: &str) -> Result<Model, Error> {
    let query = Entity::find().filter(Column::ShareToken.eq(token));
    query.one(db).await?.ok_or(Error::NotFound { what: "badge" })
}

/// The row of the credential that names itself so.
pub(crate) async fn of_credential_id(
    db: &impl ConnectionTrait,
    district: DistrictId,
    credential_id: &str,
) -> Result<Option<Uuid>, Error> {
    let query = Entity::find()
        .filter(Column::DistrictId.eq(district.uuid()))
        .filter(Column::CredentialId.eq(credential_id));
    Ok(query.one(db).await?.map(|row| row.id))
}
