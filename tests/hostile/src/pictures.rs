//! Pictures of badges, as a district's own system uploads them.

use crate::{Body, Case, Class, Request, Target, Who, images};

/// An element that covers everything.
const WHOLE: &str = "<rect width=\"600\" height=\"600\" fill=\"#fff\"/>";

/// The cases.
pub(crate) fn cases(target: &Target) -> Vec<Case> {
    let path = format!("/api/v1/micro-credentials/{}/artwork", target.micro_credential);
    let put = |kind: &str, bytes: Vec<u8>| {
        Request::new("PUT", &path, Body::from(bytes)).with("content-type", kind).by(Who::Client)
    };
    let drawing = |(name, text): (&str, String)| {
        Case::one(Class::Pictures, format!("SVG: {name}"), put("image/svg+xml", text.into_bytes()))
    };
    let file = |(name, bytes): (&str, Vec<u8>)| {
        Case::one(Class::Pictures, format!("PNG: {name}"), put("image/png", bytes))
    };
    let mut cases: Vec<_> = drawings().into_iter().map(drawing).collect();
    cases.extend(files().into_iter().map(file));
    // The pictures before may have used up what a district may upload in a minute.
    let dashes = put("image/svg+xml", dashes(".0001").into_bytes()).may_wait();
    cases.push(Case::of(Class::Pictures, "twelve pictures of dashes at once", vec![dashes; 12]));
    cases
}

/// Something inside a picture of the size that is drawn.
fn svg(inside: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"600\" height=\"600\" viewBox=\"0 0 600 600\">{inside}</svg>"
    )
}

/// A line of very short dashes.
pub fn dashes(length: &str) -> String {
    svg(&format!("<path d=\"M0 0h600v600H0z\" stroke=\"#000\" fill=\"none\" stroke-dasharray=\"{length}\"/>"))
}

/// So many elements of which each covers everything.
pub fn full_areas(element: &str, count: usize) -> String {
    svg(&element.repeat(count))
}

fn drawings() -> Vec<(&'static str, String)> {
    let area = "<path d=\"M0 0h600v600H0z\" fill-opacity=\".5\"/>";
    let curved = format!("<path d=\"M0 0{}\"/>", "c0 600 600 0 600 600s-600 0-600-600".repeat(2_000));
    let wide = "<path d=\"M0 0C0 600 600 0 600 600\" stroke=\"#000\" stroke-width=\"600\" stroke-linejoin=\"round\"/>";
    let stops: String = (0..4_500).map(|_| "<stop offset=\".5\" stop-color=\"red\"/>").collect();
    let gradient = format!("<radialGradient id=\"g\">{stops}</radialGradient>");
    let groups = format!("{}{area}{}", "<g opacity=\".9\">".repeat(60), "</g>".repeat(60));
    vec![
        ("dashes of .0001", dashes(".0001")),
        ("dashes of 1e-30", dashes("1e-30")),
        ("2,400 areas", full_areas(area, 2_400)),
        ("4,900 areas", full_areas(area, 4_900)),
        ("4,000 wide lines", full_areas(wide, 4_000)),
        ("80 paths of 2,000 curves", full_areas(&curved, 10)),
        ("a gradient of 4,500 stops", svg(&format!("{gradient}{}", "<rect width=\"600\" height=\"600\" fill=\"url(#g)\"/>".repeat(400)))),
        ("60 groups that are half transparent", full_areas(&groups, 20)),
        ("lines that cross", svg(&path("M", &|at| format!("{} 0L{} 600", scattered(at), scattered(at + 3)), 40_000))),
        ("curves that cross", svg(&path("M0 0", &curve, 20_000))),
        ("a comb", svg(&path("M0 0", &|at| format!("V{}h.3", if at % 2 == 0 { 600 } else { 0 }), 60_000))),
        ("blended layers", full_areas(&format!("<g style=\"mix-blend-mode:luminosity\">{area}</g>"), 1_500)),
        ("style rules", svg(&format!("<style>{}</style>{}", numbered(20_000, |at| format!("path.a{at}{{fill:red}}")), area.repeat(400)))),
        ("uses of uses", laughing()),
        ("patterns in patterns", patterns()),
        ("a blur of 600", blurred(100)),
        ("masks in masks", nested("mask", "mask")),
        ("clips in clips", nested("clipPath", "clip-path")),
        ("a size of 10^9", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1e9\" height=\"1e9\"><rect width=\"1e9\" height=\"1e9\"/></svg>".to_owned()),
        ("a size of nearly nothing", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1e-30 1e-30\"><rect width=\"1\" height=\"1\"/></svg>".to_owned()),
        ("circles of 10^30", full_areas("<circle cx=\"1e30\" cy=\"-1e30\" r=\"1e30\" stroke=\"#000\" stroke-width=\"1e29\"/>", 1_000)),
    ]
}

