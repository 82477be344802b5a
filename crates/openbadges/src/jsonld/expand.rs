//! Expansion by the `json-ld` crate, without waiting and without leniency.

use std::pin::pin;
use std::task::{Context as TaskContext, Poll, Waker};

use json_ld::expansion::{self, Action, Options, Policy};
use json_ld::{Expand, ExpandedDocument, context_processing};

use super::bundled::Edition;
use super::loader::BundledLoader;
use super::prepared::Prepared;
use super::vocabulary::{IriNumber, LabelNumber, Vocabulary};
use crate::CanonicalError;

pub(super) type Expanded = ExpandedDocument<IriNumber, LabelNumber>;

/// What expansion stumbled over.
pub(super) enum ExpandError {
    /// A member that no context defines, by its name; where it stands is found out by `locate`.
    UndefinedMember(String),
    /// Anything else.
    Other(CanonicalError),
}

/// Expands a document without `@context` in a prepared context.
///
/// Undefined members are an error at once. Invalid types and identifiers are kept, so that the walk over
/// the result can name them.
pub(super) fn expand(
    document: &json_ld::syntax::Value,
    prepared: &Prepared,
    vocabulary: &mut Vocabulary,
    edition: Edition,
) -> Result<Expanded, ExpandError> {
    let policy = Policy { invalid: Action::Keep, vocab: Action::Keep, allow_undefined: false };
    let options = Options { policy, ..Options::default() };
    let loader = BundledLoader(edition);
    let expansion = document.expand_full(vocabulary, prepared.active(), None, &loader, options, ());
    now(expansion).map_err(ExpandError::Other)?.map_err(expand_error)
}

/// The result of a future that never waits.
pub(super) fn now<F: Future>(future: F) -> Result<F::Output, CanonicalError> {
    match pin!(future).poll(&mut TaskContext::from_waker(Waker::noop())) {
        Poll::Ready(result) => Ok(result),
        // The bundled loader is always ready; this would be a change in the crate.
        Poll::Pending => Err(CanonicalError::NotJsonLd { problem: "the processor waits".into() }),
    }
}

pub(super) fn context_error(error: context_processing::Error) -> CanonicalError {
    let pointer = "/@context".to_owned();
    match error {
        context_processing::Error::ContextLoadingFailed(error) => {
            CanonicalError::UnknownContext { url: error.target.to_string(), pointer }
        }
        other => CanonicalError::UnusableContext { pointer, problem: lower_case(&other.to_string()) },
    }
}

fn expand_error(error: expansion::Error) -> ExpandError {
    match error {
        expansion::Error::KeyExpansionFailed(name) => ExpandError::UndefinedMember(name),
        expansion::Error::ContextProcessing(error) => ExpandError::Other(context_error(error)),
        other => ExpandError::Other(CanonicalError::NotJsonLd { problem: lower_case(&other.to_string()) }),
    }
}

fn lower_case(message: &str) -> String {
    let mut characters = message.chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
}
