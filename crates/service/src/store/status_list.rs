//! Table `status_lists`.

use openbadges::StatusPurpose;
use program::DistrictId;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Condition, ExprTrait, SelectStatement, UnionType};
use sea_orm::{QueryOrder, QuerySelect, QueryTrait};

use super::{LOCK, Tx};
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
    /// What a set bit means; nothing: revocation.
    pub(crate) purpose: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// What a set bit means.
    pub(crate) fn purpose(&self) -> Result<StatusPurpose, Error> {
        let Some(word) = &self.purpose else { return Ok(StatusPurpose::Revocation) };
        StatusPurpose::named(word).ok_or_else(|| Error::internal(format!("a list for the purpose {word:?}")))
    }
}

/// What is read of a list to find out whether something has to be done: no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) district: DistrictId,
    pub(crate) number: i32,
    pub(crate) changes: i64,
    pub(crate) signed_changes: i64,
    pub(crate) signed_at: i64,
}

impl Line {
    /// Which state of the list its signed text shows; a greater one is newer.
    pub(crate) const fn version(&self) -> (i64, i64) {
        (self.signed_changes, self.signed_at)
    }
}

impl From<&Model> for Line {
    fn from(list: &Model) -> Self {
        Self {
            district: DistrictId::from_uuid(list.district_id),
            number: list.number,
            changes: list.changes,
            signed_changes: list.signed_changes,
            signed_at: list.signed_at,
        }
    }
}

/// How a purpose is written in its column.
pub(crate) fn purpose_column(purpose: StatusPurpose) -> Option<String> {
    (purpose != StatusPurpose::Revocation).then(|| purpose.as_str().to_owned())
}

/// The newest list of a district for a purpose.
pub(crate) async fn newest(
    db: &impl ConnectionTrait,
    district: DistrictId,
    purpose: StatusPurpose,
) -> Result<Option<Model>, Error> {
    Ok(of_purpose(district, purpose).one(db).await?)
}

/// As [`newest`], locked until the transaction ends.
pub(crate) async fn lock_newest(
    tx: &Tx,
    district: DistrictId,
    purpose: StatusPurpose,
) -> Result<Option<Model>, Error> {
    Ok(of_purpose(district, purpose).lock(LOCK).one(&**tx).await?)
}

fn of_purpose(district: DistrictId, purpose: StatusPurpose) -> Select<Entity> {
    let of_purpose = match purpose_column(purpose) {
        None => Column::Purpose.is_null(),
        Some(word) => Column::Purpose.eq(word),
    };
    Entity::find()
        .filter(Column::DistrictId.eq(district.uuid()))
        .filter(of_purpose)
        .order_by_desc(Column::Number)
}

/// The number of the next list of a district. The district's row is locked.
pub(crate) async fn next_number(tx: &Tx, district: DistrictId) -> Result<i32, Error> {
    let query = Entity::find().filter(Column::DistrictId.eq(district.uuid())).order_by_desc(Column::Number);
    Ok(query.one(&**tx).await?.map_or(1, |list| list.number + 1))
}

/// Whether somebody has a bit.
pub(crate) async fn is_taken(
    db: &impl ConnectionTrait,
    district: DistrictId,
    number: i32,
    index: i32,
) -> Result<bool, Error> {
    Ok(db.query_one(&holders(district, number, index)).await?.is_some())
}

/// Who has a bit: a badge, an endorsement that the district made, or a credential made by other software.
fn holders(district: DistrictId, number: i32, index: i32) -> SelectStatement {
    use super::{credential, endorsement, status_entry};
    let mut holders = credential::Entity::find()
        .select_only()
        .column(credential::Column::StatusIndex)
        .filter(credential::Column::DistrictId.eq(district.uuid()))
        .filter(credential::Column::ListNumber.eq(number))
        .filter(credential::Column::StatusIndex.eq(index))
        .into_query();
    let endorsements = endorsement::Entity::find()
        .select_only()
        .column(endorsement::Column::StatusIndex)
        .filter(endorsement::Column::DistrictId.eq(district.uuid()))
        .filter(endorsement::Column::ListNumber.eq(number))
        .filter(endorsement::Column::StatusIndex.eq(index))
        .into_query();
    let entries = status_entry::Entity::find()
        .select_only()
        .column(status_entry::Column::StatusIndex)
        .filter(status_entry::Column::DistrictId.eq(district.uuid()))
        .filter(status_entry::Column::ListNumber.eq(number))
        .filter(status_entry::Column::StatusIndex.eq(index))
        .into_query();
    holders.union(UnionType::All, endorsements).union(UnionType::All, entries);
    holders
}

