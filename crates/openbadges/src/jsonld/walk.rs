//! The front end for documents that the `json-ld` crate expanded: one walk that says everything to the
//! [`QuadBuilder`] and refuses what the crate would drop.

use std::collections::HashMap;

use json_ld::object::value;
use json_ld::rdf_types::vocabulary::{BlankIdVocabulary, IriVocabulary};
use json_ld::syntax::{Print, Value as SyntaxValue};
use json_ld::{Direction as ExpandedDirection, Id, IndexedObject, Iri, Node, ValidId};

use super::expand::Expanded;
use super::quads::{
    Direction, Literal, Marks, Object, Place, QuadBuilder, only_an_id, relative, undefined_type,
};
use super::scan::Seen;
use super::vocabulary::{IriNumber, LabelNumber, Vocabulary};
use crate::CanonicalError;
use crate::rdf::{Dataset, Term, Text};

type ExpandedNode = Node<IriNumber, LabelNumber>;
type ExpandedObject = IndexedObject<IriNumber, LabelNumber>;
type ExpandedId = Id<IriNumber, LabelNumber>;
type ExpandedValue = json_ld::Value<IriNumber>;

/// The quads of an expanded document.
pub(super) fn dataset(
    expanded: &Expanded,
    vocabulary: &Vocabulary,
    marks: Marks,
    seen: &Seen,
) -> Result<Dataset, CanonicalError> {
    let mut walk = Walk { vocabulary, iris: HashMap::new(), quads: QuadBuilder::new(marks, seen) };
    for object in expanded {
        walk.statement(object, None)?;
    }
    walk.quads.finish()
}

struct Walk<'a> {
    vocabulary: &'a Vocabulary,
    iris: HashMap<IriNumber, Text>,
    quads: QuadBuilder<'a>,
}

impl<'a> Walk<'a> {
    /// An object that stands in a graph by itself.
    fn statement(&mut self, object: &'a ExpandedObject, graph: Option<Term>) -> Result<(), CanonicalError> {
        match object.inner() {
            json_ld::Object::Node(node) if node.is_empty() => Err(only_an_id(self.id(node))),
            json_ld::Object::Node(node) => self.node(node, object.index(), graph).map(|_term| ()),
            json_ld::Object::Value(_) | json_ld::Object::List(_) => {
                Err(CanonicalError::NotJsonLd { problem: "a value stands where an object belongs".into() })
            }
        }
    }

    /// Says a node and all it holds; gives what others refer to it by.
    fn node(
        &mut self,
        node: &'a ExpandedNode,
        index: Option<&'a str>,
        graph: Option<Term>,
    ) -> Result<Term, CanonicalError> {
        let subject = match &node.id {
            None => self.quads.anonymous(node.is_empty(), || node_mark(node, index))?,
            Some(id) => self.reference(id)?,
        };
        self.quads.index(subject, index, graph)?;
        for kind in node.types() {
            let kind = match kind {
                Id::Invalid(value) => return Err(undefined_type(value)),
                valid @ Id::Valid(_) => self.reference(valid)?,
            };
            self.quads.kind(subject, kind, graph)?;
        }
        for (property, objects) in node.properties() {
            let predicate = self.predicate(property)?;
            let place = Place { subject, predicate, graph };
            for (number, object) in objects.iter().enumerate() {
                let mark = self.quads.list_mark(place, number);
                let object = self.object(object, graph, mark)?;
                self.quads.member(place, &object)?;
            }
        }
        if let Some(content) = node.graph_entry() {
            content.iter().try_for_each(|object| self.statement(object, Some(subject)))?;
        }
        if let Some(included) = node.included_entry() {
            for node in included {
                self.node(node.inner(), node.index(), graph)?;
            }
        }
        for (property, nodes) in node.reverse_properties().into_iter().flatten() {
            let predicate = self.predicate(property)?;
            for other in nodes {
                let other = self.node(other.inner(), other.index(), graph)?;
                self.quads.link(Place { subject: other, predicate, graph }, subject)?;
            }
        }
        Ok(subject)
    }

