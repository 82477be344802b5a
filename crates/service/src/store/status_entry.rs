//! Table `status_entries`.

use openbadges::StatusPurpose;
use program::DistrictId;
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait;

use super::{LOCK, Tx};
use crate::Error;

/// A status bit that was given to a credential of other software's making. The credential itself is not kept.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "status_entries")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) district_id: Uuid,
    pub(crate) credential_id: String,
    pub(crate) purpose: String,
    pub(crate) list_number: i32,
    pub(crate) status_index: i32,
    /// Since when that applies.
    pub(crate) set_at: Option<i64>,
    /// Since when the credential is suspended, where the bit for revocation says that too: an Open Badge has room for
    /// one entry.
    pub(crate) suspended_at: Option<i64>,
    pub(crate) created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The bit of a credential for a purpose, locked until the transaction ends.
pub(crate) async fn lock(
    tx: &Tx,
    district: DistrictId,
    credential_id: &str,
    purpose: StatusPurpose,
) -> Result<Option<Model>, Error> {
    let query = Entity::find()
        .filter(Column::DistrictId.eq(district.uuid()))
        .filter(Column::CredentialId.eq(credential_id))
        .filter(Column::Purpose.eq(purpose.as_str()))
        .lock(LOCK);
    Ok(query.one(&**tx).await?)
}

/// The bits of a list that are set.
pub(crate) async fn set_bits(
    db: &impl ConnectionTrait,
    district: DistrictId,
    number: i32,
) -> Result<Vec<i32>, Error> {
    let query = Entity::find()
        .select_only()
        .column(Column::StatusIndex)
        .filter(Column::DistrictId.eq(district.uuid()))
        .filter(Column::ListNumber.eq(number))
        .filter(Column::SetAt.is_not_null().or(Column::SuspendedAt.is_not_null()));
    Ok(query.into_tuple().all(db).await?)
}
