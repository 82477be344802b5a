//! Values with a form of their own: what a member holds is checked when it is made, so that no document
//! can hold anything else.

mod contexts;
mod date;
mod decimal;
mod iri;
mod jws;
mod language;
mod text;

pub use self::contexts::{Contexts, EXTENSIONS_CONTEXT, OPEN_BADGES_CONTEXT, V2_CONTEXT};
pub use self::date::Date;
pub use self::decimal::Decimal;
pub use self::iri::{Iri, Url};
pub use self::jws::CompactJws;
pub use self::language::LanguageCode;
pub use self::text::Text;

/// Why a value cannot be part of a document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ValueError {
    /// An identifier or address that is not an absolute IRI (RFC 3987).
    #[error("`{found}` is not an absolute IRI")]
    NotAnIri {
        /// The text.
        found: String,
    },
    /// Not of the form language, script, region: `en`, `zh-Hant-TW`, `es-419`.
    #[error("`{found}` is not a language code")]
    NotALanguageCode {
        /// The text.
        found: String,
    },
    /// Not three base64url parts joined by full stops.
    #[error("this is not a JWS in compact form")]
    NotACompactJws,
    /// Not a calendar date `YYYY-MM-DD`.
    #[error("`{found}` is not a date (YYYY-MM-DD)")]
    NotADate {
        /// The text.
        found: String,
    },
    /// Not a date and time with a time zone (RFC 3339).
    #[error("`{found}` is not a date and time with a time zone (RFC 3339)")]
    NotATimestamp {
        /// The text.
        found: String,
    },
    /// Infinite, not a number, or of more than 15 significant digits.
    #[error("{found} is not a number that every JSON reader reads alike")]
    NotExact {
        /// The number.
        found: String,
    },
    /// Neither a word of the vocabulary nor an extension of it (`ext:…`).
    #[error("`{found}` is not a word of {vocabulary}")]
    NotInVocabulary {
        /// The enumeration of §1.7.
        vocabulary: &'static str,
        /// The text.
        found: String,
    },
    /// A language map (JSON-LD) with a key that is no language, or a value that is no string.
    #[error("`{key}` is not an entry of a language map")]
    NotALanguage {
        /// The key.
        key: String,
    },
    /// A context that the standard does not have at this place.
    #[error("the context must be `{expected}`")]
    Context {
        /// What belongs here.
        expected: &'static str,
    },
}

/// A checked text: constructor, `as_str`, `Display`, comparison, and JSON both ways.
macro_rules! checked_text {
    ($(#[$meta:meta])* $name:ident, $error:ident) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Checks the text.
            ///
            /// # Errors
            ///
            /// The text is not of the form that the type's description gives.
            pub fn new(text: impl Into<String>) -> Result<Self, $crate::ValueError> {
                let text = text.into();
                if Self::admits(&text) { Ok(Self(text)) } else { Err($error(text)) }
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::ValueError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::ValueError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::new(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::ValueError;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                Self::new(text)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        $crate::member::serde_by_value!($name);
    };
}
pub(crate) use checked_text;
