//! What pictures with a badge inside cost.

use std::fmt::Write;

use super::graphs::{clique, repeated};
use super::other;
use crate::{Body, Case, images};

pub(super) fn cases() -> Vec<Case> {
    [pngs(), svgs()].concat()
}

fn pngs() -> Vec<Case> {
    let worst = repeated(&clique(7, "c"), 8, 16, "eddsa-rdfc-2022").to_string();
    vec![
        other("PNG whose text unpacks to 256 MB", "image/png", images::png_with_bomb(256 << 20)),
        other("PNG of 800,000 empty chunks", "image/png", images::png_of_chunks(800_000)),
        other("PNG with a clique inside", "image/png", images::png_with_text(worst.as_bytes())),
    ]
}

fn svgs() -> Vec<Case> {
    let worst = repeated(&clique(7, "c"), 8, 16, "eddsa-rdfc-2022").to_string();
    let inside = format!("<openbadges:credential><![CDATA[{worst}]]></openbadges:credential>");
    let mut laughs = "<!ENTITY l0 \"lol\">".to_owned();
    for level in 1..12 {
        let before = format!("&l{};", level - 1).repeat(10);
        let _ = write!(laughs, "<!ENTITY l{level} \"{before}\">");
    }
    let laughing =
        format!("<!DOCTYPE svg [{laughs}]>{}", svg("<openbadges:credential>&l11;</openbadges:credential>"));
    let attributes: Vec<_> = (0..200_000).map(|number| format!(" a{number}=\"\"")).collect();
    let spaces: Vec<_> = (0..60_000).map(|number| format!("<a xmlns:n{number}=\"urn:{number}\">")).collect();
    let flat = Body::from(svg("").replace("</svg>", "")).and("<g/>", 1_000_000).and("</svg>", 1);
    let deep = svg(&format!("{}{}", "<g>".repeat(100_000), "</g>".repeat(100_000)));
    vec![
        other("SVG with a clique inside", "image/svg+xml", svg(&inside)),
        other("SVG of entities in entities", "image/svg+xml", laughing),
        other("SVG, 100,000 deep", "image/svg+xml", deep),
        other("SVG of 200,000 attributes", "image/svg+xml", svg(&format!("<g{}/>", attributes.concat()))),
        other("SVG of a million elements", "image/svg+xml", flat),
        other("SVG of 60,000 namespaces", "image/svg+xml", svg(&spaces.concat())),
    ]
}

/// A picture of nothing, with something inside.
fn svg(inside: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:openbadges=\"https://purl.imsglobal.org/ob/v3p0\">{inside}</svg>"
    )
}
