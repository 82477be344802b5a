use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::fault::Faults;
use crate::{Fault, Rubric, text};

/// What a micro-credential is: one version of it, as it is published and never changes again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// The title, one line.
    pub title: String,
    /// What it is about, one or two sentences.
    pub summary: String,
    /// The competency: what somebody who earned it can do.
    pub description: String,
    /// What must be done to earn it.
    pub criteria_narrative: String,
    /// Words by which it is found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// How many hours the work takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<u32>,
    /// How many months a credential is valid; without an end when none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validity_months: Option<u32>,
    /// The language of these texts, such as `en`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The published standards to which it belongs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alignments: Vec<AlignmentTo>,
    /// What a teacher hands in.
    pub evidence_parts: Vec<EvidencePart>,
    /// How the work is judged.
    pub rubric: Rubric,
}

/// A standard of a published framework to which a micro-credential belongs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlignmentTo {
    /// The framework, such as `InTASC Model Core Teaching Standards`.
    pub framework: String,
    /// The short name of the standard.
    pub name: String,
    /// Its code in the framework, such as `3(c)`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Where it can be read.
    pub url: String,
    /// What it asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// One part of what a teacher hands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidencePart {
    /// A slug, unique in the definition.
    pub id: String,
    /// Its title, one line.
    pub title: String,
    /// What to hand in.
    pub instructions: String,
    /// Whether it must be handed in.
    pub required: bool,
    /// In which forms it may be handed in.
    pub kinds: Vec<EvidenceKind>,
    /// How many words the texts of this part may have together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word_limit: Option<u32>,
}

/// A form of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// A text written in the form.
    Text,
    /// A web address.
    Link,
    /// A file.
    File,
}

impl EvidenceKind {
    /// The name of the kind in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Link => "link",
            Self::File => "file",
        }
    }
}

const TITLE_LIMIT: usize = 120;
const SUMMARY_LIMIT: usize = 400;
const DESCRIPTION_LIMIT: usize = 4_000;
const NARRATIVE_LIMIT: usize = 8_000;
const TAG_LIMIT: usize = 50;
const TAGS_LIMIT: usize = 20;
const HOURS_LIMIT: u32 = 1_000;
const VALIDITY_LIMIT: u32 = 600;
const ALIGNMENTS_LIMIT: usize = 30;
const CODE_LIMIT: usize = 60;
const NAME_LIMIT: usize = 200;
pub(crate) const PARTS_LIMIT: usize = 20;
const WORDS_LIMIT: u32 = 5_000;

