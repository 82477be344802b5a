//! A PNG is decoded and written anew: its pixels stay, and nothing else that was in the file.
//!
//! Texts, color profiles, camera notes and whatever follows the image can hold names, places and other files. A picture
//! that everybody downloads should not carry what who uploaded it does not see.

use std::io::Cursor;

use png::{BitDepth, ColorType, Compression, Decoder, Encoder, Info, Limits, Transformations};

use super::{LEAST_SIDE, MOST_SIDE, UploadError};

/// The most memory for decoding: the largest picture with four channels of 16 bits, and a line more.
const MOST_MEMORY: usize = 40 << 20;

/// The most bytes of a PNG that is written anew. A good optimizer makes files that are smaller than those written here.
const MOST_WRITTEN: usize = 2 << 20;

/// The size of a PNG in pixels, and the PNG written anew, with its pixels only.
///
/// # Errors
/// When it is damaged, animated, too large or too small.
pub(super) fn rewritten(bytes: &[u8]) -> Result<(u32, u32, Vec<u8>), UploadError> {
    let (width, height) = proportions(bytes)?;
    if [width, height].iter().any(|side| !(LEAST_SIDE..=MOST_SIDE).contains(side)) {
        return Err(UploadError::Side { width, height });
    }
    let mut decoder = decoder(bytes);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let deep = decoder.read_header_info().map_err(|error| damaged(&error))?.bit_depth == BitDepth::Sixteen;
    // No one sees sixteen bits, and a transparent color among them would have to be found again among eight.
    let as_shown =
        if deep { Transformations::EXPAND | Transformations::STRIP_16 } else { Transformations::IDENTITY };
    decoder.set_transformations(as_shown);
    let mut reader = decoder.read_info().map_err(|error| damaged(&error))?;
    if reader.info().animation_control.is_some() {
        return Err(damaged(&"it is animated, but a badge must be a still image"));
    }
    let size = reader.output_buffer_size().filter(|size| *size <= MOST_MEMORY);
    let mut pixels = vec![0; size.ok_or_else(|| damaged(&"it is too large"))?];
    let frame = reader.next_frame(&mut pixels).map_err(|error| damaged(&error))?;
    reader.finish().map_err(|error| damaged(&error))?;
    let info = reader.info();
    let kept = (!deep).then_some(info);
    let written = write((width, height), frame.color_type, frame.bit_depth, kept, &pixels)?;
    Ok((width, height, written))
}

/// The size in pixels that the header says.
pub(super) fn proportions(bytes: &[u8]) -> Result<(u32, u32), UploadError> {
    let mut decoder = decoder(bytes);
    let info = decoder.read_header_info().map_err(|error| damaged(&error))?;
    Ok((info.width, info.height))
}

/// Writes pixels; palette and transparent color are those of `kept`.
fn write(
    (width, height): (u32, u32),
    color: ColorType,
    depth: BitDepth,
    kept: Option<&Info<'_>>,
    pixels: &[u8],
) -> Result<Vec<u8>, UploadError> {
    let wrong = |error: png::EncodingError| damaged(&error);
    let mut written = Vec::new();
    let mut encoder = Encoder::new(&mut written, width, height);
    encoder.set_color(color);
    encoder.set_depth(depth);
    encoder.set_compression(Compression::Balanced);
    if let Some(palette) = kept.and_then(|info| info.palette.as_deref()) {
        encoder.set_palette(palette);
    }
    if let Some(transparent) = kept.and_then(|info| info.trns.as_deref()) {
        // A transparent color has two bytes for each channel in the file, and one as it was decoded.
        let wide = |transparent: &[u8]| transparent.iter().flat_map(|value| [0, *value]).collect();
        encoder.set_trns(match color {
            ColorType::Grayscale | ColorType::Rgb => wide(transparent),
            _ => transparent.to_vec(),
        });
    }
    let mut writer = encoder.write_header().map_err(wrong)?;
    writer.write_image_data(pixels).map_err(wrong)?;
    writer.finish().map_err(wrong)?;
    if written.len() > MOST_WRITTEN {
        return Err(UploadError::Rewritten { found: written.len(), limit: MOST_WRITTEN });
    }
    Ok(written)
}

fn decoder(bytes: &[u8]) -> Decoder<Cursor<&[u8]>> {
    Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: MOST_MEMORY })
}

fn damaged(error: &impl ToString) -> UploadError {
    UploadError::Png { problem: error.to_string() }
}
