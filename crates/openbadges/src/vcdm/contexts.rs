//! `@context` (VCDM 2.0 §4.3, VCDM 1.1 §4.1).

use serde_json::{Map, Value};

use super::identifiers::is_url;
use super::{Faults, V1_CONTEXT, Version, kind};
use crate::V2_CONTEXT;

/// An ordered set that begins with a credentials context, then URLs and objects. Whether they can be
/// processed is safe mode's question.
pub(super) fn check(document: &Map<String, Value>, faults: &mut Faults) -> Option<Version> {
    let Some(contexts) = document.get("@context") else {
        faults.add("/@context", "is missing");
        return None;
    };
    let Value::Array(contexts) = contexts else {
        faults.add("/@context", format!("must be an array of URLs and objects, not {}", kind(contexts)));
        return None;
    };
    let version = match contexts.first().and_then(Value::as_str) {
        Some(V2_CONTEXT) => Some(Version::V2),
        Some(V1_CONTEXT) => Some(Version::V1),
        _ => None,
    };
    if version.is_none() {
        faults.add("/@context/0", format!("must be `{V2_CONTEXT}` (or `{V1_CONTEXT}`)"));
    }
    for (index, context) in contexts.iter().enumerate().skip(1) {
        let pointer = format!("/@context/{index}");
        match context {
            Value::Object(_) => {}
            Value::String(url) if is_url(url) => {}
            Value::String(_) => faults.add(pointer, "is no URL"),
            other => faults.add(pointer, format!("must be a URL or an object, not {}", kind(other))),
        }
    }
    version
}
