//! What is said of others, and what others say.

use openbadges::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

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
    pub state: program::CredentialState,
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
    pub state: program::OfferState,
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
