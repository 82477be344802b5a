use std::collections::HashMap;

use jsonschema::Validator;
use serde_json::{Value, json};

use super::faults;
use crate::{StartError, Wrong};

/// The schemas of the OpenAPI document, ready to check bodies with.
#[derive(Debug)]
pub struct Schemas(HashMap<String, Validator>);

impl Schemas {
    /// Prepares every schema under `components`.
    ///
    /// # Errors
    /// When one of them is no JSON Schema.
    pub fn new(document: &Value) -> Result<Self, StartError> {
        let components = document.get("components").cloned().unwrap_or_default();
        let names: Vec<String> = components
            .get("schemas")
            .and_then(Value::as_object)
            .map(|schemas| schemas.keys().cloned().collect())
            .unwrap_or_default();
        let prepare = |name: String| {
            let schema = json!({"$ref": format!("#/components/schemas/{name}"), "components": components});
            let validator = jsonschema::draft202012::options().should_validate_formats(true).build(&schema);
            match validator {
                Ok(validator) => Ok((name, validator)),
                Err(error) => Err(StartError::Schema { name, reason: error.to_string() }),
            }
        };
        names.into_iter().filter(|name| !is_generic(name)).map(prepare).collect::<Result<_, _>>().map(Self)
    }

    /// Everything in a value that the schema of that name does not allow.
    pub fn violations(&self, name: &str, value: &Value) -> Vec<Wrong> {
        match self.0.get(name) {
            Some(validator) => faults::listed(validator.iter_errors(value)),
            None => vec![Wrong::member("", format!("there is no schema named {name}"))],
        }
    }
}

/// Pages of a listing are answered, never sent to us.
fn is_generic(name: &str) -> bool {
    name.starts_with("Page_")
}
