//! `id` and `type` (VCDM 2.0 §4.4 and §4.5).

use serde_json::{Map, Value};

use super::{Faults, items, kind};
use crate::Iri;
use crate::json::pointer_segment;

/// Whether a text is a URL: absolute, and readable by the URL standard.
pub(super) fn is_url(text: &str) -> bool {
    Iri::new(text).is_ok() && url::Url::parse(text).is_ok()
}

/// The identifier of an object, if it has one: one URL, nothing else.
pub(super) fn id(object: &Map<String, Value>, pointer: &str, member: &str, faults: &mut Faults) {
    if let Some(value) = object.get(member) {
        one(value, &format!("{pointer}/{member}"), faults);
    }
}

/// The identifier of an object that cannot do without.
pub(super) fn required_id(object: &Map<String, Value>, pointer: &str, faults: &mut Faults) {
    match object.get("id") {
        None => faults.add(pointer, "has no `id`"),
        Some(value) => one(value, &format!("{pointer}/id"), faults),
    }
}

fn one(value: &Value, pointer: &str, faults: &mut Faults) {
    match value {
        Value::String(text) if is_url(text) => {}
        Value::String(_) => faults.add(pointer, "is no URL"),
        other => faults.add(pointer, format!("must be one URL, not {}", kind(other))),
    }
}

/// Texts, and the required one among them. Whether a context defines them is safe mode's question.
pub(super) fn types(document: &Map<String, Value>, required: &str, faults: &mut Faults) {
    let Some(types) = document.get("type") else {
        faults.add("/type", format!("is missing: it must include `{required}`"));
        return;
    };
    let types = items(types, "/type");
    for (pointer, item) in &types {
        if !item.is_string() {
            faults.add(pointer.as_str(), format!("must be text, not {}", kind(item)));
        }
    }
    if !types.iter().any(|(_, item)| item.as_str() == Some(required)) {
        faults.add("/type", format!("does not include `{required}`"));
    }
}

/// A null or repeated identifier anywhere below would be dropped without a word by JSON-LD.
pub(super) fn nested(document: &Map<String, Value>, faults: &mut Faults) {
    for (name, value) in document.iter().filter(|(name, _)| !matches!(name.as_str(), "@context" | "proof")) {
        below(value, &format!("/{}", pointer_segment(name)), 0, faults);
    }
}

/// Documents from outside are less deep (`json::Limits`); safe mode refuses what is deeper.
const LEVELS: usize = 64;

fn below(value: &Value, pointer: &str, level: usize, faults: &mut Faults) {
    if level > LEVELS {
        return;
    }
    match value {
        Value::Array(values) => {
            for (index, item) in values.iter().enumerate() {
                below(item, &format!("{pointer}/{index}"), level + 1, faults);
            }
        }
        Value::Object(object) => {
            for (name, value) in object.iter().filter(|(name, _)| *name != "@context") {
                let pointer = format!("{pointer}/{}", pointer_segment(name));
                let known = faults.0.iter().any(|fault| fault.pointer == pointer);
                if matches!(name.as_str(), "id" | "@id") && !value.is_string() && !known {
                    faults.add(pointer.as_str(), format!("must be one URL, not {}", kind(value)));
                }
                below(value, &pointer, level + 1, faults);
            }
        }
        _ => {}
    }
}
