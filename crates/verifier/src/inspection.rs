//! One document under inspection: what every check may look at.

use openbadges::Timestamp;
use openbadges::schema::Schema;
use serde_json::Value;

use crate::evidence::Evidence;
use crate::member::{is_a, items, reference};

/// The first context of the two versions of the W3C data model.
pub(crate) const CREDENTIALS_V2: &str = "https://www.w3.org/ns/credentials/v2";
pub(crate) const CREDENTIALS_V1: &str = "https://www.w3.org/2018/credentials/v1";

/// What a document says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Badge,
    Endorsement,
    Other,
}

/// A document, the evidence, and the time.
pub(crate) struct Inspection<'a> {
    pub(crate) document: &'a Value,
    pub(crate) kind: Kind,
    pub(crate) issuer: Option<&'a str>,
    pub(crate) evidence: &'a Evidence,
    pub(crate) now: Timestamp,
}

impl<'a> Inspection<'a> {
    pub(crate) fn new(document: &'a Value, evidence: &'a Evidence, now: Timestamp) -> Self {
        let issuer = reference(document, "issuer");
        Self { document, kind: Kind::of(document), issuer, evidence, now }
    }

    /// Whether the document keeps to version 1.1 of the data model, which its first context decides.
    pub(crate) fn is_version_1(&self) -> bool {
        first_context(self.document) == Some(CREDENTIALS_V1)
    }
}

/// The first context, if it is a URL.
pub(crate) fn first_context(document: &Value) -> Option<&str> {
    items(document, "@context").next().and_then(Value::as_str)
}

impl Kind {
    pub(crate) fn of(document: &Value) -> Self {
        if is_a(document, "AchievementCredential") || is_a(document, "OpenBadgeCredential") {
            Self::Badge
        } else if is_a(document, "EndorsementCredential") {
            Self::Endorsement
        } else {
            Self::Other
        }
    }

    /// The schema of this class of document.
    pub(crate) fn schema(self) -> Option<Schema> {
        match self {
            Self::Badge => Some(Schema::AchievementCredential),
            Self::Endorsement => Some(Schema::EndorsementCredential),
            Self::Other => None,
        }
    }

    /// The name for a sentence.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Badge => "badge",
            Self::Endorsement => "endorsement",
            Self::Other => "credential",
        }
    }
}
