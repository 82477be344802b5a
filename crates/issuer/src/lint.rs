//! The last look at a draft, before the key is touched.

use openbadges::schema::{Schema, violations};
use openbadges::check_text;
use serde_json::Value;

use crate::error::IssueError;

/// The draft conforms to our own schema, its results belong to its rubric, and no text holds a character that two
/// canonicalisers may write differently. (Undefined terms are found when the canonical form is made, before the signature.)
pub(crate) fn lint(draft: &Value) -> Result<(), IssueError> {
    let violations = violations(Schema::AchievementCredential, draft);
    if !violations.is_empty() {
        return Err(IssueError::Schema { violations });
    }
    check_text(draft)?;
    references(draft)
}

/// Every result points at a criterion of the achievement, and every level, achieved or required, at a level of that
/// criterion (Open Badges 3.0 §"Result"; JSON Schema cannot say so).
fn references(draft: &Value) -> Result<(), IssueError> {
    let subject = "/credentialSubject";
    let descriptions = items(draft, &format!("{subject}/achievement/resultDescription"));
    for (number, description) in descriptions.iter().enumerate() {
        let pointer = format!("{subject}/achievement/resultDescription/{number}/requiredLevel");
        has_level(description, text(description, "requiredLevel"), pointer)?;
    }
    for (number, result) in items(draft, &format!("{subject}/result")).iter().enumerate() {
        let pointer = format!("{subject}/result/{number}");
        let Some(described) = text(result, "resultDescription") else {
            continue;
        };
        let description = descriptions.iter().find(|description| text(description, "id") == Some(described));
        let Some(description) = description else {
            let pointer = format!("{pointer}/resultDescription");
            return Err(IssueError::Reference { pointer, target: described.into() });
        };
        has_level(description, text(result, "achievedLevel"), format!("{pointer}/achievedLevel"))?;
    }
    Ok(())
}

fn has_level(description: &Value, level: Option<&str>, pointer: String) -> Result<(), IssueError> {
    let Some(target) = level else {
        return Ok(());
    };
    let levels = items(description, "/rubricCriterionLevel");
    if levels.iter().any(|level| text(level, "id") == Some(target)) {
        Ok(())
    } else {
        Err(IssueError::Reference { pointer, target: target.into() })
    }
}

fn items<'a>(of: &'a Value, pointer: &str) -> &'a [Value] {
    of.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text<'a>(of: &'a Value, member: &str) -> Option<&'a str> {
    of.get(member).and_then(Value::as_str)
}
