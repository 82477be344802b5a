//! Table `files`.

use program::DistrictId;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query};
use sea_orm::{ConnectionTrait, QuerySelect};

use crate::Error;
use crate::store::Tx;

/// A file that was handed in.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "files")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) district_id: Uuid,
    pub(crate) submission_id: Uuid,
    pub(crate) sha256: String,
    pub(crate) name: String,
    pub(crate) media_type: String,
    pub(crate) content: Vec<u8>,
    pub(crate) created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The id and the length in bytes of the file with that hash that was handed in with one of the submissions.
pub(crate) async fn of_submissions(
    tx: &Tx,
    district: DistrictId,
    submissions: &[Uuid],
    sha256: &str,
) -> Result<Option<(Uuid, i64)>, Error> {
    let length = Expr::expr(Func::cust("LENGTH").arg(Expr::col(Column::Content)));
    let query = Entity::find()
        .select_only()
        .column(Column::Id)
        .expr(length.cast_as("BIGINT"))
        .filter(Column::DistrictId.eq(district.uuid()))
        .filter(Column::SubmissionId.is_in(submissions.iter().copied()))
        .filter(Column::Sha256.eq(sha256))
        .into_tuple::<(Uuid, i64)>();
    Ok(query.one(&**tx).await?)
}

/// Copies a file of an earlier submission inside the database, so that its bytes never come here.
pub(crate) async fn copy(
    tx: &Tx,
    earlier: Uuid,
    id: Uuid,
    submission: Uuid,
    created_at: i64,
) -> Result<(), Error> {
    let select = Query::select()
        .expr(Expr::val(id))
        .column(Column::DistrictId)
        .expr(Expr::val(submission))
        .columns([Column::Sha256, Column::Name, Column::MediaType, Column::Content])
        .expr(Expr::val(created_at))
        .from(Entity)
        .and_where(Expr::col(Column::Id).eq(earlier))
        .take();
    let mut insert = Query::insert();
    insert.into_table(Entity).columns([
        Column::Id,
        Column::DistrictId,
        Column::SubmissionId,
        Column::Sha256,
        Column::Name,
        Column::MediaType,
        Column::Content,
        Column::CreatedAt,
    ]);
    insert.select_from(select).map_err(Error::internal)?;
    tx.execute(&insert).await?;
    Ok(())
}
