//! Quads, as a front end says them one by one, in words of RDF alone ("Deserialize JSON-LD to RDF",
//! JSON-LD 1.1 API §8).
//!
//! *Architecture invariant*: a front end reads documents and makes no quad itself. Everything that both
//! have to refuse alike is here: what other processors would drop or write otherwise ([`twins`],
//! [`literal`]), the number of statements, and the marks by which blank nodes are recognized. Nothing
//! in this folder knows the `json-ld` crate.

mod list;
mod literal;
mod twins;

use std::collections::HashMap;

use super::scan::Seen;
use crate::CanonicalError;
use crate::rdf::{Blank, Dataset, Quad, Term, Text, quoted_iri};
use twins::Twins;

pub(super) use literal::{Direction, Literal};

/// A credential has about a hundred, a transcript some thousands.
const QUADS: usize = 20_000;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// Whether blank nodes shall be recognized in the datasets of other excerpts of the same document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Marks {
    /// They are not compared with others.
    Ignored,
    /// Each object of the document holds a number of its own as `@index`, which means nothing in RDF: its
    /// blank node is marked with it, and so are graphs and the links of lists by what they belong to.
    Kept,
}

/// Where a value stands: the quad without its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) subject: Term,
    pub(super) predicate: Text,
    pub(super) graph: Option<Term>,
}

/// What a member holds; made by the builder.
#[derive(Debug)]
pub(super) struct Object<'a> {
    term: Term,
    said: Said<'a>,
}

/// How it is written in the document.
#[derive(Debug)]
enum Said<'a> {
    Node,
    List { empty: bool },
    Literal { literal: Literal<'a>, index: Option<&'a str> },
}

/// Takes what a document says and gives its quads, or refuses it.
pub(super) struct QuadBuilder<'a> {
    marks: Marks,
    seen: &'a Seen,
    dataset: Dataset,
    labels: HashMap<String, Blank>,
    /// The terms of RDF itself, by their names.
    rdf: HashMap<&'static str, Text>,
    twins: Twins,
}

impl<'a> QuadBuilder<'a> {
    /// For a document that was looked at before.
    pub(super) fn new(marks: Marks, seen: &'a Seen) -> Self {
        Self {
            marks,
            seen,
            dataset: Dataset::default(),
            labels: HashMap::new(),
            rdf: HashMap::new(),
            twins: Twins::default(),
        }
    }

    /// An absolute IRI.
    ///
    /// # Errors
    /// When it holds white space: RFC 3987 lets some of it stand; `jsonld.js` does not take it for part of
    /// an IRI.
    pub(super) fn iri(&mut self, spelling: &str) -> Result<Text, CanonicalError> {
        if spelling.contains(|c: char| c.is_whitespace() || c == '\u{feff}') {
            return Err(relative(spelling));
        }
        Ok(self.dataset.text(quoted_iri(spelling)))
    }

    /// The blank node that the document calls so (`_:a`).
    pub(super) fn labeled(&mut self, label: &str) -> Term {
        if let Some(blank) = self.labels.get(label) {
            return Term::Blank(*blank);
        }
        let blank = self.fresh(|| Some(label.to_owned()));
        self.labels.insert(label.to_owned(), blank);
        Term::Blank(blank)
    }

    /// A node without an identifier. `mark` tells it from the others, if marks are kept.
    ///
    /// # Errors
    /// When nothing is said about it, and the document holds an identifier that was dropped.
    pub(super) fn anonymous(
        &mut self,
        says_nothing: bool,
        mark: impl FnOnce() -> Option<String>,
    ) -> Result<Term, CanonicalError> {
        match &self.seen.reserved {
            Some(reserved) if says_nothing => Err(relative(reserved)),
            _ => Ok(Term::Blank(self.fresh(mark))),
        }
    }

    /// Files the `@index` of a node.
    ///
    /// # Errors
    /// When it has another one elsewhere in the graph.
    pub(super) fn index(
        &mut self,
        node: Term,
        index: Option<&str>,
        graph: Option<Term>,
    ) -> Result<(), CanonicalError> {
        match self.marks {
            Marks::Ignored => self.twins.index(index, node, graph),
            Marks::Kept => Ok(()),
        }
    }

