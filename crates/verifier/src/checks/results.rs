//! The results, and the rubric that they refer to.

use serde_json::Value;

use crate::inspection::{Inspection, Kind};
use crate::member::{items, text};
use crate::report::{Check, CheckName};

/// Each result points at a result description of the same achievement, and its level at a level of that description
/// (Open Badges 3.0 §"Result").
pub(crate) fn check(inspection: &Inspection<'_>) -> Check {
    let name = CheckName::Results;
    let subject = inspection.document.get("credentialSubject").filter(|_| inspection.kind == Kind::Badge);
    let results: Vec<&Value> = subject.into_iter().flat_map(|subject| items(subject, "result")).collect();
    if results.is_empty() {
        return Check::not_applicable(name, "it holds no results");
    }
    let achievement = subject.and_then(|subject| subject.get("achievement")).unwrap_or(&Value::Null);
    for (number, result) in results.iter().enumerate() {
        if let Err(why) = belongs(result, achievement) {
            let pointer = format!("/credentialSubject/result/{number}");
            return Check::failed(name, format!("result {} {why}", number + 1)).fact("pointer", pointer);
        }
    }
    Check::passed(name, "each result belongs to a criterion of the achievement")
        .fact("results", results.len())
}

fn belongs(result: &Value, achievement: &Value) -> Result<(), String> {
    let described = text(result, "resultDescription");
    let description = described.and_then(|id| {
        items(achievement, "resultDescription").find(|description| text(description, "id") == Some(id))
    });
    if let (Some(id), None) = (described, description) {
        return Err(format!("points at the result description `{id}`, which the achievement does not have"));
    }
    if let Some(achieved) = text(result, "achievedLevel") {
        let mut levels =
            description.into_iter().flat_map(|description| items(description, "rubricCriterionLevel"));
        if !levels.any(|level| text(level, "id") == Some(achieved)) {
            return Err(format!(
                "points at the level `{achieved}`, which its result description does not have"
            ));
        }
    }
    let is_status = description.and_then(|description| text(description, "resultType")) == Some("Status");
    if is_status && result.get("status").is_none() {
        return Err("has no `status`, which results of type `Status` must have".into());
    }
    Ok(())
}
