//! Whether an SVG only draws, and how much there is to read in it.
//!
//! This is the first of two looks, at the text: it lets through what is on a list, and bounds what reading it costs the
//! renderer. The second is at what was read ([`crate::cost`]).

mod names;
mod outline;
mod references;
mod scale;
mod sheet;
mod values;

use std::collections::HashSet;

use quick_xml::NsReader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};

use self::references::{MOST_STOPS, Place, References};
use self::sheet::Sheets;
use super::UploadError;

/// The most elements.
const MOST_ELEMENTS: usize = 5_000;

/// The most levels of elements.
const MOST_DEPTH: usize = 32;

/// The most attributes of an element.
const MOST_ATTRIBUTES: usize = 60;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";
const HTML: &str = "http://www.w3.org/1999/xhtml";

/// What drawing programs note for themselves; no viewer does anything with it.
const NOTES: [&str; 5] = [
    "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
    "http://www.inkscape.org/namespaces/inkscape",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://creativecommons.org/ns#",
    "http://purl.org/dc/elements/1.1/",
];

const ACTIVE: &str = "a badge must be a still image; save it as plain SVG";
const FOREIGN: &str = "an image may refer only to its own parts";
const LETTERS: &str = "turn letters into paths, so that they look the same everywhere";
const EMBEDDED: &str = "upload the image itself as a PNG";
const REPEATED: &str = "draw each copy, or upload the image as a PNG";
const PLAIN: &str = "save it as plain SVG, or upload the image as a PNG";

/// Reads the whole image; an error names the first thing that is not taken.
pub(super) fn check(text: &str) -> Result<(), UploadError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut walk = Walk::new(text);
    while walk.step()? {}
    if walk.elements == 0 || !walk.open.is_empty() {
        return Err(unreadable(&"it is truncated"));
    }
    walk.sheets.check(walk.elements)?;
    walk.references.check(&walk.sheets)
}

/// An element that is open.
#[derive(Clone, Default)]
struct Open {
    /// How much larger its content is drawn than its coordinates say.
    scale: f64,
    /// The clip path that it is or that it is in.
    clip: Option<String>,
    /// Whether it is a gradient, whose children are stops.
    gradient: bool,
    children: u32,
}

struct Walk<'a> {
    reader: NsReader<&'a [u8]>,
    elements: usize,
    segments: f64,
    open: Vec<Open>,
    /// The text of the style sheet that is being read.
    style: Option<String>,
    sheets: Sheets,
    references: References,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            reader: NsReader::from_str(text),
            elements: 0,
            segments: 0.0,
            open: Vec::new(),
            style: None,
            sheets: Sheets::default(),
            references: References::default(),
        }
    }

    fn step(&mut self) -> Result<bool, UploadError> {
        match self.reader.read_event().map_err(|error| unreadable(&error))? {
            Event::Eof => return Ok(false),
            Event::Start(tag) => {
                let open = self.element(&tag)?;
                self.open.push(open);
                if self.open.len() > MOST_DEPTH {
                    return Err(UploadError::TooComplex { what: "levels of elements", limit: MOST_DEPTH });
                }
            }
            Event::Empty(tag) => {
                self.element(&tag)?;
                self.style = None;
            }
            Event::End(_) => {
                self.open.pop();
                if let Some(style) = self.style.take() {
                    self.sheets.read(&style)?;
                }
            }
            Event::Text(text) => self.text(&text),
            Event::CData(text) => self.text(&text),
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(_)) if self.style.is_none() => {}
                Ok(None)
                    if matches!(&*name, "lt" | "gt" | "amp" | "quot" | "apos") && self.style.is_none() => {}
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
            Event::Comment(_) if self.style.is_some() => {
                return Err(forbidden("a comment in the style sheet".to_owned(), ACTIVE));
            }
            Event::Comment(_) | Event::DocType(_) => {}
        }
        Ok(true)
    }

    fn text(&mut self, text: &str) {
        if let Some(style) = &mut self.style {
            style.push_str(text);
        }
    }

    /// Checks an element, and says what it is for those inside of it.
    fn element(&mut self, tag: &BytesStart<'_>) -> Result<Open, UploadError> {
        self.elements += 1;
        if self.elements > MOST_ELEMENTS {
            return Err(UploadError::TooComplex { what: "elements", limit: MOST_ELEMENTS });
        }
        let (namespace, local) = self.reader.resolver().resolve_element(tag.name());
        let local = local.as_ref();
        let ResolveResult::Bound(Namespace(namespace)) = namespace else {
            return Err(forbidden(format!("the element `{}` outside of SVG", tag.name().0), ACTIVE));
        };
        if self.open.is_empty() && (namespace, local, self.elements) != (SVG, "svg", 1) {
            return Err(UploadError::Unknown);
        }
        let nested = local == "svg" && !self.open.is_empty();
        let draws = namespace == SVG;
        if draws && (!names::ELEMENTS.contains(&local) || nested) || !draws && !NOTES.contains(&namespace) {
            return Err(forbidden(format!("the element `{local}`"), advice(local)));
        }
        if self.style.is_some() {
            return Err(forbidden("an element in a style sheet".to_owned(), ACTIVE));
        }
        let attributes = self.attributes(tag, draws)?;
        self.style = (draws && local == "style").then(String::new);
        if draws { self.drawn(local, &attributes) } else { Ok(self.open.last().cloned().unwrap_or_default()) }
    }

    /// Checks the attributes, and gives those that say what is drawn, by their names.
    fn attributes(&self, tag: &BytesStart<'_>, draws: bool) -> Result<Attributes, UploadError> {
        let mut all = HashSet::new();
        let mut drawing = Vec::new();
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| unreadable(&error))?;
            let name = attribute.key.0;
            if !all.insert(name) {
                return Err(unreadable(&format!("duplicate attribute `{name}`")));
            }
            if all.len() > MOST_ATTRIBUTES {
                let what = "attributes of an element";
                return Err(UploadError::TooComplex { what, limit: MOST_ATTRIBUTES });
            }
            let value =
                attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|error| unreadable(&error))?;
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let (namespace, local) = self.reader.resolver().resolve_attribute(attribute.key);
            let namespace = match namespace {
                ResolveResult::Unbound => None,
                ResolveResult::Bound(Namespace(namespace)) => Some(namespace),
                // `xml`, which needs no declaration.
                ResolveResult::Unknown(_) if name.starts_with("xml:") => Some(XML),
                ResolveResult::Unknown(_) => return Err(unreadable(&format!("`{name}` has no namespace"))),
            };
            if harmless(namespace, local.as_ref(), name, &value)? {
                continue;
            }
            if draws && check_attribute(namespace, local.as_ref(), name, &value)? {
                drawing.push((local.as_ref().to_owned(), value.into_owned()));
            }
        }
        Ok(Attributes(drawing))
    }

    /// Counts what an element draws.
    fn drawn(&mut self, element: &str, attributes: &Attributes) -> Result<Open, UploadError> {
        let root = self.open.is_empty();
        let parent = self.open.last_mut();
        let mut open = Open { scale: 1.0, ..Open::default() };
        if let Some(parent) = parent {
            parent.children += 1;
            if parent.gradient && parent.children > MOST_STOPS {
                return Err(UploadError::TooMuch { what: "stops of a gradient", limit: MOST_STOPS });
            }
            open = Open { gradient: false, children: 0, ..parent.clone() };
        }
        if root {
            let [view, width, height] = ["viewBox", "width", "height"].map(|name| attributes.get(name));
            open.scale = scale::of_picture(view, width, height)?;
        }
        open.scale = scale::inside(open.scale, attributes.get("transform"))?;
        open.gradient = matches!(element, "linearGradient" | "radialGradient");
        let id = attributes.get("id").unwrap_or_default();
        if open.gradient
            && let Some(href) = attributes.get("href")
        {
            self.references.gradients.insert(id.to_owned(), values::target(href).to_owned());
        }
        if element == "clipPath" {
            open.clip = Some(id.to_owned());
        }
        let mut segments = outline::shape(element);
        for name in ["d", "points"] {
            if let Some(value) = attributes.get(name) {
                segments += outline::segments(name, value, open.scale)?;
            }
        }
        outline::add(&mut self.segments, segments)?;
        if let Some(clip) = &open.clip {
            *self.references.clips.entry(clip.clone()).or_default() += segments;
        }
        self.references.places.push(Place {
            element: element.to_owned(),
            id: id.to_owned(),
            class: attributes.get("class").unwrap_or_default().to_owned(),
            clips: attributes.clips(),
            in_clip: open.clip.is_some(),
        });
        Ok(open)
    }
}

