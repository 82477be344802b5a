//! What queries and commands answer: plain data, as the API sends it and the pages show it.
//!
//! A view is never an entity: columns can change without the API changing.

use openbadges::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// One page of a listing, oldest first unless the query says otherwise.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Page<T> {
    /// The entries.
    pub items: Vec<T>,
    /// Give this as `cursor` to get what follows; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A district, the issuer of its badges.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DistrictView {
    /// The id.
    pub id: Uuid,
    /// The part of its addresses: `/issuers/{slug}`.
    pub slug: String,
    /// Its name, as badges show it.
    pub name: String,
    /// Its own web site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// A public e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A sentence or two about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The issuer id that its badges carry (`did:web:…`).
    pub did: String,
    /// The address of its issuer page and Profile.
    pub url: String,
    /// The colours of the badges that are drawn for it, if it chose its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colours: Option<crate::Colours>,
    /// The rules the district chose.
    #[schema(value_type = Object)]
    pub policy: programme::Policy,
    /// When it was set up.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// A person of one district.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PersonView {
    /// The id.
    pub id: Uuid,
    /// The full name, as badges show it.
    pub name: String,
    /// The e-mail address, the person's way to sign in.
    pub email: String,
    /// `programme_manager`, `coach`, `assessor`, `teacher`.
    #[schema(value_type = Vec<String>)]
    pub roles: Vec<programme::Role>,
    /// Whether the person agreed to have the e-mail address readable in badges.
    pub publish_email: bool,
    /// When the person was added.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// A micro-credential with its newest version.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MicroCredentialView {
    /// The id, the same over all versions.
    pub id: Uuid,
    /// The part of its address in the catalogue.
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
    pub definition: programme::Definition,
    /// When it was published; absent on a draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub published_at: Option<Timestamp>,
    /// The achievement id that badges of this version carry.
    pub achievement: String,
    /// The address of its badge's picture, a PNG; absent on a draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Whether the picture was uploaded; otherwise it is drawn of the title and the district's colours.
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

/// Where an enrolment stands.
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
pub struct EnrolmentView {
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
    /// The coach's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coach: Option<Uuid>,
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
    /// The enrolment's id.
    pub enrolment: Uuid,
    /// 1, 2, 3 …
    pub attempt: u32,
    /// The evidence.
    #[schema(value_type = Vec<Object>)]
    pub evidence: Vec<programme::EvidenceItem>,
    /// The assessment of this attempt.
    pub assessment: Uuid,
    /// Where it stands: `submitted`, `returned`, `approved`, `declined`, with the facts.
    #[schema(value_type = Object)]
    pub state: programme::State,
    /// The level and comment per criterion, once it is decided.
    #[schema(value_type = Object)]
    pub scores: programme::Scores,
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
    /// The enrolment's coach.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coach: Option<Uuid>,
    /// Where it stands.
    #[schema(value_type = Object)]
    pub state: programme::State,
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
    /// The enrolment's id.
    pub enrolment: Uuid,
    /// What was asked.
    #[schema(value_type = Object)]
    pub definition: programme::Definition,
    /// What was handed in.
    #[schema(value_type = Vec<Object>)]
    pub evidence: Vec<programme::EvidenceItem>,
    /// The level and comment per criterion, once it is decided.
    #[schema(value_type = Object)]
    pub scores: programme::Scores,
    /// Earlier attempts, oldest first.
    pub earlier: Vec<SubmissionView>,
    /// The credential that the approval led to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credential: Option<Uuid>,
    /// Who decided, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_by_name: Option<String>,
}

