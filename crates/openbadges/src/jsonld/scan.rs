//! A first look at a document: is it within bounds, are its contexts known, does it use names that
//! look like keywords (which JSON-LD drops without an error)?

use json_ld::syntax::Keyword;
use serde_json::Value;

use super::Members;
use super::bundled::{self, Edition};
use super::definitions::Definitions;
use crate::CanonicalError;
use crate::json::pointer_segment;

/// Deeper documents would need a large stack; credentials have about fifteen levels.
const DEPTH: usize = 64;
/// Each value becomes at most a handful of quads.
const VALUES: usize = 20_000;
/// Each object with a type copies the active context several times.
const NODES: usize = 5_000;
/// Contexts in the document itself are processed for every document, and scoped ones for every node.
const INLINE_VALUES: usize = 500;
/// How many values a document with inline contexts may have besides.
const VALUES_WITH_INLINE: usize = 5_000;
/// `@context` entries within the document, such as those of endorsements.
const NESTED_CONTEXTS: usize = 200;

/// What was seen at the first look.
pub(super) struct Seen {
    /// The number of levels.
    pub(super) levels: usize,
    /// A text that looks like a keyword: if it is an identifier, it will have been dropped.
    pub(super) reserved: Option<String>,
    /// Whether there are members without a value.
    pub(super) nulls: bool,
}

/// Refuses what would be too much work or is known beforehand to fail.
pub(super) fn check(members: &Members<'_>) -> Result<Seen, CanonicalError> {
    let mut scan = Scan::default();
    if let Some(context) = members.context {
        scan.context(context, &Place::Root.member("@context"))?;
    }
    for (name, value) in &members.members {
        if matches!(*name, "@list" | "@set" | "@value") {
            let problem = format!("“{name}” stands where an object belongs");
            return Err(CanonicalError::NotJsonLd { problem });
        }
        scan.member(name, value, &Place::Root, 1)?;
    }
    if scan.inline_values > 0 && scan.values > VALUES_WITH_INLINE {
        return Err(too_much("values beside contexts of its own", VALUES_WITH_INLINE));
    }
    Ok(Seen { levels: scan.deepest, reserved: scan.reserved, nulls: scan.nulls })
}

#[derive(Default)]
struct Scan {
    values: usize,
    deepest: usize,
    nodes: usize,
    inline_values: usize,
    nested_contexts: usize,
    definitions: Definitions,
    reserved: Option<String>,
    nulls: bool,
}

