//! The pictures of badges: a medal that is drawn from a title and a district's colors, and what districts upload
//! instead.
//!
//! *Architecture invariant:* no I/O, no clock, no chance. The same title, name and colors give the same bytes, on every
//! machine: letters are drawn as outlines of one embedded font, so that no picture depends on fonts that a viewer has.
//!
//! *Architecture invariant:* no picture contains or refers to anything active or foreign. What is drawn here does not,
//! and an upload that does is refused ([`upload`]).
//!
//! The font is Noto Sans Bold, © Google, under the SIL Open Font License 1.1 (in the crate `notosans`).

mod color;
mod cost;
mod lettering;
mod medal;
mod palette;
mod raster;
mod rosette;
pub mod upload;

pub use color::{Color, ColorError};
pub use medal::medal;
pub use palette::{Palette, PaletteError};
pub use raster::RasterError;
pub use rosette::{Rosette, initials};
pub use upload::{Artwork, Format, UploadError};

/// The width and height of a badge's picture in pixels, when it is drawn here or made from an SVG.
pub const SIZE: u32 = 600;
