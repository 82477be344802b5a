//! Table `credential_twins`.

use program::DistrictId;
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;

use super::Tx;
use crate::Error;
use crate::verify::Accepted;

/// A badge in another form, as it was signed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credential_twins")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) credential_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) form: String,
    pub(crate) district_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub(crate) signed: String,
    pub(crate) signed_at: i64,
    /// The id that the token has; none when it has the badge's.
    pub(crate) own_id: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The twin of a credential in a form, if it was signed.
pub(crate) async fn one(
    db: &impl ConnectionTrait,
    district: DistrictId,
    credential: Uuid,
    form: &str,
) -> Result<Option<Model>, Error> {
    let query =
        Entity::find_by_id((credential, form.to_owned())).filter(Column::DistrictId.eq(district.uuid()));
    Ok(query.one(db).await?)
}

/// The credential of which a twin has this id.
pub(crate) async fn of_own_id(
    db: &impl ConnectionTrait,
    own_id: &str,
) -> Result<Option<super::credential::Model>, Error> {
    let Some(twin) = Entity::find().filter(Column::OwnId.eq(own_id)).one(db).await? else { return Ok(None) };
    let district = DistrictId::from_uuid(twin.district_id);
    super::credential::one(db, district, twin.credential_id).await.map(Some)
}

/// Stores a twin that our own verifier found good; its text goes in byte for byte as signed.
pub(crate) async fn insert(tx: &Tx, accepted: &Accepted, mut row: Model) -> Result<Model, Error> {
    accepted.as_str().clone_into(&mut row.signed);
    Entity::insert(row.clone().into_active_model()).exec_without_returning(&**tx).await?;
    Ok(row)
}
