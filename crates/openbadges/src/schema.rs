//! The JSON Schemas of the documents, compiled once.
//!
//! They are written for this project (`schemas/json`), in JSON Schema draft 2019-09, and accept what the
//! published ones of 1EdTech accept: a test compares them on a corpus. Nothing is fetched.

use std::sync::LazyLock;

use jsonschema::{Draft, Registry, ValidationError, Validator};
use serde_json::Value;

/// Where `$ref` finds the classes: the `$id` of `classes.schema.json`.
const CLASSES_ID: &str = "https://countersign.example/schemas/classes.schema.json";
const CLASSES: &str = include_str!("../../../schemas/json/classes.schema.json");

/// A document that has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Schema {
    /// [`AchievementCredential`](crate::AchievementCredential) in the form of VCDM 2.0.
    AchievementCredential,
    /// [`EndorsementCredential`](crate::EndorsementCredential) in the form of VCDM 2.0.
    EndorsementCredential,
    /// A comprehensive learner record: `ClrCredential` of CLR 2.0 in the form of VCDM 2.0.
    ClrCredential,
    /// [`Profile`](crate::Profile).
    Profile,
}

/// Where and how a document departs from its schema.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {message}", if pointer.is_empty() { "/" } else { pointer })]
pub struct Violation {
    /// The value that is wrong, as an RFC 6901 JSON pointer; empty for the whole document.
    pub pointer: String,
    /// What is wrong with it. The value itself is not repeated: it may be long or private.
    pub message: String,
}

/// Every violation of the schema in the document, formats included; none if the document is valid.
///
/// Should the schema itself be broken, that is the one violation: nothing is valid then.
pub fn violations(schema: Schema, document: &Value) -> Vec<Violation> {
    match schema.validator() {
        Ok(validator) => validator.iter_errors(document).map(|error| Violation::of(&error)).collect(),
        Err(fault) => {
            vec![Violation { pointer: String::new(), message: format!("the schema is broken: {fault}") }]
        }
    }
}

impl Schema {
    /// The schema as text, for those who want to validate by it elsewhere. It refers to
    /// [`classes`](Self::classes).
    pub fn text(self) -> &'static str {
        match self {
            Self::AchievementCredential => {
                include_str!("../../../schemas/json/achievement-credential.schema.json")
            }
            Self::EndorsementCredential => {
                include_str!("../../../schemas/json/endorsement-credential.schema.json")
            }
            Self::ClrCredential => include_str!("../../../schemas/json/clr-credential.schema.json"),
            Self::Profile => include_str!("../../../schemas/json/profile.schema.json"),
        }
    }

    /// The schema of the classes, which the others refer to.
    pub fn classes() -> &'static str {
        CLASSES
    }

    fn validator(self) -> &'static Result<Validator, String> {
        static ACHIEVEMENT: LazyLock<Result<Validator, String>> =
            LazyLock::new(|| compile(Schema::AchievementCredential));
        static ENDORSEMENT: LazyLock<Result<Validator, String>> =
            LazyLock::new(|| compile(Schema::EndorsementCredential));
        static RECORD: LazyLock<Result<Validator, String>> = LazyLock::new(|| compile(Schema::ClrCredential));
        static PROFILE: LazyLock<Result<Validator, String>> = LazyLock::new(|| compile(Schema::Profile));
        match self {
            Self::AchievementCredential => &ACHIEVEMENT,
            Self::EndorsementCredential => &ENDORSEMENT,
            Self::ClrCredential => &RECORD,
            Self::Profile => &PROFILE,
        }
    }
}

impl Violation {
    fn of(error: &ValidationError<'_>) -> Self {
        Self {
            pointer: error.instance_path().as_str().to_owned(),
            message: error.masked_with("the value").to_string(),
        }
    }
}

/// The fault is text: it can only be shown, and a test shows that there is none.
fn compile(schema: Schema) -> Result<Validator, String> {
    let parse = |text| serde_json::from_str::<Value>(text).map_err(|error| error.to_string());
    let registry = Registry::new()
        .add(CLASSES_ID, parse(CLASSES)?)
        .and_then(jsonschema::RegistryBuilder::prepare)
        .map_err(|error| error.to_string())?;
    jsonschema::options()
        .with_draft(Draft::Draft201909)
        .should_validate_formats(true)
        .offline()
        .with_registry(&registry)
        .build(&parse(schema.text())?)
        .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_schema_compiles() {
        for schema in [
            Schema::AchievementCredential,
            Schema::EndorsementCredential,
            Schema::ClrCredential,
            Schema::Profile,
        ] {
            assert!(schema.validator().is_ok(), "{schema:?}: {:?}", schema.validator().as_ref().err());
        }
    }

    #[test]
    fn a_violation_points_at_the_member_and_keeps_the_value_to_itself() {
        let profile = json!({"id": "a:b", "type": ["Profile"], "otherIdentifier": [
            {"type": "IdentifierEntry", "identifier": "secret", "identifierType": "email"}]});
        let found = violations(Schema::Profile, &profile);
        let pointers: Vec<_> = found.iter().map(|violation| violation.pointer.as_str()).collect();
        assert_eq!(pointers, ["/otherIdentifier/0/identifierType"]);
        assert!(!found.iter().any(|violation| violation.message.contains("\"email\"")), "{found:?}");
    }

    #[test]
    fn formats_are_checked() {
        let born = |date: &str| json!({"id": "a:b", "type": ["Profile"], "dateOfBirth": date});
        assert_eq!(violations(Schema::Profile, &born("2000-02-29")), []);
        assert_eq!(violations(Schema::Profile, &born("2001-02-29"))[0].pointer, "/dateOfBirth");
    }
}