impl Scan {
    fn value(&mut self, value: &Value, place: &Place<'_>, depth: usize) -> Result<(), CanonicalError> {
        self.values += 1;
        if self.values > VALUES {
            return Err(too_much("values", VALUES));
        }
        if depth > DEPTH {
            return Err(too_much("levels of nesting", DEPTH));
        }
        self.deepest = self.deepest.max(depth);
        match value {
            Value::String(text) if is_reserved(text) => {
                self.reserved.get_or_insert_with(|| text.clone());
                Ok(())
            }
            Value::Array(items) => items
                .iter()
                .enumerate()
                .try_for_each(|(index, item)| self.value(item, &place.item(index), depth + 1)),
            Value::Object(members) => {
                self.node()?;
                if ["@language", "@direction"].iter().any(|name| members.contains_key(*name))
                    && !members.contains_key("@value")
                {
                    let problem = format!("“{}” has a language but no text", place.pointer());
                    return Err(CanonicalError::NotJsonLd { problem });
                }
                members.iter().try_for_each(|(name, value)| self.member(name, value, place, depth + 1))
            }
            Value::Null => {
                self.nulls = true;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn member(
        &mut self,
        name: &str,
        value: &Value,
        parent: &Place<'_>,
        depth: usize,
    ) -> Result<(), CanonicalError> {
        let place = parent.member(name);
        if name == "@context" {
            self.nested_contexts += 1;
            if self.nested_contexts > NESTED_CONTEXTS {
                return Err(too_much("contexts within it", NESTED_CONTEXTS));
            }
            return self.context(value, &place);
        }
        if is_reserved(name) {
            return Err(CanonicalError::UndefinedMember { pointer: place.pointer() });
        }
        if matches!(name, "type" | "@type" | "id" | "@id")
            || self.definitions.identifiers.iter().any(|alias| alias == name)
        {
            self.identifiers(name, value, &place)?;
        }
        if let Some(problem) = misplaced_keyword(name) {
            let problem = format!("“{}” {problem}", place.pointer());
            return Err(CanonicalError::NotJsonLd { problem });
        }
        if name == "@list" {
            no_lists_of_arrays(value, &place)?;
        }
        if name == "@graph" {
            no_loose_scalars(value, &place)?;
        }
        self.value(value, &place, depth)
    }

    /// Types count as nodes, since each may bring a context of its own.
    fn identifiers(&mut self, name: &str, value: &Value, place: &Place<'_>) -> Result<(), CanonicalError> {
        for text in items(value).iter().filter_map(Value::as_str) {
            self.node()?;
            if is_reserved(text) {
                let (value, pointer) = (text.to_owned(), place.pointer());
                return Err(match name {
                    "type" | "@type" => CanonicalError::UndefinedType { value, pointer },
                    _ => CanonicalError::RelativeReference { value, pointer },
                });
            }
        }
        Ok(())
    }

    fn node(&mut self) -> Result<(), CanonicalError> {
        self.nodes += 1;
        if self.nodes > NODES { Err(too_much("objects and types", NODES)) } else { Ok(()) }
    }

    fn context(&mut self, context: &Value, place: &Place<'_>) -> Result<(), CanonicalError> {
        let entries = items(context);
        for (index, entry) in entries.iter().enumerate() {
            let place = if context.is_array() { &place.item(index) } else { place };
            match entry {
                Value::String(url) if bundled::context(url, Edition::Newest).is_none() => {
                    return Err(CanonicalError::UnknownContext {
                        url: url.clone(),
                        pointer: place.pointer(),
                    });
                }
                Value::String(_) | Value::Null => {}
                other => {
                    self.inline(other, 0)?;
                    self.definitions.add(other, &|| place.pointer())?;
                }
            }
            self.inline_budget(0)?;
        }
        Ok(())
    }

    fn inline(&mut self, value: &Value, depth: usize) -> Result<(), CanonicalError> {
        self.inline_budget(1)?;
        if depth > DEPTH {
            return Err(too_much("levels of nesting", DEPTH));
        }
        match value {
            Value::Array(items) => items.iter().try_for_each(|item| self.inline(item, depth + 1)),
            Value::Object(members) => members.values().try_for_each(|value| self.inline(value, depth + 1)),
            _ => Ok(()),
        }
    }

    fn inline_budget(&mut self, more: usize) -> Result<(), CanonicalError> {
        self.inline_values += more;
        if self.inline_values > INLINE_VALUES {
            return Err(too_much("values in contexts of its own", INLINE_VALUES));
        }
        Ok(())
    }
}

/// Keywords that have no place in an object, and are dropped there without a word; and those that others read in
/// another context.
fn misplaced_keyword(name: &str) -> Option<&'static str> {
    match name {
        "@id" | "@type" | "@value" | "@language" | "@direction" | "@index" | "@list" | "@reverse"
        | "@graph" | "@nest" => None,
        // API §5.1.2 changes the context within such an object. jsonld.js does not.
        "@set" => Some("is a set, which others read differently; use an array"),
        "@included" => Some("is read in another context by others"),
        name if Keyword::try_from(name).is_ok() => Some("would not be signed"),
        _ => None,
    }
}

/// Processors disagree on whether an array in a list is a list (by JSON-LD 1.1 API §5.1.2 it is not).
fn no_lists_of_arrays(value: &Value, place: &Place<'_>) -> Result<(), CanonicalError> {
    if value.as_array().is_some_and(|items| items.iter().any(Value::is_array)) {
        let problem = format!("the list “{}” holds an array", place.pointer());
        return Err(CanonicalError::NotJsonLd { problem });
    }
    Ok(())
}

/// A scalar directly in a graph says nothing about anything and is dropped.
fn no_loose_scalars(value: &Value, place: &Place<'_>) -> Result<(), CanonicalError> {
    if items(value).iter().all(Value::is_object) {
        Ok(())
    } else {
        Err(CanonicalError::NotJsonLd {
            problem: format!("“{}” holds more than objects", place.pointer())
        })
    }
}

/// `@` and letters, but no keyword: JSON-LD 1.1 reserves these and processors ignore them.
pub(super) fn is_reserved(name: &str) -> bool {
    name.strip_prefix('@')
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphabetic()))
        && Keyword::try_from(name).is_err()
}

pub(super) fn items(value: &Value) -> &[Value] {
    value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice)
}

fn too_much(what: &'static str, limit: usize) -> CanonicalError {
    CanonicalError::TooMuch { what, limit }
}

/// A place in a document; its pointer is only written when an error needs it.
enum Place<'a> {
    Root,
    Member(&'a Self, &'a str),
    Item(&'a Self, usize),
}

impl<'a> Place<'a> {
    fn member(&'a self, name: &'a str) -> Self {
        Self::Member(self, name)
    }

    fn item(&'a self, index: usize) -> Self {
        Self::Item(self, index)
    }

    fn pointer(&self) -> String {
        match self {
            Self::Root => String::new(),
            Self::Member(parent, name) => format!("{}/{}", parent.pointer(), pointer_segment(name)),
            Self::Item(parent, index) => format!("{}/{index}", parent.pointer()),
        }
    }
}
