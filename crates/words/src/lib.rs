//! What Countersign says to people: sentences by key and language.
//!
//! The rest of the program decides on codes and typed facts. Pages, mails, the API and the command line ask
//! this crate for the sentence when they answer. The sentences are Fluent files,
//! `locales/LANGUAGE/AREA.ftl`; a second language is a folder with the same files and a line in
//! [`Locale`].
//!
//! *Architecture invariant*: this crate knows nothing of the others, no clock and no I/O. The files are
//! compiled in.

mod bundle;
mod check;
mod locale;
mod phrase;
mod value;

pub use check::{check, explain};
pub use locale::Locale;
pub use phrase::{Phrase, say};
pub use value::Value;

/// Whether a language has a sentence of its own for a key (`key` or `key.attribute`).
pub fn has(locale: Locale, key: &str) -> bool {
    bundle::of(locale).is_some_and(|bundle| bundle::pattern(bundle, key).is_some())
}
