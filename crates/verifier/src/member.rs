//! Reading members of a JSON document that no one vouches for yet.
//!
//! Open Badges 3.0 lets most members be written as one value or as an array of one (§ "Serialization"), and strings as
//! language maps. These functions read every such form, and answer with nothing where the form is another.

use serde_json::Value;

/// The text of a member: a string, the `@value` of a language object, or the first text of a language map or array.
pub(crate) fn text<'a>(of: &'a Value, member: &str) -> Option<&'a str> {
    of.get(member).and_then(plain)
}

/// The one text of a member: a string, or an array of one. Where a member decides what is checked, the first of several would
/// hide the others.
pub(crate) fn only<'a>(of: &'a Value, member: &str) -> Option<&'a str> {
    match of.get(member)? {
        Value::String(text) => Some(text),
        Value::Array(items) => match items.as_slice() {
            [Value::String(text)] => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// The text of a value, as [`text`] reads it.
pub(crate) fn plain(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Array(items) => items.iter().find_map(plain),
        Value::Object(members) => {
            members.get("@value").and_then(Value::as_str).or_else(|| members.values().find_map(Value::as_str))
        }
        _ => None,
    }
}

/// The values of a member that may be written as one value or as an array.
pub(crate) fn items<'a>(of: &'a Value, member: &str) -> impl Iterator<Item = &'a Value> {
    let (one, many) = match of.get(member) {
        Some(Value::Array(many)) => (None, many.as_slice()),
        other => (other, [].as_slice()),
    };
    one.into_iter().chain(many).filter(|value| !value.is_null())
}

/// The strings among the values of a member.
pub(crate) fn texts<'a>(of: &'a Value, member: &str) -> impl Iterator<Item = &'a str> {
    items(of, member).filter_map(Value::as_str)
}

/// Whether the `type` of an object holds this name.
pub(crate) fn is_a(of: &Value, name: &str) -> bool {
    texts(of, "type").any(|found| found == name)
}

/// The id of a member that is an id, or an object with an `id`.
pub(crate) fn reference<'a>(of: &'a Value, member: &str) -> Option<&'a str> {
    match of.get(member)? {
        Value::String(id) => Some(id),
        object => object.get("id").and_then(Value::as_str),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_value_and_an_array_of_one_read_alike() {
        let one = json!({"type": "Profile", "name": {"en": "District"}});
        let many = json!({"type": ["Profile"], "name": "District"});
        assert!(is_a(&one, "Profile") && is_a(&many, "Profile"));
        assert_eq!(text(&one, "name"), text(&many, "name"));
    }

    #[test]
    fn the_only_text_is_not_the_first_of_several() {
        let entry = json!({"one": "a", "array": ["a"], "several": ["a", "b"], "mixed": ["a", 1], "none": []});
        assert_eq!(only(&entry, "one"), Some("a"));
        assert_eq!(only(&entry, "array"), Some("a"));
        for member in ["several", "mixed", "none", "absent"] {
            assert_eq!(only(&entry, member), None, "{member}");
        }
    }

    #[test]
    fn a_reference_is_an_id_or_an_object_with_an_id() {
        assert_eq!(reference(&json!({"issuer": "did:example:1"}), "issuer"), Some("did:example:1"));
        assert_eq!(reference(&json!({"issuer": {"id": "did:example:1"}}), "issuer"), Some("did:example:1"));
        assert_eq!(reference(&json!({"issuer": 7}), "issuer"), None);
    }
}
