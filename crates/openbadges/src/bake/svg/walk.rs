//! Going through an SVG once, event by event, and noting what baking needs to know.

use std::collections::HashSet;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, QName, ResolveResult};
use quick_xml::{NsReader, XmlVersion};

use super::{NAMESPACE, NAMESPACE_2};
use crate::bake::{BakeError, Generation};

/// How deeply elements may lie in each other.
const MOST_DEPTH: usize = 1024;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// An SVG and where things are in it. Offsets count the bytes of `text`.
pub(super) struct Picture<'a> {
    pub(super) text: &'a str,
    pub(super) root: Root,
    /// The credentials of either generation, in their order.
    pub(super) found: Vec<Found>,
}

/// The opening tag of `svg`.
pub(super) struct Root {
    /// Where its `>` or `/>` is.
    pub(super) tag_ends: usize,
    /// What comes after it.
    pub(super) content_begins: usize,
    /// Its name, when it is closed at once (`<svg/>`).
    pub(super) closed_at_once: Option<String>,
    /// What it binds the prefix `openbadges` to.
    pub(super) prefix: Option<String>,
}

/// A credential that is in the image.
pub(super) struct Found {
    pub(super) generation: Generation,
    pub(super) begins: usize,
    pub(super) ends: usize,
    verify: Option<String>,
    body: String,
    /// An entity in the body that only a document type could explain.
    unknown: Option<String>,
    depth: usize,
}

impl Found {
    /// The credential: a JWS in `verify`, else the body; for Open Badges 2.0 `verify` may also hold the address of a
    /// hosted assertion, which counts when there is no body.
    pub(super) fn text(&self) -> Result<&str, BakeError> {
        let verify = self.verify.as_deref().map(str::trim).filter(|verify| !verify.is_empty());
        let is_address = verify.is_some_and(|verify| verify.contains(':'));
        if let Some(verify) = verify
            && (!is_address || self.body.trim().is_empty())
        {
            return Ok(verify);
        }
        match &self.unknown {
            Some(name) => Err(BakeError::Text { problem: format!("the entity `&{name};` is not expanded") }),
            None => Ok(&self.body),
        }
    }
}

impl<'a> Picture<'a> {
    pub(super) fn read(text: &'a str) -> Result<Self, BakeError> {
        let body = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        let reader = NsReader::from_str(body);
        let mut walk =
            Walk { reader, skipped: text.len() - body.len(), depth: 0, root: None, found: Vec::new() };
        while walk.step()? {}
        if walk.depth > 0 {
            return Err(walk.wrong("the image is cut off: not every element is closed"));
        }
        let Some(root) = walk.root else {
            return Err(walk.wrong("there is no element in it"));
        };
        Ok(Self { text, root, found: walk.found })
    }
}

struct Walk<'a> {
    reader: NsReader<&'a [u8]>,
    skipped: usize,
    depth: usize,
    root: Option<Root>,
    found: Vec<Found>,
}

