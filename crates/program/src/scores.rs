use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::fault::escaped;
use crate::text;

/// What an assessor gave: by criterion.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scores(BTreeMap<String, Score>);

/// What an assessor gave for one criterion.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Score {
    /// The id of the level; none while the assessor has only a comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// What the teacher is told; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub comment: String,
}

impl Scores {
    /// No scores yet.
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// These scores and one more: a level and a comment for a criterion.
    #[must_use]
    pub fn with(
        mut self,
        criterion: impl Into<String>,
        level: impl Into<String>,
        comment: impl Into<String>,
    ) -> Self {
        self.insert(criterion, Score { level: Some(level.into()), comment: comment.into() });
        self
    }

    /// Gives a criterion its score.
    pub fn insert(&mut self, criterion: impl Into<String>, score: Score) {
        self.0.insert(criterion.into(), score);
    }

    /// The score of a criterion.
    pub fn get(&self, criterion: &str) -> Option<&Score> {
        self.0.get(criterion)
    }

    /// The id of the level given for a criterion.
    pub fn level(&self, criterion: &str) -> Option<&str> {
        self.get(criterion)?.level.as_deref()
    }

    /// The comment on a criterion, unless it is empty.
    pub fn comment(&self, criterion: &str) -> Option<&str> {
        self.get(criterion).map(|score| score.comment.as_str()).filter(|comment| !comment.is_empty())
    }

    /// All scores with the ids of their criteria.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Score)> {
        self.0.iter().map(|(criterion, score)| (criterion.as_str(), score))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many criteria have one.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The scores with comments tidied, and without those that say nothing.
    pub(crate) fn tidied(self) -> Self {
        let tidied = self.0.into_iter().map(|(criterion, score)| {
            let level = score.level.filter(|level| !level.is_empty());
            (criterion, Score { level, comment: text::tidy(&score.comment) })
        });
        tidied.filter(|(_, score)| score.level.is_some() || !score.comment.is_empty()).collect()
    }

    /// The JSON pointer of the level of a criterion, inside the scores.
    pub(crate) fn pointer(criterion: &str) -> String {
        format!("/{}/level", escaped(criterion))
    }
}

impl FromIterator<(String, Score)> for Scores {
    fn from_iter<T: IntoIterator<Item = (String, Score)>>(scores: T) -> Self {
        Self(scores.into_iter().collect())
    }
}
