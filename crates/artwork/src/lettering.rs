//! Letters as outlines.

use std::fmt::Write;
use std::sync::LazyLock;

use ttf_parser::gpos::{PairAdjustment, PositioningSubtable};
use ttf_parser::{Face, GlyphId, OutlineBuilder, Tag};

/// The font; `None` never, since it is compiled in.
static FACE: LazyLock<Option<Face<'static>>> = LazyLock::new(|| Face::parse(notosans::BOLD_TTF, 0).ok());

/// The scripts whose letters stand side by side as they come: Latin, Greek, Cyrillic, and their signs.
const BLOCKS: [(char, char); 8] = [
    ('\u{20}', '\u{24f}'),
    ('\u{2b0}', '\u{2ff}'),
    ('\u{370}', '\u{52f}'),
    ('\u{1e00}', '\u{1fff}'),
    ('\u{2010}', '\u{205e}'),
    ('\u{2070}', '\u{209f}'),
    ('\u{20a0}', '\u{20cf}'),
    ('\u{2100}', '\u{214f}'),
];

/// Whether every letter can be drawn. Of other scripts a part of the letters would be missing or stand wrong.
pub(crate) fn covers(text: &str) -> bool {
    let Some(face) = &*FACE else { return false };
    text.chars().all(|letter| {
        letter.is_whitespace()
            || BLOCKS.iter().any(|(from, to)| (*from..=*to).contains(&letter))
                && face.glyph_index(letter).is_some()
    })
}

/// A line of letters. Lengths are in parts of the font size.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    letters: Vec<Letter>,
    pub(crate) width: f32,
}

#[derive(Clone, Copy, Debug)]
struct Letter {
    glyph: GlyphId,
    from: f32,
    advance: f32,
}

/// The height of capital letters, in parts of the font size.
pub(crate) const CAPITALS: f32 = 0.714;

impl Line {
    /// Sets a line; `tracking` is added between letters.
    pub(crate) fn of(text: &str, tracking: f32) -> Self {
        let Some(face) = &*FACE else { return Self::default() };
        let units = f32::from(face.units_per_em());
        let mut letters: Vec<Letter> = Vec::new();
        let mut width = 0.0;
        for letter in text.chars() {
            let Some(glyph) = face.glyph_index(letter) else { continue };
            if let Some(before) = letters.last() {
                width += kerning(face, before.glyph, glyph) / units + tracking;
            }
            let advance = f32::from(face.glyph_hor_advance(glyph).unwrap_or_default()) / units;
            letters.push(Letter { glyph, from: width, advance });
            width += advance;
        }
        Self { letters, width }
    }

    /// As much of a line as fits into a width, with an ellipsis.
    pub(crate) fn cut(text: &str, tracking: f32, width: f32) -> Self {
        let mut line = Self::of(text, tracking);
        let ellipsis = Self::of("…", tracking);
        let room = width - ellipsis.width - tracking;
        let count = line.letters.iter().take_while(|letter| letter.from + letter.advance <= room).count();
        line.letters.truncate(count);
        line.width = line.letters.last().map_or(0.0, |letter| letter.from + letter.advance + tracking);
        for letter in ellipsis.letters {
            line.letters.push(Letter { from: line.width + letter.from, ..letter });
        }
        line.width += ellipsis.width;
        line
    }

    /// The outlines of a straight line that begins at `x` on the base line `y`.
    pub(crate) fn straight(&self, x: f32, y: f32, size: f32) -> String {
        self.outlines(size, |letter| Place { x: x + letter.from * size, y, turned: (0.0, 1.0) })
    }

    /// The outlines of a line on the upper half of a circle, its middle on top.
    pub(crate) fn arched(&self, (x, y): (f32, f32), radius: f32, size: f32) -> String {
        self.outlines(size, |letter| {
            let middle = (letter.from + letter.advance / 2.0 - self.width / 2.0) * size;
            let turned = (middle / radius).sin_cos();
            let back = letter.advance / 2.0 * size;
            Place {
                x: x + radius * turned.0 - back * turned.1,
                y: y - radius * turned.1 - back * turned.0,
                turned,
            }
        })
    }

