//! JSON-LD 1.1 in safe mode, with compiled-in contexts, by the `json-ld` crate.
//!
//! *Decision*: expansion is the crate's, the way from the expanded document to RDF is ours: one [`walk`]
//! that also finds what the crate would drop without a word. It says what it finds to the
//! [`quads::QuadBuilder`], which knows nothing of the crate; another front end can speak to it too. The
//! `@context` arrays that credentials really have are processed once a process and kept ([`prepared`]).

mod bundled;
mod definitions;
mod estimate;
mod expand;
mod loader;
mod locate;
mod prepared;
mod quads;
mod scan;
mod syntax;
mod vocabulary;
mod walk;

use std::thread::Builder;

use serde_json::{Map, Value};

use crate::CanonicalError;
use crate::budget::Budget;
use crate::rdf::Dataset;

pub(crate) use bundled::Edition;
pub(crate) use prepared::Prepared;
use quads::Marks;

/// The compiled-in text of the context at a URL, in its newest edition.
pub(crate) fn bundled_context(url: &str) -> Option<&'static str> {
    bundled::context(url, Edition::Newest)
}

/// The members of a document that are to be canonicalized, and the context they are read in.
pub(crate) struct Members<'a> {
    pub(crate) context: Option<&'a Value>,
    /// Name and value of each, without `@context`.
    pub(crate) members: Vec<(&'a str, &'a Value)>,
}

impl<'a> Members<'a> {
    /// All members of a document.
    pub(crate) fn of(document: &'a Value) -> Result<Self, CanonicalError> {
        let document = document.as_object().ok_or(CanonicalError::NotAnObject)?;
        Ok(Self::without(document, &[]))
    }

    /// The members of a document but the named ones.
    pub(crate) fn without(document: &'a Map<String, Value>, names: &[&str]) -> Self {
        let members = document
            .iter()
            .map(|(name, value)| (name.as_str(), value))
            .filter(|(name, _value)| *name != "@context" && !names.contains(name))
            .collect();
        Self { context: document.get("@context"), members }
    }
}

/// The `json-ld` crate was measured to need 150 KiB of stack for a level of nesting without optimization
/// and 17 KiB with it. Deeper documents than these get a thread with a stack of their own.
const LEVELS_ON_THE_CALLERS_STACK: usize = if cfg!(debug_assertions) { 4 } else { 12 };
/// Enough for the deepest document that [`scan`] lets pass; only what is used becomes memory.
const LARGE_STACK: usize = 64 << 20;

/// The quads of a document.
pub(crate) fn dataset(
    members: &Members<'_>,
    edition: Edition,
    budget: &Budget,
) -> Result<Dataset, CanonicalError> {
    dataset_with(members, edition, Marks::Ignored, budget)
}

/// The quads of a document or of an excerpt from it, so that the blank nodes can be recognized.
pub(crate) fn marked_dataset(members: &Members<'_>, budget: &Budget) -> Result<Dataset, CanonicalError> {
    dataset_with(members, Edition::Newest, Marks::Kept, budget)
}

fn dataset_with(
    members: &Members<'_>,
    edition: Edition,
    marks: Marks,
    budget: &Budget,
) -> Result<Dataset, CanonicalError> {
    let seen = scan::check(members)?;
    let units = estimate::expansion(members);
    budget.spend(units)?;
    let work = Work { units, budget };
    if seen.levels <= LEVELS_ON_THE_CALLERS_STACK {
        return shallow_dataset(members, edition, marks, &seen, work);
    }
    std::thread::scope(|scope| {
        let thread = Builder::new().name("json-ld".into()).stack_size(LARGE_STACK);
        let thread = thread.spawn_scoped(scope, || shallow_dataset(members, edition, marks, &seen, work));
        let finished = thread.map_err(|_no_memory| CanonicalError::NoStack)?.join();
        finished.unwrap_or(Err(CanonicalError::NoStack))
    })
}

/// What one expansion of the document costs, and what it is spent from.
#[derive(Clone, Copy)]
struct Work<'a> {
    units: u64,
    budget: &'a Budget,
}

fn shallow_dataset(
    members: &Members<'_>,
    edition: Edition,
    marks: Marks,
    seen: &scan::Seen,
    work: Work<'_>,
) -> Result<Dataset, CanonicalError> {
    let prepared = Prepared::of(members.context, edition, work.budget)?;
    let document = syntax::object(&members.members);
    let mut vocabulary = prepared.vocabulary();
    let expanded = expand::expand(&document, &prepared, &mut vocabulary, edition)
        .map_err(|error| locate::member(error, members, &prepared, edition, work))?;
    walk::dataset(&expanded, &vocabulary, marks, seen).map_err(|error| locate::value(error, members))
}

#[cfg(test)]
mod tests;
