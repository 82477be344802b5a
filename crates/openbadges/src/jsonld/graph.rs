//! "Deserialize JSON-LD to RDF" (JSON-LD 1.1 API §8): one walk over the expanded document, which refuses
//! whatever would be dropped.

use std::collections::HashMap;

use json_ld::rdf_types::vocabulary::{BlankIdVocabulary, IriVocabulary};
use json_ld::{Id, IndexedObject, Node, Object, ValidId};

use super::expand::Expanded;
use super::literal;
use super::scan::Seen;
use super::twins::Twins;
use super::vocabulary::{IriNumber, LabelNumber, Vocabulary};
use crate::CanonicalError;
use crate::rdf::{Blank, Dataset, Quad, Term, Text, quoted_iri};

/// A credential has about a hundred, a transcript some thousands.
const QUADS: usize = 20_000;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

type ExpandedNode = Node<IriNumber, LabelNumber>;
pub(super) type ExpandedObject = IndexedObject<IriNumber, LabelNumber>;
type ExpandedId = Id<IriNumber, LabelNumber>;

/// The quads of an expanded document.
pub(super) fn dataset(
    expanded: &Expanded,
    vocabulary: &Vocabulary,
    marks: Marks,
    seen: &Seen,
) -> Result<Dataset, CanonicalError> {
    let mut walk = Walk {
        vocabulary,
        marks,
        seen,
        dataset: Dataset::default(),
        iris: HashMap::new(),
        labels: HashMap::new(),
        rdf: HashMap::new(),
        twins: Twins::default(),
    };
    for object in expanded {
        walk.statement(object, None)?;
    }
    if walk.dataset.len() == 0 {
        return Err(CanonicalError::NotJsonLd { problem: "it says nothing at all".into() });
    }
    Ok(walk.dataset)
}

/// Whether blank nodes shall be recognized in the datasets of other excerpts of the same document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Marks {
    /// They are not compared with others.
    Ignored,
    /// Each object of the document holds a number of its own as `@index`, which means nothing in RDF: its
    /// blank node is marked with it, and so are graphs and the links of lists by what they belong to.
    Kept,
}

struct Walk<'a> {
    vocabulary: &'a Vocabulary,
    marks: Marks,
    seen: &'a Seen,
    dataset: Dataset,
    iris: HashMap<IriNumber, Text>,
    labels: HashMap<LabelNumber, Blank>,
    /// The terms of RDF itself, by their names.
    rdf: HashMap<&'static str, Text>,
    twins: Twins,
}

