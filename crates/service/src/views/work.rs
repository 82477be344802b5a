//! What can be earned, and the work on it.

use openbadges::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A micro-credential with its newest version.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MicroCredentialView {
    /// The id, the same over all versions.
    pub id: Uuid,
    /// The part of its address in the catalog.
    pub slug: String,
    /// The newest published version, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<VersionView>,
    /// The version being written, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<VersionView>,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// One version of a micro-credential; a published one never changes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VersionView {
    /// The id; the achievement's address ends with it.
    pub id: Uuid,
    /// The micro-credential it is a version of.
    pub micro_credential: Uuid,
    /// 1, 2, 3 …
    pub number: u32,
    /// What is asked of teachers: text, evidence parts, rubric.
    #[schema(value_type = Object)]
    pub definition: program::Definition,
    /// When it was published; absent on a draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub published_at: Option<Timestamp>,
    /// The achievement id that badges of this version carry.
    pub achievement: String,
    /// The address of its badge's picture, a PNG; absent on a draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Whether the picture was uploaded; otherwise it is drawn of the title and the district's colors.
    pub own_artwork: bool,
}

/// A group of teachers with a coach.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CohortView {
    /// The id.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// The coach's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coach: Option<Uuid>,
    /// The coach's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coach_name: Option<String>,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// Where an enrollment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// Nothing submitted yet.
    InProgress,
    /// Submitted, waiting for a coach.
    Waiting,
    /// Returned for revision: the teacher's turn.
    Returned,
    /// Approved; the badge exists.
    Earned,
    /// Declined.
    Declined,
}

/// A teacher's work on one micro-credential.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EnrollmentView {
    /// The id.
    pub id: Uuid,
    /// The teacher's id.
    pub teacher: Uuid,
    /// The teacher's name.
    pub teacher_name: String,
    /// The micro-credential's id.
    pub micro_credential: Uuid,
    /// The version's id; later versions do not change what is asked.
    pub version: Uuid,
    /// The micro-credential's title.
    pub title: String,
    /// The cohort's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cohort: Option<Uuid>,
    /// The cohort's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cohort_name: Option<String>,
    /// The coach's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coach: Option<Uuid>,
    /// The coach's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coach_name: Option<String>,
    /// Where it stands.
    pub progress: Progress,
    /// How often the teacher submitted.
    pub attempts: u32,
    /// When the teacher was enrolled.
    #[schema(value_type = String, format = DateTime)]
    pub enrolled_at: Timestamp,
    /// When it should be finished.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due_at: Option<Timestamp>,
}

/// One attempt: the evidence as it was when it was submitted, and what came of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SubmissionView {
    /// The id.
    pub id: Uuid,
    /// The enrollment's id.
    pub enrollment: Uuid,
    /// 1, 2, 3 …
    pub attempt: u32,
    /// The evidence.
    #[schema(value_type = Vec<Object>)]
    pub evidence: Vec<program::EvidenceItem>,
    /// The assessment of this attempt.
    pub assessment: Uuid,
    /// Where it stands: `submitted`, `returned`, `approved`, `declined`, with the facts.
    #[schema(value_type = Object)]
    pub state: program::State,
    /// Who decided, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_by_name: Option<String>,
    /// The level and comment per criterion, once it is decided.
    #[schema(value_type = Object)]
    pub scores: program::Scores,
    /// When it was submitted.
    #[schema(value_type = String, format = DateTime)]
    pub submitted_at: Timestamp,
}

/// One line of a coach's queue.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessmentSummary {
    /// The assessment's id.
    pub id: Uuid,
    /// The submission's id.
    pub submission: Uuid,
    /// The micro-credential's title.
    pub title: String,
    /// The teacher's id.
    pub teacher: Uuid,
    /// The teacher's name.
    pub teacher_name: String,
    /// 1, 2, 3 …
    pub attempt: u32,
    /// The enrollment's coach.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coach: Option<Uuid>,
    /// Where it stands.
    #[schema(value_type = Object)]
    pub state: program::State,
    /// When it was submitted.
    #[schema(value_type = String, format = DateTime)]
    pub submitted_at: Timestamp,
}

/// An assessment with everything that is needed to make it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessmentView {
    /// What the queue shows of it.
    #[serde(flatten)]
    pub summary: AssessmentSummary,
    /// The enrollment's id.
    pub enrollment: Uuid,
    /// What was asked.
    #[schema(value_type = Object)]
    pub definition: program::Definition,
    /// What was handed in.
    #[schema(value_type = Vec<Object>)]
    pub evidence: Vec<program::EvidenceItem>,
    /// The level and comment per criterion, once it is decided.
    #[schema(value_type = Object)]
    pub scores: program::Scores,
    /// Earlier attempts, oldest first.
    pub earlier: Vec<SubmissionView>,
    /// The credential that the approval led to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credential: Option<Uuid>,
    /// Who decided, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_by_name: Option<String>,
}
