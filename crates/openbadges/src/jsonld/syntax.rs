//! From the values of `serde_json` to those of the `json-ld` crate.

use json_ld::syntax::object::Entry;
use json_ld::syntax::{NumberBuf, Object, Value as SyntaxValue};
use serde_json::{Number, Value};

/// The object with the given members.
pub(super) fn object(members: &[(&str, &Value)]) -> SyntaxValue {
    object_of(members.iter().copied())
}

/// The same value. The recursion is bounded by `scan`, which is called first.
pub(super) fn value(value: &Value) -> SyntaxValue {
    match value {
        Value::Null => SyntaxValue::Null,
        Value::Bool(value) => SyntaxValue::Boolean(*value),
        Value::Number(number) => SyntaxValue::Number(self::number(number)),
        Value::String(text) => SyntaxValue::String(text.as_str().into()),
        Value::Array(items) => SyntaxValue::Array(items.iter().map(self::value).collect()),
        Value::Object(members) => object_of(members.iter().map(|(name, value)| (name.as_str(), value))),
    }
}

fn object_of<'a>(members: impl Iterator<Item = (&'a str, &'a Value)>) -> SyntaxValue {
    let entries = members.map(|(name, member)| Entry::new(name.into(), value(member))).collect();
    SyntaxValue::Object(Object::from_vec(entries))
}

fn number(number: &Number) -> NumberBuf {
    let text = number.to_string();
    // What serde_json prints is a JSON number, so the fallback is never taken.
    NumberBuf::new(text.as_bytes().iter().copied().collect()).unwrap_or_else(|_invalid| NumberBuf::from(0_u8))
}
