//! The drawing of a medal.

use std::f32::consts::TAU;
use std::fmt::Write;

use crate::color::Color;
use crate::lettering::{Block, CAPITALS, Line, covers, rounded};
use crate::palette::Palette;
use crate::rosette::{Rosette, initials};

/// The middle of the picture, which is 600 by 600.
const MIDDLE: (f32, f32) = (300.0, 300.0);

/// The middle of the monogram, above the ribbon.
const FOCUS: (f32, f32) = (300.0, 220.0);

/// The most letters that are looked at, of title and name.
const MOST_LETTERS: usize = 160;

/// The lobes of the edge.
const LOBES: u16 = 32;

/// The font sizes of the title and in how many lines it may be set at each.
const TITLE: [(f32, usize); 9] =
    [(58.0, 1), (52.0, 1), (50.0, 2), (44.0, 2), (40.0, 2), (38.0, 3), (34.0, 3), (30.0, 4), (25.0, 4)];

/// How wide the lines of the title may be.
const TITLE_WIDTH: f32 = 474.0;

/// The sizes of the name on the upper half of the ring.
const NAME: [f32; 9] = [34.0, 31.0, 28.0, 25.0, 23.0, 21.0, 19.0, 17.0, 15.0];

/// How much of the ring the name may take: what the ribbon leaves free.
const NAME_ARC: f32 = TAU * 0.45;

/// The middle of the ring.
const RING: f32 = 229.0;

/// Space between the letters of the name, in parts of the font size.
const TRACKING: f32 = 0.09;

/// Draws the medal of a title: an engraved rosette of its own, its initials, the name of the issuer around it, and the
/// title on a ribbon. The answer is an SVG of 600 by 600.
///
/// Of a title in a script that the embedded font does not have, only the rosette is drawn, and of such a name nothing:
/// both stand in the text beside the picture, which every viewer can write.
pub fn medal(title: &str, issuer: &str, palette: Palette) -> String {
    let (title, issuer) = (&start(title), &start(issuer));
    let (ground, accent) = (palette.ground(), palette.accent());
    let deep = ground.mixed(Color::INK, 0.45);
    let mut svg = String::with_capacity(64 * 1024);
    let label = format!("{title}, {issuer}");
    write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 600 600\" width=\"600\" height=\"600\" role=\"img\">\
         <title>{}</title>",
        escaped(&label)
    )
    .unwrap_or_default();
    disc(&mut svg, palette, deep);
    let set = covers(title) && !title.trim().is_empty();
    let focus = if set { FOCUS } else { MIDDLE };
    engraving(&mut svg, Rosette::of(title), focus, ground);
    name(&mut svg, issuer, accent);
    for turn in [0.455, 0.5, 0.545] {
        star(&mut svg, around(turn, RING), 11.0, accent);
    }
    monogram(&mut svg, title, focus, 84.0, palette);
    if set {
        ribbon(&mut svg, title, palette, deep);
    }
    svg.push_str("</svg>");
    svg
}

/// As much of a text as could ever be lettered.
fn start(text: &str) -> String {
    text.chars().take(MOST_LETTERS).collect()
}

/// The disc with its scalloped edge, its ring, and the paper in its middle.
fn disc(svg: &mut String, palette: Palette, deep: Color) {
    let (ground, accent) = (palette.ground(), palette.accent());
    let low = ground.mixed(deep, 0.55);
    write!(
        svg,
        "<defs><linearGradient id=\"ground\" x2=\"0\" y2=\"1\"><stop stop-color=\"{ground}\"/>\
         <stop offset=\"1\" stop-color=\"{low}\"/></linearGradient>\
         <clipPath id=\"paper\"><circle cx=\"300\" cy=\"300\" r=\"192\"/></clipPath></defs>"
    )
    .unwrap_or_default();
    edge(svg, deep, accent);
    write!(
        svg,
        "<circle cx=\"300\" cy=\"300\" r=\"262\" fill=\"url(#ground)\" stroke=\"{accent}\" stroke-width=\"5\"/>\
         <circle cx=\"300\" cy=\"300\" r=\"196\" fill=\"{}\" stroke=\"{accent}\" stroke-width=\"5\"/>",
        Color::PAPER
    )
    .unwrap_or_default();
}

