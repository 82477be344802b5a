use std::fmt;

use openbadges::Timestamp;

use crate::text::TextFault;
use crate::{Decision, PersonId};

/// Why a decision about a submission may not be taken: a sentence that a coach can act on, with its facts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The person belongs to another district.
    #[error("this work belongs to another district")]
    OtherDistrict,
    /// The person is neither coach nor assessor.
    #[error(
        "only coaches and assessors decide about submitted work; ask your program manager for one of these roles"
    )]
    NotAnAssessor,
    /// Nobody assesses his own work.
    #[error("this is your own work; another coach or assessor must decide about it")]
    OwnWork,
    /// The district wants that somebody else than the teacher's coach decides.
    #[error("you coach this teacher, and your district wants another coach or an assessor to decide")]
    CoachOfTeacher,
    /// Somebody decided before.
    #[error("this work was already {} on {}; a decision is final", decision.past(), at.date())]
    AlreadyDecided {
        /// What was decided.
        decision: Decision,
        /// By whom.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// An approval needs a level for every criterion.
    #[error("choose a level for {} before you approve", quoted(criteria))]
    CriteriaMissing {
        /// The criteria without a level.
        criteria: Vec<CriterionName>,
    },
    /// A score for a criterion that the rubric does not have.
    #[error("the rubric has no criterion {criterion:?}; reload the page and score again")]
    UnknownCriterion {
        /// The id that was given.
        criterion: String,
    },
    /// A level that the criterion does not have.
    #[error("{criterion} has no level {level:?}; choose one of its levels")]
    UnknownLevel {
        /// The criterion.
        criterion: CriterionName,
        /// The id that was given.
        level: String,
    },
    /// The scores do not come to what the rubric asks for.
    #[error("the standard is not met yet{}{}: return the work for revision, or score it again", shortfalls(criteria), points.map_or_else(String::new, |points| points.to_string()))]
    BelowStandard {
        /// The criteria below their required level.
        criteria: Vec<Shortfall>,
        /// The points that are missing, when the rubric counts points.
        points: Option<PointsShortfall>,
    },
    /// The teacher must be told why.
    #[error("{}", missing_note(*decision))]
    NoteMissing {
        /// What was to be decided.
        decision: Decision,
    },
    /// The note is not a good text.
    #[error("your note {fault}")]
    NoteInvalid {
        /// What is wrong with it.
        fault: TextFault,
    },
    /// A comment is not a good text.
    #[error("your comment on {criterion} {fault}")]
    CommentInvalid {
        /// The criterion.
        criterion: CriterionName,
        /// What is wrong with the comment.
        fault: TextFault,
    },
}

impl Refusal {
    /// A stable name of the case, for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OtherDistrict => "other_district",
            Self::NotAnAssessor => "not_an_assessor",
            Self::OwnWork => "own_work",
            Self::CoachOfTeacher => "coach_of_teacher",
            Self::AlreadyDecided { .. } => "already_decided",
            Self::CriteriaMissing { .. } => "criteria_missing",
            Self::UnknownCriterion { .. } => "unknown_criterion",
            Self::UnknownLevel { .. } => "unknown_level",
            Self::BelowStandard { .. } => "below_standard",
            Self::NoteMissing { .. } => "note_missing",
            Self::NoteInvalid { .. } => "note_invalid",
            Self::CommentInvalid { .. } => "comment_invalid",
        }
    }
}

/// A criterion of a rubric, as a sentence names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionName {
    /// Its id in the rubric.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl fmt::Display for CriterionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}”", self.name)
    }
}

/// A criterion whose level is too low.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// The criterion.
    pub criterion: CriterionName,
    /// The name of the level that was given.
    pub given: String,
    /// The name of the level that is needed.
    pub required: String,
}

/// Points that are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PointsShortfall {
    /// The sum of the points given.
    pub given: u32,
    /// The sum that is needed.
    pub required: u32,
}

impl fmt::Display for PointsShortfall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, ", {} of the {} points needed are reached", self.given, self.required)
    }
}

fn quoted(criteria: &[CriterionName]) -> String {
    criteria.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn shortfalls(criteria: &[Shortfall]) -> String {
    let each = |short: &Shortfall| {
        format!(", {} is {:?} and must be {:?}", short.criterion, short.given, short.required)
    };
    criteria.iter().map(each).collect()
}

const fn missing_note(decision: Decision) -> &'static str {
    match decision {
        Decision::Return => "say what the teacher should change: write a note, or a comment on a criterion",
        Decision::Approve | Decision::Decline => "say why the work is declined: the teacher reads your note",
    }
}
