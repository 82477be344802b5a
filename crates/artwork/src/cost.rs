//! How much work it is to draw an SVG, counted on its parsed form before anything is drawn.
//!
//! An SVG of some bytes can ask for any amount of work: a line in a million dashes, a path over the whole area a
//! thousand times, layers inside layers. Time cannot be bounded without a clock, and the renderer cannot be stopped, so
//! what it will do is counted: the same transforms, dashes, outlines and layers as in `resvg` and `tiny-skia`, without
//! the pixels. What the bounds let through takes less than half a second of computation (`examples/measure.rs`).

mod outline;
mod rows;
mod stroke;

use std::collections::HashMap;

use resvg::tiny_skia::{IntRect, Path, Transform};
use resvg::usvg::{BlendMode, ClipPath, Group, Node, Paint, Path as Shape, Stop, Tree};

use crate::SIZE;
use crate::raster::RasterError;

/// How far outside of the picture anything may lie, in pixels.
const FARTHEST: u32 = 60_000;

/// The area of the picture in pixels.
const AREA: u32 = SIZE * SIZE;

/// How many times as long a pixel takes as one of a plain color, or of a plain layer (measured).
const GRADIENT: f64 = 4.0;
const STOP: f64 = 0.15;
const BLENDED: f64 = 4.0;
const CLIPPED: f64 = 2.5;

/// What it takes to begin with an outline or a layer, in pixels.
const BEGINNING: f64 = 1_000.0;

/// A kind of work, and how much of it there may be when there is no other. Each limit takes about a quarter of a second
/// (measured).
#[derive(Clone, Copy)]
struct Kind {
    what: &'static str,
    limit: u32,
    unit: &'static str,
}

/// The dashes of all dashed lines.
const DASHES: Kind = Kind { what: "dashed lines", limit: 10_000, unit: "dashes" };
/// Lines and curves of all outlines, strokes turned into outlines.
const SEGMENTS: Kind = Kind { what: "long outlines", limit: 500_000, unit: "segments" };
/// Each edge in each row of pixels, and each pair of edges that come close to each other.
const STEPS: Kind = Kind { what: "crowded outlines", limit: 70_000_000, unit: "steps from edge to edge" };
/// What is painted, in areas of the picture; gradients count several times.
const PAINT: Kind = Kind { what: "painting", limit: 120, unit: "times its area" };
/// Lines that are thinner than a pixel.
const THIN: Kind = Kind { what: "thin lines", limit: 1_500_000, unit: "pixels" };
/// What is drawn apart and then put together, in areas of the picture.
const LAYERS: Kind =
    Kind { what: "layers of opacity, clip paths and blending", limit: 65, unit: "times its area" };
/// Layers at the same time, in areas of the picture; each takes 1.4 MB.
const NESTED: Kind = Kind { what: "nested layers", limit: 30, unit: "times its area" };

impl Kind {
    fn exceeded(self) -> RasterError {
        RasterError::TooMuch { what: self.what, limit: self.limit, unit: self.unit }
    }
}

/// The work so far: in parts of what may be done, of all kinds together, and of the kind with most of it.
#[derive(Default)]
struct Work {
    all: f64,
    kinds: HashMap<&'static str, f64>,
}

impl Work {
    fn add(&mut self, kind: Kind, units: f64) -> Result<(), RasterError> {
        let part = units / f64::from(kind.limit);
        self.all += part;
        *self.kinds.entry(kind.what).or_default() += part;
        if self.all <= 1.0 {
            return Ok(());
        }
        // Also when it is no number.
        let all = [DASHES, SEGMENTS, STEPS, PAINT, THIN, LAYERS];
        let part = |kind: &Kind| self.kinds.get(kind.what).copied().unwrap_or(0.0);
        let most = all.into_iter().max_by(|one, other| part(one).total_cmp(&part(other))).unwrap_or(kind);
        Err(most.exceeded())
    }
}

/// Counts what it takes to draw a tree into a square of [`SIZE`] pixels.
///
/// # Errors
/// When it is more than the bounds, or has something in it that is not drawn here.
pub(crate) fn check(tree: &Tree, transform: Transform) -> Result<(), RasterError> {
    let far = i32::try_from(2 * SIZE).unwrap_or(i32::MAX);
    let canvas = IntRect::from_xywh(0, 0, SIZE, SIZE);
    let largest = IntRect::from_xywh(-far, -far, 5 * SIZE, 5 * SIZE);
    let (Some(canvas), Some(largest)) = (canvas, largest) else { return Ok(()) };
    let mut count = Count { largest, work: Work::default(), open: 0.0 };
    count.children(tree.root(), transform, canvas)
}

struct Count {
    /// The largest layer that the renderer makes.
    largest: IntRect,
    work: Work,
    /// The pixels of the layers that are open.
    open: f64,
}

impl Count {
    fn children(&mut self, group: &Group, transform: Transform, layer: IntRect) -> Result<(), RasterError> {
        for node in group.children() {
            match node {
                Node::Group(group) => self.group(group, transform.pre_concat(group.transform()), layer)?,
                Node::Path(path) if path.is_visible() => self.path(path, transform, layer)?,
                Node::Path(_) => {}
                Node::Image(_) => return Err(not_drawn("an image")),
                Node::Text(_) => return Err(not_drawn("text")),
            }
        }
        Ok(())
    }

