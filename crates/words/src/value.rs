//! What is put into a sentence.

use std::borrow::Cow;

use fluent_bundle::FluentValue;

/// A fact in a sentence: a text or a number. Numbers choose the plural form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text, put in as it is.
    Text(String),
    /// A whole number.
    Number(i64),
}

impl Value {
    pub(crate) fn fluent(&self) -> FluentValue<'static> {
        match self {
            Self::Text(text) => FluentValue::String(Cow::Owned(text.clone())),
            Self::Number(number) => FluentValue::from(*number),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<&u32> for Value {
    fn from(number: &u32) -> Self {
        Self::Number((*number).into())
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<&usize> for Value {
    fn from(number: &usize) -> Self {
        (*number).into()
    }
}

impl From<&serde_json::Value> for Value {
    fn from(value: &serde_json::Value) -> Self {
        match value {
            serde_json::Value::String(text) => Self::Text(text.clone()),
            serde_json::Value::Number(number) => {
                number.as_i64().map_or_else(|| Self::Text(number.to_string()), Self::Number)
            }
            other => Self::Text(other.to_string()),
        }
    }
}