    fn outlines(&self, size: f32, place: impl Fn(&Letter) -> Place) -> String {
        let Some(face) = &*FACE else { return String::new() };
        let scale = size / f32::from(face.units_per_em());
        let mut pen = Pen { path: String::new(), place: Place::default(), scale };
        for letter in &self.letters {
            pen.place = place(letter);
            face.outline_glyph(letter.glyph, &mut pen);
        }
        pen.path
    }
}

/// Where a letter stands, and how it is turned.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    x: f32,
    y: f32,
    /// Sine and cosine of the angle.
    turned: (f32, f32),
}

/// Writes outlines as the path of an SVG.
struct Pen {
    path: String,
    place: Place,
    scale: f32,
}

impl Pen {
    fn write(&mut self, command: char, points: &[(f32, f32)]) {
        self.path.push(command);
        for (number, (x, y)) in points.iter().enumerate() {
            let (x, y) = (x * self.scale, -y * self.scale);
            let Place { x: left, y: top, turned: (sin, cos) } = self.place;
            let (x, y) = (left + x * cos - y * sin, top + x * sin + y * cos);
            let space = if number == 0 { "" } else { " " };
            // A hundredth of a pixel: less would show, more would be noise that differs between machines.
            write!(self.path, "{space}{} {}", rounded(x), rounded(y)).unwrap_or_default();
        }
    }
}

/// A number with at most two decimals.
pub(crate) fn rounded(number: f32) -> String {
    let text = format!("{number:.2}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.write('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.write('L', &[(x, y)]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.write('Q', &[(x1, y1), (x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.write('C', &[(x1, y1), (x2, y2), (x, y)]);
    }

    fn close(&mut self) {
        self.path.push('Z');
    }
}

/// How much nearer (negative) two letters stand than their widths say, in units of the font.
fn kerning(face: &Face<'_>, left: GlyphId, right: GlyphId) -> f32 {
    let Some(table) = face.tables().gpos else { return 0.0 };
    let kern = Tag::from_bytes(b"kern");
    let lookups = table.features.into_iter().filter(|feature| feature.tag == kern);
    for index in lookups.flat_map(|feature| feature.lookup_indices) {
        let Some(lookup) = table.lookups.get(index) else { continue };
        for subtable in lookup.subtables.into_iter::<PositioningSubtable<'_>>() {
            if let PositioningSubtable::Pair(pairs) = subtable
                && let Some(space) = space(&pairs, left, right)
            {
                return f32::from(space);
            }
        }
    }
    0.0
}

fn space(pairs: &PairAdjustment<'_>, left: GlyphId, right: GlyphId) -> Option<i16> {
    let index = pairs.coverage().get(left)?;
    match pairs {
        PairAdjustment::Format1 { sets, .. } => Some(sets.get(index)?.get(right)?.0.x_advance),
        PairAdjustment::Format2 { classes, matrix, .. } => {
            let record = matrix.get((classes.0.get(left), classes.1.get(right)))?.0;
            Some(record.x_advance)
        }
    }
}

/// A text in lines that fit, and the font size at which they do.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) lines: Vec<Line>,
    pub(crate) size: f32,
}

