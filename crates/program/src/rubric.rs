use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::fault::Faults;
use crate::{Scores, text};

/// How work is judged: what is looked at, how well it can be done, and what is enough.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rubric {
    /// What is looked at.
    pub criteria: Vec<Criterion>,
    /// What is enough.
    pub pass_rule: PassRule,
}

/// One thing that is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// A slug, unique in the rubric.
    pub id: String,
    /// Its name, one line.
    pub name: String,
    /// What is looked at, in a few sentences.
    pub description: String,
    /// How well it can be done, from low to high.
    pub levels: Vec<Level>,
    /// The id of the level that is needed at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_level: Option<String>,
}

/// How well something can be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// A slug, unique in the criterion.
    pub id: String,
    /// Its name, one line.
    pub name: String,
    /// What work at this level looks like.
    pub descriptor: String,
    /// What it counts. Never less than the level below.
    pub points: u32,
}

/// What is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "rule", from = "WrittenPassRule")]
pub enum PassRule {
    /// Every criterion at its required level or above.
    EveryCriterion,
    /// So many points in sum, and every required level that a criterion names.
    Points {
        /// The least sum.
        minimum: u32,
    },
}

/// [`PassRule`] as it is read: serde refuses unknown members beside the tag only where the case has braces.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields, tag = "rule")]
enum WrittenPassRule {
    EveryCriterion {},
    Points { minimum: u32 },
}

impl From<WrittenPassRule> for PassRule {
    fn from(written: WrittenPassRule) -> Self {
        match written {
            WrittenPassRule::EveryCriterion {} => Self::EveryCriterion,
            WrittenPassRule::Points { minimum } => Self::Points { minimum },
        }
    }
}

/// What scores come to under a rubric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The sum of the points of the levels given.
    pub points: u32,
    /// The ids of the criteria without a level.
    pub unscored: Vec<String>,
    /// The ids of the criteria with a level below the required one.
    pub below: Vec<String>,
    /// Whether it is enough.
    pub passed: bool,
}

pub(crate) const CRITERIA_LIMIT: usize = 20;
const LEVELS_LIMIT: usize = 10;
const POINTS_LIMIT: u32 = 1_000;
const NAME_LIMIT: usize = 120;
const DESCRIPTION_LIMIT: usize = 2_000;

impl Rubric {
    /// The criterion with this id.
    pub fn criterion(&self, id: &str) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| criterion.id == id)
    }

    /// The most points that can be reached.
    pub fn maximum(&self) -> u32 {
        self.criteria.iter().map(Criterion::maximum).fold(0, u32::saturating_add)
    }

    /// What these scores come to. Scores for criteria or levels that the rubric does not have count nothing.
    pub fn tally(&self, scores: &Scores) -> Tally {
        let mut tally = Tally { points: 0, unscored: Vec::new(), below: Vec::new(), passed: false };
        for criterion in &self.criteria {
            let Some((rank, level)) = scores.level(&criterion.id).and_then(|level| criterion.ranked(level))
            else {
                tally.unscored.push(criterion.id.clone());
                continue;
            };
            tally.points = tally.points.saturating_add(level.points);
            if criterion.required_rank().is_some_and(|required| rank < required) {
                tally.below.push(criterion.id.clone());
            }
        }
        let enough = match self.pass_rule {
            PassRule::EveryCriterion => true,
            PassRule::Points { minimum } => tally.points >= minimum,
        };
        tally.passed = enough && tally.unscored.is_empty() && tally.below.is_empty();
        tally
    }

    /// Notes every member that is not as it must be; `at` is the pointer of the rubric.
    pub(crate) fn check(&self, at: &str, faults: &mut Faults) {
        faults.count(format_args!("{at}/criteria"), "criterion", self.criteria.len(), 1, CRITERIA_LIMIT);
        let mut ids = BTreeSet::new();
        for (index, criterion) in self.criteria.iter().take(CRITERIA_LIMIT).enumerate() {
            let at = format!("{at}/criteria/{index}");
            criterion.check(&at, faults);
            if !ids.insert(&criterion.id) {
                faults.add(
                    format_args!("{at}/id"),
                    format_args!("{:?} is used twice in the rubric", criterion.id),
                );
            }
            if self.pass_rule == PassRule::EveryCriterion && criterion.required_level.is_none() {
                faults.add(
                    format_args!("{at}/required_level"),
                    "is needed, because the pass rule asks a required level of every criterion",
                );
            }
        }
        if let PassRule::Points { minimum } = self.pass_rule {
            faults.range(
                format_args!("{at}/pass_rule/minimum"),
                minimum.into(),
                1,
                self.maximum().max(1).into(),
            );
        }
    }

    pub(crate) fn tidy(&mut self) {
        for criterion in &mut self.criteria {
            criterion.name = text::tidy_line(&criterion.name);
            criterion.description = text::tidy(&criterion.description);
            for level in &mut criterion.levels {
                level.name = text::tidy_line(&level.name);
                level.descriptor = text::tidy(&level.descriptor);
            }
        }
    }
}

impl Criterion {
    /// The level with this id.
    pub fn level(&self, id: &str) -> Option<&Level> {
        self.levels.iter().find(|level| level.id == id)
    }

    /// The level that is needed at least.
    pub fn required(&self) -> Option<&Level> {
        self.required_level.as_deref().and_then(|id| self.level(id))
    }

    fn ranked(&self, id: &str) -> Option<(usize, &Level)> {
        self.levels.iter().enumerate().find(|(_, level)| level.id == id)
    }

    /// A required level that the criterion does not have can never be reached: nobody passes by a slip.
    fn required_rank(&self) -> Option<usize> {
        let id = self.required_level.as_deref()?;
        Some(self.ranked(id).map_or(usize::MAX, |(rank, _)| rank))
    }

    fn maximum(&self) -> u32 {
        self.levels.iter().map(|level| level.points).max().unwrap_or(0)
    }

    fn check(&self, at: &str, faults: &mut Faults) {
        faults.check(format_args!("{at}/id"), text::slug(&self.id));
        faults.check(format_args!("{at}/name"), text::line(&self.name, NAME_LIMIT));
        faults.check(format_args!("{at}/description"), text::prose(&self.description, DESCRIPTION_LIMIT));
        faults.count(format_args!("{at}/levels"), "levels", self.levels.len(), 2, LEVELS_LIMIT);
        let mut ids = BTreeSet::new();
        let mut below = 0;
        for (index, level) in self.levels.iter().take(LEVELS_LIMIT).enumerate() {
            let at = format!("{at}/levels/{index}");
            faults.check(format_args!("{at}/id"), text::slug(&level.id));
            faults.check(format_args!("{at}/name"), text::line(&level.name, NAME_LIMIT));
            faults.check(format_args!("{at}/descriptor"), text::prose(&level.descriptor, DESCRIPTION_LIMIT));
            faults.range(format_args!("{at}/points"), level.points.into(), 0, POINTS_LIMIT.into());
            if level.points < below {
                faults.add(
                    format_args!("{at}/points"),
                    format_args!(
                        "levels go from low to high: {} is less than the {below} of the level below",
                        level.points
                    ),
                );
            }
            if !ids.insert(&level.id) {
                faults.add(
                    format_args!("{at}/id"),
                    format_args!("{:?} is used twice in the criterion", level.id),
                );
            }
            below = below.max(level.points);
        }
        if self.required_level.is_some() && self.required().is_none() {
            faults.add(format_args!("{at}/required_level"), "names no level of this criterion");
        }
    }
}
