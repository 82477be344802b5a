//! Whether a document may be signed as a credential or presentation of the Verifiable Credentials Data
//! Model, 2.0 or 1.1: the rules of its members, then JSON-LD safe mode, so that nothing that the document
//! says is left unsigned.
//!
//! *Decision*: texts with a base direction are signed as JSON-LD 1.1 API §8.2.2 has it with `rdfDirection`
//! set to `i18n-datatype`, which is what the W3C's own reference libraries do. Plain JSON-LD would drop the
//! direction without a word.

mod contexts;
mod dates;
mod identifiers;
mod language;
mod members;
mod presentation;
mod related;

use serde_json::{Map, Value};

use crate::{Budget, CanonicalError, V2_CONTEXT, check_safe_mode_within};

pub use related::{RelatedResource, related_resources};

/// The context of the Verifiable Credentials Data Model 1.1.
pub const V1_CONTEXT: &str = "https://www.w3.org/2018/credentials/v1";

/// How many faults of one document are listed.
const MOST_FAULTS: usize = 50;

/// A version of the data model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// 1.1, with `issuanceDate`.
    V1,
    /// 2.0, with `validFrom`.
    V2,
}

/// A member of a document that breaks a rule of the data model.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    /// The member, as a JSON pointer (RFC 6901) into the document; empty for the document itself.
    pub pointer: String,
    /// What is wrong, in a sentence that names the member.
    pub message: String,
}

/// The version that the first context of a document names.
pub fn version(document: &Value) -> Option<Version> {
    let contexts = document.get("@context")?;
    match contexts.get(0).unwrap_or(contexts).as_str()? {
        V2_CONTEXT => Some(Version::V2),
        V1_CONTEXT => Some(Version::V1),
        _ => None,
    }
}

/// Checks an unsigned credential (VCDM 2.0 §4, VCDM 1.1 §4). Digests of related resources are compared
/// where the resource is a bundled context; what [`related_resources`] lists beyond those is the caller's
/// to fetch and compare.
///
/// # Errors
/// Every fault found, at most fifty. Faults of JSON-LD are looked for when there is no other.
pub fn check_credential(document: &Value) -> Result<(), Vec<Fault>> {
    check_credential_within(document, &Budget::default())
}

/// As [`check_credential`], with what is left of a budget; a document that takes more has a fault.
///
/// # Errors
/// As [`check_credential`].
pub fn check_credential_within(document: &Value, budget: &Budget) -> Result<(), Vec<Fault>> {
    let mut faults = Faults::default();
    if let Some(credential) = faults.object(document, "credential") {
        let version = contexts::check(credential, &mut faults);
        identifiers::id(credential, "", "id", &mut faults);
        identifiers::types(credential, "VerifiableCredential", &mut faults);
        members::check(credential, &mut faults);
        dates::check(credential, version, &mut faults);
        language::names(credential, "", &mut faults);
        related::check(credential, &mut faults);
        identifiers::nested(credential, &mut faults);
    }
    faults.then_safe_mode(document, budget)
}

/// Checks an unsigned presentation (VCDM 2.0 §4.13, VCDM 1.1 §4.10). Of the credentials inside it only the
/// form is looked at, they bring proofs of their own.
///
/// # Errors
/// Every fault found, at most fifty. Faults of JSON-LD are looked for when there is no other.
pub fn check_presentation(document: &Value) -> Result<(), Vec<Fault>> {
    check_presentation_within(document, &Budget::default())
}

/// As [`check_presentation`], with what is left of a budget; a document that takes more has a fault.
///
/// # Errors
/// As [`check_presentation`].
pub fn check_presentation_within(document: &Value, budget: &Budget) -> Result<(), Vec<Fault>> {
    let mut faults = Faults::default();
    if let Some(presentation) = faults.object(document, "presentation") {
        contexts::check(presentation, &mut faults);
        identifiers::id(presentation, "", "id", &mut faults);
        identifiers::types(presentation, "VerifiablePresentation", &mut faults);
        presentation::check(presentation, &mut faults);
        identifiers::nested(presentation, &mut faults);
    }
    faults.then_safe_mode(document, budget)
}

/// The faults found so far.
#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    /// Notes a fault; `message` completes the sentence that begins with the member's name.
    fn add(&mut self, pointer: impl Into<String>, message: impl Into<String>) {
        if self.0.len() < MOST_FAULTS {
            let pointer = pointer.into();
            let name = match pointer.strip_prefix('/') {
                Some(member) => member.replace('/', "."),
                None => "the document".to_owned(),
            };
            self.0.push(Fault { message: format!("`{name}` {}", message.into()), pointer });
        }
    }

    fn object<'a>(&mut self, document: &'a Value, what: &str) -> Option<&'a Map<String, Value>> {
        let object = document.as_object();
        if object.is_none() {
            self.0.push(Fault { pointer: String::new(), message: format!("the {what} is no JSON object") });
        }
        object
    }

    fn then_safe_mode(mut self, document: &Value, budget: &Budget) -> Result<(), Vec<Fault>> {
        if self.0.is_empty()
            && let Err(error) = check_safe_mode_within(document, budget)
        {
            let pointer = pointer(&error).unwrap_or_default().to_owned();
            self.0.push(Fault { pointer, message: error.to_string() });
        }
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}

/// Where the member stands that an error of JSON-LD is about.
fn pointer(error: &CanonicalError) -> Option<&str> {
    match error {
        CanonicalError::UnknownContext { pointer, .. }
        | CanonicalError::UnusableContext { pointer, .. }
        | CanonicalError::UndefinedMember { pointer }
        | CanonicalError::UndefinedType { pointer, .. }
        | CanonicalError::RelativeReference { pointer, .. }
        | CanonicalError::LanguageTag { pointer, .. }
        | CanonicalError::ControlCharacter { pointer, .. } => Some(pointer),
        _ => None,
    }
}

/// A single value, or the items of an array, each with its pointer.
fn items<'a>(value: &'a Value, pointer: &str) -> Vec<(String, &'a Value)> {
    match value {
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, item)| (format!("{pointer}/{index}"), item)).collect()
        }
        single => vec![(pointer.to_owned(), single)],
    }
}

/// What a value is, in words.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
