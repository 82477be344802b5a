//! The last look at a draft, before the key is touched.

use openbadges::check_text;
use openbadges::schema::{Schema, violations};
use serde_json::Value;

use crate::error::IssueError;

/// The draft conforms to our own schema, its results belong to its rubric, and no text holds a character that two
/// canonicalizers may write differently. (Undefined terms are found when the canonical form is made, before the signature.)
pub(crate) fn lint(draft: &Value) -> Result<(), IssueError> {
    lint_as(Schema::AchievementCredential, draft)?;
    references(draft)
}

/// The draft conforms to a schema of ours, and no text holds a character that two canonicalizers may write differently.
pub(crate) fn lint_as(schema: Schema, draft: &Value) -> Result<(), IssueError> {
    let violations = violations(schema, draft);
    if !violations.is_empty() {
        return Err(IssueError::Schema { violations });
    }
    Ok(check_text(draft)?)
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn badge() -> Value {
        let levels = json!([{"id": "urn:c/low"}, {"id": "urn:c/high"}]);
        json!({"credentialSubject": {
            "achievement": {"resultDescription": [{"id": "urn:c", "requiredLevel": "urn:c/high", "rubricCriterionLevel": levels}]},
            "result": [{"resultDescription": "urn:c", "achievedLevel": "urn:c/high"}],
        }})
    }

    /// Where the changed badge points at nothing.
    fn broken(pointer: &str) -> String {
        let mut badge = badge();
        *badge.pointer_mut(pointer).unwrap() = "urn:nowhere".into();
        match references(&badge) {
            Err(IssueError::Reference { pointer, target }) if target == "urn:nowhere" => pointer,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_points_at_its_own_rubric_passes() {
        assert!(references(&badge()).is_ok());
    }

    #[test]
    fn each_reference_that_leads_nowhere_is_named() {
        for pointer in [
            "/credentialSubject/result/0/resultDescription",
            "/credentialSubject/result/0/achievedLevel",
            "/credentialSubject/achievement/resultDescription/0/requiredLevel",
        ] {
            assert_eq!(broken(pointer), pointer);
        }
    }

    #[test]
    fn a_draft_that_does_not_conform_is_refused_with_every_violation() {
        let error = lint(&badge()).unwrap_err();
        assert!(matches!(&error, IssueError::Schema { violations } if violations.len() > 1), "{error}");
    }
}
