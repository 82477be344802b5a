//! What it costs to draw the line along a path.

use resvg::tiny_skia::{IntRect, LineJoin, Path, PathStroker, Point, Transform};
use resvg::usvg;

use super::outline::{Piece, pieces};
use super::{Count, DASHES, SEGMENTS, THIN, placed, weight};
use crate::raster::RasterError;

impl Count {
    /// A stroke; `placed_path` is the same path on the canvas.
    pub(super) fn stroke(
        &mut self,
        path: &Path,
        placed_path: &Path,
        stroke: &usvg::Stroke,
        transform: Transform,
        layer: IntRect,
    ) -> Result<(), RasterError> {
        let weight = weight(stroke.paint())?;
        let line = stroke.to_tiny_skia();
        let scale = PathStroker::compute_resolution_scale(&transform);
        self.work.add(SEGMENTS, pieces(placed_path).map(|piece| piece.bends()).sum())?;
        let dashed;
        let path = match &line.dash {
            None => path,
            Some(dash) => {
                self.dashes(path, placed_path, stroke.dasharray().unwrap_or_default())?;
                let Some(pieces) = path.dash(dash, scale) else { return Ok(()) };
                dashed = pieces;
                &dashed
            }
        };
        if is_thin(line.width, transform) {
            return self.thin(&placed(path, transform)?, layer, weight);
        }
        let Some(outline) = path.stroke(&line, scale) else { return Ok(()) };
        let width = f64::from(line.width * scale);
        let (length, ends) = pieces(&placed(path, transform)?)
            .fold((0.0, 0.0), |(length, ends), piece| (length + piece.length(), ends + 1.0));
        let corner = match line.line_join {
            LineJoin::Miter | LineJoin::MiterClip => f64::from(line.miter_limit.max(1.0)),
            LineJoin::Round | LineJoin::Bevel => 1.0,
        };
        let most = length * width + ends * width * width * (1.0 + corner);
        self.outline(&placed(&outline, transform)?, layer, weight, most)
    }

    /// How many dashes there will be, and what it takes to measure the path for them.
    fn dashes(&mut self, path: &Path, placed_path: &Path, pattern: &[f32]) -> Result<(), RasterError> {
        let period: f64 = pattern.iter().copied().map(f64::from).sum();
        let parts = f64::from(u32::try_from(pattern.len()).unwrap_or(u32::MAX));
        let length: f64 = pieces(path).map(|piece| piece.length()).sum();
        self.work.add(DASHES, length / period * parts)?;
        self.work.add(SEGMENTS, pieces(placed_path).map(|piece| piece.length().sqrt()).sum())
    }

    /// A line of less than a pixel, which is drawn pixel by pixel.
    fn thin(&mut self, path: &Path, layer: IntRect, weight: f64) -> Result<(), RasterError> {
        let pixels: f64 = pieces(path).map(|piece| thin_pixels(&piece, layer)).sum();
        self.work.add(THIN, pixels * weight)
    }
}

/// The most pixels of a thin line or curve that are looked at.
fn thin_pixels(piece: &Piece, layer: IntRect) -> f64 {
    let [left, top, right, bottom] = piece.bounds();
    let near = layer.to_rect().outset(2.0, 2.0).is_some_and(|area| {
        left <= area.right() && right >= area.left() && top <= area.bottom() && bottom >= area.top()
    });
    if !near {
        return 1.0;
    }
    let across = f64::from(layer.width()) + f64::from(layer.height());
    let curve = if piece.edges == 1 { 0.0 } else { 2.0 * piece.length().sqrt() };
    1.0 + curve + piece.length().min(across * f64::from(piece.edges))
}

/// Whether the renderer draws a line of this width pixel by pixel: the same rule as in tiny-skia.
fn is_thin(width: f32, transform: Transform) -> bool {
    let mut ends = [Point::from_xy(width, 0.0), Point::from_xy(0.0, width)];
    Transform { tx: 0.0, ty: 0.0, ..transform }.map_points(&mut ends);
    ends.iter().all(|end| {
        let (x, y) = (end.x.abs(), end.y.abs());
        x.max(y) + x.min(y) / 2.0 <= 1.0
    })
}
