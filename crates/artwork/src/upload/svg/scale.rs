//! How much larger something is drawn than its coordinates say.

use std::str::FromStr;

use svgtypes::{Length, LengthUnit, Transform, ViewBox};

use crate::upload::UploadError;

/// The largest scale of all transforms around an element together.
const LARGEST: u32 = 10_000;

/// The scale inside an element, from that around it and its `transform`.
///
/// # Errors
/// When it is larger than [`LARGEST`].
pub(super) fn inside(around: f64, transform: Option<&str>) -> Result<f64, UploadError> {
    // What cannot be read is left out by the renderer, which reads it with the same function.
    let transform = transform.and_then(|text| Transform::from_str(text).ok());
    let own = transform.map_or(1.0, |to| to.a.hypot(to.b).hypot(to.c).hypot(to.d));
    bounded(around * own.max(1e-6))
}

/// The scale that the size of the picture makes of its `viewBox`.
///
/// # Errors
/// When it is larger than [`LARGEST`].
pub(super) fn of_picture(
    view_box: Option<&str>,
    width: Option<&str>,
    height: Option<&str>,
) -> Result<f64, UploadError> {
    let Some(view) = view_box.and_then(|text| ViewBox::from_str(text).ok()) else { return Ok(1.0) };
    let across = |text: Option<&str>, of: f64| match text.and_then(|text| Length::from_str(text).ok()) {
        Some(length) if length.unit == LengthUnit::Percent => length.number / 100.0,
        // An inch has 96 units, more than any other.
        Some(length) if length.unit != LengthUnit::None && length.unit != LengthUnit::Px => {
            length.number * 96.0 / of
        }
        Some(length) => length.number / of,
        None => 0.0,
    };
    bounded(across(width, view.w).max(across(height, view.h)).max(1.0))
}

fn bounded(scale: f64) -> Result<f64, UploadError> {
    if scale <= f64::from(LARGEST) {
        return Ok(scale);
    }
    Err(UploadError::Number { what: "the scale of its transforms".to_owned(), limit: LARGEST })
}
