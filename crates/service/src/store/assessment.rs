//! Table `assessments`.

use program::{DistrictId, PersonId, Scores, State};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use super::{LOCK, Tx, from_json, optional_time, time};
use crate::Error;

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assessments")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) district_id: Uuid,
    pub(crate) submission_id: Uuid,
    pub(crate) enrollment_id: Uuid,
    pub(crate) teacher_id: Uuid,
    pub(crate) coach_id: Option<Uuid>,
    pub(crate) state: String,
    pub(crate) decided_by: Option<Uuid>,
    pub(crate) decided_at: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub(crate) note: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub(crate) scores: String,
    pub(crate) submitted_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Where it stands, from the columns; anything but the four shapes is a fault of ours.
    pub(crate) fn status(&self) -> Result<State, Error> {
        let decided_at = optional_time(self.decided_at)?;
        let by = self.decided_by.map(PersonId::from_uuid);
        match (self.state.as_str(), by, decided_at, self.note.clone()) {
            ("submitted", None, None, None) => Ok(State::Submitted { at: time(self.submitted_at)? }),
            ("returned", Some(by), Some(at), note) => {
                Ok(State::Returned { by, at, note: note.unwrap_or_default() })
            }
            ("approved", Some(by), Some(at), _) => Ok(State::Approved { by, at }),
            ("declined", Some(by), Some(at), note) => {
                Ok(State::Declined { by, at, note: note.unwrap_or_default() })
            }
            (state, ..) => {
                Err(Error::internal(format!("assessment {}: state {state:?} with wrong facts", self.id)))
            }
        }
    }

    /// The levels and comments.
    pub(crate) fn marks(&self) -> Result<Scores, Error> {
        from_json(&self.scores, "scores")
    }
}

/// The assessment of an id.
pub(crate) async fn one(db: &impl ConnectionTrait, district: DistrictId, id: Uuid) -> Result<Model, Error> {
    let query = Entity::find_by_id(id).filter(Column::DistrictId.eq(district.uuid()));
    query.one(db).await?.ok_or(Error::NotFound { what: "assessment" })
}

/// Locks the row of an assessment until the transaction ends: of two who decide at once, the second finds
/// it decided.
pub(crate) async fn lock(tx: &Tx, district: DistrictId, id: Uuid) -> Result<Model, Error> {
    let query = Entity::find_by_id(id).filter(Column::DistrictId.eq(district.uuid())).lock(LOCK);
    query.one(&**tx).await?.ok_or(Error::NotFound { what: "assessment" })
}

/// The assessments of some enrollments, oldest first.
pub(crate) async fn of_enrollments(
    db: &impl ConnectionTrait,
    district: DistrictId,
    enrollments: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<Model>, Error> {
    let query = Entity::find()
        .filter(Column::DistrictId.eq(district.uuid()))
        .filter(Column::EnrollmentId.is_in(enrollments))
        .order_by_asc(Column::Id);
    Ok(query.all(db).await?)
}
