//! SVG to PNG.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree};
use thiserror::Error;

use crate::{SIZE, cost};

/// Why an SVG was not drawn.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RasterError {
    /// It is no SVG, or has nothing in it to draw.
    #[error("the SVG image cannot be drawn: {problem}")]
    Damaged {
        /// What is wrong.
        problem: String,
    },
    /// Something lies far outside of the picture.
    #[error("a part of the SVG image is more than {limit} pixels outside of it: crop the image")]
    Far {
        /// How far anything may lie outside, in pixels of the drawn picture.
        limit: u32,
    },
    /// It would take too much work.
    #[error(
        "the SVG image takes too much work to draw, mostly for {what} (at most {limit} {unit}, less with other work): \
         make it simpler, or upload it as a PNG"
    )]
    TooMuch {
        /// What takes most of the work.
        what: &'static str,
        /// How much of that there may be when there is nothing else.
        limit: u32,
        /// What the limit counts.
        unit: &'static str,
    },
}

/// An SVG that was read, and that takes a bounded amount of work to draw.
pub(crate) struct Drawing {
    tree: Tree,
    /// Into the middle of the canvas.
    transform: Transform,
}

impl Drawing {
    /// Reads an SVG of which [`crate::upload`] has checked that reading it is little work. Nothing is loaded that the
    /// SVG names: no file, no font, no other image.
    ///
    /// # Errors
    /// When it is no SVG, or too much work to draw.
    pub(crate) fn read(svg: &str) -> Result<Self, RasterError> {
        let nothing = ImageHrefResolver {
            resolve_data: Box::new(|_mime, _data, _options| None),
            resolve_string: Box::new(|_href, _options| None),
        };
        let options = Options { image_href_resolver: nothing, ..Options::default() };
        let tree = Tree::from_str(svg, &options).map_err(|error| damaged(&error))?;
        let side = f32::from(u16::try_from(SIZE).unwrap_or(u16::MAX));
        let (width, height) = (tree.size().width(), tree.size().height());
        let scale = (side / width).min(side / height);
        let (left, top) = ((side - width * scale) / 2.0, (side - height * scale) / 2.0);
        let transform = Transform::from_row(scale, 0.0, 0.0, scale, left, top);
        cost::check(&tree, transform)?;
        Ok(Self { tree, transform })
    }

    /// The width and height that the SVG says it has.
    pub(crate) fn proportions(&self) -> (f32, f32) {
        (self.tree.size().width(), self.tree.size().height())
    }

    /// Draws it into a PNG of [`SIZE`] pixels, in the middle of it when it is not square.
    ///
    /// # Errors
    /// When there is nothing to be seen.
    pub(crate) fn png(&self) -> Result<Vec<u8>, RasterError> {
        let mut pixels = Pixmap::new(SIZE, SIZE).ok_or_else(|| damaged(&"it has no size"))?;
        resvg::render(&self.tree, self.transform, &mut pixels.as_mut());
        if pixels.pixels().iter().all(|pixel| pixel.alpha() == 0) {
            return Err(damaged(&"nothing in it is visible"));
        }
        pixels.encode_png().map_err(|error| damaged(&error))
    }
}

fn damaged(problem: &dyn ToString) -> RasterError {
    RasterError::Damaged { problem: problem.to_string() }
}
