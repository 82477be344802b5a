//! Keys, clients, sessions, mails, the log, and published documents.

use std::collections::BTreeSet;

use openbadges::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::DistrictView;
use crate::actor::{Actor, Scope};

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

/// A message that could not be delivered.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UndeliveredView {
    /// The id, to have it tried again. The `Message-ID` of the mail begins with it.
    pub id: Uuid,
    /// What it says: `sign_in`, `assessment_waiting`, `assessment_decided`, `badge_issued`, `status_changed`.
    pub kind: String,
    /// The id of what it is about, such as the credential of `badge_issued`.
    pub subject: String,
    /// The person whom it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<Uuid>,
    /// Their name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient_name: Option<String>,
    /// Their address, as it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient_email: Option<String>,
    /// How many attempts there were.
    pub attempts: u32,
    /// What went wrong the last time, such as the answer of the mail server.
    pub reason: String,
    /// When it was written.
    #[schema(value_type = String, format = DateTime)]
    pub written_at: Timestamp,
    /// When the last attempt failed.
    #[schema(value_type = String, format = DateTime)]
    pub given_up_at: Timestamp,
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
    pub person: program::Person,
    /// The person's district.
    pub district: DistrictView,
    /// The token that every form of this session must carry.
    pub csrf: String,
    actor: Actor,
}

impl SessionView {
    pub(crate) fn new(person: program::Person, district: DistrictView, csrf: String) -> Self {
        Self { actor: Actor::signed_in(person.clone()), person, district, csrf }
    }

    /// The person, as commands and queries ask for an actor.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// A client that the person lets act for them: it may do what the person may and the scopes allow. Whoever calls this has
    /// authenticated the client, and asked the person.
    pub fn delegate(&self, client_id: impl Into<String>, scopes: BTreeSet<Scope>) -> Actor {
        Actor::delegated(self.person.clone(), client_id.into(), scopes)
    }
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
