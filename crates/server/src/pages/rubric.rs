//! A rubric to read: criteria, their levels from low to high, and, once judged, the level achieved.

use askama::{Template, filters::HtmlSafe};
use program::{Criterion, Level, PassRule, Rubric, Scores};
use service::{LevelFact, ResultFact};

/// A rubric as an ordered list of criteria, each with its levels side by side (stacked on a phone).
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/rubric.html")]
pub struct RubricView {
    /// The criteria, in the order of the definition.
    pub criteria: Vec<CriterionView>,
}

impl HtmlSafe for RubricView {}

/// One criterion.
#[derive(Debug, Clone)]
pub struct CriterionView {
    /// Its name.
    pub name: String,
    /// What is looked at; may be empty.
    pub description: String,
    /// The levels, lowest first.
    pub levels: Vec<LevelView>,
    /// What the coach wrote about it; empty for nothing.
    pub comment: String,
}

/// One level of a criterion.
#[derive(Debug, Clone)]
pub struct LevelView {
    /// Its name.
    pub name: String,
    /// What work at this level looks like.
    pub descriptor: String,
    /// Its points in words, `2 points`; empty when points do not count.
    pub points: String,
    /// Whether it is the lowest level that passes.
    pub required: bool,
    /// Whether it is the level that was achieved.
    pub achieved: bool,
}

impl RubricView {
    /// A rubric with what an assessor gave.
    pub fn of(rubric: &Rubric, scores: &Scores) -> Self {
        let criterion = |criterion: &Criterion| CriterionView {
            name: criterion.name.clone(),
            description: criterion.description.clone(),
            levels: criterion
                .levels
                .iter()
                .map(|level| LevelView {
                    name: level.name.clone(),
                    descriptor: level.descriptor.clone(),
                    points: points(rubric, level),
                    required: criterion.required_level.as_ref() == Some(&level.id),
                    achieved: scores.level(&criterion.id) == Some(level.id.as_str()),
                })
                .collect(),
            comment: scores.comment(&criterion.id).unwrap_or_default().to_owned(),
        };
        Self { criteria: rubric.criteria.iter().map(criterion).collect() }
    }

    /// The rubric that a badge holds, with the levels it says were achieved.
    pub fn of_results(results: &[ResultFact]) -> Self {
        Self { criteria: results.iter().filter_map(result).collect() }
    }
}

fn result(result: &ResultFact) -> Option<CriterionView> {
    let place = |sought: &Option<LevelFact>| {
        result.levels.iter().position(|level| sought.as_ref().is_some_and(|sought| sought == level))
    };
    let (achieved, required) = (place(&result.level), place(&result.required));
    let levels = result.levels.iter().enumerate().map(|(number, level)| LevelView {
        name: level.name.clone().unwrap_or_default(),
        descriptor: level.description.clone().unwrap_or_default(),
        points: level.points.as_deref().map(points_of).unwrap_or_default(),
        required: required == Some(number),
        achieved: achieved == Some(number),
    });
    Some(CriterionView {
        name: result.criterion.clone()?,
        description: result.value.as_ref().map(|value| format!("Result: {value}")).unwrap_or_default(),
        levels: levels.collect(),
        comment: String::new(),
    })
}

/// A number of points in words.
fn points_of(points: &str) -> String {
    if points == "1" { "1 point".to_owned() } else { format!("{points} points") }
}

/// The points of a level in words, where points count.
pub fn points(rubric: &Rubric, level: &Level) -> String {
    match rubric.pass_rule {
        PassRule::Points { .. } => points_of(&level.points.to_string()),
        PassRule::EveryCriterion => String::new(),
    }
}

/// When work passes, a sentence.
pub fn pass_rule(rubric: &Rubric) -> String {
    let standards = rubric.criteria.iter().any(|criterion| criterion.required_level.is_some());
    match rubric.pass_rule {
        PassRule::EveryCriterion => {
            "The work passes when every criterion is at or above the level marked “Standard to reach”."
                .to_owned()
        }
        PassRule::Points { minimum } => {
            let maximum = rubric.maximum();
            let standards = if standards {
                ", and no criterion may be below a level marked “Standard to reach”"
            } else {
                ""
            };
            format!("The work passes with at least {minimum} of {maximum} points{standards}.")
        }
    }
}
