//! Contexts that stand in a document itself. What the `json-ld` crate lets pass without a word, and what other
//! processors (`jsonld.js` 9, which most verifiers use) are known to read differently, is refused: a signature
//! over it would mean something else to somebody. The differential test of `tests/acceptance/interop` found each.

use std::collections::HashMap;

use json_ld::syntax::Keyword;
use serde_json::{Map, Value};

use super::scan::{is_reserved, items};
use crate::CanonicalError;

/// What the contexts of one document define.
#[derive(Default)]
pub(super) struct Definitions {
    /// How often a term is defined, and whether as a graph.
    terms: HashMap<String, (usize, bool)>,
    /// Other names of `@id` and `@type`.
    pub(super) identifiers: Vec<String>,
}

impl Definitions {
    /// Reads an entry of an `@context`, and the contexts within it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn add(&mut self, entry: &Value, pointer: &dyn Fn() -> String) -> Result<(), CanonicalError> {
        let Value::Object(context) = entry else { return Ok(()) };
        let unusable = |problem| CanonicalError::UnusableContext { pointer: pointer(), problem };
        for (name, value) in context {
            if let Some(url) = value.as_str().filter(|_url| name == "@import") {
                return Err(CanonicalError::UnknownContext { url: url.to_owned(), pointer: pointer() });
            }
            if let Some(problem) = fault_of_keyword(name, value) {
                return Err(unusable(format!("“{name}” {problem}")));
            }
            if name.starts_with('@') {
                continue;
            }
            if let Some(problem) = fault(name, value) {
                return Err(unusable(format!("the term “{name}” {problem}")));
            }
            if self.is_ambiguous_graph(name, value) {
                return Err(unusable(format!("the term “{name}” is a graph here and something else there")));
            }
            if let Some(scoped) = value.get("@context") {
                items(scoped).iter().try_for_each(|entry| self.add(entry, pointer))?;
            }
        }
        Ok(())
    }

    /// `jsonld.js` looks at the wrong one of two definitions when one is a graph (JSON-LD 1.1 API §5.1.2).
    fn is_ambiguous_graph(&mut self, name: &str, definition: &Value) -> bool {
        if definition.as_str().is_some_and(|keyword| matches!(keyword, "@id" | "@type")) {
            self.identifiers.push(name.to_owned());
        }
        let graph = containers(definition).iter().any(|container| container == "@graph");
        let (count, graphs) = self.terms.entry(name.to_owned()).or_default();
        *count += 1;
        *graphs |= graph;
        *count > 1 && *graphs
    }
}

fn fault_of_keyword(name: &str, value: &Value) -> Option<&'static str> {
    match name {
        "@direction" if !value.is_null() => {
            // jsonld.js forgets it at the next context; API §4.1.2 does not.
            Some("for all texts is lost by others; give it with each text")
        }
        "@vocab" if value.as_str().is_some_and(|vocabulary| !vocabulary.contains(':')) => {
            Some("is not an absolute IRI")
        }
        "@language" if value.as_str().is_some_and(|tag| !is_language(tag)) => Some("is not a language tag"),
        "@propagate" if value == false => Some("is false, which others forget in some places"),
        "@version" if value.as_f64() != Some(1.1) => Some("is not 1.1"),
        name if is_reserved(name) => Some("looks like a keyword"),
        _ => None,
    }
}

fn fault(name: &str, definition: &Value) -> Option<&'static str> {
    let identifier = match definition {
        Value::Null => return Some(NOTHING),
        Value::String(identifier) => Some(identifier.as_str()),
        Value::Object(members) => {
            if let Some(problem) = fault_of_members(name, members) {
                return Some(problem);
            }
            members.get("@id").and_then(Value::as_str)
        }
        _ => return Some("is neither a text nor an object"),
    };
    match identifier {
        Some("@list" | "@set") => Some("is another name of a list"),
        Some(identifier) if is_reserved(identifier) => Some("looks like a keyword"),
        _ => None,
    }
}

const NONE: &[Value] = &[];

/// Members of such a term would be dropped, and not be signed (JSON-LD 1.1 API §5.1.2).
const NOTHING: &str = "is defined as nothing, so that it would not be signed";

