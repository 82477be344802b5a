//! What stands in a document twice. Quads are a set; `jsonld.js` writes some as often as they come, hashes them so,
//! and drops others. A signature over such a document would not hold everywhere, so it is refused.

use std::collections::HashMap;

use json_ld::object::value::Literal;
use json_ld::{Direction, Object, Value};

use super::graph::ExpandedObject;
use crate::CanonicalError;
use crate::rdf::{Quad, Term};

/// What was written so far.
#[derive(Default)]
pub(super) struct Twins {
    /// The `@index` of each node in its graph; two differing ones are an error (JSON-LD 1.1 API §7.2.2).
    indices: HashMap<(Term, Option<Term>), String>,
    /// How each value was written.
    forms: HashMap<Quad, Form>,
    /// The direction of each text in its language, at its place.
    directions: HashMap<(Quad, String), Option<Direction>>,
}

impl Twins {
    /// Files an object of a quad, which is new or was there already.
    ///
    /// # Errors
    /// When it is an empty list, JSON, or a value that is written in different ways, and stands there twice.
    pub(super) fn add(
        &mut self,
        object: &ExpandedObject,
        quad: Quad,
        new: bool,
    ) -> Result<(), CanonicalError> {
        let form = Form::of(object);
        let twice = !new && (comes_twice(object) || self.forms.get(&quad) != form.as_ref());
        if let Some(form) = form.filter(|_form| new) {
            self.forms.insert(quad, form);
        }
        if twice || self.has_another_direction(object, quad) {
            let problem = "a value that others write twice stands twice at one object".into();
            return Err(CanonicalError::NotJsonLd { problem });
        }
        Ok(())
    }

    /// Whether the same text stands there with another direction: `jsonld.js` drops the second.
    fn has_another_direction(&mut self, object: &ExpandedObject, quad: Quad) -> bool {
        let (text, direction) = match object.inner() {
            Object::Value(Value::LangString(text)) => {
                let (text, language, direction) = text.parts();
                (format!("{text}@{}", language.map_or("", |tag| tag.as_str())), direction.copied())
            }
            Object::Value(Value::Literal(Literal::String(text), None)) => (format!("{text}@"), None),
            _ => return false,
        };
        // The place is the quad but for its object.
        let place = Quad { object: quad.subject, ..quad };
        *self.directions.entry((place, text)).or_insert(direction) != direction
    }

    /// Files the `@index` of a node.
    ///
    /// # Errors
    /// When it has another one elsewhere in the graph.
    pub(super) fn index(
        &mut self,
        index: Option<&str>,
        node: Term,
        graph: Option<Term>,
    ) -> Result<(), CanonicalError> {
        let Some(index) = index else { return Ok(()) };
        let known = self.indices.entry((node, graph)).or_insert_with(|| index.to_owned());
        if known == index {
            return Ok(());
        }
        Err(CanonicalError::NotJsonLd { problem: "a node has conflicting indexes".into() })
    }
}

/// What `jsonld.js` tells two equal values by.
#[derive(PartialEq, Eq)]
struct Form {
    native: bool,
    typed: bool,
    index: Option<String>,
}

impl Form {
    fn of(object: &ExpandedObject) -> Option<Self> {
        let Object::Value(value) = object.inner() else { return None };
        let native = matches!(value, Value::Literal(Literal::Boolean(_) | Literal::Number(_), _));
        let typed = matches!(value, Value::Literal(_, Some(_)));
        Some(Self { native, typed, index: object.index().map(str::to_owned) })
    }
}

fn comes_twice(object: &ExpandedObject) -> bool {
    match object.inner() {
        Object::List(list) => list.is_empty(),
        Object::Value(value) => matches!(value, Value::Json(_)),
        Object::Node(_) => false,
    }
}
