//! JSON texts from outside, read strictly and within bounds.
//!
//! Signed documents must mean the same to every reader. This parser therefore refuses what readers are
//! known to read differently: duplicate members, numbers that a double does not hold exactly or that
//! JSON-LD processors write differently, and texts that are not UTF-8.

mod number;
mod parser;

use std::fmt;

use serde_json::Value;

/// How much a text may demand of its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The length of the text in bytes.
    pub bytes: usize,
    /// How deeply arrays and objects may lie in each other.
    pub depth: usize,
    /// How many values (of every kind, the nested ones included) there may be.
    pub values: usize,
}

impl Default for Limits {
    /// One mebibyte, 64 levels, 50,000 values.
    fn default() -> Self {
        Self { bytes: 1 << 20, depth: 64, values: 50_000 }
    }
}

/// Where in a text something is: lines and columns begin with 1, columns count bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The byte within the line.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// Why a text was not accepted. Pointers are JSON pointers (RFC 6901).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JsonError {
    /// The text is longer than allowed.
    #[error("the document has {size} bytes, at most {limit} are accepted")]
    TooLarge {
        /// The length of the text.
        size: usize,
        /// [`Limits::bytes`].
        limit: usize,
    },
    /// The text is not UTF-8.
    #[error("the document is not UTF-8 text (byte {offset} is wrong)")]
    NotUtf8 {
        /// How many bytes before the first wrong one.
        offset: usize,
    },
    /// The text is not JSON.
    #[error("not JSON at {position}: {problem}")]
    Syntax {
        /// Where.
        position: Position,
        /// What is wrong there.
        problem: &'static str,
    },
    /// Arrays and objects lie too deeply in each other.
    #[error("more than {limit} levels of nesting at {position}")]
    TooDeep {
        /// [`Limits::depth`].
        limit: usize,
        /// Where the first level too many begins.
        position: Position,
    },
    /// An object has a member twice.
    #[error("the member “{pointer}” is there twice")]
    DuplicateMember {
        /// The member.
        pointer: String,
    },
    /// There are too many values.
    #[error("the document has more than {limit} values")]
    TooManyValues {
        /// [`Limits::values`].
        limit: usize,
    },
    /// A number is outside ±2^53, has more digits than a double holds or is nearly 0, so that readers differ.
    #[error(
        "readers would read the number {number} at “{pointer}” differently: use at most 15 digits, or text"
    )]
    InexactNumber {
        /// The value.
        pointer: String,
        /// The number, cut after 40 characters.
        number: String,
    },
}

/// Reads a JSON text (RFC 8259) within the limits; the order of members is kept.
///
/// # Errors
/// See [`JsonError`]; the first problem from the beginning of the text is reported.
pub fn parse(text: &[u8], limits: &Limits) -> Result<Value, JsonError> {
    if text.len() > limits.bytes {
        return Err(JsonError::TooLarge { size: text.len(), limit: limits.bytes });
    }
    let text = std::str::from_utf8(text).map_err(|e| JsonError::NotUtf8 { offset: e.valid_up_to() })?;
    parser::Parser::new(text, limits).document()
}

/// A member name as a segment of a JSON pointer: `~` and `/` escaped.
pub(crate) fn pointer_segment(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests;
