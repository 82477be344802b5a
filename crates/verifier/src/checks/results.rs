//! The results, and the rubric that they refer to.

use serde_json::Value;

use crate::code::Code;
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
        return Check::not_applicable(name, Code::ResultsNone);
    }
    let achievement = subject.and_then(|subject| subject.get("achievement")).unwrap_or(&Value::Null);
    for (number, result) in results.iter().enumerate() {
        if let Err((code, id)) = belongs(result, achievement) {
            let pointer = format!("/credentialSubject/result/{number}");
            let check = Check::failed(name, code).fact("number", number + 1).fact("pointer", pointer);
            return check.fact("id", id);
        }
    }
    Check::passed(name, Code::ResultsBelong).fact("results", results.len())
}

/// What does not fit, and the id that the result gives.
fn belongs<'a>(result: &'a Value, achievement: &Value) -> Result<(), (Code, Option<&'a str>)> {
    let described = text(result, "resultDescription");
    let description = described.and_then(|id| {
        items(achievement, "resultDescription").find(|description| text(description, "id") == Some(id))
    });
    if let (Some(id), None) = (described, description) {
        return Err((Code::ResultDescriptionUnknown, Some(id)));
    }
    if let Some(achieved) = text(result, "achievedLevel") {
        let mut levels =
            description.into_iter().flat_map(|description| items(description, "rubricCriterionLevel"));
        if !levels.any(|level| text(level, "id") == Some(achieved)) {
            return Err((Code::ResultLevelUnknown, Some(achieved)));
        }
    }
    let is_status = description.and_then(|description| text(description, "resultType")) == Some("Status");
    if is_status && result.get("status").is_none() {
        return Err((Code::ResultStatusMissing, None));
    }
    Ok(())
}