    /// Says that a node is of a type.
    ///
    /// # Errors
    /// When there are too many statements.
    pub(super) fn kind(
        &mut self,
        subject: Term,
        kind: Term,
        graph: Option<Term>,
    ) -> Result<(), CanonicalError> {
        let predicate = self.rdf("type");
        self.quad(Place { subject, predicate, graph }, kind).map(|_new| ())
    }

    /// Says that two nodes are linked, where the member stands at the object (`@reverse`).
    ///
    /// # Errors
    /// When there are too many statements.
    pub(super) fn link(&mut self, place: Place, object: Term) -> Result<(), CanonicalError> {
        self.quad(place, object).map(|_new| ())
    }

    /// A literal as what a member holds, with its `@index`.
    ///
    /// # Errors
    /// When it has no form that all processors agree on.
    pub(super) fn literal<'l>(
        &mut self,
        literal: Literal<'l>,
        index: Option<&'l str>,
    ) -> Result<Object<'l>, CanonicalError> {
        let text = literal.quoted()?;
        let term = Term::Text(self.dataset.text(text));
        Ok(Object { term, said: Said::Literal { literal, index } })
    }

    /// Says what a member of a node holds; each value of an array by itself.
    ///
    /// # Errors
    /// When it stands there twice and others would write it so, or there are too many statements.
    pub(super) fn member(&mut self, place: Place, object: &Object<'_>) -> Result<(), CanonicalError> {
        let new = self.quad(place, object.term)?;
        match self.marks {
            Marks::Ignored => self.twins.add(object, place, new),
            Marks::Kept => Ok(()),
        }
    }

    /// The mark of a list that is the value with this number at a place, from where it hangs.
    pub(super) fn list_mark(&self, place: Place, number: usize) -> Option<String> {
        let subject = match place.subject {
            Term::Text(text) => self.dataset.spelling(text),
            Term::Blank(blank) => self.dataset.mark(blank).unwrap_or_default(),
        };
        let mark = || format!("list {subject} {} {number}", self.dataset.spelling(place.predicate));
        (self.marks == Marks::Kept).then(mark)
    }

    /// All quads.
    ///
    /// # Errors
    /// When there are none.
    pub(super) fn finish(self) -> Result<Dataset, CanonicalError> {
        if self.dataset.len() == 0 {
            return Err(CanonicalError::NotJsonLd { problem: "it says nothing at all".into() });
        }
        Ok(self.dataset)
    }

    fn fresh(&mut self, mark: impl FnOnce() -> Option<String>) -> Blank {
        let mark = if self.marks == Marks::Kept { mark() } else { None };
        self.dataset.fresh_blank(mark)
    }

    /// Adds a quad; false if it was there.
    fn quad(&mut self, place: Place, object: Term) -> Result<bool, CanonicalError> {
        let Place { subject, predicate, graph } = place;
        let new = self.dataset.insert(Quad { subject, predicate, object, graph });
        if self.dataset.len() > QUADS {
            return Err(CanonicalError::TooMuch { what: "statements", limit: QUADS });
        }
        Ok(new)
    }

    fn rdf(&mut self, name: &'static str) -> Text {
        *self.rdf.entry(name).or_insert_with(|| self.dataset.text(format!("<{RDF}{name}>")))
    }
}

impl Object<'_> {
    /// A node as what a member holds.
    pub(super) fn node(term: Term) -> Self {
        Self { term, said: Said::Node }
    }
}

/// An identifier is not an absolute IRI. The pointer is filled in by `locate`.
pub(super) fn relative(value: &str) -> CanonicalError {
    CanonicalError::RelativeReference { value: value.to_owned(), pointer: String::new() }
}

/// No context defines a type. The pointer is filled in by `locate`.
pub(super) fn undefined_type(value: &str) -> CanonicalError {
    CanonicalError::UndefinedType { value: value.to_owned(), pointer: String::new() }
}

/// An object that stands in a graph by itself holds nothing but its identifier.
pub(super) fn only_an_id(value: &str) -> CanonicalError {
    CanonicalError::OnlyAnId { value: value.to_owned() }
}

#[cfg(test)]
mod tests;
