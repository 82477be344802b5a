//! Why some bytes were not taken for a credential at all.

use openbadges::json::JsonError;
use thiserror::Error;

use crate::{Check, CheckName, Facts, Report};

/// Bytes that are no document a verifier can look into.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Rejection {
    /// There is nothing in it.
    #[error("the document is empty")]
    Empty,
    /// It is not the JSON that two programs would read alike: bad syntax, too large, too deep, a member twice, ….
    #[error("the document cannot be read: {0}")]
    Json(#[from] JsonError),
    /// It is JSON, but a list, a text or a number where a credential is an object.
    #[error("the document is {found}, but a credential is a JSON object")]
    NotAnObject {
        /// What it is instead.
        found: &'static str,
    },
}

impl Rejection {
    /// The report that says so, for those who show a report either way. Its outcome is *not verified*.
    pub fn report(&self) -> Report {
        let check = Check::failed(CheckName::Document, self.to_string()).code("PARSING_ERROR");
        Report::of(vec![check], Facts::default(), Vec::new())
    }
}
