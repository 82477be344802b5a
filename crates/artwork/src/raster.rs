//! SVG to PNG.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree};
use thiserror::Error;

use crate::SIZE;

/// Why an SVG was not drawn.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the SVG image cannot be drawn: {problem}")]
pub struct RasterError {
    /// What is wrong.
    pub problem: String,
}

/// Draws an SVG into a PNG of [`SIZE`] pixels, in the middle of it when it is not square. Nothing is loaded that the SVG
/// names: no file, no font, no other image.
///
/// # Errors
/// When it is no SVG.
pub fn rasterize(svg: &str) -> Result<Vec<u8>, RasterError> {
    let wrong = |problem: &dyn ToString| RasterError { problem: problem.to_string() };
    let tree = parsed(svg)?;
    let mut pixels = Pixmap::new(SIZE, SIZE).ok_or_else(|| wrong(&"it has no size"))?;
    let side = f32::from(u16::try_from(SIZE).unwrap_or(u16::MAX));
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = (side / width).min(side / height);
    let (left, top) = ((side - width * scale) / 2.0, (side - height * scale) / 2.0);
    resvg::render(&tree, Transform::from_row(scale, 0.0, 0.0, scale, left, top), &mut pixels.as_mut());
    if pixels.pixels().iter().all(|pixel| pixel.alpha() == 0) {
        return Err(wrong(&"there is nothing to be seen in it"));
    }
    pixels.encode_png().map_err(|error| wrong(&error))
}

/// The width and height that an SVG says it has.
pub(crate) fn proportions(svg: &str) -> Result<(f32, f32), RasterError> {
    let size = parsed(svg)?.size();
    Ok((size.width(), size.height()))
}

fn parsed(svg: &str) -> Result<Tree, RasterError> {
    let nothing = ImageHrefResolver {
        resolve_data: Box::new(|_mime, _data, _options| None),
        resolve_string: Box::new(|_href, _options| None),
    };
    let options = Options { image_href_resolver: nothing, ..Options::default() };
    Tree::from_str(svg, &options).map_err(|error| RasterError { problem: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_drawing_gives_the_same_bytes() {
        let svg =
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 2 1'><rect width='2' height='1'/></svg>";
        let png = rasterize(svg).unwrap();
        assert_eq!(png, rasterize(svg).unwrap());
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
        assert!(rasterize("<html/>").is_err());
        let empty = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 2 1'/>";
        assert!(rasterize(empty).unwrap_err().to_string().contains("nothing to be seen"));
    }
}