/// An issued credential, as the district's own lists show it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CredentialView {
    /// The id in this service.
    pub id: Uuid,
    /// The `id` in the signed document.
    pub credential_id: String,
    /// The micro-credential's title.
    pub title: String,
    /// The micro-credential's id.
    pub micro_credential: Uuid,
    /// The version's id.
    pub version: Uuid,
    /// The teacher's id, when the recipient is a person of the district.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub teacher: Option<Uuid>,
    /// The recipient's name.
    pub recipient_name: String,
    /// `active`, `suspended`, `revoked`, with reason and time.
    #[schema(value_type = Object)]
    pub state: programme::CredentialState,
    /// When it was earned.
    #[schema(value_type = String, format = DateTime)]
    pub awarded_at: Timestamp,
    /// When it was signed.
    #[schema(value_type = String, format = DateTime)]
    pub issued_at: Timestamp,
    /// When it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub valid_until: Option<Timestamp>,
    /// When something about it last changed; `since` compares with this.
    #[schema(value_type = String, format = DateTime)]
    pub changed_at: Timestamp,
    /// The address of its share page.
    pub share_url: String,
    /// The last part of that address.
    pub share_token: String,
    /// The status list it has its bit in.
    pub status_list: String,
    /// Which bit.
    pub status_index: u32,
}

/// A picture of a badge, perhaps with the badge inside.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Its kind.
    pub format: artwork::Format,
    /// The image.
    pub bytes: std::sync::Arc<[u8]>,
    /// A strong entity tag, with its quotes.
    pub etag: String,
}

/// A credential with the signed text.
#[derive(Debug, Clone)]
pub struct SharedCredential {
    /// The record of it.
    pub credential: CredentialView,
    /// The district that issued it.
    pub district: DistrictView,
    /// The text, byte for byte as it was signed.
    pub text: String,
}

impl SharedCredential {
    /// The strong entity tag of the text, with its quotes. The text never changes.
    pub fn etag(&self) -> String {
        format!("\"{}\"", crate::secret::digest(&self.text))
    }
}

/// An endorsement that the district made.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EndorsementView {
    /// The id in this service.
    pub id: Uuid,
    /// The `id` in the signed document, the address at which it is served.
    pub endorsement_id: String,
    /// The id of what is endorsed.
    pub about: String,
    /// `profile`, `achievement`, `credential`, or `other` for what is not of this service.
    pub about_kind: String,
    /// The name of what is endorsed, when it is of this service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about_name: Option<String>,
    /// The name of the endorsement.
    pub name: String,
    /// What is said, in Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// `active` or `revoked`, with reason and time.
    #[schema(value_type = Object)]
    pub state: programme::CredentialState,
    /// When it was signed.
    #[schema(value_type = String, format = DateTime)]
    pub valid_from: Timestamp,
    /// When it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub valid_until: Option<Timestamp>,
}

/// An endorsement of something of the district.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OfferedEndorsementView {
    /// The id in this service.
    pub id: Uuid,
    /// The `id` in the signed document.
    pub endorsement_id: String,
    /// The issuer id of who endorses.
    pub endorser: String,
    /// The name that who endorses gives itself.
    pub endorser_name: String,
    /// The id of what is endorsed.
    pub about: String,
    /// `profile`, `achievement` or `credential`.
    pub about_kind: String,
    /// The name of what is endorsed.
    pub about_name: String,
    /// The name of the endorsement.
    pub name: String,
    /// What is said, in Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// `offered`, `accepted` or `declined`, with the time.
    #[schema(value_type = Object)]
    pub state: programme::OfferState,
    /// When it came.
    #[schema(value_type = String, format = DateTime)]
    pub offered_at: Timestamp,
    /// When it was signed.
    #[schema(value_type = String, format = DateTime)]
    pub valid_from: Timestamp,
    /// When it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub valid_until: Option<Timestamp>,
}

/// An endorsement with the result of verifying it at this moment.
#[derive(Debug, Clone)]
pub struct ShownEndorsement {
    /// The record of it.
    pub endorsement: OfferedEndorsementView,
    /// What the verifier found.
    pub report: verifier::Report,
    /// The signed text.
    pub text: String,
}

/// Several badges of one teacher in one document.
#[derive(Debug, Clone)]
pub struct Collection {
    /// The text: of a record byte for byte as it was signed.
    pub text: String,
    /// How many badges are in it.
    pub count: usize,
}