impl Block {
    /// The text as large as it fits: the first of the sizes, largest first, with which it takes no more than its number
    /// of lines of that width. At the last size a text that is still too long ends with an ellipsis.
    pub(crate) fn fitted(text: &str, width: f32, sizes: &[(f32, usize)]) -> Self {
        for (size, most) in sizes {
            if let Some(lines) = wrapped(text, width / size, *most) {
                return Self { lines: balanced(text, &lines, *most), size: *size };
            }
        }
        let (size, most) = sizes.last().copied().unwrap_or((width / 10.0, 1));
        let words: Vec<&str> = text.split_whitespace().collect();
        let shorter = (1..=words.len()).rev().find_map(|count| {
            let start = words.get(..count)?.join(" ");
            wrapped(&format!("{start} …"), width / size, most)
        });
        let set = |lines: Vec<String>| lines.iter().map(|line| Line::of(line, 0.0)).collect();
        let lines = shorter.map_or_else(|| vec![Line::cut(text, 0.0, width / size)], set);
        Self { lines, size }
    }
}

/// The words of the text in as few lines as possible; `None` when that is more than `most`, or one word is too long.
fn wrapped(text: &str, width: f32, most: usize) -> Option<Vec<String>> {
    let space = Line::of(" ", 0.0).width;
    let mut lines: Vec<(String, f32)> = Vec::new();
    for word in text.split_whitespace() {
        let own = Line::of(word, 0.0).width;
        if own > width || lines.len() > most {
            return None;
        }
        match lines.last_mut() {
            Some((line, taken)) if *taken + space + own <= width => {
                line.push(' ');
                line.push_str(word);
                *taken += space + own;
            }
            _ => lines.push((word.to_owned(), own)),
        }
    }
    (lines.len() <= most).then(|| lines.into_iter().map(|(line, _)| line).collect())
}

/// The same number of lines, as even as they can be.
fn balanced(text: &str, lines: &[String], most: usize) -> Vec<Line> {
    let set = |lines: &[String]| -> Vec<Line> { lines.iter().map(|line| Line::of(line, 0.0)).collect() };
    let mut best = set(lines);
    loop {
        let widest = best.iter().map(|line| line.width).fold(0.0, f32::max);
        match wrapped(text, widest - 0.01, most) {
            Some(narrower) if narrower.len() == lines.len() => {
                let narrower = set(&narrower);
                if narrower.iter().all(|line| line.width < widest) {
                    best = narrower;
                    continue;
                }
                return best;
            }
            _ => return best,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_scripts_that_are_set_otherwise_are_not_covered() {
        assert!(covers("Größe, Ñandú: “Łódź” – Αθήνα, Киев №2 €"));
        for text in ["日本", "العربية", "हिन्दी", "Badge 🏅", "e\u{301}"] {
            assert!(!covers(text), "{text}");
        }
    }

    #[test]
    fn letters_are_kerned() {
        let apart = Line::of("A", 0.0).width + Line::of("V", 0.0).width;
        assert!(Line::of("AV", 0.0).width < apart - 0.01);
    }

    #[test]
    fn a_text_is_as_large_as_fits_and_its_lines_are_even() {
        let sizes = [(60.0, 1), (40.0, 2), (20.0, 3)];
        let short = Block::fitted("Short", 400.0, &sizes);
        assert_eq!((short.size.to_bits(), short.lines.len()), (60_f32.to_bits(), 1));
        let long = Block::fitted("One two three four five six", 440.0, &sizes);
        assert_eq!((long.size.to_bits(), long.lines.len()), (40_f32.to_bits(), 2));
        assert!(long.lines.iter().all(|line| line.width * 40.0 <= 440.0));
        let [first, second] = long.lines.as_slice() else { panic!("{long:?}") };
        assert!((first.width - second.width).abs() * 40.0 < 120.0);
    }

    #[test]
    fn a_text_that_fits_nowhere_ends_with_an_ellipsis() {
        for text in ["word ".repeat(200), "w".repeat(500)] {
            let block = Block::fitted(&text, 300.0, &[(40.0, 2), (20.0, 3)]);
            assert!(block.lines.len() <= 3);
            assert!(block.lines.iter().all(|line| line.width * 20.0 <= 300.0));
            let ellipsis = Line::of("…", 0.0).letters[0].glyph;
            assert_eq!(block.lines.last().unwrap().letters.last().unwrap().glyph, ellipsis);
        }
    }
}
