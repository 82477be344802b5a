//! What stands in a document twice. Quads are a set; `jsonld.js` writes some as often as they come, hashes them so,
//! and drops others. A signature over such a document would not hold everywhere, so it is refused.

use std::collections::HashMap;

use super::{Direction, Literal, Object, Place, Said};
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
    /// Files what a member holds, which is new or was there already.
    ///
    /// # Errors
    /// When it is an empty list, JSON, or a value that is written in different ways, and stands there twice.
    pub(super) fn add(&mut self, object: &Object<'_>, place: Place, new: bool) -> Result<(), CanonicalError> {
        let Place { subject, predicate, graph } = place;
        let quad = Quad { subject, predicate, object: object.term, graph };
        let form = Form::of(&object.said);
        let twice = !new && (comes_twice(&object.said) || self.forms.get(&quad) != form.as_ref());
        if let Some(form) = form.filter(|_form| new) {
            self.forms.insert(quad, form);
        }
        if twice || self.has_another_direction(&object.said, quad) {
            let problem = "a value that others write twice stands twice at one object".into();
            return Err(CanonicalError::NotJsonLd { problem });
        }
        Ok(())
    }

    /// Whether the same text stands there with another direction: `jsonld.js` drops the second.
    fn has_another_direction(&mut self, said: &Said<'_>, quad: Quad) -> bool {
        let Said::Literal { literal, .. } = said else { return false };
        let (text, direction) = match literal {
            Literal::Tagged { text, language, direction } => {
                (format!("{text}@{}", language.unwrap_or_default()), *direction)
            }
            Literal::Text { text, kind: None } => (format!("{text}@"), None),
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
    fn of(said: &Said<'_>) -> Option<Self> {
        let Said::Literal { literal, index } = said else { return None };
        Some(Self {
            native: literal.is_native(),
            typed: literal.kind().is_some(),
            index: index.map(str::to_owned),
        })
    }
}

fn comes_twice(said: &Said<'_>) -> bool {
    match said {
        Said::List { empty } => *empty,
        Said::Literal { literal, .. } => matches!(literal, Literal::Json { .. }),
        Said::Node => false,
    }
}