/// In which other form a badge is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TwinForm {
    /// VC-JWT, as Open Badges 3.0 has it.
    Jwt,
    /// SD-JWT VC: who received it is left to disclosure.
    SdJwt,
}

impl TwinForm {
    /// Its name in the database and in the log.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Jwt => "jwt",
            Self::SdJwt => "sd-jwt",
        }
    }
}

/// A badge in another form.
#[derive(Debug, Clone)]
pub struct SharedTwin {
    /// The title of the badge.
    pub title: String,
    /// The token.
    pub text: String,
    /// Whether the teacher whose badge it is asked; an SD-JWT then says who that is.
    pub is_holder: bool,
}

impl SharedTwin {
    /// The strong entity tag of the text, with its quotes.
    pub fn etag(&self) -> String {
        format!("\"{}\"", crate::secret::digest(&self.text))
    }
}

/// A hosted badge of Open Badges 2.0.
#[derive(Debug, Clone)]
pub struct HostedAssertion {
    /// The assertion; of a revoked one only that it is revoked.
    pub document: PublishedDocument,
    /// Whether it was revoked, and is answered with 410.
    pub is_gone: bool,
}

/// A key of a district, without the secret.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KeyView {
    /// The public key as Multikey (`z6Mk…`).
    pub public_key_multibase: String,
    /// Its kind: `ed25519`, `p256`, `p384`, `rs256`.
    #[schema(value_type = String)]
    pub algorithm: &'static str,
    /// The verification method that proofs name.
    pub verification_method: String,
    /// Whether the district signs with it; the others only verify.
    pub signs: bool,
    /// The day it was made, `YYYY-MM-DD`.
    pub created: String,
}

/// A machine that may use the API.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClientView {
    /// The `client_id`.
    pub client_id: String,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was shut out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub revoked_at: Option<Timestamp>,
}

/// A new client with its secret, which is shown this once.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NewClientView {
    /// The client.
    #[serde(flatten)]
    pub client: ClientView,
    /// The secret; only its hash is kept.
    pub client_secret: String,
}

/// An access token (RFC 6749 §5.1).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TokenView {
    /// The token.
    pub access_token: String,
    /// Always `bearer`.
    pub token_type: &'static str,
    /// Seconds until it ends.
    pub expires_in: u32,
    /// The scopes it carries, separated by spaces.
    pub scope: String,
}

/// One entry of the audit log.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditEntry {
    /// 1, 2, 3 … without gaps in one district.
    pub sequence: u64,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who: `person:{id}`, `client:{id}`, `operator`, `service`.
    pub actor: String,
    /// What was done, such as `assessment.approved`.
    pub action: String,
    /// To what, such as `assessment:{id}`.
    pub subject: String,
    /// Facts, without personal data.
    #[schema(value_type = Object)]
    pub detail: serde_json::Value,
    /// SHA-256 of the entry before, in hex; 64 zeros on the first.
    pub previous_hash: String,
    /// SHA-256 of this entry, in hex.
    pub hash: String,
}

/// A page of the audit log and whether the chain holds.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditView {
    /// The entries, oldest first.
    pub items: Vec<AuditEntry>,
    /// Give this as `cursor` to get what follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Whether each entry on this page holds the hash of the one before.
    pub intact: bool,
}

/// A mail that the demo kept instead of sending it.
#[derive(Debug, Clone, Serialize)]
pub struct KeptMail {
    /// To whom.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub body: String,
    /// When it was handed over.
    pub sent_at: Timestamp,
}

/// Who is signed in, as pages need it.
#[derive(Debug, Clone)]
pub struct SessionView {
    /// The person.
    pub person: programme::Person,
    /// The person's district.
    pub district: DistrictView,
    /// The token that every form of this session must carry.
    pub csrf: String,
}

/// A public document that changes now and then: its bytes, and how to tell whether they changed.
#[derive(Debug, Clone)]
pub struct PublishedDocument {
    /// The text.
    pub text: std::sync::Arc<str>,
    /// A strong entity tag, with its quotes.
    pub etag: String,
    /// How long it may be kept, in seconds.
    pub max_age: u32,
}
