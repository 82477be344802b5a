//! "Deserialize JSON-LD to RDF" (JSON-LD 1.1 API §8): one walk over the expanded document, which refuses
//! whatever would be dropped.

use std::collections::HashMap;

use json_ld::rdf_types::vocabulary::{BlankIdVocabulary, IriVocabulary};
use json_ld::{Id, IndexedObject, Node, Object, ValidId, Value};

use super::expand::Expanded;
use super::literal;
use super::vocabulary::{IriNumber, LabelNumber, Vocabulary};
use crate::CanonicalError;
use crate::rdf::{Blank, Dataset, Quad, Term, Text, quoted_iri};

/// A credential has about a hundred, a transcript some thousands.
const QUADS: usize = 20_000;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

type ExpandedNode = Node<IriNumber, LabelNumber>;
type ExpandedObject = IndexedObject<IriNumber, LabelNumber>;
type ExpandedId = Id<IriNumber, LabelNumber>;

/// The quads of an expanded document.
pub(super) fn dataset(expanded: &Expanded, vocabulary: &Vocabulary) -> Result<Dataset, CanonicalError> {
    let mut walk = Walk {
        vocabulary,
        dataset: Dataset::default(),
        iris: HashMap::new(),
        labels: HashMap::new(),
        rdf: HashMap::new(),
    };
    for object in expanded {
        walk.statement(object, None)?;
    }
    if walk.dataset.len() == 0 {
        return Err(CanonicalError::NotJsonLd { problem: "it says nothing at all".into() });
    }
    Ok(walk.dataset)
}

struct Walk<'a> {
    vocabulary: &'a Vocabulary,
    dataset: Dataset,
    iris: HashMap<IriNumber, Text>,
    labels: HashMap<LabelNumber, Blank>,
    /// The terms of RDF itself, by their names.
    rdf: HashMap<&'static str, Text>,
}

