//! `name` and `description` (VCDM 2.0 §4.6), with a language and a base direction (§11.1).

use serde_json::{Map, Value};

use super::{Faults, items, kind};

const MEMBERS: [&str; 3] = ["@value", "@language", "@direction"];

/// Each is a text, a language value object, or several of these. That a tag is one is safe mode's question.
pub(super) fn names(object: &Map<String, Value>, pointer: &str, faults: &mut Faults) {
    for member in ["name", "description"] {
        let Some(value) = object.get(member) else { continue };
        let pointer = format!("{pointer}/{member}");
        let texts = items(value, &pointer);
        if texts.is_empty() {
            faults.add(pointer, "is empty");
        }
        for (pointer, text) in texts {
            match text {
                Value::String(_) => {}
                Value::Object(members) => value_object(members, &pointer, faults),
                other => {
                    faults.add(pointer, format!("must be text or a language object, not {}", kind(other)));
                }
            }
        }
    }
}

fn value_object(members: &Map<String, Value>, pointer: &str, faults: &mut Faults) {
    if !members.get("@value").is_some_and(Value::is_string) {
        faults.add(pointer, "needs a text as `@value`");
    }
    if let Some(other) = members.keys().find(|name| !MEMBERS.contains(&name.as_str())) {
        let allowed = "only `@value`, `@language` and `@direction`";
        faults.add(pointer, format!("may have {allowed}, and has `{other}`"));
    }
    if members.get("@language").is_some_and(|language| !language.is_string()) {
        faults.add(format!("{pointer}/@language"), "must be a language tag");
    }
    let known = |direction: &Value| matches!(direction.as_str(), Some("ltr" | "rtl"));
    if members.get("@direction").is_some_and(|direction| !known(direction)) {
        faults.add(format!("{pointer}/@direction"), "must be `ltr` or `rtl`");
    }
}
