//! The members that the class requires, in the form it requires (Open Badges 3.0, Appendix "JSON Schema").

use std::borrow::Cow;

use openbadges::schema::{self, Violation};
use serde_json::{Value, json};

use crate::code::Code;
use crate::inspection::{CREDENTIALS_V2, Inspection, Kind};
use crate::report::{Check, CheckName};

/// How many violations are listed one by one.
const LISTED: usize = 20;

/// The document conforms to the JSON Schema of its class.
pub(crate) fn check(inspection: &Inspection<'_>) -> Check {
    let name = CheckName::Schema;
    let Some(schema) = inspection.kind.schema() else {
        return Check::not_applicable(name, Code::NoSchema);
    };
    if let Some(pointer) = keyword(inspection.document, &mut String::new()) {
        return Check::failed(name, Code::KeywordForName).fact("pointer", pointer);
    }
    let missing = inspection.is_version_1().then(|| missing_in_version_1(inspection)).flatten();
    let violations = schema::violations(schema, &as_version_2(inspection));
    let all: Vec<Value> = violations.iter().take(LISTED).map(listed).collect();
    let failed = |code: Code| Check::failed(name, code).fact("violations", all);
    match (missing, violations.first()) {
        (None, None) => Check::passed(name, Code::FormRight).fact("class", inspection.kind.noun()),
        (Some(member), _) => failed(Code::MemberMissing).fact("member", member),
        (None, Some(first)) if first.pointer.is_empty() => {
            failed(Code::DocumentFormWrong).fact("cause", first.message.as_str())
        }
        (None, Some(first)) => failed(Code::FormWrong)
            .fact("pointer", first.pointer.as_str())
            .fact("cause", first.message.as_str()),
    }
}

fn listed(violation: &Violation) -> Value {
    json!({"pointer": violation.pointer, "message": violation.message})
}

/// What version 1.1 requires beyond the schema: `issuanceDate`, and a name for every badge.
fn missing_in_version_1(inspection: &Inspection<'_>) -> Option<&'static str> {
    let required: &[&'static str] = match inspection.kind {
        Kind::Badge => &["issuanceDate", "name"],
        _ => &["issuanceDate"],
    };
    required.iter().copied().find(|member| inspection.document.get(*member).is_none())
}

/// A document of data model 1.1 under the names of 2.0: the classes differ in the first context and the two dates only.
fn as_version_2<'a>(inspection: &Inspection<'a>) -> Cow<'a, Value> {
    if !inspection.is_version_1() {
        return Cow::Borrowed(inspection.document);
    }
    let mut document = inspection.document.clone();
    if let Some(members) = document.as_object_mut() {
        for (old, new) in [("issuanceDate", "validFrom"), ("expirationDate", "validUntil")] {
            if let Some(date) = members.shift_remove(old) {
                members.insert(new.into(), date);
            }
        }
    }
    if let Some(first) = document.pointer_mut("/@context/0") {
        *first = CREDENTIALS_V2.into();
    }
    Cow::Owned(document)
}

/// Where a member is named by a keyword of JSON-LD, such as `@id` for `id`. The signature covers it, but whoever reads the
/// names of the standard overlooks it. Contexts and texts with a language (`@value`, `@language`, `@direction`) have no
/// other names.
fn keyword(value: &Value, pointer: &mut String) -> Option<String> {
    const OWN: [&str; 4] = ["@context", "@value", "@language", "@direction"];
    let length = pointer.len();
    let mut look = |segment: &str, value: &Value| {
        pointer.push('/');
        pointer.push_str(segment);
        let found = keyword(value, pointer);
        pointer.truncate(length);
        found
    };
    match value {
        Value::Object(members) => {
            if let Some((name, _value)) =
                members.iter().find(|(name, _value)| name.starts_with('@') && !OWN.contains(&name.as_str()))
            {
                return Some(format!("{pointer}/{name}"));
            }
            let mut inside = members.iter().filter(|(name, _value)| *name != "@context");
            inside.find_map(|(name, value)| look(name, value))
        }
        Value::Array(values) => {
            values.iter().enumerate().find_map(|(index, value)| look(&index.to_string(), value))
        }
        _ => None,
    }
}