impl Definition {
    /// The definition with its texts tidied (see [`text`]), as a form or a file may bring it.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        for line in [&mut self.title, &mut self.summary].into_iter().chain(&mut self.tags) {
            *line = text::tidy_line(line);
        }
        for prose in [&mut self.description, &mut self.criteria_narrative] {
            *prose = text::tidy(prose);
        }
        for alignment in &mut self.alignments {
            alignment.framework = text::tidy_line(&alignment.framework);
            alignment.name = text::tidy_line(&alignment.name);
            alignment.url = text::tidy_web_address(&alignment.url);
            alignment.code = alignment.code.as_deref().map(text::tidy_line);
            alignment.description = alignment.description.as_deref().map(text::tidy);
        }
        for part in &mut self.evidence_parts {
            part.title = text::tidy_line(&part.title);
            part.instructions = text::tidy(&part.instructions);
        }
        self.rubric.tidy();
        self
    }

    /// The evidence part with this id.
    pub fn part(&self, id: &str) -> Option<&EvidencePart> {
        self.evidence_parts.iter().find(|part| part.id == id)
    }

    /// Whether it may be published.
    ///
    /// # Errors
    /// Every member that is not as it must be.
    pub fn check(&self) -> Result<(), Vec<Fault>> {
        let mut faults = Faults::default();
        faults.check("/title", text::line(&self.title, TITLE_LIMIT));
        faults.check("/summary", text::line(&self.summary, SUMMARY_LIMIT));
        faults.check("/description", text::prose(&self.description, DESCRIPTION_LIMIT));
        faults.check("/criteria_narrative", text::prose(&self.criteria_narrative, NARRATIVE_LIMIT));
        self.check_tags(&mut faults);
        if let Some(hours) = self.hours {
            faults.range("/hours", hours.into(), 1, HOURS_LIMIT.into());
        }
        if let Some(months) = self.validity_months {
            faults.range("/validity_months", months.into(), 1, VALIDITY_LIMIT.into());
        }
        if let Some(language) = &self.language {
            faults.check("/language", text::language(language));
        }
        faults.count("/alignments", "alignments", self.alignments.len(), 0, ALIGNMENTS_LIMIT);
        for (index, alignment) in self.alignments.iter().take(ALIGNMENTS_LIMIT).enumerate() {
            alignment.check(&format!("/alignments/{index}"), &mut faults);
        }
        self.check_parts(&mut faults);
        self.rubric.check("/rubric", &mut faults);
        faults.result()
    }

    fn check_tags(&self, faults: &mut Faults) {
        faults.count("/tags", "tags", self.tags.len(), 0, TAGS_LIMIT);
        let mut seen = BTreeSet::new();
        for (index, tag) in self.tags.iter().take(TAGS_LIMIT).enumerate() {
            faults.check(format_args!("/tags/{index}"), text::line(tag, TAG_LIMIT));
            if !seen.insert(tag) {
                faults.add(format_args!("/tags/{index}"), "is there twice");
            }
        }
    }

    fn check_parts(&self, faults: &mut Faults) {
        faults.count("/evidence_parts", "part", self.evidence_parts.len(), 1, PARTS_LIMIT);
        let mut ids = BTreeSet::new();
        for (index, part) in self.evidence_parts.iter().take(PARTS_LIMIT).enumerate() {
            let at = format!("/evidence_parts/{index}");
            part.check(&at, faults);
            if !ids.insert(&part.id) {
                faults.add(
                    format_args!("{at}/id"),
                    format_args!("{:?} is used twice in the evidence parts", part.id),
                );
            }
        }
    }
}

impl AlignmentTo {
    fn check(&self, at: &str, faults: &mut Faults) {
        faults.check(format_args!("{at}/framework"), text::line(&self.framework, NAME_LIMIT));
        faults.check(format_args!("{at}/name"), text::line(&self.name, NAME_LIMIT));
        faults.check(format_args!("{at}/url"), text::web_address(&self.url));
        if let Some(code) = &self.code {
            faults.check(format_args!("{at}/code"), text::line(code, CODE_LIMIT));
        }
        if let Some(description) = &self.description {
            faults.check(format_args!("{at}/description"), text::prose(description, DESCRIPTION_LIMIT));
        }
    }
}

impl EvidencePart {
    fn check(&self, at: &str, faults: &mut Faults) {
        faults.check(format_args!("{at}/id"), text::slug(&self.id));
        faults.check(format_args!("{at}/title"), text::line(&self.title, TITLE_LIMIT));
        faults.check(format_args!("{at}/instructions"), text::prose(&self.instructions, DESCRIPTION_LIMIT));
        if self.kinds.is_empty() {
            faults.add(format_args!("{at}/kinds"), "must name at least one of text, link and file");
        }
        let distinct: BTreeSet<_> = self.kinds.iter().collect();
        if distinct.len() != self.kinds.len() {
            faults.add(format_args!("{at}/kinds"), "names a kind twice");
        }
        if let Some(limit) = self.word_limit {
            faults.range(format_args!("{at}/word_limit"), limit.into(), 1, WORDS_LIMIT.into());
            if !self.kinds.contains(&EvidenceKind::Text) {
                faults.add(format_args!("{at}/word_limit"), "has no meaning for a part that takes no text");
            }
        }
    }
}
