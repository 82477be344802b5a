//! The sample district, compiled in from `crates/cli/demo`.

use program::{Definition, EvidenceItem, Policy, Role, Scores};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use service::Outcome;

use crate::failure::Failure;

/// Slug and definition of every micro-credential.
const CATALOG: [(&str, &str); 12] = [
    (
        "building-a-respectful-classroom",
        include_str!("../../demo/catalog/building-a-respectful-classroom.json"),
    ),
    ("designing-an-inquiry-project", include_str!("../../demo/catalog/designing-an-inquiry-project.json")),
    (
        "designing-for-learner-variability",
        include_str!("../../demo/catalog/designing-for-learner-variability.json"),
    ),
    (
        "digital-citizenship-and-media-literacy",
        include_str!("../../demo/catalog/digital-citizenship-and-media-literacy.json"),
    ),
    ("feedback-that-moves-learning", include_str!("../../demo/catalog/feedback-that-moves-learning.json")),
    ("formative-assessment-cycle", include_str!("../../demo/catalog/formative-assessment-cycle.json")),
    ("leading-academic-discussion", include_str!("../../demo/catalog/leading-academic-discussion.json")),
    (
        "making-mathematical-thinking-visible",
        include_str!("../../demo/catalog/making-mathematical-thinking-visible.json"),
    ),
    ("partnering-with-families", include_str!("../../demo/catalog/partnering-with-families.json")),
    ("peer-observation-and-feedback", include_str!("../../demo/catalog/peer-observation-and-feedback.json")),
    (
        "scaffolding-for-multilingual-learners",
        include_str!("../../demo/catalog/scaffolding-for-multilingual-learners.json"),
    ),
    ("teaching-responsibly-with-ai", include_str!("../../demo/catalog/teaching-responsibly-with-ai.json")),
];

/// The pictures that the district drew itself, by slug; the others are drawn for it.
pub(super) const PICTURES: [(&str, &str); 1] = [(
    "scaffolding-for-multilingual-learners",
    include_str!("../../demo/pictures/scaffolding-for-multilingual-learners.svg"),
)];

/// The district.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DistrictEntry {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) website: Option<String>,
    pub(super) email: Option<String>,
    pub(super) description: Option<String>,
    pub(super) policy: Policy,
}

/// Its people and their cohorts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct People {
    pub(super) cohorts: Vec<CohortEntry>,
    pub(super) people: Vec<PersonEntry>,
}

/// A cohort; `coach` is the key of a person.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CohortEntry {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) coach: String,
}

/// A person.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonEntry {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) roles: Vec<Role>,
    pub(super) publish_email: bool,
    #[serde(default)]
    pub(super) cohort: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Submissions {
    enrollments: Vec<EnrollmentEntry>,
}

/// A teacher's work on one micro-credential.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EnrollmentEntry {
    pub(super) teacher: String,
    pub(super) micro_credential: String,
    pub(super) attempts: Vec<AttemptEntry>,
    #[serde(default)]
    pub(super) afterwards: Vec<StatusEntry>,
}

/// One attempt, and what came of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AttemptEntry {
    pub(super) evidence: Vec<EvidenceItem>,
    #[serde(default)]
    pub(super) decision: Option<DecisionEntry>,
}

/// A decision; `by` is the key of a person.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DecisionEntry {
    pub(super) by: String,
    pub(super) outcome: Outcome,
    pub(super) scores: Scores,
    #[serde(default)]
    pub(super) note: String,
}

/// What happened to the badge later.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StatusEntry {
    pub(super) change: StatusChange,
    pub(super) reason: String,
}

/// A change of a badge's status.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum StatusChange {
    /// For a while.
    Suspend,
    /// For good.
    Revoke,
    /// The suspension ends.
    Reinstate,
}

/// What a state agency says of the district.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Endorsements {
    pub(super) endorser: DistrictEntry,
    pub(super) manager: PersonEntry,
    pub(super) of_district: EndorsementEntry,
    pub(super) of_micro_credential: EndorsementEntry,
}

/// An endorsement; `about` is the slug of a micro-credential.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EndorsementEntry {
    #[serde(default)]
    pub(super) about: String,
    pub(super) name: String,
    pub(super) comment: String,
}

/// The whole sample.
#[derive(Debug)]
pub(super) struct Content {
    pub(super) district: DistrictEntry,
    pub(super) people: People,
    pub(super) catalog: Vec<(&'static str, Definition)>,
    pub(super) enrollments: Vec<EnrollmentEntry>,
    pub(super) endorsements: Endorsements,
}

impl Content {
    /// Reads what is compiled in.
    ///
    /// # Errors
    /// An internal error: the content is not as it must be.
    pub(super) fn read() -> Result<Self, Failure> {
        let catalog = CATALOG.into_iter().map(|(slug, text)| Ok((slug, parsed(slug, text)?)));
        let submissions: Submissions =
            parsed("submissions.json", include_str!("../../demo/submissions.json"))?;
        Ok(Self {
            district: parsed("district.json", include_str!("../../demo/district.json"))?,
            people: parsed("people.json", include_str!("../../demo/people.json"))?,
            catalog: catalog.collect::<Result<_, Failure>>()?,
            enrollments: submissions.enrollments,
            endorsements: parsed("endorsements.json", include_str!("../../demo/endorsements.json"))?,
        })
    }
}

fn parsed<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, Failure> {
    serde_json::from_str(text).map_err(|error| Failure::internal(format!("sample {name}: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_read_whole() {
        let content = Content::read().unwrap();
        let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/demo/catalog")).unwrap();
        assert_eq!(files.count(), content.catalog.len());
        assert!(content.enrollments.len() > 10);
    }
}