impl Walk<'_> {
    /// An object that stands in a graph by itself.
    fn statement(&mut self, object: &ExpandedObject, graph: Option<Term>) -> Result<(), CanonicalError> {
        match object.inner() {
            Object::Node(node) if is_only_an_id(node) => Err(self.only_an_id(node)),
            Object::Node(node) => self.node(node, object.index(), graph).map(|_term| ()),
            Object::Value(_) | Object::List(_) => {
                Err(CanonicalError::NotJsonLd { problem: "a value stands where an object belongs".into() })
            }
        }
    }

    /// Writes a node and all it holds; gives what others refer to it by.
    fn node(
        &mut self,
        node: &ExpandedNode,
        index: Option<&str>,
        graph: Option<Term>,
    ) -> Result<Term, CanonicalError> {
        if let Some(reserved) =
            self.seen.reserved.as_ref().filter(|_text| node.id.is_none() && node.is_empty())
        {
            return Err(relative(reserved.clone()));
        }
        let subject = match &node.id {
            None => {
                let mark = self.kept(|_walk| node_mark(node, index)).flatten();
                Term::Blank(self.dataset.fresh_blank(mark))
            }
            Some(id) => self.reference(id)?,
        };
        if self.marks == Marks::Ignored {
            self.twins.index(index, subject, graph)?;
        }
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
            for (place, object) in objects.iter().enumerate() {
                let owner = self.kept(|walk| walk.list_mark(subject, predicate, place));
                let term = self.object(object, graph, owner.as_deref())?;
                let quad = Quad { subject, predicate, object: term, graph };
                let new = self.quad(quad)?;
                if self.marks == Marks::Ignored {
                    self.twins.add(object, quad, new)?;
                }
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
                self.quad(Quad { subject: other, predicate, object: subject, graph })?;
            }
        }
        Ok(subject)
    }

    /// `owner` marks the list that the object may be.
    fn object(
        &mut self,
        object: &ExpandedObject,
        graph: Option<Term>,
        owner: Option<&str>,
    ) -> Result<Term, CanonicalError> {
        match object.inner() {
            Object::Node(node) => self.node(node, object.index(), graph),
            Object::Value(value) => {
                let text = literal::quoted(value, self.vocabulary)?;
                Ok(Term::Text(self.dataset.text(text)))
            }
            Object::List(list) => self.list(list.as_slice(), graph, owner),
        }
    }

    /// `rdf:first` and `rdf:rest`, from the end to the beginning.
    fn list(
        &mut self,
        items: &[ExpandedObject],
        graph: Option<Term>,
        owner: Option<&str>,
    ) -> Result<Term, CanonicalError> {
        if items.is_empty() && self.seen.nulls {
            // The crate makes an empty list of a member that is null; API §5.1.2 drops it.
            let problem = "there is a null beside an empty list".into();
            return Err(CanonicalError::NotJsonLd { problem });
        }
        let mut rest = Term::Text(self.rdf("nil"));
        for (place, item) in items.iter().enumerate().rev() {
            let mark = owner.map(|owner| format!("{owner} {place}"));
            let inner = mark.clone();
            let subject = Term::Blank(self.dataset.fresh_blank(mark));
            let object = self.object(item, graph, inner.as_deref())?;
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
            Id::Valid(ValidId::Iri(iri)) => self.iri(*iri),
            Id::Valid(ValidId::Blank(label)) => {
                let label = self.vocabulary.blank_id(label).map_or_else(String::new, ToString::to_string);
                Err(relative(label))
            }
            Id::Invalid(value) => Err(relative(value.clone())),
        }
    }

    fn reference(&mut self, id: &ExpandedId) -> Result<Term, CanonicalError> {
        match id {
            Id::Valid(ValidId::Iri(iri)) => Ok(Term::Text(self.iri(*iri)?)),
            Id::Valid(ValidId::Blank(label)) => Ok(Term::Blank(self.label(*label))),
            Id::Invalid(value) => Err(relative(value.clone())),
        }
    }

    fn iri(&mut self, iri: IriNumber) -> Result<Text, CanonicalError> {
        if let Some(text) = self.iris.get(&iri) {
            return Ok(*text);
        }
        let spelling = self.vocabulary.iri(&iri).map_or("", |iri| iri.as_str());
        // RFC 3987 lets them stand; jsonld.js does not take them for part of an IRI.
        if spelling.contains(|c: char| c.is_whitespace() || c == '\u{feff}') {
            return Err(relative(spelling.to_owned()));
        }
        let text = self.dataset.text(quoted_iri(spelling));
        self.iris.insert(iri, text);
        Ok(text)
    }

    fn label(&mut self, label: LabelNumber) -> Blank {
        if let Some(blank) = self.labels.get(&label) {
            return *blank;
        }
        let spelling = |walk: &Self| walk.vocabulary.blank_id(&label).map(ToString::to_string);
        let mark = self.kept(spelling).flatten();
        let blank = self.dataset.fresh_blank(mark);
        self.labels.insert(label, blank);
        blank
    }

    /// A mark, if marks are kept.
    fn kept<T>(&self, mark: impl FnOnce(&Self) -> T) -> Option<T> {
        (self.marks == Marks::Kept).then(|| mark(self))
    }

    /// The mark of a list, from where it hangs.
    fn list_mark(&self, subject: Term, predicate: Text, place: usize) -> String {
        let subject = match subject {
            Term::Text(text) => self.dataset.spelling(text),
            Term::Blank(blank) => self.dataset.mark(blank).unwrap_or_default(),
        };
        format!("list {subject} {} {place}", self.dataset.spelling(predicate))
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

/// Its number; for a graph, which has none, that of what it holds.
fn node_mark(node: &ExpandedNode, index: Option<&str>) -> Option<String> {
    let content = || node.graph_entry()?.iter().find_map(|object| object.index());
    index.map(|index| format!("object {index}")).or_else(|| Some(format!("graph of {}", content()?)))
}

/// The pointer is filled in by `locate`.
fn relative(value: String) -> CanonicalError {
    CanonicalError::RelativeReference { value, pointer: String::new() }
}

fn undefined_type(value: &str) -> CanonicalError {
    CanonicalError::UndefinedType { value: value.to_owned(), pointer: String::new() }
}
