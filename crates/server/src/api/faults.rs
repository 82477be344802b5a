//! Violations of a schema in words of our own: short, and naming the member that is meant.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Violation;
use serde_json::Value;

use crate::Wrong;
use crate::problem::Place;

/// No answer lists more than this.
const MOST: usize = 100;

/// All violations, each at the member that it is about.
pub(super) fn listed<'a>(errors: impl Iterator<Item = ValidationError<'a>>) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for error in errors.take(MOST) {
        describe(&error, &mut wrong);
    }
    // One fault a member is enough: what is of a wrong type is not one of the names allowed either.
    let mut seen = std::collections::BTreeSet::new();
    wrong.retain(|fault: &Wrong| match &fault.place {
        Place::Pointer(pointer) => seen.insert(pointer.clone()),
        Place::Parameter(_) | Place::Header(_) => true,
    });
    wrong.truncate(MOST);
    wrong
}

fn describe(error: &ValidationError<'_>, wrong: &mut Vec<Wrong>) {
    let pointer = error.instance_path().as_str();
    match error.kind() {
        Violation::Required { property } => {
            wrong.push(Wrong::member(below(pointer, property.as_str().unwrap_or_default()), "is missing"));
        }
        Violation::AdditionalProperties { unexpected } | Violation::UnevaluatedProperties { unexpected } => {
            for name in unexpected {
                wrong.push(Wrong::member(below(pointer, name), "unknown member"));
            }
        }
        Violation::OneOfNotValid { context } | Violation::AnyOf { context } => {
            describe_branches(error, context, wrong);
        }
        Violation::Format { format } => wrong.push(Wrong::member(pointer, format_detail(format))),
        Violation::Enum { options } => wrong.push(Wrong::member(pointer, one_of(options))),
        Violation::MinLength { limit: 1 } => wrong.push(Wrong::member(pointer, "must not be empty")),
        Violation::MinLength { limit } => {
            wrong.push(Wrong::member(pointer, format!("needs at least {limit} characters")));
        }
        Violation::MaxLength { limit } => {
            wrong.push(Wrong::member(pointer, format!("has more than {limit} characters")));
        }
        Violation::MinItems { limit } => {
            wrong.push(Wrong::member(pointer, format!("needs at least {limit} entries")));
        }
        Violation::MaxItems { limit } => {
            wrong.push(Wrong::member(pointer, format!("has more than {limit} entries")));
        }
        Violation::Type { .. } => wrong.push(Wrong::member(pointer, type_detail(error))),
        // The library's own words, with the value masked: it may be long, or a secret.
        _ => wrong.push(Wrong::member(pointer, error.masked_with("the value").to_string())),
    }
}

/// Of several possibilities the one that was meant: the one that agrees with the value's type.
fn describe_branches(
    error: &ValidationError<'_>,
    branches: &[Vec<ValidationError<'static>>],
    wrong: &mut Vec<Wrong>,
) {
    let pointer = error.instance_path().as_str();
    let is_other_type = |branch: &&Vec<ValidationError<'static>>| {
        branch.iter().any(|inner| {
            matches!(inner.kind(), Violation::Type { .. }) && inner.instance_path().as_str() == pointer
        })
    };
    let meant: Vec<_> = branches.iter().filter(|branch| !is_other_type(branch)).collect();
    match meant.as_slice() {
        [branch] => branch.iter().for_each(|inner| describe(inner, wrong)),
        _ => wrong.push(Wrong::member(pointer, "has none of the allowed forms")),
    }
}

fn type_detail(error: &ValidationError<'_>) -> String {
    let found = match error.instance().as_ref() {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    };
    let Violation::Type { kind } = error.kind() else { return format!("cannot be {found}") };
    let wanted = match kind {
        jsonschema::error::TypeKind::Single(one) => one.to_string(),
        jsonschema::error::TypeKind::Multiple(several) => {
            let names: Vec<_> = several.iter().map(|one| one.to_string()).collect();
            names.join(" or ")
        }
    };
    format!("must be of type {wanted}, not {found}")
}

fn format_detail(format: &str) -> String {
    match format {
        "date-time" => "must be a time such as 2026-11-24T06:31:07Z (RFC 3339)".to_owned(),
        "uuid" => "must be an id such as 0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b".to_owned(),
        other => format!("must be of the format {other}"),
    }
}

fn one_of(options: &Value) -> String {
    let names: Vec<String> = options.as_array().into_iter().flatten().map(ToString::to_string).collect();
    format!("must be one of {}", names.join(", "))
}

/// The pointer to a member (RFC 6901 §3).
fn below(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn violations(schema: &Value, value: &Value) -> Vec<(String, String)> {
        let validator =
            jsonschema::draft202012::options().should_validate_formats(true).build(schema).unwrap();
        let told = |wrong: Wrong| match wrong.place {
            Place::Pointer(pointer) => (pointer, wrong.detail),
            other => panic!("{other:?}"),
        };
        listed(validator.iter_errors(value)).into_iter().map(told).collect()
    }

    fn pair(pointer: &str, detail: &str) -> (String, String) {
        (pointer.to_owned(), detail.to_owned())
    }

    #[test]
    fn a_missing_member_is_named_and_escaped() {
        let schema = json!({"required": ["a/b~c"]});
        assert_eq!(violations(&schema, &json!({})), [pair("/a~1b~0c", "is missing")]);
    }

    #[test]
    fn each_unknown_member_is_named() {
        let schema = json!({"properties": {"a": {}}, "additionalProperties": false});
        let found = violations(&schema, &json!({"a": 1, "b": 1, "c": 1}));
        assert_eq!(found.iter().map(|(pointer, _)| pointer.as_str()).collect::<Vec<_>>(), ["/b", "/c"]);
    }

    #[test]
    fn of_an_optional_object_its_own_faults_are_told() {
        let schema = json!({"properties": {"p": {"oneOf": [{"type": "null"}, {"type": "object", "required": ["x"]}]}}});
        assert_eq!(violations(&schema, &json!({"p": {}})), [pair("/p/x", "is missing")]);
    }

    #[test]
    fn a_wrong_type_says_what_was_found() {
        let schema = json!({"properties": {"n": {"type": ["string", "null"]}}});
        let found = violations(&schema, &json!({"n": [1]}));
        assert!(found[0].1.ends_with("not an array"), "{found:?}");
    }

    #[test]
    fn a_value_is_never_repeated_in_the_answer() {
        let schema = json!({"properties": {"s": {"pattern": "^a$"}}});
        let found = violations(&schema, &json!({"s": "<script>secret"}));
        assert!(!found[0].1.contains("secret"), "{found:?}");
    }

    #[test]
    fn formats_are_checked() {
        let schema = json!({"properties": {"t": {"format": "date-time"}, "i": {"format": "uuid"}}});
        assert_eq!(violations(&schema, &json!({"t": "yesterday", "i": "7"})).len(), 2);
        let good = json!({"t": "2026-11-24T06:31:07Z", "i": "0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"});
        assert!(violations(&schema, &good).is_empty());
    }
}
