//! What others say of an issuer, a micro-credential or a badge, each with its own result of being verified.

use askama::{Template, filters::HtmlSafe};
use openbadges::Timestamp;
use service::{Report, ShownEndorsement};

use super::tag::Tag;
use super::verdict::{Standing, Verdict};
use super::wording::sentence;

/// What others say. Renders as a section, and as nothing when no one says anything.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/endorsed.html")]
pub struct Endorsed {
    /// Each endorsement.
    pub list: Vec<EndorsedItem>,
}

impl HtmlSafe for Endorsed {}

/// One endorsement.
#[derive(Debug, Clone)]
pub struct EndorsedItem {
    /// The name that who endorses gives itself.
    pub endorser: String,
    /// The issuer id of who endorses.
    pub endorser_id: String,
    /// The name of the endorsement.
    pub name: String,
    /// What is said; line breaks are kept. Empty for nothing.
    pub comment: String,
    /// What it is about, in a few words.
    pub about: String,
    /// The result of verifying it now.
    pub verdict: Verdict,
}

impl EndorsedItem {
    /// As a report shows it.
    pub fn of(report: &Report, about: &str, now: Timestamp) -> Self {
        let facts = &report.facts;
        let id = facts.issuer_id.clone().unwrap_or_default();
        Self {
            endorser: facts.issuer_name.clone().unwrap_or_else(|| id.clone()),
            endorser_id: id,
            name: facts.title.clone().unwrap_or_else(|| "Endorsement".to_owned()),
            comment: facts.description.clone().unwrap_or_default(),
            about: about.to_owned(),
            verdict: Verdict::of(report, now),
        }
    }

    /// Whether it may be relied on, in a word or two.
    pub fn tag(&self) -> Tag {
        let standing = self.verdict.standing;
        let words = if standing == Standing::Revoked { "Withdrawn" } else { standing.words() };
        Tag::new(standing.tone(), words)
    }

    /// What was found, a sentence about the endorsement.
    pub fn found(&self) -> String {
        match self.verdict.standing {
            Standing::Verified => format!("{} signed this, and it is valid today.", self.endorser),
            Standing::Revoked => format!("{} signed this and has revoked it.", self.endorser),
            Standing::Suspended => format!("{} signed this and has suspended it.", self.endorser),
            Standing::Expired => format!("{} signed this, but it has expired.", self.endorser),
            Standing::NotYetValid => format!("{} signed this, but it is not valid yet.", self.endorser),
            Standing::EndorsementGone | Standing::NotVerified => {
                format!("Do not rely on this. {}", self.verdict.reason)
            }
            Standing::CouldNotBeChecked => {
                format!(
                    "It could not be checked, which does not mean that it is invalid. {}",
                    self.verdict.reason
                )
            }
        }
    }
}

impl Endorsed {
    /// Those that were looked up with a result each.
    pub fn shown(shown: &[ShownEndorsement], about: &str, now: Timestamp) -> Self {
        Self { list: shown.iter().map(|shown| EndorsedItem::of(&shown.report, about, now)).collect() }
    }

    /// Those inside a badge: about its issuer, its achievement, or itself.
    pub fn inside(report: &Report, now: Timestamp) -> Self {
        let about = |inside: &Report| {
            let subject = inside.facts.achievement_id.as_deref();
            if subject == report.facts.issuer_id.as_deref() {
                "About the issuer"
            } else if subject == report.facts.achievement_id.as_deref() {
                "About this micro-credential"
            } else {
                "About this badge"
            }
        };
        let item = |inside: &Report| EndorsedItem::of(inside, about(inside), now);
        Self { list: report.endorsements.iter().map(item).collect() }
    }

    /// With others after them.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        self.list.extend(others.list);
        self
    }
}

/// What a district is told about an endorsement that it may accept.
pub fn advice(standing: Standing) -> String {
    let words = match standing {
        Standing::Verified => "If you accept it, it is shown, and badges signed from then on contain it",
        Standing::CouldNotBeChecked => {
            "It could not be checked, so you cannot accept it yet; try again later"
        }
        _ => "You cannot accept an endorsement that is not valid",
    };
    sentence(words)
}

#[cfg(test)]
impl Endorsed {
    pub(super) fn sample(words: &super::sample::Words) -> Self {
        let item = |standing, reason: &str, comment: &str| EndorsedItem {
            endorser: words.say("State Office of Educator Learning"),
            endorser_id: words.say("did:web:badges.state.example:issuers:state"),
            name: words.say("Recognized micro-credential provider"),
            comment: words.say(comment),
            about: words.say("About the issuer"),
            verdict: words.verdict(standing, reason),
        };
        Self {
            list: vec![
                item(
                    Standing::Verified,
                    "",
                    "Reviewed in 2026.\n\nRubrics and samples of work were looked at.",
                ),
                item(Standing::Revoked, "", ""),
                item(Standing::CouldNotBeChecked, "Its keys could not be fetched.", "Good work."),
            ],
        }
    }
}
