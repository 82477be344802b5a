//! What elements refer to: gradients to gradients, and anything to clip paths.

use std::collections::HashMap;

use super::sheet::Sheets;
use super::{REPEATED, forbidden};
use crate::upload::UploadError;

/// The most gradients that refer to each other in a row.
const MOST_CHAIN: u32 = 4;

/// The most stops of a gradient.
pub(super) const MOST_STOPS: u32 = 100;

/// The most segments of clip paths, for each use of them.
const MOST_CLIPPED: u32 = 300_000;

/// What must be known of an element until all are read.
pub(super) struct Place {
    pub(super) element: String,
    pub(super) id: String,
    pub(super) class: String,
    /// The clip paths that its own attributes name.
    pub(super) clips: Vec<String>,
    /// Whether it is a clip path, or inside one.
    pub(super) in_clip: bool,
}

/// Elements and what they refer to.
#[derive(Default)]
pub(super) struct References {
    pub(super) places: Vec<Place>,
    /// Gradients and the gradients that they are like.
    pub(super) gradients: HashMap<String, String>,
    /// How many segments a clip path has.
    pub(super) clips: HashMap<String, f64>,
}

impl References {
    /// Checks what can be checked only when all is read.
    pub(super) fn check(&self, sheets: &Sheets) -> Result<(), UploadError> {
        for start in self.gradients.keys() {
            let mut at = start;
            let mut length = 1;
            while let Some(next) = self.gradients.get(at) {
                length += 1;
                if length > MOST_CHAIN {
                    let what = "gradients that refer to each other in a row";
                    return Err(UploadError::TooMuch { what, limit: MOST_CHAIN });
                }
                at = next;
            }
        }
        let mut sum = 0.0;
        for place in &self.places {
            let by_rule = sheets.clips(&place.element, &place.id, &place.class);
            for clip in by_rule.chain(place.clips.iter().map(String::as_str)) {
                if place.in_clip {
                    return Err(forbidden("`clip-path` inside of a clip path".to_owned(), REPEATED));
                }
                sum += self.clips.get(clip).copied().unwrap_or(0.0);
                if sum > f64::from(MOST_CLIPPED) {
                    let what = "segments of clip paths, for each use of them";
                    return Err(UploadError::TooMuch { what, limit: MOST_CLIPPED });
                }
            }
        }
        Ok(())
    }
}