/// The attributes of an element that say what is drawn.
struct Attributes(Vec<(String, String)>);

impl Attributes {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The clip paths that are named here, in an attribute or in a style.
    fn clips(&self) -> Vec<String> {
        let style = values::declarations(self.get("style").unwrap_or_default());
        let in_style = style.filter(|(name, _)| *name == "clip-path").map(|(_, value)| value);
        let named = self.get("clip-path").into_iter().chain(in_style).filter(|value| *value != "none");
        named.map(|value| values::target(value).to_owned()).collect()
    }
}

/// Refuses what does something or refers to something else, on whichever element; whether it is a note that nothing is
/// done with.
fn harmless(namespace: Option<&str>, local: &str, name: &str, value: &str) -> Result<bool, UploadError> {
    let what = || format!("the attribute `{name}`");
    let lower = local.to_ascii_lowercase();
    if lower.starts_with("on") {
        return Err(forbidden(what(), ACTIVE));
    }
    if namespace.is_some_and(|namespace| NOTES.contains(&namespace)) {
        return Ok(true);
    }
    let refers = matches!(lower.as_str(), "href" | "src" | "base" | "from" | "to" | "values");
    if refers && !value.starts_with('#') {
        return Err(forbidden(what(), FOREIGN));
    }
    values::no_address(&what(), value)?;
    Ok(namespace.is_some_and(|namespace| ![SVG, XLINK, XML, HTML].contains(&namespace)))
}

/// Checks an attribute of an element that draws; whether it says what is drawn.
fn check_attribute(
    namespace: Option<&str>,
    local: &str,
    name: &str,
    value: &str,
) -> Result<bool, UploadError> {
    let taken = match namespace {
        None => names::is_attribute(local, value),
        Some(XLINK) => matches!(local, "href" | "type" | "title" | "show" | "actuate"),
        Some(XML) => matches!(local, "space" | "lang" | "id"),
        Some(_) => false,
    };
    if !taken {
        return Err(forbidden(format!("the attribute `{name}`"), PLAIN));
    }
    values::attribute(local, value)?;
    Ok(namespace != Some(XML))
}

fn advice(element: &str) -> &'static str {
    match element {
        "text" | "tspan" | "textPath" => LETTERS,
        "image" | "feImage" => EMBEDDED,
        "use" | "symbol" | "pattern" | "marker" | "filter" | "mask" | "svg" => REPEATED,
        _ => ACTIVE,
    }
}

fn forbidden(what: String, advice: &'static str) -> UploadError {
    UploadError::Forbidden { what, advice }
}

fn unreadable(problem: &impl ToString) -> UploadError {
    UploadError::Svg { problem: problem.to_string() }
}
