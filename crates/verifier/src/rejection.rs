//! Why some bytes were not taken for a credential at all.

use openbadges::OutOfBudget;
use openbadges::bake::BakeError;
use openbadges::jose::JoseError;
use openbadges::json::JsonError;
use thiserror::Error;

use crate::code::Code;
use crate::work::too_much;
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
    /// It is a token (a JWT), but not one that can be opened.
    #[error("the token cannot be opened: {0}")]
    Token(#[from] JoseError),
    /// It is an image, but damaged, or the text in it cannot be read.
    #[error("{0}")]
    Image(#[from] BakeError),
    /// The request may not cause the work that reading it takes.
    #[error("{0}")]
    TooMuchWork(#[from] OutOfBudget),
    /// It is an image like any other.
    #[error(
        "there is no badge inside this {carrier}: many programs that pass images on, chats above all, take it out; \
         ask for the badge as a JSON file"
    )]
    NoCredential {
        /// The kind of image.
        carrier: &'static str,
    },
}

impl Rejection {
    /// The report that says so, for those who show a report either way. Its outcome is *not verified*, or *could not be
    /// checked* where this program knows too little.
    pub fn report(&self) -> Report {
        if matches!(self, Self::TooMuchWork(_)) {
            return Report::of(vec![too_much(CheckName::Document)], Facts::default(), Vec::new());
        }
        let leaves_open = matches!(self, Self::Token(error) if error.leaves_open());
        let made = if leaves_open { Check::unchecked } else { Check::failed };
        let check = made(CheckName::Document, self.code()).standard("PARSING_ERROR");
        let check = match self {
            Self::Empty | Self::TooMuchWork(_) => check,
            Self::Json(error) => check.fact("cause", error.to_string()),
            Self::NotAnObject { found } => check.fact("found", *found),
            Self::Token(error) => check.fact("cause", error.to_string()),
            Self::Image(error) => check.fact("cause", error.to_string()),
            Self::NoCredential { carrier } => check.fact("carrier", *carrier),
        };
        Report::of(vec![check], Facts::default(), Vec::new())
    }

    const fn code(&self) -> Code {
        match self {
            Self::Empty => Code::DocumentEmpty,
            Self::TooMuchWork(_) => Code::TooMuchWork,
            Self::Json(_) => Code::DocumentUnreadable,
            Self::NotAnObject { .. } => Code::DocumentNotAnObject,
            Self::Token(_) => Code::TokenUnreadable,
            Self::Image(_) => Code::ImageUnreadable,
            Self::NoCredential { .. } => Code::ImageWithoutBadge,
        }
    }
}