impl Walk<'_> {
    /// An object that stands in a graph by itself.
    fn statement(&mut self, object: &ExpandedObject, graph: Option<Term>) -> Result<(), CanonicalError> {
        match object.inner() {
            Object::Node(node) if is_only_an_id(node) => Err(self.only_an_id(node)),
            Object::Node(node) => self.node(node, graph).map(|_term| ()),
            Object::Value(_) | Object::List(_) => {
                Err(CanonicalError::NotJsonLd { problem: "a value stands where an object belongs".into() })
            }
        }
    }

    /// Writes a node and all it holds; gives what others refer to it by.
    fn node(&mut self, node: &ExpandedNode, graph: Option<Term>) -> Result<Term, CanonicalError> {
        let subject = match &node.id {
            None => Term::Blank(self.dataset.fresh_blank()),
            Some(id) => self.reference(id)?,
        };
        for kind in node.types() {
            let object = match kind {
                Id::Invalid(value) => return Err(undefined_type(value)),
                valid @ Id::Valid(_) => self.reference(valid)?,
            };
            let predicate = self.rdf("type");
            self.quad(Quad { subject, predicate, object, graph })?;
        }
        for (property, objects) in node.properties() {
            let predicate = self.predicate(property)?;
            for object in objects {
                let term = self.object(object, graph)?;
                let new = self.quad(Quad { subject, predicate, object: term, graph })?;
                if !new && comes_twice(object) {
                    let problem = "an empty list or JSON value stands twice at one object".into();
                    return Err(CanonicalError::NotJsonLd { problem });
                }
            }
        }
        if let Some(content) = node.graph_entry() {
            content.iter().try_for_each(|object| self.statement(object, Some(subject)))?;
        }
        if let Some(included) = node.included_entry() {
            for node in included {
                self.node(node.inner(), graph)?;
            }
        }
        for (property, nodes) in node.reverse_properties().into_iter().flatten() {
            let predicate = self.predicate(property)?;
            for other in nodes {
                let other = self.node(other.inner(), graph)?;
                self.quad(Quad { subject: other, predicate, object: subject, graph })?;
            }
        }
        Ok(subject)
    }

    fn object(&mut self, object: &ExpandedObject, graph: Option<Term>) -> Result<Term, CanonicalError> {
        match object.inner() {
            Object::Node(node) => self.node(node, graph),
            Object::Value(value) => {
                let text = literal::quoted(value, self.vocabulary)?;
                Ok(Term::Text(self.dataset.text(text)))
            }
            Object::List(list) => self.list(list.as_slice(), graph),
        }
    }

    /// `rdf:first` and `rdf:rest`, from the end to the beginning.
    fn list(&mut self, items: &[ExpandedObject], graph: Option<Term>) -> Result<Term, CanonicalError> {
        let mut rest = Term::Text(self.rdf("nil"));
        for item in items.iter().rev() {
            let subject = Term::Blank(self.dataset.fresh_blank());
            let object = self.object(item, graph)?;
            let predicate = self.rdf("first");
            self.quad(Quad { subject, predicate, object, graph })?;
            let predicate = self.rdf("rest");
            self.quad(Quad { subject, predicate, object: rest, graph })?;
            rest = subject;
        }
        Ok(rest)
    }

    /// Adds a quad; false if it was there.
    fn quad(&mut self, quad: Quad) -> Result<bool, CanonicalError> {
        let new = self.dataset.insert(quad);
        if self.dataset.len() > QUADS {
            return Err(CanonicalError::TooMuch { what: "statements", limit: QUADS });
        }
        Ok(new)
    }

    fn predicate(&mut self, property: &ExpandedId) -> Result<Text, CanonicalError> {
        match property {
            Id::Valid(ValidId::Iri(iri)) => Ok(self.iri(*iri)),
            Id::Valid(ValidId::Blank(label)) => {
                let label = self.vocabulary.blank_id(label).map_or_else(String::new, ToString::to_string);
                Err(relative(label))
            }
            Id::Invalid(value) => Err(relative(value.clone())),
        }
    }

    fn reference(&mut self, id: &ExpandedId) -> Result<Term, CanonicalError> {
        match id {
            Id::Valid(ValidId::Iri(iri)) => Ok(Term::Text(self.iri(*iri))),
            Id::Valid(ValidId::Blank(label)) => Ok(Term::Blank(self.label(*label))),
            Id::Invalid(value) => Err(relative(value.clone())),
        }
    }

    fn iri(&mut self, iri: IriNumber) -> Text {
        if let Some(text) = self.iris.get(&iri) {
            return *text;
        }
        let spelling = self.vocabulary.iri(&iri).map_or("", |iri| iri.as_str());
        let text = self.dataset.text(quoted_iri(spelling));
        self.iris.insert(iri, text);
        text
    }

    fn label(&mut self, label: LabelNumber) -> Blank {
        *self.labels.entry(label).or_insert_with(|| self.dataset.fresh_blank())
    }

    fn rdf(&mut self, name: &'static str) -> Text {
        *self.rdf.entry(name).or_insert_with(|| self.dataset.text(format!("<{RDF}{name}>")))
    }

    fn only_an_id(&self, node: &ExpandedNode) -> CanonicalError {
        let value = match &node.id {
            Some(Id::Valid(ValidId::Iri(iri))) => self.vocabulary.iri(iri).map_or("", |iri| iri.as_str()),
            Some(Id::Invalid(value)) => value,
            _ => "",
        };
        CanonicalError::OnlyAnId { value: value.to_owned() }
    }
}

fn is_only_an_id(node: &ExpandedNode) -> bool {
    node.is_empty()
}

/// Quads are a set, but `jsonld.js` writes these as often as they come, and hashes them so.
fn comes_twice(object: &ExpandedObject) -> bool {
    match object.inner() {
        Object::List(list) => list.is_empty(),
        Object::Value(value) => matches!(value, Value::Json(_)),
        Object::Node(_) => false,
    }
}

/// The pointer is filled in by `locate`.
fn relative(value: String) -> CanonicalError {
    CanonicalError::RelativeReference { value, pointer: String::new() }
}

fn undefined_type(value: &str) -> CanonicalError {
    CanonicalError::UndefinedType { value: value.to_owned(), pointer: String::new() }
}
