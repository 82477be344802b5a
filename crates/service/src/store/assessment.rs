//! Table `assessments`.

use program::{DistrictId, PersonId, Scores, State};
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;

use super::{district, enrollment, from_json, optional_time, person, submission, time, version};
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
pub(crate) enum Relation {
    #[sea_orm(
        belongs_to = "super::submission::Entity",
        from = "Column::SubmissionId",
        to = "super::submission::Column::Id"
    )]
    Submission,
    #[sea_orm(
        belongs_to = "super::enrollment::Entity",
        from = "Column::EnrollmentId",
        to = "super::enrollment::Column::Id"
    )]
    Enrollment,
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::TeacherId",
        to = "super::person::Column::Id"
    )]
    Teacher,
}

impl Related<submission::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Submission.def()
    }
}

impl Related<enrollment::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Enrollment.def()
    }
}

impl Related<person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Teacher.def()
    }
}

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

/// An assessment with everything that is needed to decide about it.
#[derive(Debug, Clone)]
pub(crate) struct Whole {
    /// The assessment.
    pub(crate) assessment: Model,
    /// What was handed in.
    pub(crate) submission: submission::Model,
    /// Whose work it is.
    pub(crate) teacher: person::Model,
    /// What was asked.
    pub(crate) version: version::Model,
    /// Where.
    pub(crate) district: district::Model,
}

/// The assessment of an id with everything that is needed to decide about it, by two statements.
pub(crate) async fn whole(db: &impl ConnectionTrait, district: DistrictId, id: Uuid) -> Result<Whole, Error> {
    let none = || Error::NotFound { what: "assessment" };
    let found = Entity::find_by_id(id)
        .filter(Column::DistrictId.eq(district.uuid()))
        .find_also_related(submission::Entity)
        .find_also_related(person::Entity)
        .one(db)
        .await?;
    let (assessment, submission, teacher) = found.ok_or_else(none)?;
    let found = enrollment::Entity::find_by_id(assessment.enrollment_id)
        .find_also_related(version::Entity)
        .find_also_related(district::Entity)
        .one(db)
        .await?;
    let (_enrollment, version, district) = found.ok_or_else(none)?;
    Ok(Whole {
        assessment,
        submission: submission.ok_or_else(none)?,
        teacher: teacher.ok_or_else(none)?,
        version: version.ok_or_else(none)?,
        district: district.ok_or_else(none)?,
    })
}

/// What was asked of the work that an assessment is about, by one statement.
pub(crate) async fn asked(
    db: &impl ConnectionTrait,
    district: DistrictId,
    id: Uuid,
) -> Result<version::Model, Error> {
    let found = Entity::find_by_id(id)
        .filter(Column::DistrictId.eq(district.uuid()))
        .find_also_related(enrollment::Entity)
        .and_also_related(version::Entity)
        .one(db)
        .await?;
    found.and_then(|(_, _, version)| version).ok_or(Error::NotFound { what: "assessment" })
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
