//! `issuer`, `credentialSubject`, and the members whose objects must say their type (VCDM 2.0 §4.5, §4.7,
//! §4.8, §4.10, §4.11, §5.4 to §5.6).

use serde_json::{Map, Value};

use super::identifiers::{id, is_url, required_id};
use super::{Faults, items, kind, language};

/// Members that hold one or several objects, each with a `type`.
const TYPED: [&str; 5] = ["credentialStatus", "credentialSchema", "evidence", "termsOfUse", "refreshService"];

pub(super) fn check(credential: &Map<String, Value>, faults: &mut Faults) {
    issuer(credential.get("issuer"), faults);
    subjects(credential.get("credentialSubject"), faults);
    for member in TYPED {
        if let Some(value) = credential.get(member) {
            typed(member, value, faults);
        }
    }
}

/// A URL, or an object with an `id` that is one.
fn issuer(issuer: Option<&Value>, faults: &mut Faults) {
    match issuer {
        None => faults.add("/issuer", "is missing"),
        Some(Value::String(url)) if is_url(url) => {}
        Some(Value::String(_)) => faults.add("/issuer", "is no URL"),
        Some(Value::Object(issuer)) => {
            required_id(issuer, "/issuer", faults);
            language::names(issuer, "/issuer", faults);
        }
        Some(other) => {
            faults.add("/issuer", format!("must be a URL or an object with an `id`, not {}", kind(other)));
        }
    }
}

/// One or more objects, each the subject of at least one claim.
fn subjects(subject: Option<&Value>, faults: &mut Faults) {
    let Some(subject) = subject else {
        faults.add("/credentialSubject", "is missing");
        return;
    };
    let subjects = items(subject, "/credentialSubject");
    if subjects.is_empty() {
        faults.add("/credentialSubject", "is empty");
    }
    for (pointer, subject) in subjects {
        match subject {
            Value::Object(claims) if claims.keys().all(|name| name == "@context") => {
                faults.add(pointer, "is empty: it claims nothing");
            }
            Value::Object(claims) => id(claims, &pointer, "id", faults),
            other => faults.add(pointer, format!("must be an object, not {}", kind(other))),
        }
    }
}

fn typed(member: &str, value: &Value, faults: &mut Faults) {
    let objects = items(value, &format!("/{member}"));
    if objects.is_empty() {
        faults.add(format!("/{member}"), "is empty");
    }
    for (pointer, object) in objects {
        let Value::Object(object) = object else {
            faults.add(pointer, format!("must be an object, not {}", kind(object)));
            continue;
        };
        match object.get("type") {
            None => faults.add(pointer.as_str(), "has no `type`"),
            Some(kinds) if is_type(kinds, member) => {}
            Some(other) => {
                faults.add(format!("{pointer}/type"), format!("must be text, not {}", kind(other)));
            }
        }
        // Of a schema the identifier is what it is fetched by (§4.11).
        if member == "credentialSchema" {
            required_id(object, &pointer, faults);
        } else {
            id(object, &pointer, "id", faults);
        }
    }
}

/// One text; where it is not about the status, which is looked up by its one type, several will do.
fn is_type(value: &Value, member: &str) -> bool {
    match value {
        Value::String(name) => !name.is_empty(),
        Value::Array(names) if member != "credentialStatus" => {
            !names.is_empty() && names.iter().all(Value::is_string)
        }
        _ => false,
    }
}
