//! PNG and SVG images with something baked in.

use openbadges::bake::{Existing, png, svg};
use proptest::prelude::{any, prop_assert_eq};

use crate::mutation::{cut, cuts};
use crate::seed::{badge, verified};
use crate::try_many;

/// One black pixel.
const PIXEL: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\x0aIDATx\xdac`\x00\x00\x00\x02\x00\x01\xe5'\xde\xfc\x00\x00\x00\x00IEND\xaeB`\x82";
const DRAWING: &[u8] =
    b"<?xml version='1.0'?><!DOCTYPE svg><svg xmlns='http://www.w3.org/2000/svg'><g><path d='M0 0'/></g></svg>";

const CHUNKS: &[&[u8]] = &[
    b"iTXt",
    b"tEXt",
    b"zTXt",
    b"IEND",
    b"openbadgecredential\0\0\0\0\0",
    b"openbadgecredential\0\x01\0\0\0",
    b"openbadges\0",
    b"\xff\xff\xff\xff",
    b"\0\0\0\0",
];
const MARKUP: &[&[u8]] = &[
    b"<!DOCTYPE a [<!ENTITY b \"cccccccccc\">]>",
    b"&b;",
    b"<![CDATA[",
    b"]]>",
    b"<svg>",
    b"</svg>",
    b"<openbadges:credential",
    b"xmlns:openbadges=\"https://purl.imsglobal.org/ob/v3p0\"",
    b"verify=\"",
    b"<!--",
    b"-->",
    b"<?x ?>",
    b"\xff\xfe",
];

#[test]
fn png_images() {
    let seed = png::bake(PIXEL, &badge().to_string(), Existing::Refuse).unwrap();
    let sealed = any::<bool>();
    try_many("PNG images", &(cuts(CHUNKS), sealed), |(changes, sealed)| {
        let mut image = cut(&seed, &changes);
        if sealed {
            seal(&mut image);
        }
        let _report = verified(&image);
        if let Ok(baked) = png::bake(&image, "{}", Existing::Replace) {
            prop_assert_eq!(png::unbake(&baked).unwrap().unwrap().text, "{}");
        }
        Ok(())
    });
}

/// Writes the right checksum behind each chunk, as far as there are chunks: a wrong one is found at once, and hides what
/// lies behind it.
fn seal(image: &mut [u8]) {
    let mut start = 8;
    while let Some(head) = image.get(start..start + 8) {
        let length = usize::try_from(u32::from_be_bytes([head[0], head[1], head[2], head[3]])).unwrap();
        let Some(end) = start.checked_add(8).and_then(|begin| begin.checked_add(length)) else { return };
        let Some(covered) = image.get(start + 4..end) else { return };
        let sum = crc32fast::hash(covered).to_be_bytes();
        let Some(place) = image.get_mut(end..end + 4) else { return };
        place.copy_from_slice(&sum);
        start = end + 4;
    }
}

#[test]
fn svg_images() {
    let seed = svg::bake(DRAWING, &badge().to_string(), Existing::Refuse).unwrap();
    try_many("SVG images", &cuts(MARKUP), |changes| {
        let image = cut(&seed, &changes);
        let _report = verified(&image);
        if let Ok(baked) = svg::bake(&image, "{\"a\":\"]]>\"}", Existing::Replace) {
            let text = svg::unbake(&baked).unwrap().unwrap().text;
            let read: serde_json::Value = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(read["a"].as_str(), Some("]]>"));
        }
        Ok(())
    });
}
