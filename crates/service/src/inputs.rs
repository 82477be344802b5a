//! What commands take. Every member is checked by the command, and every fault is named.

use openbadges::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A new district.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDistrict {
    /// 1–63 of `a-z`, `0-9`, `-`; part of every address, so it never changes.
    #[schema(min_length = 1, max_length = 63, pattern = "^[a-z0-9-]+$")]
    pub slug: String,
    /// Its name.
    #[schema(min_length = 1, max_length = 120)]
    pub name: String,
    /// Its own web site, `https://…`.
    #[serde(default)]
    pub website: Option<String>,
    /// A public e-mail address.
    #[serde(default)]
    pub email: Option<String>,
    /// A sentence or two about it.
    #[serde(default)]
    pub description: Option<String>,
    /// The rules the district chose; left out: the defaults.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub policy: Option<program::Policy>,
}

/// The colors of a district's badges, each `#` and six hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Colors {
    /// A dark color, on which white letters have a contrast of at least 4.5.
    #[schema(pattern = "^#[0-9a-fA-F]{6}$")]
    pub ground: String,
    /// A color that has a contrast of at least 3 with the ground.
    #[schema(pattern = "^#[0-9a-fA-F]{6}$")]
    pub accent: String,
}

/// What to change of a district; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DistrictChange {
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// Its own web site.
    #[serde(default)]
    pub website: Option<String>,
    /// A public e-mail address.
    #[serde(default)]
    pub email: Option<String>,
    /// A sentence or two about it.
    #[serde(default)]
    pub description: Option<String>,
    /// The rules the district chose.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub policy: Option<program::Policy>,
    /// The colors of badges published from now on; `null` for the standard ones.
    #[serde(default, deserialize_with = "told")]
    #[schema(value_type = Option<Colors>)]
    pub colors: Option<Option<Colors>>,
}

/// Tells a member that is `null` from one that is not there.
fn told<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(value: D) -> Result<Option<T>, D::Error> {
    T::deserialize(value).map(Some)
}

/// A new person.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    /// The full name, as badges show it.
    #[schema(min_length = 1, max_length = 120)]
    pub name: String,
    /// The e-mail address; one person per address and district.
    #[schema(max_length = 254, pattern = r"^[^@\s]+@[^@\s]+$")]
    pub email: String,
    /// One or more of `program_manager`, `coach`, `assessor`, `teacher`.
    #[schema(value_type = Vec<String>)]
    pub roles: Vec<program::Role>,
    /// Whether the person agreed to have the e-mail address readable in badges.
    #[serde(default)]
    pub publish_email: bool,
}

/// What to change of a person; what is left out stays. Badges already signed do not change.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonChange {
    /// The full name.
    #[serde(default)]
    pub name: Option<String>,
    /// All roles from now on.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub roles: Option<Vec<program::Role>>,
    /// Whether the e-mail address may be readable in badges.
    #[serde(default)]
    pub publish_email: Option<bool>,
}

/// A new micro-credential, as a draft.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMicroCredential {
    /// 1–63 of `a-z`, `0-9`, `-`; unique in the district.
    #[schema(min_length = 1, max_length = 63, pattern = "^[a-z0-9-]+$")]
    pub slug: String,
    /// What is asked of teachers.
    #[schema(value_type = Object)]
    pub definition: program::Definition,
}

/// A new cohort.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCohort {
    /// The name, unique in the district.
    #[schema(min_length = 1, max_length = 120)]
    pub name: String,
    /// A person with the role `coach`.
    #[serde(default)]
    pub coach: Option<Uuid>,
}

/// A new enrollment.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEnrollment {
    /// A person with the role `teacher`; a teacher who is signed in may leave it out.
    #[serde(default)]
    pub teacher: Option<Uuid>,
    /// The micro-credential; its newest published version is what counts.
    pub micro_credential: Uuid,
    /// The cohort, which brings its coach.
    #[serde(default)]
    pub cohort: Option<Uuid>,
    /// A coach of the teacher's own.
    #[serde(default)]
    pub coach: Option<Uuid>,
    /// When it should be finished.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due_at: Option<Timestamp>,
}

/// A file as it was handed in; it becomes an evidence item of kind `file`.
#[derive(Debug, Clone)]
pub struct UploadedFile {
    /// The evidence part it belongs to.
    pub part: String,
    /// The title.
    pub title: String,
    /// The name the browser gave.
    pub name: String,
    /// The media type the browser gave.
    pub media_type: String,
    /// The content.
    pub upload: crate::Upload,
}

