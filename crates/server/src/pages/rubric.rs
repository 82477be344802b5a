//! A rubric to read: criteria, their levels from low to high, and, once judged, the level achieved.

use askama::{Template, filters::HtmlSafe};

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
