//! Whether an SVG only draws.

use std::collections::HashSet;

use quick_xml::NsReader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};

use super::UploadError;

/// The most elements.
const MOST_ELEMENTS: usize = 5_000;

/// The most levels of elements.
const MOST_DEPTH: usize = 64;

const SVG: &str = "http://www.w3.org/2000/svg";

/// Elements that draw, and those that they need for it. What multiplies work (`use`, `pattern`, `marker`, `filter`,
/// `mask`) is not among them, nor what looks different everywhere (`text`).
const ELEMENTS: [&str; 20] = [
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "defs",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "title",
    "desc",
    "metadata",
    "style",
    "switch",
    "view",
];

/// What drawing programs note for themselves; no viewer does anything with it.
const NOTES: [&str; 5] = [
    "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
    "http://www.inkscape.org/namespaces/inkscape",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://creativecommons.org/ns#",
    "http://purl.org/dc/elements/1.1/",
];

const ACTIVE: &str = "a badge is a still picture; save it as plain SVG";
const FOREIGN: &str = "a picture may refer only to parts of itself";
const LETTERS: &str = "turn letters into paths, so that they look the same everywhere";
const EMBEDDED: &str = "upload the picture itself as a PNG";
const REPEATED: &str = "draw it out, or upload the picture as a PNG";

/// Reads the whole image; an error names the first thing that is not taken.
pub(super) fn check(text: &str) -> Result<(), UploadError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut walk = Walk { reader: NsReader::from_str(text), elements: 0, depth: 0, styles: false };
    while walk.step()? {}
    match (walk.depth, walk.elements) {
        (0, 1..) => Ok(()),
        _ => Err(unreadable(&"it is cut off")),
    }
}

struct Walk<'a> {
    reader: NsReader<&'a [u8]>,
    elements: usize,
    depth: usize,
    /// Whether text is a style sheet.
    styles: bool,
}

impl Walk<'_> {
    fn step(&mut self) -> Result<bool, UploadError> {
        match self.reader.read_event().map_err(|error| unreadable(&error))? {
            Event::Eof => return Ok(false),
            Event::Start(tag) => {
                self.element(&tag)?;
                self.depth += 1;
                if self.depth > MOST_DEPTH {
                    return Err(UploadError::TooComplex { what: "levels of elements", limit: MOST_DEPTH });
                }
            }
            Event::Empty(tag) => {
                self.element(&tag)?;
                self.styles = false;
            }
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                self.styles = false;
            }
            Event::Text(text) if self.styles => style("the style sheet", &text)?,
            Event::CData(text) if self.styles => style("the style sheet", &text)?,
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(_)) if !self.styles => {}
                Ok(None) if matches!(&*name, "lt" | "gt" | "amp" | "quot" | "apos") && !self.styles => {}
                _ => return Err(forbidden(format!("the entity `{}`", &*name), ACTIVE)),
            },
            Event::DocType(declared) if declared.contains('[') => {
                return Err(forbidden("declarations of entities".to_owned(), ACTIVE));
            }
            Event::PI(_) => return Err(forbidden("a processing instruction".to_owned(), FOREIGN)),
            Event::Decl(declaration) => {
                let encoding = declaration.encoding().transpose().map_err(|error| unreadable(&error))?;
                if encoding.is_some_and(|name| !name.eq_ignore_ascii_case("utf-8")) {
                    return Err(unreadable(&"it is not UTF-8"));
                }
            }
            Event::Text(_) | Event::CData(_) | Event::Comment(_) | Event::DocType(_) => {}
        }
        Ok(true)
    }

    fn element(&mut self, tag: &BytesStart<'_>) -> Result<(), UploadError> {
        self.elements += 1;
        if self.elements > MOST_ELEMENTS {
            return Err(UploadError::TooComplex { what: "elements", limit: MOST_ELEMENTS });
        }
        let (namespace, local) = self.reader.resolver().resolve_element(tag.name());
        let local = local.as_ref();
        let ResolveResult::Bound(Namespace(namespace)) = namespace else {
            return Err(forbidden(format!("the element `{}` outside of SVG", tag.name().0), ACTIVE));
        };
        if self.depth == 0 && (namespace, local, self.elements) != (SVG, "svg", 1) {
            return Err(UploadError::Unknown);
        }
        if namespace == SVG && !ELEMENTS.contains(&local) || namespace != SVG && !NOTES.contains(&namespace) {
            let advice = match local {
                "text" | "tspan" | "textPath" => LETTERS,
                "image" | "feImage" => EMBEDDED,
                "use" | "symbol" | "pattern" | "marker" | "filter" | "mask" => REPEATED,
                _ => ACTIVE,
            };
            return Err(forbidden(format!("the element `{local}`"), advice));
        }
        self.styles = namespace == SVG && local == "style";
        attributes(tag)
    }
}

fn attributes(tag: &BytesStart<'_>) -> Result<(), UploadError> {
    let mut names = HashSet::new();
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| unreadable(&error))?;
        let name = attribute.key.0;
        if !names.insert(name) {
            return Err(unreadable(&format!("the attribute `{name}` is there twice")));
        }
        let value =
            attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|error| unreadable(&error))?;
        let local = attribute.key.local_name();
        let local = local.as_ref().to_ascii_lowercase();
        let what = || format!("the attribute `{name}`");
        if local.starts_with("on") {
            return Err(forbidden(what(), ACTIVE));
        }
        if name.starts_with("xmlns") || name.starts_with("inkscape:") || name.starts_with("sodipodi:") {
            continue;
        }
        let refers = matches!(local.as_str(), "href" | "src" | "base" | "from" | "to" | "values");
        if refers && !value.starts_with('#') {
            return Err(forbidden(what(), FOREIGN));
        }
        style(&what(), &value)?;
    }
    Ok(())
}

/// Whether a text can stand where style sheets are read: no rules that load, no address but of a part of the image, and
/// no escapes that could hide one.
fn style(place: &str, text: &str) -> Result<(), UploadError> {
    let lower = text.to_ascii_lowercase();
    let loads = lower.match_indices("url(").any(|(at, found)| {
        let address = lower.get(at + found.len()..).unwrap_or_default();
        !address.trim_start().trim_start_matches(['"', '\'']).starts_with('#')
    });
    if loads || lower.contains("://") || lower.contains("data:") || lower.contains("javascript:") {
        return Err(forbidden(format!("an address in {place}"), FOREIGN));
    }
    if lower.contains(['\\', '@']) || lower.contains("expression(") || lower.contains("/*") {
        return Err(forbidden(format!("rules, comments or escapes in {place}"), ACTIVE));
    }
    Ok(())
}

fn forbidden(what: String, advice: &'static str) -> UploadError {
    UploadError::Forbidden { what, advice }
}

fn unreadable(problem: &impl ToString) -> UploadError {
    UploadError::Svg { problem: problem.to_string() }
}
