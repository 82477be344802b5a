//! One document under inspection: what every check may look at.

use openbadges::Timestamp;
use openbadges::schema::Schema;
use serde_json::Value;

use crate::claimed::Claimed;
use crate::evidence::Evidence;
use crate::expectations::Expectations;
use crate::member::{is_a, items, reference};
use crate::work::Work;

/// The first context of the two versions of the W3C data model.
pub(crate) const CREDENTIALS_V2: &str = "https://www.w3.org/ns/credentials/v2";
pub(crate) const CREDENTIALS_V1: &str = "https://www.w3.org/2018/credentials/v1";

/// What a document says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Badge,
    Endorsement,
    /// A comprehensive learner record (CLR 2.0), which holds credentials.
    Record,
    Presentation,
    Other,
}

/// What does not change while one document and all that it holds are looked into.
#[derive(Clone, Copy)]
pub(crate) struct Circumstances<'a> {
    pub(crate) evidence: &'a Evidence,
    pub(crate) now: Timestamp,
    pub(crate) expectations: &'a Expectations,
    pub(crate) work: &'a Work<'a>,
}

/// A document, the evidence, and the time.
pub(crate) struct Inspection<'a> {
    pub(crate) claimed: &'a Claimed,
    pub(crate) document: &'a Value,
    pub(crate) kind: Kind,
    /// The issuer of a credential, the holder of a presentation.
    pub(crate) issuer: Option<&'a str>,
    pub(crate) evidence: &'a Evidence,
    pub(crate) now: Timestamp,
    pub(crate) expectations: &'a Expectations,
    pub(crate) work: &'a Work<'a>,
}

impl<'a> Inspection<'a> {
    pub(crate) fn new(claimed: &'a Claimed, circumstances: Circumstances<'a>) -> Self {
        let Circumstances { evidence, now, expectations, work } = circumstances;
        let document = &claimed.document;
        let kind = Kind::of(document);
        let issuer = reference(document, kind.speaker());
        Self { claimed, document, kind, issuer, evidence, now, expectations, work }
    }

    pub(crate) fn circumstances(&self) -> Circumstances<'a> {
        Circumstances {
            evidence: self.evidence,
            now: self.now,
            expectations: self.expectations,
            work: self.work,
        }
    }

    /// The purpose for which the document is signed, and the relationship in which its key must stand.
    pub(crate) fn purpose(&self) -> &'static str {
        if self.kind == Kind::Presentation { "authentication" } else { "assertionMethod" }
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
        } else if is_a(document, "ClrCredential") {
            Self::Record
        } else if is_a(document, "VerifiablePresentation") {
            Self::Presentation
        } else {
            Self::Other
        }
    }

    /// The member that names whoever speaks in this class of document.
    pub(crate) fn speaker(self) -> &'static str {
        if self == Self::Presentation { "holder" } else { "issuer" }
    }

    /// The schema of this class of document.
    pub(crate) fn schema(self) -> Option<Schema> {
        match self {
            Self::Badge => Some(Schema::AchievementCredential),
            Self::Endorsement => Some(Schema::EndorsementCredential),
            Self::Record => Some(Schema::ClrCredential),
            Self::Presentation | Self::Other => None,
        }
    }

    /// The standard that defines it.
    pub(crate) fn standard(self) -> &'static str {
        match self {
            Self::Badge | Self::Endorsement => "Open Badges 3.0",
            Self::Record => "CLR 2.0",
            Self::Presentation | Self::Other => "Verifiable Credentials",
        }
    }

    /// The name for a sentence.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Badge => "badge",
            Self::Endorsement => "endorsement",
            Self::Record => "record",
            Self::Presentation => "presentation",
            Self::Other => "credential",
        }
    }
}
