//! How a member of a document is read from JSON and written to it.

use serde_json::Value;

/// A value that a member of a document can have.
pub(crate) trait Member: Sized {
    /// Reads the JSON form.
    fn read(value: &Value) -> Result<Self, ReadError>;

    /// The JSON form.
    fn write(&self) -> Value;
}

/// Why a document is not what its class says. The pointer is an RFC 6901 JSON pointer from the value
/// that was read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {problem}", if pointer.is_empty() { "/" } else { pointer })]
pub struct ReadError {
    /// Where, as a JSON pointer; empty for the whole document.
    pub pointer: String,
    /// What is wrong there.
    pub problem: Problem,
}

/// What can be wrong with a member of a document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// A required member is absent.
    #[error("the member `{member}` is missing")]
    Missing {
        /// Its name.
        member: String,
    },
    /// The value is of another kind.
    #[error("expected {expected}, found {found}")]
    Kind {
        /// What the class has here.
        expected: String,
        /// What the document has: `null`, `a number`, …
        found: &'static str,
    },
    /// The types do not name the class.
    #[error("the types [{}] of this {class} do not include {}", found.join(", "), expected.join(" or "))]
    Type {
        /// The class that is read.
        class: &'static str,
        /// The names of which one is needed.
        expected: Vec<&'static str>,
        /// The names found.
        found: Vec<String>,
    },
    /// A class that allows no further members has one.
    #[error("{class} has no member `{member}`")]
    Unknown {
        /// The class.
        class: &'static str,
        /// The member's name.
        member: String,
    },
    /// The value is of the right kind, but malformed.
    #[error(transparent)]
    Value(#[from] crate::ValueError),
}

impl ReadError {
    pub(crate) fn missing(member: &str) -> Self {
        Problem::Missing { member: member.to_owned() }.into()
    }

    pub(crate) fn kind(expected: impl Into<String>, value: &Value) -> Self {
        Problem::Kind { expected: expected.into(), found: kind(value) }.into()
    }

    pub(crate) fn not_a(class: &'static str, expected: &[&'static str], found: &[String]) -> Self {
        Problem::Type { class, expected: expected.to_vec(), found: found.to_vec() }.into()
    }

    pub(crate) fn unknown(class: &'static str, member: &str) -> Self {
        Problem::Unknown { class, member: member.to_owned() }.into()
    }

    /// The same error seen from the object or array that holds the value under `token`.
    #[must_use]
    pub(crate) fn under(mut self, token: &str) -> Self {
        let token = token.replace('~', "~0").replace('/', "~1");
        self.pointer = format!("/{token}{}", self.pointer);
        self
    }
}

impl From<Problem> for ReadError {
    fn from(problem: Problem) -> Self {
        Self { pointer: String::new(), problem }
    }
}

impl From<crate::ValueError> for ReadError {
    fn from(error: crate::ValueError) -> Self {
        Problem::from(error).into()
    }
}

/// Reads an array, or a single value as an array of one (§1: compaction makes no difference).
pub(crate) fn one_or_many<T: Member>(value: &Value) -> Result<Vec<T>, ReadError> {
    match value {
        Value::Array(values) => values
            .iter()
            .enumerate()
            .map(|(index, value)| T::read(value).map_err(|error| error.under(&index.to_string())))
            .collect(),
        single => Ok(vec![T::read(single)?]),
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

impl Member for String {
    fn read(value: &Value) -> Result<Self, ReadError> {
        value.as_str().map(str::to_owned).ok_or_else(|| ReadError::kind("a string", value))
    }

    fn write(&self) -> Value {
        self.as_str().into()
    }
}

impl Member for bool {
    fn read(value: &Value) -> Result<Self, ReadError> {
        value.as_bool().ok_or_else(|| ReadError::kind("true or false", value))
    }

    fn write(&self) -> Value {
        (*self).into()
    }
}

impl Member for crate::Timestamp {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let text = String::read(value)?;
        Self::parse(&text).map_err(|_error| crate::ValueError::NotATimestamp { found: text }.into())
    }

    fn write(&self) -> Value {
        self.to_string().into()
    }
}

/// `Serialize` and `Deserialize` by the JSON form.
macro_rules! serde_by_value {
    ($name:ty) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(&$crate::member::Member::write(self), serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = <serde_json::Value as serde::Deserialize>::deserialize(deserializer)?;
                $crate::member::Member::read(&value).map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use serde_by_value;
