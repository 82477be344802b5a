//! Pictures that districts upload for their badges.
//!
//! A picture is public and is shown on other people's screens, so it is checked before it is kept: a PNG is decoded
//! whole, and written anew without what is no pixel; of an SVG only what draws is let through, by a list of what is
//! allowed, and only when it is little work to draw. Nothing is repaired. Who uploads is told what is wrong and does it
//! better than a program could.

mod png;
mod svg;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

use crate::raster::{Drawing, RasterError};

/// The most bytes of a picture: 1 MiB.
pub const MOST_BYTES: usize = 1 << 20;

/// The least width and height of a PNG, in pixels.
pub const LEAST_SIDE: u32 = 128;

/// The most width and height of a PNG, in pixels.
pub const MOST_SIDE: u32 = 2048;

/// How much longer the longer side may be than the shorter one, in hundredths.
const MOST_OBLONG: u32 = 125;

/// The kinds of pictures that can be uploaded, and that the standard bakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Portable Network Graphics.
    Png,
    /// Scalable Vector Graphics.
    Svg,
}

impl Format {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Svg => "image/svg+xml",
        }
    }
}

/// A picture that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artwork {
    /// Its kind.
    pub format: Format,
    /// The picture: an SVG byte for byte as it was uploaded, a PNG written anew with its pixels only.
    pub bytes: Vec<u8>,
    /// The same as a PNG.
    pub png: Vec<u8>,
}

/// Why a picture is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum UploadError {
    /// Neither a PNG nor an SVG.
    #[error("this is neither a PNG nor an SVG image; only these are accepted")]
    Unknown,
    /// More than [`MOST_BYTES`].
    #[error("the image has {found} bytes, but at most {MOST_BYTES} are accepted: make it smaller")]
    TooLarge {
        /// Its length.
        found: usize,
    },
    /// A PNG that is too small or too large.
    #[error("the image is {width} by {height} pixels, but each side must have {LEAST_SIDE} to {MOST_SIDE}")]
    Side {
        /// Its width in pixels.
        width: u32,
        /// Its height in pixels.
        height: u32,
    },
    /// One side is much longer than the other.
    #[error("the image is {width} by {height}, but a badge must be about as wide as it is high")]
    Oblong {
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
    },
    /// A PNG that cannot be decoded.
    #[error("the PNG image is damaged: {problem}")]
    Png {
        /// What is wrong.
        problem: String,
    },
    /// A PNG that is too large when it is written anew.
    #[error(
        "the PNG image has {found} bytes after it is re-encoded, but at most {limit} are accepted: make it smaller"
    )]
    Rewritten {
        /// Its length.
        found: usize,
        /// How many there may be.
        limit: usize,
    },
    /// An SVG that is not well-formed, or not UTF-8.
    #[error("the SVG image cannot be read: {problem}")]
    Svg {
        /// What is wrong.
        problem: String,
    },
    /// An SVG with something that draws nothing, or may do harm.
    #[error("the SVG image contains {what}, which is not accepted: {advice}")]
    Forbidden {
        /// The element or attribute.
        what: String,
        /// What to do about it.
        advice: &'static str,
    },
    /// An SVG with too many elements, or too deeply nested.
    #[error("the SVG image has more than {limit} {what}: make it simpler, or upload it as a PNG")]
    TooComplex {
        /// Elements, or levels of elements.
        what: &'static str,
        /// How many there may be.
        limit: usize,
    },
    /// An SVG that would take too much work to read.
    #[error("the SVG image has more than {limit} {what}: make it simpler, or upload it as a PNG")]
    TooMuch {
        /// What there is too much of.
        what: &'static str,
        /// How much there may be.
        limit: u32,
    },
    /// An SVG with a value that is too long.
    #[error("{what} in the SVG image has more than {limit} bytes: make it simpler, or upload it as a PNG")]
    TooLong {
        /// Where it stands.
        what: String,
        /// How many bytes it may have.
        limit: usize,
    },
    /// An SVG with a number that is too large to draw with.
    #[error("the SVG image has a number in `{what}` beyond {limit}: draw it in a smaller size")]
    Number {
        /// Where it stands.
        what: String,
        /// How large it may be.
        limit: u32,
    },
    /// An SVG that cannot be drawn, or only with too much work.
    #[error(transparent)]
    Raster(#[from] RasterError),
}

/// Checks a picture, whatever it was called: its kind is told by its first bytes.
///
/// An SVG is drawn once, and a PNG is written anew: up to half a second of computation, mostly some milliseconds.
///
/// # Errors
/// The first thing that is wrong.
pub fn check(bytes: &[u8]) -> Result<Artwork, UploadError> {
    if bytes.len() > MOST_BYTES {
        return Err(UploadError::TooLarge { found: bytes.len() });
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let (width, height, written) = png::rewritten(bytes)?;
        square(width, height)?;
        return Ok(Artwork { format: Format::Png, bytes: written.clone(), png: written });
    }
    let text = std::str::from_utf8(bytes).map_err(|_error| UploadError::Unknown)?;
    if !text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
        return Err(UploadError::Unknown);
    }
    svg::check(text)?;
    let drawing = Drawing::read(text)?;
    let (width, height) = drawing.proportions();
    square(whole(width), whole(height))?;
    Ok(Artwork { format: Format::Svg, bytes: bytes.to_vec(), png: drawing.png()? })
}

/// Draws an SVG that is kept, under the same bounds as one that is uploaded: what was taken before there were bounds
/// is refused here.
///
/// # Errors
/// When it is no SVG, would not be taken today, or would take too much work.
pub fn redraw(svg: &str) -> Result<Vec<u8>, UploadError> {
    svg::check(svg)?;
    Ok(Drawing::read(svg)?.png()?)
}

/// An SVG that shows a PNG, for those who want the badge as an SVG.
///
/// # Errors
/// When it is no PNG.
pub fn wrapped(png: &[u8]) -> Result<String, UploadError> {
    let (width, height) = png::proportions(png)?;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\
         <image width=\"{width}\" height=\"{height}\" href=\"data:image/png;base64,{}\"/></svg>",
        STANDARD.encode(png)
    ))
}

fn square(width: u32, height: u32) -> Result<(), UploadError> {
    let (longer, shorter) = (width.max(height), width.min(height));
    if u64::from(longer) * 100 > u64::from(shorter) * u64::from(MOST_OBLONG) {
        return Err(UploadError::Oblong { width, height });
    }
    Ok(())
}

/// A length of an SVG as whole units, at most a million.
fn whole(length: f32) -> u32 {
    format!("{:.0}", length.clamp(0.0, 1_000_000.0)).parse().unwrap_or(0)
}

#[cfg(test)]
mod tests;
