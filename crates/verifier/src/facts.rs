//! What a document says, in the form in which a badge is shown to people.

pub(crate) mod read;
mod rubric;

use openbadges::Timestamp;
use serde::Serialize;

/// What a badge or an endorsement says of itself.
///
/// Nothing in here was verified by being here: the outcome of the report says whether it may be trusted. Every text was
/// written by a stranger and has to be escaped for the place where it is shown. Addresses in members called `url` are
/// `http` or `https` only, so that they may be shown as links.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Facts {
    /// The id of the credential.
    pub id: Option<String>,
    /// `badge`, `endorsement`, `record` (CLR 2.0), `presentation` or `credential`.
    pub kind: Option<&'static str>,
    /// The name of the achievement; of an endorsement, its own name.
    pub title: Option<String>,
    /// The description of the achievement; of an endorsement, the comment.
    pub description: Option<String>,
    /// The kind of achievement, for example `MicroCredential`.
    pub achievement_type: Option<String>,
    /// The id of the achievement; of an endorsement, the id of what is endorsed.
    pub achievement_id: Option<String>,
    /// What had to be shown to earn it.
    pub criteria: CriteriaFact,
    /// The picture of the badge.
    pub image: Option<ImageFact>,
    /// The id of the issuer.
    pub issuer_id: Option<String>,
    /// The name that the issuer gives itself.
    pub issuer_name: Option<String>,
    /// The issuer's page.
    pub issuer_url: Option<String>,
    /// Who assessed the work on behalf of the issuer (`source`).
    pub assessed_by: Option<String>,
    /// The name of the recipient, if the badge holds it in plain text.
    pub recipient_name: Option<String>,
    /// How else the recipient is identified.
    pub recipients: Vec<RecipientFact>,
    /// The day and time it was earned (`awardedDate`), or else the start of its validity.
    pub awarded_at: Option<Timestamp>,
    /// The start of its validity.
    pub valid_from: Option<Timestamp>,
    /// The end of its validity.
    pub valid_until: Option<Timestamp>,
    /// What was reached in each criterion.
    pub results: Vec<ResultFact>,
    /// What the recipient showed.
    pub evidence: Vec<EvidenceFact>,
    /// The frameworks to which the achievement is aligned.
    pub alignments: Vec<AlignmentFact>,
    /// Keywords.
    pub tags: Vec<String>,
    /// The credits or hours that the achievement counts for.
    pub credits: Option<f64>,
    /// A text that ties the evidence together.
    pub narrative: Option<String>,
    /// The language of the achievement.
    pub language: Option<String>,
    /// The verification methods of the proofs.
    pub signed_with: Vec<String>,
}

/// What had to be shown.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CriteriaFact {
    /// In words (Markdown).
    pub narrative: Option<String>,
    /// A page that says it.
    pub url: Option<String>,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ImageFact {
    /// Where it is: an `http(s)` address, or a `data:image/…` URL.
    pub url: String,
    /// What it shows, in words.
    pub caption: Option<String>,
}

/// One way in which the recipient is identified.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecipientFact {
    /// `id` for the subject's URI, otherwise the `identityType`, for example `emailAddress`.
    pub kind: String,
    /// The value in plain text; `None` when the badge holds a hash only.
    pub value: Option<String>,
}

/// What was reached in one criterion.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ResultFact {
    /// The name of the criterion.
    pub criterion: Option<String>,
    /// The level that was reached.
    pub level: Option<LevelFact>,
    /// The level that was required.
    pub required: Option<LevelFact>,
    /// Every level of the criterion, from low to high.
    pub levels: Vec<LevelFact>,
    /// A result that is no level: points, percent, a grade.
    pub value: Option<String>,
    /// `Completed`, `Failed` and so on.
    pub status: Option<String>,
}

/// One level of a criterion.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct LevelFact {
    /// Its name, for example `Proficient`.
    pub name: Option<String>,
    /// What it means.
    pub description: Option<String>,
    /// The points it counts for, as the badge writes them.
    pub points: Option<String>,
}

/// Something that the recipient showed.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct EvidenceFact {
    /// Its name.
    pub name: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// What the recipient says about it (Markdown).
    pub narrative: Option<String>,
    /// The kind of work.
    pub genre: Option<String>,
    /// Where it can be seen.
    pub url: Option<String>,
}

/// An entry of a framework of competencies or standards.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct AlignmentFact {
    /// The name of the entry.
    pub name: Option<String>,
    /// Its code in the framework.
    pub code: Option<String>,
    /// The name of the framework.
    pub framework: Option<String>,
    /// What it says.
    pub description: Option<String>,
    /// Its page.
    pub url: Option<String>,
}