/// Groups of which each uses the one before ten times.
fn laughing() -> String {
    let level = |level: usize| {
        let uses = format!("<use href=\"#l{}\"/>", level.saturating_sub(1)).repeat(10);
        let inside = if level == 0 { WHOLE.to_owned() } else { uses };
        format!("<g id=\"l{level}\">{inside}</g>")
    };
    svg(&format!("<defs>{}</defs><use href=\"#l8\"/>", numbered(9, level)))
}

fn patterns() -> String {
    let level = |level: usize| {
        let fill = level.checked_sub(1).map_or_else(|| "red".to_owned(), |before| format!("url(#p{before})"));
        let inside = format!("<rect width=\"600\" height=\"600\" fill=\"{fill}\"/>");
        format!("<pattern id=\"p{level}\" width=\".01\" height=\".01\">{inside}</pattern>")
    };
    let all = "<rect width=\"600\" height=\"600\" fill=\"url(#p7)\"/>";
    svg(&format!("<defs>{}</defs>{all}", numbered(8, level)))
}

/// An outline of so many pieces.
fn path(begin: &str, piece: &dyn Fn(usize) -> String, pieces: usize) -> String {
    // The pieces that begin a line of their own are separated by the letter itself.
    let separator = if begin == "M" { "M" } else { "" };
    let outline: Vec<_> = (0..pieces).map(piece).collect();
    format!("<path d=\"{begin}{}\" stroke=\"red\"/>", outline.join(separator))
}

fn curve(at: usize) -> String {
    let points: Vec<_> = (0..6).map(|add| scattered(at * 6 + add).to_string()).collect();
    format!("C{}", points.join(" "))
}

/// A place that looks like chance and is the same every time.
fn scattered(seed: usize) -> usize {
    (seed.wrapping_mul(2_654_435_761) >> 7) % 600
}

/// What is made for each number.
fn numbered(count: usize, make: impl Fn(usize) -> String) -> String {
    (0..count).map(make).collect::<Vec<_>>().concat()
}

fn blurred(count: usize) -> String {
    let filter =
        "<filter id=\"f\"><feGaussianBlur stdDeviation=\"600\"/><feTurbulence numOctaves=\"1000\"/></filter>";
    svg(&format!("{filter}{}", "<rect width=\"600\" height=\"600\" filter=\"url(#f)\"/>".repeat(count)))
}

/// Elements that are cut out by one another.
fn nested(element: &str, attribute: &str) -> String {
    let level = |level: usize| {
        let before = level.checked_sub(1);
        let by = before.map_or_else(String::new, |before| format!(" {attribute}=\"url(#n{before})\""));
        format!("<{element} id=\"n{level}\"{by}>{WHOLE}</{element}>")
    };
    let cut = format!("<rect width=\"600\" height=\"600\" {attribute}=\"url(#n59)\"/>").repeat(50);
    svg(&format!("<defs>{}</defs>{cut}", numbered(60, level)))
}

fn files() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("60,000 × 60,000", images::black_png(60_000, 60_000)),
        ("2,048 × 2,048", images::black_png(2_048, 2_048)),
        ("a profile and a text of 200 MB", images::png_with_profile(200 << 20)),
        ("80,000 empty chunks", images::png_of_chunks(80_000)),
    ]
}