fn fault_of_members(name: &str, members: &Map<String, Value>) -> Option<&'static str> {
    let container = members.get("@container").map_or(NONE, items);
    let has = |kind: &str| container.iter().any(|container| container == kind);
    if members.get("@id").is_some_and(Value::is_null) {
        return Some(NOTHING);
    }
    if members.keys().any(|member| Keyword::try_from(member.as_str()).is_err())
        || container.iter().any(|kind| kind.as_str().is_none_or(|kind| Keyword::try_from(kind).is_err()))
    {
        return Some("is not defined as JSON-LD 1.1 says");
    }
    if members.contains_key("@reverse") {
        // The crate does not notice when this redefines a protected term (JSON-LD 1.1 §4.1.11).
        return Some("is a reverse property; use the member “@reverse”");
    }
    if has("@id") || has("@type") || (has("@graph") && has("@index")) {
        // jsonld.js keeps the context of a type within the first, and takes the last for a graph where there
        // is no map; API §5.1.2 does not.
        return Some("is a map by id, type, or of graphs, which others read differently");
    }
    if members.get("@type").is_some_and(|kind| kind == "@json") && (has("@language") || has("@index")) {
        // API §5.1.2: the value is JSON as a whole. To jsonld.js it is a map.
        return Some("is JSON and a map at once, which others read differently");
    }
    let scoped = members.get("@context")?;
    if scoped.is_array() && items(scoped).iter().any(|entry| entry.get("@propagate").is_some()) {
        // API §4.1.2 looks at a context, not into a list of them. jsonld.js looks at the first.
        return Some("has a list of contexts with “@propagate”, which others read differently");
    }
    // API §5.1.2 reads the value as the outer definition says, jsonld.js as the inner one.
    let redefined = |entry: &Value| entry.get(name).is_some_and(|inner| !same(inner, members));
    items(scoped)
        .iter()
        .any(redefined)
        .then_some("is defined otherwise in its own context, which others read differently")
}

/// Whether two definitions of a term differ in nothing but the contexts in them.
fn same(inner: &Value, outer: &Map<String, Value>) -> bool {
    let said = |members: &Map<String, Value>| {
        let mut members = members.clone();
        members.shift_remove("@context");
        members
    };
    match inner {
        Value::Object(inner) => said(inner) == said(outer),
        Value::String(_) => said(outer).len() == 1 && outer.get("@id") == Some(inner),
        _ => false,
    }
}

fn containers(definition: &Value) -> &[Value] {
    definition.get("@container").map_or(NONE, items)
}

/// `RFC 5646` roughly, as `jsonld.js` asks for it.
fn is_language(tag: &str) -> bool {
    let is_part =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    tag.split('-').all(is_part)
        && tag.split('-').next().is_some_and(|main| !main.bytes().any(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn problem(context: &Value) -> Option<String> {
        let added = Definitions::default().add(context, &|| "/@context".to_owned());
        added.err().map(|error| error.to_string())
    }

    #[test]
    fn what_others_read_differently_is_refused_wherever_it_stands() {
        for (context, words) in [
            (json!({ "@direction": "rtl" }), "lost by others"),
            (json!({ "@vocab": "terms#" }), "absolute"),
            (json!({ "@language": "not a language" }), "language tag"),
            (json!({ "@version": 1.0 }), "not 1.1"),
            (json!({ "@propagate": false }), "forget"),
            (json!({ "@import": "https://x.example/c" }), "not known"),
            (json!({ "@foo": "urn:x" }), "keyword"),
            (json!({ "a": null }), "nothing"),
            (json!({ "a": { "@id": null } }), "nothing"),
            (json!({ "a": "@foo" }), "keyword"),
            (json!({ "a": "@set" }), "list"),
            (json!({ "a": 7 }), "neither"),
            (json!({ "a": { "@id": "urn:a", "@container": "@nope" } }), "not defined as"),
            (json!({ "a": { "@reverse": "urn:a" } }), "reverse"),
            (json!({ "a": { "@id": "urn:a", "@container": "@id" } }), "map by id"),
            (json!({ "a": { "@id": "urn:a", "@container": ["@graph", "@index"] } }), "graphs"),
            (
                json!({ "a": { "@id": "urn:a", "@type": "@json", "@container": "@language" } }),
                "JSON and a map",
            ),
            (json!({ "a": { "@id": "urn:a", "@context": [{ "@propagate": true }] } }), "list of contexts"),
            (
                json!({ "a": { "@id": "urn:a", "@context": { "a": { "@id": "urn:a", "@container": "@list" } } } }),
                "otherwise",
            ),
            (
                json!({ "a": { "@id": "urn:a", "@container": "@graph" }, "T": { "@id": "urn:T", "@context": { "a": "urn:a" } } }),
                "graph here",
            ),
        ] {
            let found = problem(&context).unwrap_or_else(|| panic!("{context} was not refused"));
            assert!(found.contains(words), "{context}: {found}");
            let deeper = json!({ "T": { "@id": "urn:T", "@context": [{ "t": { "@id": "urn:t", "@context": context } }] } });
            assert!(problem(&deeper).is_some(), "{deeper} was not refused");
        }
    }

    #[test]
    fn plain_definitions_pass() {
        let context = json!({
            "@version": 1.1, "@vocab": "https://x.example/", "@language": "de-CH", "@protected": true,
            "ex": "https://x.example/", "id": "@id", "type": "@type", "raw": { "@id": "ex:raw", "@type": "@json" },
            "list": { "@id": "ex:list", "@container": "@list" }, "map": { "@id": "ex:map", "@container": ["@index", "@set"] },
            "T": { "@id": "ex:T", "@context": { "@propagate": true, "T": "ex:T", "text": { "@id": "ex:text", "@language": "ar" } } },
        });
        assert_eq!(problem(&context), None);
    }
}
