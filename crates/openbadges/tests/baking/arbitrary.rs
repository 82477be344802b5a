//! Whatever the bytes: an answer, never a panic; and what is baked comes out again.

use openbadges::bake::{Existing, png, svg};
use proptest::prelude::*;

use crate::png::{chunk, image};

fn json() -> impl Strategy<Value = String> {
    any::<String>().prop_map(|text| serde_json::json!({ "name": text, "]]>": 1 }).to_string())
}

/// Bytes that look like a PNG for a while.
fn nearly_png() -> impl Strategy<Value = Vec<u8>> {
    let kind = prop::sample::select(vec![*b"iTXt", *b"tEXt", *b"zTXt", *b"IDAT", *b"IEND", *b"IHDR"]);
    let keyword = prop::sample::select(vec!["openbadgecredential\0", "openbadges\0", "openbadges", ""]);
    let data = (keyword, prop::collection::vec(any::<u8>(), 0..60))
        .prop_map(|(keyword, rest)| [keyword.as_bytes(), &rest].concat());
    let chunks = prop::collection::vec((kind, data), 0..4)
        .prop_map(|chunks| chunks.iter().map(|(kind, data)| chunk(*kind, data)).collect::<Vec<_>>());
    (chunks, any::<prop::sample::Index>(), any::<u8>(), any::<bool>()).prop_map(
        |(chunks, at, byte, spoil)| {
            let mut image = image(&chunks);
            if spoil {
                let at = at.index(image.len());
                image[at] = byte;
            }
            image
        },
    )
}

/// Text that is made of what SVGs are made of.
fn nearly_svg() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<svg>",
        "<svg",
        "</svg>",
        "<svg/>",
        "/>",
        ">",
        "<g ",
        "a='",
        "xmlns:openbadges='",
        "'",
        "\"",
        "&lt;",
        "&x;",
        "https://purl.imsglobal.org/ob/v3p0",
        "http://openbadges.org",
        "<openbadges:credential",
        "verify=",
        "{}",
        "</openbadges:credential>",
        "<openbadges:assertion",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<?xml",
        "?>",
        " ",
        "<!DOCTYPE svg [",
        "]>",
        "é",
        "\u{feff}",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_have_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = png::unbake(&bytes);
        let _ = svg::unbake(&bytes);
        let _ = svg::bake(&bytes, "{}", Existing::Replace);
    }

    #[test]
    fn what_is_nearly_a_png_has_an_answer_and_is_baked_readably(bytes in nearly_png(), json in json()) {
        let _ = png::unbake(&bytes);
        if let Ok(baked) = png::bake(&bytes, &json, Existing::Replace) {
            let found = png::unbake(&baked).unwrap().unwrap();
            prop_assert_eq!((found.text, found.others), (json, 0));
        }
    }

    #[test]
    fn what_is_nearly_an_svg_has_an_answer_and_is_baked_readably(text in nearly_svg(), json in json()) {
        let _ = svg::unbake(text.as_bytes());
        if let Ok(baked) = svg::bake(text.as_bytes(), &json, Existing::Replace) {
            let found = svg::unbake(&baked).unwrap().unwrap();
            let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
            prop_assert_eq!((read(&found.text), found.others), (read(&json), 0));
        }
    }
}