/// Notes that a bit of a list is given away, unless somebody has it by now or half of them are given away. Locks the list's row;
/// the district's row is locked.
pub(crate) async fn take(tx: &Tx, district: DistrictId, number: i32, index: i32) -> Result<bool, Error> {
    let taken = Entity::update_many()
        .col_expr(Column::Used, Expr::col(Column::Used).add(1))
        .filter(Column::DistrictId.eq(district.uuid()))
        .filter(Column::Number.eq(number))
        .filter(Expr::col(Column::Used).mul(2).lt(Expr::col(Column::Bits)))
        .filter(Expr::exists(holders(district, number, index)).not())
        .exec(&**tx)
        .await?;
    Ok(taken.rows_affected == 1)
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

/// The lists that wait for a signature, and those that were signed since then.
pub(crate) async fn recent(db: &impl ConnectionTrait, since: i64) -> Result<Vec<Line>, Error> {
    let changed = Expr::col(Column::Changes).ne(Expr::col(Column::SignedChanges));
    lines(db, Condition::any().add(changed).add(Column::SignedAt.gte(since))).await
}

/// The lists whose signature is older than that.
pub(crate) async fn signed_before(db: &impl ConnectionTrait, before: i64) -> Result<Vec<Line>, Error> {
    lines(db, Condition::all().add(Column::SignedAt.lt(before))).await
}

/// One list, without its text.
pub(crate) async fn line(
    db: &impl ConnectionTrait,
    district: DistrictId,
    number: i32,
) -> Result<Line, Error> {
    let this = Condition::all().add(Column::DistrictId.eq(district.uuid())).add(Column::Number.eq(number));
    lines(db, this).await?.pop().ok_or(Error::NotFound { what: "status list" })
}

async fn lines(db: &impl ConnectionTrait, which: Condition) -> Result<Vec<Line>, Error> {
    let columns =
        [Column::DistrictId, Column::Number, Column::Changes, Column::SignedChanges, Column::SignedAt];
    let query = Entity::find().select_only().columns(columns).filter(which);
    let rows: Vec<(Uuid, i32, i64, i64, i64)> = query.into_tuple().all(db).await?;
    let line = |(district, number, changes, signed_changes, signed_at)| Line {
        district: DistrictId::from_uuid(district),
        number,
        changes,
        signed_changes,
        signed_at,
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Locks one list until the transaction ends.
pub(crate) async fn lock(tx: &Tx, district: DistrictId, number: i32) -> Result<Model, Error> {
    let query = Entity::find_by_id((district.uuid(), number)).lock(LOCK);
    query.one(&**tx).await?.ok_or(Error::NotFound { what: "status list" })
}

/// The bits that are set: those of badges and endorsements that do not stand, and those set by other software.
pub(crate) async fn set_bits(
    db: &impl ConnectionTrait,
    district: DistrictId,
    number: i32,
) -> Result<Vec<i32>, Error> {
    use super::{credential, endorsement};
    let badges = credential::Entity::find()
        .select_only()
        .column(credential::Column::StatusIndex)
        .filter(credential::Column::DistrictId.eq(district.uuid()))
        .filter(credential::Column::ListNumber.eq(number))
        .filter(credential::Column::State.ne("active"));
    let endorsements = endorsement::Entity::find()
        .select_only()
        .column(endorsement::Column::StatusIndex)
        .filter(endorsement::Column::DistrictId.eq(district.uuid()))
        .filter(endorsement::Column::ListNumber.eq(number))
        .filter(endorsement::Column::State.ne("active"));
    let mut bits: Vec<i32> = badges.into_tuple().all(db).await?;
    bits.extend(endorsements.into_tuple::<i32>().all(db).await?);
    bits.extend(super::status_entry::set_bits(db, district, number).await?);
    Ok(bits)
}

/// How many times the lists of a district have changed.
pub(crate) async fn changes(db: &impl ConnectionTrait, district: DistrictId) -> Result<i64, Error> {
    let query =
        Entity::find().select_only().column(Column::Changes).filter(Column::DistrictId.eq(district.uuid()));
    let changes: Vec<i64> = query.into_tuple().all(db).await?;
    Ok(changes.into_iter().fold(0, i64::saturating_add))
}

/// Has every list of a district signed again, with the key that signs now.
pub(crate) async fn sign_all_again(tx: &Tx, district: DistrictId) -> Result<(), Error> {
    super::district::lock(tx, district).await?;
    let own = || Column::DistrictId.eq(district.uuid());
    // In the order in which everybody locks them.
    let rows = Entity::find().filter(own()).order_by_asc(Column::Number).lock(LOCK).all(&**tx).await?;
    if rows.is_empty() {
        return Ok(());
    }
    let more = Expr::col(Column::Changes).add(1);
    Entity::update_many().col_expr(Column::Changes, more).filter(own()).exec(&**tx).await?;
    tx.wake(super::Topic::Lists);
    Ok(())
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
    tx.wake(super::Topic::Lists);
    Ok(())
}
