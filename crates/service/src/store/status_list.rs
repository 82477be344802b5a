//! Table `status_lists`.

use programme::DistrictId;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{QueryOrder, QuerySelect};

use super::Tx;
use crate::Error;

/// A status list; its bits are the states of the credentials that lie in it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "status_lists")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) district_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) number: i32,
    pub(crate) bits: i32,
    pub(crate) used: i32,
    pub(crate) changes: i64,
    pub(crate) signed_changes: i64,
    #[sea_orm(column_type = "Text")]
    pub(crate) signed: String,
    pub(crate) signed_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The lists of a district, newest first.
pub(crate) async fn newest(tx: &Tx, district: DistrictId) -> Result<Option<Model>, Error> {
    let query = Entity::find()
        .filter(Column::DistrictId.eq(district.uuid()))
        .order_by_desc(Column::Number)
        .lock_exclusive();
    Ok(query.one(&**tx).await?)
}

/// One list.
pub(crate) async fn one(
    db: &impl ConnectionTrait,
    district: DistrictId,
    number: i32,
) -> Result<Model, Error> {
    let query = Entity::find_by_id((district.uuid(), number));
    query.one(db).await?.ok_or(Error::NotFound { what: "status list" })
}

/// Locks one list until the transaction ends.
pub(crate) async fn lock(tx: &Tx, district: DistrictId, number: i32) -> Result<Model, Error> {
    let query = Entity::find_by_id((district.uuid(), number)).lock_exclusive();
    query.one(&**tx).await?.ok_or(Error::NotFound { what: "status list" })
}

/// The bits that are set: those of credentials that do not stand.
pub(crate) async fn set_bits(
    db: &impl ConnectionTrait,
    district: DistrictId,
    number: i32,
) -> Result<Vec<i32>, Error> {
    use super::credential;
    let query = credential::Entity::find()
        .select_only()
        .column(credential::Column::StatusIndex)
        .filter(credential::Column::DistrictId.eq(district.uuid()))
        .filter(credential::Column::ListNumber.eq(number))
        .filter(credential::Column::State.ne("active"));
    Ok(query.into_tuple().all(db).await?)
}

/// Notes that a bit of the list changed: the worker signs it anew.
pub(crate) async fn note_change(tx: &Tx, district: DistrictId, number: i32) -> Result<(), Error> {
    super::district::lock(tx, district).await?;
    lock(tx, district, number).await?;
    Entity::update_many()
        .col_expr(Column::Changes, Expr::col(Column::Changes).add(1))
        .filter(Column::DistrictId.eq(district.uuid()))
        .filter(Column::Number.eq(number))
        .exec(&**tx)
        .await?;
    Ok(())
}
