//! What it costs to fill an outline.

use resvg::tiny_skia::{IntRect, Path, PathSegment, Point};

use super::rows::Rows;
use super::{AREA, BEGINNING, Count, PAINT, SEGMENTS, STEPS};
use crate::raster::RasterError;

/// A line or curve of a path.
pub(super) struct Piece {
    /// Its end points and control points; it lies between them.
    points: [Point; 4],
    /// How often it may turn up or down, and once more: 1 for a line.
    pub(super) edges: u16,
}

impl Piece {
    /// Its leftmost, topmost, rightmost and lowest coordinate.
    pub(super) fn bounds(&self) -> [f32; 4] {
        let [first, ..] = self.points;
        self.points.iter().fold([first.x, first.y, first.x, first.y], |[left, top, right, bottom], at| {
            [left.min(at.x), top.min(at.y), right.max(at.x), bottom.max(at.y)]
        })
    }

    /// At least its length.
    pub(super) fn length(&self) -> f64 {
        let [a, b, c, d] = self.points;
        f64::from(a.distance(b)) + f64::from(b.distance(c)) + f64::from(c.distance(d))
    }

    /// How many pieces a stroker makes of it, where a unit is a pixel: more of a larger curve.
    pub(super) fn bends(&self) -> f64 {
        if self.edges == 1 { 1.0 } else { 1.0 + self.length().cbrt() / 4.0 }
    }
}

/// The lines and curves of a path, the closing ones too.
pub(super) fn pieces(path: &Path) -> impl Iterator<Item = Piece> + '_ {
    let (mut start, mut last) = (Point::zero(), Point::zero());
    path.segments().map(move |segment| {
        let from = last;
        let (points, edges) = match segment {
            PathSegment::MoveTo(to) => {
                // An open shape is filled as if it were closed.
                let closing = [from, start, start, start];
                (start, last) = (to, to);
                (closing, 1)
            }
            PathSegment::LineTo(to) => {
                last = to;
                ([from, to, to, to], 1)
            }
            PathSegment::QuadTo(by, to) => {
                last = to;
                ([from, by, to, to], 2)
            }
            PathSegment::CubicTo(one, two, to) => {
                last = to;
                ([from, one, two, to], 3)
            }
            PathSegment::Close => {
                last = start;
                ([from, start, start, start], 1)
            }
        };
        Piece { points, edges }
    })
}

impl Count {
    /// An outline that is filled, on the canvas; of its area at most `most` pixels are painted.
    pub(super) fn outline(
        &mut self,
        path: &Path,
        layer: IntRect,
        weight: f64,
        most: f64,
    ) -> Result<(), RasterError> {
        let segments = f64::from(u32::try_from(path.len()).unwrap_or(u32::MAX));
        self.work.add(SEGMENTS, segments)?;
        let covered = path.bounds().round_out().and_then(|bounds| bounds.intersect(&layer));
        let Some(covered) = covered else { return Ok(()) };
        let pixels = f64::from(covered.width()) * f64::from(covered.height());
        self.work.add(PAINT, (pixels.min(most) * weight + BEGINNING) / f64::from(AREA))?;
        let mut rows = Rows::of(covered);
        for piece in pieces(path) {
            let [_, top, _, bottom] = piece.bounds();
            rows.add(top, bottom, u32::from(piece.edges));
        }
        // The line that closes the last shape.
        rows.add(path.bounds().top(), path.bounds().bottom(), 1);
        self.work.add(STEPS, rows.steps())
    }
}