/// Evidence for one attempt.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSubmission {
    /// The enrollment.
    pub enrollment: Uuid,
    /// The evidence: text and links (files are uploaded through the page).
    #[schema(value_type = Vec<Object>)]
    pub evidence: Vec<program::EvidenceItem>,
    /// Files beside it.
    #[serde(skip)]
    pub files: Vec<UploadedFile>,
}

/// What a coach decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The teacher earned it: the district signs.
    Approve,
    /// Back to the teacher, who may submit again.
    Return,
    /// It ends here.
    Decline,
}

/// A coach's decision.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// What was decided.
    pub outcome: Outcome,
    /// A level and a comment per criterion: `{"criterion-id": {"level": "level-id", "comment": "…"}}`.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub scores: program::Scores,
    /// What the teacher is told; needed to return and to decline.
    #[serde(default)]
    pub note: Option<String>,
    /// Who decided, when a district's own system records it; people decide for themselves.
    #[serde(default)]
    pub assessor: Option<Uuid>,
}

/// Why a credential's status changes.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StatusReason {
    /// The reason, 1–500 characters; kept in the audit log and shown to the teacher.
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// A badge that a district's own system awards, without a submission in Countersign.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DirectIssue {
    /// The micro-credential; its newest published version is issued.
    pub micro_credential: Uuid,
    /// Who receives it.
    pub recipient: DirectRecipient,
    /// A level and a comment per criterion, when it was assessed by the rubric.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub scores: Option<program::Scores>,
    /// When it was earned, not in the future; left out: now.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub awarded_at: Option<Timestamp>,
    /// How it was earned.
    #[serde(default)]
    pub narrative: Option<String>,
}

/// The recipient of a directly issued badge.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DirectRecipient {
    /// The full name.
    #[schema(min_length = 1, max_length = 120)]
    pub name: String,
    /// The e-mail address; hashed in the badge unless `publish_email`.
    #[serde(default)]
    pub email: Option<String>,
    /// Whether the recipient agreed to have the address readable.
    #[serde(default)]
    pub publish_email: bool,
    /// A URI of the recipient's own, such as a DID.
    #[serde(default)]
    pub id: Option<String>,
}

/// Something that the district endorses.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEndorsement {
    /// The id or the address of what is endorsed: a district (`did:web:…`, or its page), a micro-credential (the address of the
    /// achievement), or a badge (its share link). What belongs to another service is named by its id.
    #[schema(min_length = 1, max_length = 2000)]
    pub about: String,
    /// The name of the endorsement, one line.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// What is said, in Markdown.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub comment: Option<String>,
    /// Until when it holds; left out: without an end. Badges that hold it stop verifying then.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub valid_until: Option<Timestamp>,
}

/// Which of the endorsements that were offered.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OfferedQuery {
    /// `next` or `previous` of another page.
    #[serde(default)]
    pub cursor: Option<String>,
    /// How many, 1–200; left out: 50.
    #[serde(default)]
    pub limit: Option<u32>,
    /// `offered`, `accepted`, `declined`, or `decided` for the last two; left out: all.
    #[serde(default)]
    pub state: Option<String>,
}

/// Which badges go into a record or a presentation.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WhichCredentials {
    /// The badges by their ids, in this order; left out: all that stand.
    #[serde(default)]
    #[schema(min_items = 1, max_items = 16)]
    pub credentials: Option<Vec<Uuid>>,
}

/// A new machine client.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClient {
    /// What it is for.
    #[schema(min_length = 1, max_length = 120)]
    pub name: String,
    /// What it may do; see [`crate::Scope`].
    pub scopes: Vec<String>,
}

/// Which part of a listing.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// `next` or `previous` of another page.
    #[serde(default)]
    pub cursor: Option<String>,
    /// How many, 1–200; left out: 50.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// Which credentials.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CredentialQuery {
    /// `next` or `previous` of another page.
    #[serde(default)]
    pub cursor: Option<String>,
    /// How many, 1–200; left out: 50.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Only what changed at this time or later (RFC 3339).
    #[serde(default)]
    pub since: Option<String>,
    /// `active`, `suspended` or `revoked`.
    #[serde(default)]
    pub status: Option<String>,
    /// `revoked`: list revoked ones too (without `status` they are left out).
    #[serde(default)]
    pub include: Option<String>,
    /// Only this teacher's.
    #[serde(default)]
    pub teacher: Option<Uuid>,
}
