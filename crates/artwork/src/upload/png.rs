//! Whether a PNG is one.

use std::io::Cursor;

use png::{Decoder, Limits};

use super::{LEAST_SIDE, MOST_SIDE, UploadError};

/// The most memory for decoding: the largest picture with four channels of 16 bits, and a line more.
const MOST_MEMORY: usize = 40 << 20;

/// Decodes the whole image and gives its size in pixels.
pub(super) fn check(bytes: &[u8]) -> Result<(u32, u32), UploadError> {
    let damaged = |error: png::DecodingError| UploadError::Png { problem: error.to_string() };
    let (width, height) = proportions(bytes)?;
    if [width, height].iter().any(|side| !(LEAST_SIDE..=MOST_SIDE).contains(side)) {
        return Err(UploadError::Side { width, height });
    }
    let mut reader = decoder(bytes).read_info().map_err(damaged)?;
    let size = reader.output_buffer_size().filter(|size| *size <= MOST_MEMORY);
    let size = size.ok_or_else(|| UploadError::Png { problem: "it is too large".to_owned() })?;
    reader.next_frame(&mut vec![0; size]).map_err(damaged)?;
    reader.finish().map_err(damaged)?;
    Ok((width, height))
}

/// The size in pixels that the header says.
pub(super) fn proportions(bytes: &[u8]) -> Result<(u32, u32), UploadError> {
    let mut decoder = decoder(bytes);
    let info = decoder.read_header_info().map_err(|error| UploadError::Png { problem: error.to_string() })?;
    Ok((info.width, info.height))
}

fn decoder(bytes: &[u8]) -> Decoder<Cursor<&[u8]>> {
    Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: MOST_MEMORY })
}
