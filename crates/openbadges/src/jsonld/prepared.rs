//! Contexts that are processed once and used for every document that names them.

use std::sync::{Arc, PoisonError, RwLock};

use json_ld::Process;
use json_ld::context_processing::Options;
use json_ld::syntax::TryFromJson;
use json_ld::syntax::context::Context as LocalContext;
use serde_json::Value;

use super::bundled::Edition;
use super::estimate;
use super::expand::{context_error, now};
use super::loader::BundledLoader;
use super::syntax;
use super::vocabulary::{IriNumber, LabelNumber, Vocabulary};
use crate::CanonicalError;
use crate::budget::Budget;

pub(super) type ActiveContext = json_ld::Context<IriNumber, LabelNumber>;

/// How many `@context` arrays are kept. A service meets a handful; the bound is for strangers who send
/// every permutation. The oldest goes first.
const KEPT: usize = 64;
/// Longer arrays are not kept.
const LONGEST_KEPT: usize = 16;

static CACHE: RwLock<Vec<Arc<Prepared>>> = RwLock::new(Vec::new());

/// The active context that an `@context` gives, ready for use.
pub(crate) struct Prepared {
    local: Option<Value>,
    edition: Edition,
    active: ActiveContext,
    vocabulary: Vocabulary,
}

impl Prepared {
    /// The prepared form of an `@context`; kept if it names bundled contexts alone.
    pub(crate) fn of(
        local: Option<&Value>,
        edition: Edition,
        budget: &Budget,
    ) -> Result<Arc<Self>, CanonicalError> {
        let cacheable = local.is_some_and(names_contexts_alone);
        if cacheable {
            let cache = CACHE.read().unwrap_or_else(PoisonError::into_inner);
            let found = cache.iter().find(|known| known.edition == edition && known.local.as_ref() == local);
            if let Some(found) = found {
                return Ok(Arc::clone(found));
            }
        }
        budget.spend(estimate::context(local.unwrap_or(&Value::Null)))?;
        let prepared = Arc::new(Self::process(local, edition)?);
        if cacheable {
            let mut cache = CACHE.write().unwrap_or_else(PoisonError::into_inner);
            if cache.len() >= KEPT {
                cache.remove(0);
            }
            cache.push(Arc::clone(&prepared));
        }
        Ok(prepared)
    }

    /// A copy of the active context, as expansion wants it.
    pub(super) fn active(&self) -> ActiveContext {
        self.active.clone()
    }

    /// The vocabulary in which the active context's numbers have their meaning.
    pub(super) fn vocabulary(&self) -> Vocabulary {
        self.vocabulary.clone()
    }

    fn process(local: Option<&Value>, edition: Edition) -> Result<Self, CanonicalError> {
        let unusable =
            |problem: String| CanonicalError::UnusableContext { pointer: "/@context".into(), problem };
        let mut vocabulary = Vocabulary::default();
        let active = match local {
            None => ActiveContext::default(),
            Some(local) => {
                let local = LocalContext::try_from_json(syntax::value(local))
                    .map_err(|error| unusable(error.to_string()))?;
                let initial = ActiveContext::default();
                let loader = BundledLoader(edition);
                let options = Options::default();
                now(local.process_full(&mut vocabulary, &initial, &loader, None, options, ()))?
                    .map_err(context_error)?
                    .into_processed()
            }
        };
        Ok(Self { local: local.cloned(), edition, active, vocabulary: vocabulary.into_shared() })
    }
}

fn names_contexts_alone(context: &Value) -> bool {
    match context {
        Value::String(_) => true,
        Value::Array(items) => items.len() <= LONGEST_KEPT && items.iter().all(Value::is_string),
        _ => false,
    }
}
