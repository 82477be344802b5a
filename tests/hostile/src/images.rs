//! PNG files, as far as an attack needs them.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// The keyword of a badge in a PNG (Open Badges 3.0 §5.3.1).
const KEYWORD: &[u8] = b"openbadgecredential";

/// A picture of one point with a compressed text of so many spaces.
pub(crate) fn png_with_bomb(bytes: usize) -> Vec<u8> {
    let mut text = KEYWORD.to_vec();
    // Compressed, by the only method there is; neither language nor translated keyword.
    text.extend_from_slice(&[0, 1, 0, 0, 0]);
    text.extend(zeros(bytes));
    png(1, 1, &point(), &[chunk(*b"iTXt", &text)])
}

/// A picture of one point with a text.
pub(crate) fn png_with_text(text: &[u8]) -> Vec<u8> {
    let mut body = KEYWORD.to_vec();
    body.extend_from_slice(&[0, 0, 0, 0, 0]);
    body.extend_from_slice(text);
    png(1, 1, &point(), &[chunk(*b"iTXt", &body)])
}

/// A picture of one point with so many empty chunks.
pub(crate) fn png_of_chunks(count: usize) -> Vec<u8> {
    png(1, 1, &point(), &vec![chunk(*b"teSt", &[]); count])
}

/// A picture that says how large it is, and holds the pixels of a black one.
pub(crate) fn black_png(width: u32, height: u32) -> Vec<u8> {
    let row = usize::try_from(width).unwrap_or_default().saturating_mul(4).saturating_add(1);
    let bytes = row.saturating_mul(usize::try_from(height).unwrap_or_default());
    png(width, height, &zeros(bytes.min(256 << 20)), &[])
}

/// A picture of 600 × 600 with a compressed profile and a compressed text of so many bytes each.
pub(crate) fn png_with_profile(bytes: usize) -> Vec<u8> {
    let packed = zeros(bytes);
    let named = |name: &[u8]| [name, &[0, 0], &packed].concat();
    let more = [chunk(*b"iCCP", &named(b"profile")), chunk(*b"zTXt", &named(b"Comment"))];
    png(600, 600, &zeros(600 * (600 * 4 + 1)), &more)
}

/// Zeros, as zlib packs them.
fn zeros(bytes: usize) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    let piece = [0; 1 << 14];
    let mut left = bytes;
    while left > 0 {
        let (now, _) = piece.split_at(left.min(piece.len()));
        // Writing to memory does not fail.
        if encoder.write_all(now).is_err() {
            break;
        }
        left -= now.len();
    }
    encoder.finish().unwrap_or_default()
}

/// The pixel of a picture of one.
fn point() -> Vec<u8> {
    zeros(5)
}

fn png(width: u32, height: u32, pixels: &[u8], more: &[Vec<u8>]) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    // Eight bits of red, green, blue and alpha.
    header.extend_from_slice(&[8, 6, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    file.extend(chunk(*b"IHDR", &header));
    file.extend(more.concat());
    file.extend(chunk(*b"IDAT", pixels));
    file.extend(chunk(*b"IEND", &[]));
    file
}

fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap_or_default();
    let body = [kind.as_slice(), data].concat();
    [&length.to_be_bytes(), body.as_slice(), &crc32fast::hash(&body).to_be_bytes()].concat()
}
