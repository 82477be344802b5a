//! Credentials inside images: baking and unbaking (Open Badges 3.0 §5.3; Open Badges 2.0, Baking Specification).
//!
//! A baked image is the image and, in a place that viewers pass over, the very text of a credential. No pixel and no
//! path is touched: a PNG is cut between its chunks, an SVG between its tags, and every other byte stays as it was.
//!
//! *Decision, writing:* what the standard says and nothing else. One credential; an image that already carries one of
//! Open Badges 3.0 is refused or gets the new one instead, as [`Existing`] says. A credential of Open Badges 2.0 has
//! another name (PNG keyword, SVG namespace), is none of this standard's business, and stays.
//!
//! *Decision, reading:* what is found in the field. In a PNG `iTXt` first, then `tEXt` and `zTXt`; compressed text is
//! inflated up to [`MOST_TEXT`] and no further, though the standard forbids writers to compress it. Of several
//! credentials the first counts, as the standard says, and [`Baked::others`] tells how many were passed over. What
//! is inside is a claim like any other: unbaking verifies nothing.

pub mod png;
pub mod svg;

use thiserror::Error;

use crate::CompactJws;
use crate::json::{self, Limits};

/// The most bytes an image may have, baked or to be baked: 16 MiB.
pub const MOST_IMAGE: usize = 16 << 20;

/// The most bytes the text inside an image may have: 1 MiB, as for credentials that come as JSON.
pub const MOST_TEXT: usize = 1 << 20;

/// What to do with an image that already carries an Open Badges 3.0 credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// Refuse it with [`BakeError::AlreadyBaked`].
    Refuse,
    /// Take the old credential out and put the new one in.
    Replace,
}

/// Which standard's baking was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Generation {
    /// Open Badges 3.0: a JSON credential or a compact JWS.
    OpenBadges3,
    /// Open Badges 2.0 and before: a JSON assertion, a compact JWS, or the address of a hosted assertion.
    OpenBadges2,
}

/// What an image carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Baked {
    /// By which standard it was baked; 3.0 where an image holds both.
    pub generation: Generation,
    /// The text, without white space around it.
    pub text: String,
    /// How many further credentials of the same generation the image holds; they were not read.
    pub others: usize,
}

/// Why an image was not baked or unbaked.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BakeError {
    /// More than [`MOST_IMAGE`] bytes.
    #[error("the image has {found} bytes, but at most {limit} are read")]
    TooLarge {
        /// Its length.
        found: usize,
        /// [`MOST_IMAGE`].
        limit: usize,
    },
    /// More than [`MOST_TEXT`] bytes of text, or of what it inflates to.
    #[error("the text inside the image is longer than {limit} bytes")]
    TextTooLong {
        /// [`MOST_TEXT`].
        limit: usize,
    },
    /// What should be baked is neither JSON nor a compact JWS.
    #[error("what should be baked is not a credential: {problem}")]
    NotACredential {
        /// What is wrong with it.
        problem: String,
    },
    /// The image carries a credential, and it should not be replaced.
    #[error("the image already carries a credential")]
    AlreadyBaked,
    /// The image holds a credential whose text cannot be read.
    #[error("the credential inside the image cannot be read: {problem}")]
    Text {
        /// What is wrong with it.
        problem: String,
    },
    /// It does not begin as a PNG begins.
    #[error("this is not a PNG image")]
    NotPng,
    /// A chunk reaches beyond the end, or the last chunk is missing.
    #[error("the PNG image is cut off (byte {offset})")]
    Truncated {
        /// Where the incomplete chunk begins.
        offset: usize,
    },
    /// The chunks are not in the order that a PNG has, or one is no chunk.
    #[error("the PNG image is damaged at byte {offset}: {problem}")]
    Chunk {
        /// Where the chunk begins.
        offset: usize,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A chunk does not have the checksum it claims.
    #[error("the PNG image is damaged: the chunk `{kind}` at byte {offset} has a wrong checksum (CRC)")]
    Checksum {
        /// The type of the chunk.
        kind: String,
        /// Where the chunk begins.
        offset: usize,
    },
    /// More chunks than any image has.
    #[error("the PNG image has more than {limit} chunks")]
    TooManyChunks {
        /// The most.
        limit: usize,
    },
    /// The text of the SVG is not UTF-8, or says that it is not.
    #[error("the SVG image is not UTF-8 text: {problem}")]
    NotUtf8 {
        /// What it is instead.
        problem: String,
    },
    /// It is XML, but its outermost element is not `svg`.
    #[error("this is not an SVG image: its outermost element is `{found}`")]
    NotSvg {
        /// The element.
        found: String,
    },
    /// It is not well-formed XML.
    #[error("the SVG image is not well-formed XML at byte {offset}: {problem}")]
    Xml {
        /// Where.
        offset: usize,
        /// What is wrong.
        problem: String,
    },
}

/// A credential as it will be baked.
enum Credential<'a> {
    Json(&'a str),
    Jws(&'a str),
}

impl<'a> Credential<'a> {
    /// Reads a text that begins with `{` as JSON, any other as a compact JWS (§5.3.1.2).
    fn read(text: &'a str) -> Result<Self, BakeError> {
        let unfit = |error: &dyn std::fmt::Display| BakeError::NotACredential { problem: error.to_string() };
        if text.trim_start().starts_with('{') {
            json::parse(text.as_bytes(), &Limits::default()).map_err(|error| unfit(&error))?;
            Ok(Self::Json(text))
        } else {
            CompactJws::new(text).map_err(|error| unfit(&error))?;
            Ok(Self::Jws(text))
        }
    }
}

fn within_limit(image: &[u8]) -> Result<(), BakeError> {
    if image.len() > MOST_IMAGE {
        return Err(BakeError::TooLarge { found: image.len(), limit: MOST_IMAGE });
    }
    Ok(())
}

/// The text as it is handed out: trimmed, not empty, not too long.
fn found(text: &str) -> Result<String, BakeError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(BakeError::Text { problem: "it is empty".to_owned() });
    }
    if text.len() > MOST_TEXT {
        return Err(BakeError::TextTooLong { limit: MOST_TEXT });
    }
    Ok(text.to_owned())
}
