//! Credentials and the forms in which they are handed out.

use openbadges::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{DistrictView, PublishedDocument};

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
    pub state: program::CredentialState,
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
