//! From a JSON-LD document to the one text that is hashed and signed.

use serde_json::Value;

use crate::budget::{Budget, OutOfBudget};
use crate::json::pointer_segment;
use crate::jsonld::{self, Edition, Members};
use crate::rdf::{self, Hash, Refusal};

/// Why a document has no canonical form, or would lose what it says on the way there.
///
/// Pointers are JSON pointers (RFC 6901) into the document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CanonicalError {
    /// The document is not a JSON object.
    #[error("the document is not a JSON object")]
    NotAnObject,
    /// A context is not among the bundled ones; contexts are never fetched.
    #[error("the context “{url}” at “{pointer}” is not known to this program")]
    UnknownContext {
        /// The URL of the context.
        url: String,
        /// Where it stands.
        pointer: String,
    },
    /// A context contradicts another or is malformed.
    #[error("the contexts at “{pointer}” do not go together: {problem}")]
    UnusableContext {
        /// Where it stands.
        pointer: String,
        /// What is wrong.
        problem: String,
    },
    /// No context defines the name of a member, so that it would not be signed.
    #[error("the member “{pointer}” is not defined by any context of the document")]
    UndefinedMember {
        /// The member.
        pointer: String,
    },
    /// No context defines a type.
    #[error("the type “{value}” at “{pointer}” is not defined by any context of the document")]
    UndefinedType {
        /// The type.
        value: String,
        /// Where it stands.
        pointer: String,
    },
    /// An identifier is not an absolute IRI.
    #[error("“{value}” at “{pointer}” is not an absolute IRI")]
    RelativeReference {
        /// The identifier.
        value: String,
        /// Where it stands.
        pointer: String,
    },
    /// A language tag is malformed (BCP 47).
    #[error("“{value}” at “{pointer}” is not a language tag")]
    LanguageTag {
        /// The tag.
        value: String,
        /// Where it stands.
        pointer: String,
    },
    /// An object holds an identifier and nothing else where it says nothing about anything.
    #[error("an object with nothing but the id “{value}” would not be signed")]
    OnlyAnId {
        /// The identifier.
        value: String,
    },
    /// The document breaks another rule of JSON-LD 1.1.
    #[error("the document is not JSON-LD: {problem}")]
    NotJsonLd {
        /// The rule.
        problem: String,
    },
    /// The document demands more than this program gives.
    #[error("the document has more than {limit} {what}")]
    TooMuch {
        /// What there is too much of.
        what: &'static str,
        /// How much is accepted.
        limit: usize,
    },
    /// The blank nodes of the graph are arranged so that telling them apart takes too long.
    #[error("the graph of the document is too intricate to be put into canonical form")]
    TooIntricate,
    /// More work than the request may still cause ([`Budget`]).
    #[error("to check it would take more work than one request may cause")]
    TooMuchWork,
    /// The system gave no memory for the stack that a deep document needs.
    #[error("there is not enough memory for a document with this many levels")]
    NoStack,
    /// A text holds a control character that signature suites canonicalize differently.
    #[error("the text at “{pointer}” holds the control character U+{code:04X}, which cannot be signed")]
    ControlCharacter {
        /// Where it stands.
        pointer: String,
        /// The character's code.
        code: u32,
    },
}

/// The canonical N-Quads of a document: JSON-LD 1.1 in safe mode, with the bundled contexts alone, then
/// RDFC-1.0 with a bounded amount of work. This is the text that `eddsa-rdfc-2022` hashes.
///
/// # Errors
/// When something in the document would be lost on the way (the error names it), a context is unknown,
/// or the document is too large or too intricate.
pub fn canonical_form(document: &Value) -> Result<String, CanonicalError> {
    canonical_form_of(&Members::of(document)?, Edition::Newest, Hash::Sha256, &Budget::default())
}

/// Whether a document passes JSON-LD safe mode: nothing in it is undefined, relative or dropped, so that
/// all it says is signed (OB 3.0 certification 1.3; VC Data Integrity §3.1).
///
/// # Errors
/// The first thing that would be lost.
pub fn check_safe_mode(document: &Value) -> Result<(), CanonicalError> {
    check_safe_mode_within(document, &Budget::default())
}

/// As [`check_safe_mode`], with what is left of a budget.
///
/// # Errors
/// As [`check_safe_mode`].
pub fn check_safe_mode_within(document: &Value, budget: &Budget) -> Result<(), CanonicalError> {
    jsonld::dataset(&Members::of(document)?, Edition::Newest, budget).map(|_dataset| ())
}

/// Whether every text can be signed so that all verifiers agree: control characters other than line
/// feed and carriage return are escaped by RDFC-1.0 but not by URDNA2015, which some still use.
/// Signing refuses them; verification handles them by RDFC-1.0.
///
/// # Errors
/// The first such character.
pub fn check_text(document: &Value) -> Result<(), CanonicalError> {
    match document {
        Value::String(text) => match text.chars().find(|c| is_unfit(*c)) {
            None => Ok(()),
            Some(c) => Err(CanonicalError::ControlCharacter { pointer: String::new(), code: u32::from(c) }),
        },
        Value::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(index, item)| check_text(item).map_err(|error| error.within(&index.to_string()))),
        Value::Object(members) => {
            members.iter().try_for_each(|(name, value)| check_text(value).map_err(|error| error.within(name)))
        }
        _ => Ok(()),
    }
}

/// The canonical form of some members of a document under an edition of the contexts.
pub(crate) fn canonical_form_of(
    members: &Members<'_>,
    edition: Edition,
    hash: Hash,
    budget: &Budget,
) -> Result<String, CanonicalError> {
    let dataset = jsonld::dataset(members, edition, budget)?;
    Ok(rdf::canonicalize(&dataset, hash, budget)?)
}

impl From<Refusal> for CanonicalError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::TooIntricate => Self::TooIntricate,
            Refusal::TooLong { limit } => Self::TooMuch { what: "bytes in its canonical form", limit },
            Refusal::OutOfBudget => Self::TooMuchWork,
        }
    }
}

impl From<OutOfBudget> for CanonicalError {
    fn from(_exhausted: OutOfBudget) -> Self {
        Self::TooMuchWork
    }
}

fn is_unfit(c: char) -> bool {
    matches!(c, '\0'..='\u{9}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}')
}

impl CanonicalError {
    /// Where in the document it is, as JSON pointer, when it is at one place.
    pub fn pointer(&self) -> Option<&str> {
        match self {
            Self::UnknownContext { pointer, .. }
            | Self::UnusableContext { pointer, .. }
            | Self::UndefinedMember { pointer }
            | Self::UndefinedType { pointer, .. }
            | Self::RelativeReference { pointer, .. }
            | Self::LanguageTag { pointer, .. }
            | Self::ControlCharacter { pointer, .. } => Some(pointer),
            Self::NotAnObject
            | Self::OnlyAnId { .. }
            | Self::NotJsonLd { .. }
            | Self::TooMuch { .. }
            | Self::TooIntricate
            | Self::TooMuchWork
            | Self::NoStack => None,
        }
    }

    /// The same error seen from the parent: the pointer of [`check_text`] grows at the front.
    pub(crate) fn within(mut self, segment: &str) -> Self {
        if let Self::ControlCharacter { pointer, .. } = &mut self {
            *pointer = format!("/{}{pointer}", pointer_segment(segment));
        }
        self
    }
}