/// The scalloped edge: half circles around the disc.
fn edge(svg: &mut String, fill: Color, line: Color) {
    let mut path = String::new();
    for lobe in 0..=LOBES {
        let (x, y) = around(f32::from(lobe) / f32::from(LOBES), 279.0);
        let command = if lobe == 0 { "M".to_owned() } else { "A29 29 0 0 1 ".to_owned() };
        write!(path, "{command}{} {}", rounded(x), rounded(y)).unwrap_or_default();
    }
    write!(svg, "<path d=\"{path}Z\" fill=\"{fill}\" stroke=\"{line}\" stroke-width=\"3\"/>")
        .unwrap_or_default();
}

/// A point of a circle around the middle; `turn` counts from the top, 1 is all around.
fn around(turn: f32, radius: f32) -> (f32, f32) {
    let (sine, cosine) = (turn * TAU).sin_cos();
    (MIDDLE.0 + radius * sine, MIDDLE.1 - radius * cosine)
}

/// The rosette of fine lines, which seems to come from behind the monogram.
fn engraving(svg: &mut String, rosette: Rosette, (x, y): (f32, f32), color: Color) {
    write!(
        svg,
        "<g clip-path=\"url(#paper)\" fill=\"none\" stroke=\"{color}\" stroke-width=\"1.8\" stroke-opacity=\".4\">"
    )
    .unwrap_or_default();
    let narrow = f32::from(rosette.narrow());
    for (wide, narrow) in [(300.0, narrow * 3.0), (190.0, narrow * 2.6)] {
        for turn in rosette.turns() {
            write!(
                svg,
                "<ellipse cx=\"{0}\" cy=\"{1}\" rx=\"{wide}\" ry=\"{2}\" transform=\"rotate({turn} {0} {1})\"/>",
                rounded(x),
                rounded(y),
                rounded(narrow),
            )
            .unwrap_or_default();
        }
    }
    svg.push_str("</g>");
}

/// The name of the issuer on the upper half of the ring, between two stars.
fn name(svg: &mut String, issuer: &str, accent: Color) {
    let text = issuer.to_uppercase();
    if !covers(&text) {
        return;
    }
    let fits = |line: &Line, size: f32| line.width * size <= NAME_ARC * RING;
    let set = |size: f32| (size, Line::of(&text, TRACKING));
    let smallest = NAME.last().copied().unwrap_or(15.0);
    let (size, line) = NAME
        .into_iter()
        .map(set)
        .find(|(size, line)| fits(line, *size))
        .unwrap_or_else(|| (smallest, Line::cut(&text, TRACKING, NAME_ARC * RING / smallest)));
    // The letters stand in the middle of the ring, whatever their size.
    let radius = RING - size * CAPITALS / 2.0;
    write!(svg, "<path d=\"{}\" fill=\"{}\"/>", line.arched(MIDDLE, radius, size), Color::WHITE)
        .unwrap_or_default();
    let half = line.width * size / RING / TAU / 2.0;
    if half < 0.19 {
        star(svg, around(half + 0.035, RING), 10.0, accent);
        star(svg, around(1.0 - half - 0.035, RING), 10.0, accent);
    }
}

/// A star with five points.
fn star(svg: &mut String, (x, y): (f32, f32), radius: f32, fill: Color) {
    let mut points = String::new();
    for corner in 0_u8..10 {
        let radius = if corner % 2 == 0 { radius } else { radius * 0.42 };
        let (sine, cosine) = (f32::from(corner) * TAU / 10.0).sin_cos();
        write!(points, "{},{} ", rounded(x + radius * sine), rounded(y - radius * cosine))
            .unwrap_or_default();
    }
    write!(svg, "<polygon points=\"{}\" fill=\"{fill}\"/>", points.trim_end()).unwrap_or_default();
}

/// The initials on a disc; a star where there are none that could be drawn.
fn monogram(svg: &mut String, title: &str, (x, y): (f32, f32), radius: f32, palette: Palette) {
    let (ground, accent) = (palette.ground(), palette.accent());
    write!(
        svg,
        "<circle cx=\"{0}\" cy=\"{1}\" r=\"{2}\" fill=\"{3}\"/>\
         <circle cx=\"{0}\" cy=\"{1}\" r=\"{4}\" fill=\"{ground}\"/>\
         <circle cx=\"{0}\" cy=\"{1}\" r=\"{5}\" fill=\"none\" stroke=\"{accent}\" stroke-width=\"3\"/>",
        rounded(x),
        rounded(y),
        rounded(radius + 9.0),
        Color::PAPER,
        rounded(radius),
        rounded(radius - 8.0),
    )
    .unwrap_or_default();
    let letters = initials(title);
    if letters.is_empty() || !covers(&letters) {
        star(svg, (x, y + radius * 0.05), radius * 0.6, Color::WHITE);
        return;
    }
    let line = Line::of(&letters, 0.02);
    let size = (radius * 1.02).min(radius * 1.42 / line.width);
    let path = line.straight(x - line.width * size / 2.0, y + size * CAPITALS / 2.0, size);
    write!(svg, "<path d=\"{path}\" fill=\"{}\"/>", Color::WHITE).unwrap_or_default();
}