    /// `mark` is that of the list that the object may be.
    fn object(
        &mut self,
        object: &'a ExpandedObject,
        graph: Option<Term>,
        mark: Option<String>,
    ) -> Result<Object<'a>, CanonicalError> {
        match object.inner() {
            json_ld::Object::Node(node) => self.node(node, object.index(), graph).map(Object::node),
            json_ld::Object::Value(value) => {
                let literal = literal(value, self.vocabulary)?;
                self.quads.literal(literal, object.index())
            }
            json_ld::Object::List(list) => self.list(list.as_slice(), graph, mark),
        }
    }

    fn list(
        &mut self,
        items: &'a [ExpandedObject],
        graph: Option<Term>,
        mark: Option<String>,
    ) -> Result<Object<'a>, CanonicalError> {
        let mut list = self.quads.list(items.len(), graph, mark)?;
        for item in items.iter().rev() {
            let cell = self.quads.cell(&mut list);
            let item = self.object(item, graph, cell.mark())?;
            self.quads.item(&mut list, &cell, &item)?;
        }
        Ok(list.finish())
    }

    fn predicate(&mut self, property: &'a ExpandedId) -> Result<Text, CanonicalError> {
        match property {
            Id::Valid(ValidId::Iri(iri)) => self.iri(*iri),
            Id::Valid(ValidId::Blank(label)) => Err(relative(self.label(label))),
            Id::Invalid(value) => Err(relative(value)),
        }
    }

    fn reference(&mut self, id: &'a ExpandedId) -> Result<Term, CanonicalError> {
        match id {
            Id::Valid(ValidId::Iri(iri)) => self.iri(*iri).map(Term::Text),
            Id::Valid(ValidId::Blank(label)) => Ok(self.quads.labeled(self.label(label))),
            Id::Invalid(value) => Err(relative(value)),
        }
    }

    fn iri(&mut self, iri: IriNumber) -> Result<Text, CanonicalError> {
        if let Some(text) = self.iris.get(&iri) {
            return Ok(*text);
        }
        let spelling = self.vocabulary.iri(&iri).map_or("", |iri| iri.as_str());
        let text = self.quads.iri(spelling)?;
        self.iris.insert(iri, text);
        Ok(text)
    }

    fn label(&self, label: &'a LabelNumber) -> &'a str {
        self.vocabulary.blank_id(label).map_or("", |label| label.as_str())
    }

    fn id(&self, node: &'a ExpandedNode) -> &'a str {
        match &node.id {
            Some(Id::Valid(ValidId::Iri(iri))) => self.vocabulary.iri(iri).map_or("", |iri| iri.as_str()),
            Some(Id::Invalid(value)) => value,
            _ => "",
        }
    }
}

/// A value of the crate in the words of the builder.
fn literal<'a>(value: &'a ExpandedValue, vocabulary: &'a Vocabulary) -> Result<Literal<'a>, CanonicalError> {
    Ok(match value {
        json_ld::Value::Literal(literal, kind) => {
            let kind = kind.as_ref().and_then(|kind| vocabulary.iri(kind)).map(Iri::as_str);
            match literal {
                value::Literal::Null => {
                    return Err(CanonicalError::NotJsonLd { problem: "a value object holds null".into() });
                }
                value::Literal::String(text) => Literal::Text { text, kind },
                value::Literal::Boolean(value) => Literal::Boolean { value: *value, kind },
                value::Literal::Number(number) => Literal::Number { spelling: number.as_str(), kind },
            }
        }
        json_ld::Value::LangString(text) => {
            let (text, language, direction) = text.parts();
            let direction = direction.map(|direction| match direction {
                ExpandedDirection::Ltr => Direction::LeftToRight,
                ExpandedDirection::Rtl => Direction::RightToLeft,
            });
            Literal::Tagged { text, language: language.map(|tag| tag.as_str()), direction }
        }
        json_ld::Value::Json(json) => Literal::Json { canonical: canonical_json(json).into() },
    })
}

/// JSON Canonicalization Scheme (RFC 8785).
fn canonical_json(json: &SyntaxValue) -> String {
    let mut canonical = json.clone();
    canonical.canonicalize();
    canonical.compact_print().to_string()
}

/// Its number; for a graph, which has none, that of what it holds.
fn node_mark(node: &ExpandedNode, index: Option<&str>) -> Option<String> {
    let content = || node.graph_entry()?.iter().find_map(|object| object.index());
    index.map(|index| format!("object {index}")).or_else(|| Some(format!("graph of {}", content()?)))
}