    /// A group, whose children are drawn into a layer when it is more than the sum of them.
    fn group(&mut self, group: &Group, transform: Transform, layer: IntRect) -> Result<(), RasterError> {
        if !group.filters().is_empty() {
            return Err(not_drawn("a filter"));
        }
        if group.mask().is_some() {
            return Err(not_drawn("a mask"));
        }
        if !group.should_isolate() {
            return self.children(group, transform, layer);
        }
        let Some(layer) = self.layer(group, transform) else { return Ok(()) };
        let pixels = f64::from(layer.width()) * f64::from(layer.height());
        let blending = if group.blend_mode() == BlendMode::Normal { 1.0 } else { BLENDED };
        self.open(pixels, blending)?;
        self.children(group, transform, layer)?;
        if let Some(clip) = group.clip_path() {
            self.clip(clip, transform, layer, pixels)?;
        }
        self.open -= pixels;
        Ok(())
    }

    /// Begins a layer of so many pixels, of which each takes `weight` times as long as one of a plain layer.
    fn open(&mut self, pixels: f64, weight: f64) -> Result<(), RasterError> {
        self.work.add(LAYERS, (pixels * weight + BEGINNING) / f64::from(AREA))?;
        self.open += pixels;
        if self.open <= f64::from(NESTED.limit) * f64::from(AREA) { Ok(()) } else { Err(NESTED.exceeded()) }
    }

    /// Where the renderer makes the layer of a group; none when it draws nothing.
    fn layer(&self, group: &Group, transform: Transform) -> Option<IntRect> {
        // Two pixels more on each side, as in resvg.
        let bounds = group.layer_bounding_box().transform(transform)?.to_rect().outset(2.0, 2.0)?;
        bounds.round_out()?.intersect(&self.largest)
    }

    /// A clip path is drawn as large as the layer that it cuts.
    fn clip(
        &mut self,
        clip: &ClipPath,
        transform: Transform,
        layer: IntRect,
        pixels: f64,
    ) -> Result<(), RasterError> {
        if clip.clip_path().is_some() {
            return Err(not_drawn("a clip path in a clip path"));
        }
        self.open(pixels, CLIPPED)?;
        self.cut(clip.root(), transform.pre_concat(clip.transform()), layer)?;
        self.open -= pixels;
        Ok(())
    }

    fn cut(&mut self, group: &Group, transform: Transform, layer: IntRect) -> Result<(), RasterError> {
        for node in group.children() {
            match node {
                Node::Group(group) if group.clip_path().is_some() => {
                    return Err(not_drawn("a clip path in a clip path"));
                }
                Node::Group(group) => self.cut(group, transform.pre_concat(group.transform()), layer)?,
                Node::Path(path) if path.is_visible() => {
                    let outline = placed(path.data(), transform)?;
                    self.outline(&outline, layer, 1.0, f64::INFINITY)?;
                }
                Node::Path(_) => {}
                Node::Image(_) => return Err(not_drawn("an image")),
                Node::Text(_) => return Err(not_drawn("text")),
            }
        }
        Ok(())
    }

    fn path(&mut self, path: &Shape, transform: Transform, layer: IntRect) -> Result<(), RasterError> {
        let outline = placed(path.data(), transform)?;
        if let Some(fill) = path.fill() {
            self.outline(&outline, layer, weight(fill.paint())?, f64::INFINITY)?;
        }
        if let Some(stroke) = path.stroke() {
            self.stroke(path.data(), &outline, stroke, transform, layer)?;
        }
        Ok(())
    }
}

/// A path where it lies on the canvas.
fn placed(path: &Path, transform: Transform) -> Result<Path, RasterError> {
    let far = RasterError::Far { limit: FARTHEST };
    let path = path.clone().transform(transform).ok_or_else(|| far.clone())?;
    let bounds = path.bounds();
    let limit = f32::from(u16::try_from(FARTHEST).unwrap_or(u16::MAX));
    let near = [bounds.left(), bounds.top(), bounds.right(), bounds.bottom()]
        .iter()
        .all(|place| place.abs() <= limit);
    if near { Ok(path) } else { Err(far) }
}

/// How many times as long a pixel of this paint takes as one of a color.
fn weight(paint: &Paint) -> Result<f64, RasterError> {
    let stops = |stops: &[Stop]| GRADIENT + STOP * f64::from(u16::try_from(stops.len()).unwrap_or(u16::MAX));
    match paint {
        Paint::Color(_) => Ok(1.0),
        Paint::LinearGradient(gradient) => Ok(stops(gradient.stops())),
        Paint::RadialGradient(gradient) => Ok(stops(gradient.stops())),
        Paint::Pattern(_) => Err(not_drawn("a pattern")),
    }
}

fn not_drawn(what: &str) -> RasterError {
    RasterError::Damaged { problem: format!("{what} is not supported") }
}
