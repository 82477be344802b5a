//! Lists: `rdf:first` and `rdf:rest`, written from the end to the beginning.

use super::{Object, Place, QuadBuilder, Said};
use crate::CanonicalError;
use crate::rdf::Term;

/// A list that is being written.
#[derive(Debug)]
pub(in crate::jsonld) struct List {
    /// What the next cell is linked to.
    rest: Term,
    /// How many items are still to come.
    left: usize,
    empty: bool,
    graph: Option<Term>,
    mark: Option<String>,
}

/// The place of one item.
#[derive(Debug)]
pub(in crate::jsonld) struct Cell {
    subject: Term,
    mark: Option<String>,
}

impl QuadBuilder<'_> {
    /// Begins a list of some length. Its items come from the last to the first: for each [`Self::cell`], then
    /// [`Self::item`]. `mark` is that of [`Self::list_mark`], or of the cell that the list is an item in.
    ///
    /// # Errors
    /// When it is empty and there are members without a value: the `json-ld` crate makes an empty list of a
    /// member that is null; API §5.1.2 drops it.
    pub(in crate::jsonld) fn list(
        &mut self,
        length: usize,
        graph: Option<Term>,
        mark: Option<String>,
    ) -> Result<List, CanonicalError> {
        if length == 0 && self.seen.nulls {
            let problem = "there is a null beside an empty list".into();
            return Err(CanonicalError::NotJsonLd { problem });
        }
        let rest = Term::Text(self.rdf("nil"));
        Ok(List { rest, left: length, empty: length == 0, graph, mark })
    }

    /// The cell of the last item that has none yet.
    pub(in crate::jsonld) fn cell(&mut self, list: &mut List) -> Cell {
        list.left = list.left.saturating_sub(1);
        let mark = list.mark.as_ref().map(|mark| format!("{mark} {}", list.left));
        let subject = Term::Blank(self.fresh(|| mark.clone()));
        Cell { subject, mark }
    }

    /// Puts an item into its cell.
    ///
    /// # Errors
    /// When there are too many statements.
    pub(in crate::jsonld) fn item(
        &mut self,
        list: &mut List,
        cell: &Cell,
        item: &Object<'_>,
    ) -> Result<(), CanonicalError> {
        let (subject, graph) = (cell.subject, list.graph);
        let predicate = self.rdf("first");
        self.quad(Place { subject, predicate, graph }, item.term)?;
        let predicate = self.rdf("rest");
        self.quad(Place { subject, predicate, graph }, list.rest)?;
        list.rest = subject;
        Ok(())
    }
}

impl List {
    /// The list as what a member holds.
    pub(in crate::jsonld) fn finish<'l>(self) -> Object<'l> {
        Object { term: self.rest, said: Said::List { empty: self.empty } }
    }
}

impl Cell {
    /// The mark of a list that is the item.
    pub(in crate::jsonld) fn mark(&self) -> Option<String> {
        self.mark.clone()
    }
}
