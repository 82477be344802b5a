//! The district and its people.

use openbadges::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

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
    /// The colors of the badges that are drawn for it, if it chose its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colors: Option<crate::Colors>,
    /// The rules the district chose.
    #[schema(value_type = Object)]
    pub policy: program::Policy,
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
    /// `program_manager`, `coach`, `assessor`, `teacher`.
    #[schema(value_type = Vec<String>)]
    pub roles: Vec<program::Role>,
    /// Whether the person agreed to have the e-mail address readable in badges.
    pub publish_email: bool,
    /// When the person was added.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}
