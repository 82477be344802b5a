//! RDF datasets and their canonical form, RDFC-1.0 (<https://www.w3.org/TR/rdf-canon/>).

mod canonicalize;
mod escape;
mod issuer;
mod n_degree;
mod refusal;

use std::collections::{HashMap, HashSet};

use crate::budget::{Budget, cost, times};

pub(crate) use canonicalize::{CanonicalNumbers, Hash, canonicalize};
pub(crate) use escape::{quoted_iri, quoted_literal};
pub(crate) use refusal::Refusal;

/// How many bytes a canonical form may have. A document of a megabyte has three or four; but an identifier is repeated in every
/// statement about it.
const LONGEST_FORM: usize = 16 << 20;
/// About as many bytes as a label has.
const BLANK: usize = 12;

/// A node of the graph: a text that means the same everywhere, or a blank node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Term {
    /// An IRI or a literal in its N-Quads form, by its number in the dataset.
    Text(Text),
    /// A blank node, by its number.
    Blank(Blank),
}

/// The number of a text in its dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Text(usize);

/// The number of a blank node in its dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Blank(usize);

/// Subject, predicate, object and, outside the default graph, the graph's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Quad {
    pub(crate) subject: Term,
    pub(crate) predicate: Text,
    pub(crate) object: Term,
    pub(crate) graph: Option<Term>,
}

/// A set of quads. Equal texts have equal numbers, so that quads compare as numbers.
#[derive(Debug, Default)]
pub(crate) struct Dataset {
    texts: Vec<String>,
    numbers: HashMap<String, Text>,
    quads: Vec<Quad>,
    known: HashSet<Quad>,
    /// What each blank node is recognized by in another dataset of the same document; see `jsonld::quads::Marks`.
    marks: Vec<Option<String>>,
}

impl Dataset {
    /// The number of a text that is already in N-Quads form.
    pub(crate) fn text(&mut self, text: String) -> Text {
        if let Some(number) = self.numbers.get(&text) {
            return *number;
        }
        let number = Text(self.texts.len());
        self.texts.push(text.clone());
        self.numbers.insert(text, number);
        number
    }

    /// A blank node that is in no quad yet.
    pub(crate) fn fresh_blank(&mut self, mark: Option<String>) -> Blank {
        self.marks.push(mark);
        Blank(self.marks.len() - 1)
    }

    /// What a blank node is recognized by, if the dataset was made so.
    pub(crate) fn mark(&self, blank: Blank) -> Option<&str> {
        self.marks.get(blank.0)?.as_deref()
    }

    /// Adds a quad and says so, unless it is there.
    pub(crate) fn insert(&mut self, quad: Quad) -> bool {
        let new = self.known.insert(quad);
        if new {
            self.quads.push(quad);
        }
        new
    }

    /// How many quads there are.
    pub(crate) fn len(&self) -> usize {
        self.quads.len()
    }

    /// The quads as lines of N-Quads in the order in which they came, their blank nodes written by `label`.
    pub(crate) fn lines(&self, label: &dyn Fn(Blank, &mut String)) -> Vec<String> {
        self.quads.iter().map(|quad| self.line(quad, label)).collect()
    }

    /// Spends what it takes to write and sort all lines.
    ///
    /// # Errors
    /// Also when they would be too long together.
    pub(crate) fn spend_lines(&self, budget: &Budget) -> Result<(), Refusal> {
        let mut bytes = 0_usize;
        for quad in &self.quads {
            let length = self.length(quad);
            bytes = bytes.saturating_add(length);
            if bytes > LONGEST_FORM {
                return Err(Refusal::TooLong { limit: LONGEST_FORM });
            }
            // A line is written once for itself, and once for each of its blank nodes.
            let written = 1 + quad.blanks().count();
            budget.spend(times(written, cost::STATEMENT.saturating_add(times(length, cost::BYTE))))?;
        }
        Ok(())
    }

    /// About how many bytes a line has.
    fn length(&self, quad: &Quad) -> usize {
        let of = |term| match term {
            Term::Text(text) => self.spelling(text).len(),
            Term::Blank(_) => BLANK,
        };
        let graph = quad.graph.map_or(0, of);
        of(quad.subject)
            .saturating_add(self.spelling(quad.predicate).len())
            .saturating_add(of(quad.object))
            .saturating_add(graph)
    }

    /// A quad in canonical N-Quads form (RDFC-1.0 §5).
    fn line(&self, quad: &Quad, label: &dyn Fn(Blank, &mut String)) -> String {
        let mut line = String::with_capacity(160);
        let mut push = |term: Term| {
            match term {
                Term::Text(text) => line.push_str(self.spelling(text)),
                Term::Blank(blank) => label(blank, &mut line),
            }
            line.push(' ');
        };
        push(quad.subject);
        push(Term::Text(quad.predicate));
        push(quad.object);
        if let Some(graph) = quad.graph {
            push(graph);
        }
        line.push_str(".\n");
        line
    }

    pub(crate) fn spelling(&self, text: Text) -> &str {
        self.texts.get(text.0).map_or("", String::as_str)
    }
}

impl Quad {
    /// The blank nodes with the letter of their place: subject, object, graph.
    fn blanks(&self) -> impl Iterator<Item = (Blank, char)> {
        let blank = |term, place| match term {
            Term::Blank(blank) => Some((blank, place)),
            Term::Text(_) => None,
        };
        let places = [blank(self.subject, 's'), blank(self.object, 'o')];
        places.into_iter().chain([self.graph.and_then(|graph| blank(graph, 'g'))]).flatten()
    }
}

#[cfg(test)]
mod tests;
