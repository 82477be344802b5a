//! Reading the facts out of a document.

use openbadges::Timestamp;
use serde_json::Value;
use url::Url;

use super::{AlignmentFact, CriteriaFact, EvidenceFact, Facts, ImageFact, RecipientFact, rubric};
use crate::claimed::Claimed;
use crate::inspection::Kind;
use crate::member::{items, plain, reference, text, texts};

impl Facts {
    /// Reads what a document says. Members that are not there, or in a form that cannot be read, are left out.
    pub(crate) fn read(claimed: &Claimed) -> Self {
        let document = &claimed.document;
        let subject = document.get("credentialSubject").unwrap_or(&Value::Null);
        let issuer = document.get("issuer").unwrap_or(&Value::Null);
        let mut facts = Self {
            id: owned(document, "id"),
            issuer_id: reference(document, "issuer").map(String::from),
            issuer_name: owned(issuer, "name"),
            issuer_url: link(issuer, "url"),
            signed_with: claimed
                .token()
                .and_then(|secured| secured.token.jws().key_id())
                .map(String::from)
                .into_iter()
                .chain(items(document, "proof").filter_map(|proof| owned(proof, "verificationMethod")))
                .collect(),
            ..Self::default()
        };
        facts.read_dates(document);
        facts.read_kind(document, subject);
        facts
    }

    fn read_dates(&mut self, document: &Value) {
        let date =
            |member| text(document, member).and_then(|written| Timestamp::parse_date_time(written).ok());
        self.valid_from = date("validFrom").or_else(|| date("issuanceDate"));
        self.valid_until = date("validUntil").or_else(|| date("expirationDate"));
        self.awarded_at = date("awardedDate").or(self.valid_from);
    }

    fn read_kind(&mut self, document: &Value, subject: &Value) {
        let kind = Kind::of(document);
        self.kind = Some(kind.noun());
        match kind {
            Kind::Badge => self.read_badge(document, subject),
            Kind::Endorsement => {
                self.title = owned(document, "name");
                self.description = owned(subject, "endorsementComment");
                self.achievement_id = owned(subject, "id");
            }
            Kind::Record | Kind::Presentation | Kind::Other => {
                self.title = owned(document, "name");
                self.description = owned(document, "description");
            }
        }
    }

    fn read_badge(&mut self, document: &Value, subject: &Value) {
        let achievement = subject.get("achievement").unwrap_or(&Value::Null);
        self.title = owned(achievement, "name").or_else(|| owned(document, "name"));
        self.description = owned(achievement, "description").or_else(|| owned(document, "description"));
        self.achievement_type = owned(achievement, "achievementType");
        self.achievement_id = owned(achievement, "id");
        self.image = image(document).or_else(|| image(achievement));
        self.criteria = criteria(achievement);
        self.assessed_by = subject.get("source").and_then(|source| owned(source, "name"));
        self.narrative = owned(subject, "narrative");
        self.language = owned(achievement, "inLanguage");
        self.credits = number(subject, "creditsEarned").or_else(|| number(achievement, "creditsAvailable"));
        self.tags = texts(achievement, "tag").map(String::from).collect();
        self.alignments = items(achievement, "alignment").map(alignment).collect();
        self.evidence = items(document, "evidence").map(evidence).collect();
        self.results = rubric::results(subject, achievement);
        self.read_recipient(subject);
    }

    fn read_recipient(&mut self, subject: &Value) {
        let id = owned(subject, "id").map(|id| RecipientFact { kind: "id".into(), value: Some(id) });
        self.recipients.extend(id);
        for identifier in items(subject, "identifier") {
            let kind = owned(identifier, "identityType").unwrap_or_else(|| "identifier".into());
            let hashed = identifier.get("hashed").and_then(Value::as_bool).unwrap_or(true);
            let value = owned(identifier, "identityHash").filter(|_| !hashed);
            if kind == "name" && self.recipient_name.is_none() {
                self.recipient_name = value;
            } else {
                self.recipients.push(RecipientFact { kind, value });
            }
        }
    }
}

pub(crate) fn owned(of: &Value, member: &str) -> Option<String> {
    text(of, member).map(str::trim).filter(|text| !text.is_empty()).map(String::from)
}

fn number(of: &Value, member: &str) -> Option<f64> {
    of.get(member).and_then(Value::as_f64)
}

/// An address that may be shown as a link. A badge could hold `javascript:…` in any of them.
pub(crate) fn link(of: &Value, member: &str) -> Option<String> {
    let written = text(of, member)?;
    let url = Url::parse(written).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

pub(crate) fn image(of: &Value) -> Option<ImageFact> {
    let image = of.get("image")?;
    let written = plain(image).filter(|_| image.is_string()).or_else(|| text(image, "id"))?;
    let data = ["data:image/png;", "data:image/svg+xml;", "data:image/jpeg;"];
    let shown = data.iter().any(|start| written.starts_with(start)) || fetched(written);
    shown.then(|| ImageFact { url: written.into(), caption: owned(image, "caption") })
}

fn fetched(written: &str) -> bool {
    Url::parse(written).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

pub(crate) fn criteria(achievement: &Value) -> CriteriaFact {
    let criteria = achievement.get("criteria").unwrap_or(&Value::Null);
    CriteriaFact { narrative: owned(criteria, "narrative"), url: link(criteria, "id") }
}

pub(crate) fn evidence(item: &Value) -> EvidenceFact {
    EvidenceFact {
        name: owned(item, "name"),
        description: owned(item, "description"),
        narrative: owned(item, "narrative"),
        genre: owned(item, "genre"),
        url: link(item, "id"),
    }
}

pub(crate) fn alignment(item: &Value) -> AlignmentFact {
    AlignmentFact {
        name: owned(item, "targetName"),
        code: owned(item, "targetCode"),
        framework: owned(item, "targetFramework"),
        description: owned(item, "targetDescription"),
        url: link(item, "targetUrl"),
    }
}
