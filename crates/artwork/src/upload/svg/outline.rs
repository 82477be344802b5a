//! How many lines and curves an element has, and how large they are.

use svgtypes::{LengthListParser, PathParser, PathSegment, SimplePathSegment, SimplifyingPathParser};

use super::values::number;
use crate::upload::UploadError;

/// The most lines and curves of all elements. Large curves count several times, since a line along them is made of many
/// small ones.
pub(super) const MOST_SEGMENTS: u32 = 60_000;

/// What a circle, an ellipse or a rectangle counts.
const SHAPE: f64 = 8.0;

/// What an element counts, where the coordinates inside of it are scaled by `scale`.
///
/// # Errors
/// When a number is too large, or there are more than [`MOST_SEGMENTS`].
pub(super) fn segments(name: &str, value: &str, scale: f64) -> Result<f64, UploadError> {
    let mut sum = 0.0;
    if name == "points" {
        for coordinate in LengthListParser::from(value).map_while(Result::ok) {
            number(name, coordinate.number)?;
            add(&mut sum, 0.5)?;
        }
        return Ok(sum);
    }
    // The renderer, too, ends where it can read no further.
    for segment in PathParser::from(value).map_while(Result::ok) {
        numbers(&segment).iter().try_for_each(|coordinate| number(name, *coordinate))?;
    }
    let mut last = (0.0, 0.0);
    for segment in SimplifyingPathParser::from(value).map_while(Result::ok) {
        add(&mut sum, weight(&segment, &mut last, scale))?;
    }
    Ok(sum)
}

/// What an element without a list of points counts.
pub(super) fn shape(element: &str) -> f64 {
    match element {
        "circle" | "ellipse" | "rect" => SHAPE,
        _ => 1.0,
    }
}

/// Adds to the sum, up to the limit.
pub(super) fn add(sum: &mut f64, more: f64) -> Result<(), UploadError> {
    *sum += more;
    if *sum <= f64::from(MOST_SEGMENTS) {
        return Ok(());
    }
    Err(UploadError::TooMuch { what: "segments of lines and curves", limit: MOST_SEGMENTS })
}

fn weight(segment: &SimplePathSegment, last: &mut (f64, f64), scale: f64) -> f64 {
    let far = |one: (f64, f64), other: (f64, f64)| (one.0 - other.0).hypot(one.1 - other.1);
    let curve = |length: f64| 1.0 + (length * scale.max(1.0)).cbrt() / 4.0;
    let from = *last;
    match *segment {
        SimplePathSegment::MoveTo { x, y } | SimplePathSegment::LineTo { x, y } => {
            *last = (x, y);
            1.0
        }
        SimplePathSegment::Quadratic { x1, y1, x, y } => {
            *last = (x, y);
            curve(far(from, (x1, y1)) + far((x1, y1), (x, y)))
        }
        SimplePathSegment::CurveTo { x1, y1, x2, y2, x, y } => {
            *last = (x, y);
            curve(far(from, (x1, y1)) + far((x1, y1), (x2, y2)) + far((x2, y2), (x, y)))
        }
        SimplePathSegment::ClosePath => 1.0,
    }
}

fn numbers(segment: &PathSegment) -> [f64; 6] {
    match *segment {
        PathSegment::MoveTo { x, y, .. }
        | PathSegment::LineTo { x, y, .. }
        | PathSegment::SmoothQuadratic { x, y, .. } => [x, y, 0.0, 0.0, 0.0, 0.0],
        PathSegment::HorizontalLineTo { x, .. } => [x, 0.0, 0.0, 0.0, 0.0, 0.0],
        PathSegment::VerticalLineTo { y, .. } => [y, 0.0, 0.0, 0.0, 0.0, 0.0],
        PathSegment::CurveTo { x1, y1, x2, y2, x, y, .. } => [x1, y1, x2, y2, x, y],
        PathSegment::SmoothCurveTo { x2, y2, x, y, .. } => [x2, y2, x, y, 0.0, 0.0],
        PathSegment::Quadratic { x1, y1, x, y, .. } => [x1, y1, x, y, 0.0, 0.0],
        PathSegment::EllipticalArc { rx, ry, x, y, x_axis_rotation, .. } => {
            [rx, ry, x, y, x_axis_rotation, 0.0]
        }
        PathSegment::ClosePath { .. } => [0.0; 6],
    }
}