impl Walk<'_> {
    /// Reads one event; `false` at the end.
    fn step(&mut self) -> Result<bool, BakeError> {
        let begins = self.position();
        let event = self.reader.read_event().map_err(|error| BakeError::Xml {
            offset: usize::try_from(self.reader.error_position()).unwrap_or(0) + self.skipped,
            problem: error.to_string(),
        })?;
        match event {
            Event::Eof => return Ok(false),
            Event::Start(tag) => {
                self.open(&tag, begins, false)?;
                self.depth += 1;
            }
            Event::Empty(tag) => {
                self.open(&tag, begins, true)?;
                self.close();
            }
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                self.close();
            }
            Event::Text(text) => self.text(&text.into_inner())?,
            Event::CData(text) => self.text(&text.into_inner())?,
            Event::GeneralRef(entity) => self.entity(&entity)?,
            Event::Decl(declaration) => self.encoding(&declaration)?,
            // A document type is passed over: nothing that it declares has an effect.
            Event::Comment(_) | Event::PI(_) | Event::DocType(_) => {}
        }
        Ok(true)
    }

    fn open(&mut self, tag: &BytesStart<'_>, begins: usize, at_once: bool) -> Result<(), BakeError> {
        let mut names = HashSet::new();
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| self.wrong(error.to_string()))?;
            if !names.insert(attribute.key.0) {
                return Err(self.wrong(format!("the attribute `{}` is there twice", attribute.key.0)));
            }
        }
        if self.depth >= MOST_DEPTH {
            return Err(self.wrong(format!("there are more than {MOST_DEPTH} levels of elements")));
        }
        if self.depth == 0 {
            return self.begin(tag, at_once);
        }
        let inside = self.inside().is_some();
        if let Some(generation) = self.generation(tag.name())
            && !inside
        {
            let verify = attribute(tag, "verify").map_err(|error| self.wrong(error.to_string()))?;
            self.found.push(Found {
                generation,
                begins,
                ends: 0,
                verify,
                body: String::new(),
                unknown: None,
                depth: self.depth,
            });
        }
        Ok(())
    }

    /// The outermost element.
    fn begin(&mut self, tag: &BytesStart<'_>, at_once: bool) -> Result<(), BakeError> {
        let name = tag.name().0.to_owned();
        if self.root.is_some() {
            return Err(self.wrong(format!("`{name}` comes after the end of the image")));
        }
        if tag.local_name().as_ref() != "svg" {
            return Err(BakeError::NotSvg { found: name });
        }
        let content_begins = self.position();
        self.root = Some(Root {
            tag_ends: content_begins.saturating_sub(if at_once { 2 } else { 1 }),
            content_begins,
            closed_at_once: at_once.then_some(name),
            prefix: attribute(tag, "xmlns:openbadges").map_err(|error| self.wrong(error.to_string()))?,
        });
        Ok(())
    }

    /// An element ended; perhaps it was a credential.
    fn close(&mut self) {
        let (ends, depth) = (self.position(), self.depth);
        if let Some(found) = self.inside().filter(|found| found.depth == depth) {
            found.ends = ends;
        }
    }

    /// The credential that is being read at this depth or around it.
    fn inside(&mut self) -> Option<&mut Found> {
        let depth = self.depth;
        self.found.last_mut().filter(|found| found.ends == 0 && found.depth <= depth)
    }

    fn generation(&self, name: QName<'_>) -> Option<Generation> {
        let (ResolveResult::Bound(Namespace(namespace)), local) =
            self.reader.resolver().resolve_element(name)
        else {
            return None;
        };
        match (namespace, local.as_ref()) {
            (NAMESPACE, "credential") => Some(Generation::OpenBadges3),
            (NAMESPACE_2, "assertion") => Some(Generation::OpenBadges2),
            _ => None,
        }
    }

    fn text(&mut self, text: &str) -> Result<(), BakeError> {
        if self.depth == 0 && !text.trim().is_empty() {
            return Err(self.wrong("there is text outside of the image"));
        }
        if let Some(found) = self.inside() {
            found.body.push_str(text);
        }
        Ok(())
    }

    fn entity(&mut self, entity: &BytesRef<'_>) -> Result<(), BakeError> {
        let character = entity.resolve_char_ref().map_err(|error| self.wrong(error.to_string()))?;
        let name: &str = entity;
        let Some(found) = self.inside() else { return Ok(()) };
        match (character, resolve_predefined_entity(name)) {
            (Some(character), _) => found.body.push(character),
            (None, Some(text)) => found.body.push_str(text),
            (None, None) => found.unknown = Some(name.to_owned()),
        }
        Ok(())
    }

    fn encoding(&self, declaration: &BytesDecl<'_>) -> Result<(), BakeError> {
        let Some(encoding) = declaration.encoding() else { return Ok(()) };
        let encoding = encoding.map_err(|error| self.wrong(error.to_string()))?;
        if encoding.eq_ignore_ascii_case("utf-8") || encoding.eq_ignore_ascii_case("utf8") {
            return Ok(());
        }
        Err(BakeError::NotUtf8 { problem: format!("it says that it is {encoding}") })
    }

    /// How many bytes of the text have been read.
    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX).saturating_add(self.skipped)
    }

    fn wrong(&self, problem: impl Into<String>) -> BakeError {
        BakeError::Xml { offset: self.position(), problem: problem.into() }
    }
}

/// The value of an attribute without a prefix of its own.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, quick_xml::Error> {
    let Some(attribute) = tag.attributes().with_checks(false).flatten().find(|found| found.key.0 == name)
    else {
        return Ok(None);
    };
    Ok(Some(attribute.normalized_value(XmlVersion::Explicit1_0)?.into_owned()))
}