/// The title on a ribbon across the medal, whose ends hang behind it.
fn ribbon(svg: &mut String, title: &str, palette: Palette, deep: Color) {
    let accent = palette.accent();
    let block = Block::fitted(title, TITLE_WIDTH, &TITLE);
    let lines = u16::try_from(block.lines.len()).map_or(1.0, f32::from);
    let leading = block.size * 1.14;
    let height = leading * (lines - 1.0) + block.size * CAPITALS + 62.0;
    let middle = 404.0;
    let (top, bottom) = (middle - height / 2.0, middle + height / 2.0);
    let (left, right) = (38.0, 562.0);
    let shade = accent.mixed(deep, 0.35);
    let tail = (height * 0.42).clamp(34.0, 60.0);
    for (edge, fold, end) in [(left, left + 34.0, 4.0), (right, right - 34.0, 596.0)] {
        let notch = if end < fold { end + 20.0 } else { end - 20.0 };
        let behind = bottom + 22.0 - tail;
        write!(
            svg,
            "<path d=\"M{0} {1}H{2}L{3} {4}L{2} {5}H{0}Z\" fill=\"{shade}\"/><path d=\"M{6} {7}H{0}V{5}Z\" fill=\"{deep}\"/>",
            rounded(fold),
            rounded(behind - 10.0),
            rounded(end),
            rounded(notch),
            rounded((behind - 10.0 + bottom + 22.0) / 2.0),
            rounded(bottom + 22.0),
            rounded(edge),
            rounded(bottom),
        )
        .unwrap_or_default();
    }
    write!(
        svg,
        "<rect x=\"{}\" y=\"{1}\" width=\"{2}\" height=\"{3}\" fill=\"{accent}\"/>\
         <path d=\"M{0} {4}H{5}M{0} {6}H{5}\" stroke=\"{7}\" stroke-width=\"2\" stroke-opacity=\".55\"/>",
        rounded(left),
        rounded(top),
        rounded(right - left),
        rounded(height),
        rounded(top + 8.0),
        rounded(right),
        rounded(bottom - 8.0),
        accent.lettering(),
    )
    .unwrap_or_default();
    let first = middle - leading * (lines - 1.0) / 2.0 + block.size * CAPITALS / 2.0;
    let mut base = first;
    let mut path = String::new();
    for line in &block.lines {
        path.push_str(&line.straight(300.0 - line.width * block.size / 2.0, base, block.size));
        base += leading;
    }
    write!(svg, "<path d=\"{path}\" fill=\"{}\"/>", accent.lettering()).unwrap_or_default();
}

/// A text as XML.
fn escaped(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_control() && !matches!(letter, '\u{fffe}' | '\u{ffff}'))
        .map(|letter| match letter {
            '<' => "&lt;".to_owned(),
            '>' => "&gt;".to_owned(),
            '&' => "&amp;".to_owned(),
            other => other.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(title: &str, issuer: &str) -> String {
        medal(title, issuer, Palette::of(title))
    }

    #[test]
    fn the_same_words_and_colors_give_the_same_picture() {
        let picture = drawn("Checking for Understanding", "Riverside");
        assert_eq!(picture, drawn("Checking for Understanding", "Riverside"));
        assert_ne!(picture, drawn("Checking for Understanding", "Maple Ridge"));
        let brand = Palette::new(Color::INK, Color::WHITE).unwrap();
        assert_ne!(picture, medal("Checking for Understanding", "Riverside", brand));
    }

    #[test]
    fn every_medal_is_an_svg_that_an_upload_could_be() {
        let long = "Wor".repeat(400);
        for title in
            ["A", "", " ", "日本語", "</title><script>alert(1)</script>", "a\u{0}b&<>\"'", long.as_str()]
        {
            for issuer in ["Lake", "", "العربية", long.as_str()] {
                let svg = drawn(title, issuer);
                let checked = crate::upload::check(svg.as_bytes());
                assert!(checked.is_ok(), "{title:?} {issuer:?}: {checked:?}");
            }
        }
    }

    #[test]
    fn a_title_that_cannot_be_lettered_leaves_the_ribbon_away() {
        assert!(drawn("Feedback", "Lake").contains("<rect"));
        assert!(!drawn("日本語", "Lake").contains("<rect"));
    }
}
