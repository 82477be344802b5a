//! The rubric as people read it: for each result the criterion, the level reached, and the levels there are.

use serde_json::Value;

use super::{LevelFact, ResultFact};
use crate::member::{items, text};

/// The results of the subject, joined with the descriptions of the achievement.
pub(super) fn results(subject: &Value, achievement: &Value) -> Vec<ResultFact> {
    items(subject, "result").map(|result| joined(result, achievement)).collect()
}

fn joined(result: &Value, achievement: &Value) -> ResultFact {
    let id = text(result, "resultDescription");
    let description = items(achievement, "resultDescription")
        .find(|description| id.is_some() && text(description, "id") == id)
        .unwrap_or(&Value::Null);
    let named = |id: Option<&str>| {
        let mut levels = items(description, "rubricCriterionLevel");
        levels.find(|level| id.is_some() && text(level, "id") == id).map(level)
    };
    ResultFact {
        criterion: owned(description, "name"),
        level: named(text(result, "achievedLevel")),
        required: named(text(description, "requiredLevel")),
        levels: items(description, "rubricCriterionLevel").map(level).collect(),
        value: owned(result, "value"),
        status: owned(result, "status"),
    }
}

fn level(level: &Value) -> LevelFact {
    LevelFact {
        name: owned(level, "name").or_else(|| owned(level, "level")),
        description: owned(level, "description"),
        points: owned(level, "points"),
    }
}

fn owned(of: &Value, member: &str) -> Option<String> {
    text(of, member).map(String::from)
}
