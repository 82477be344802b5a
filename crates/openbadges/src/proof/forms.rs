//! What the proofs of a document have in common. Each form is made at most once, also when it cannot be made.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::error::{Part, ProofError};
use super::hash::{canonical, hash};
use crate::CanonicalError;
use crate::budget::{Budget, cost, count, size, times};
use crate::jsonld::{self, Edition, Members};
use crate::keys::Algorithm;
use crate::rdf::{self, Dataset, Hash};

/// The forms of a document without its proofs, by how they are made, and what they are spent from.
#[derive(Debug)]
pub(super) struct DocumentForms<'a> {
    budget: Work<'a>,
    #[expect(clippy::type_complexity, reason = "a short list of what was made for which edition")]
    datasets: RefCell<Vec<(Edition, Result<Rc<Dataset>, CanonicalError>)>>,
    #[expect(clippy::type_complexity, reason = "a short list of what was made for which edition")]
    hashes: RefCell<Vec<(bool, Edition, Result<Vec<u8>, ProofError>)>>,
}

#[derive(Debug)]
enum Work<'a> {
    Own(Box<Budget>),
    Given(&'a Budget),
}

impl Default for DocumentForms<'_> {
    fn default() -> Self {
        Self::spending(Work::Own(Box::default()))
    }
}

impl<'a> DocumentForms<'a> {
    pub(super) fn within(budget: &'a Budget) -> Self {
        Self::spending(Work::Given(budget))
    }

    fn spending(budget: Work<'a>) -> Self {
        Self { budget, datasets: RefCell::default(), hashes: RefCell::default() }
    }

    pub(super) fn budget(&self) -> &Budget {
        match &self.budget {
            Work::Own(budget) => budget,
            Work::Given(budget) => budget,
        }
    }

    /// The statements of the document.
    pub(super) fn dataset(
        &self,
        document: &Map<String, Value>,
        edition: Edition,
    ) -> Result<Rc<Dataset>, CanonicalError> {
        if let Some((_edition, known)) = self.datasets.borrow().iter().find(|(of, _dataset)| *of == edition) {
            return known.clone();
        }
        let members = Members::without(document, &["proof"]);
        let made = jsonld::dataset(&members, edition, self.budget()).map(Rc::new);
        self.datasets.borrow_mut().push((edition, made.clone()));
        made
    }

    /// The hash of the canonical form. There are two: SHA-384 for keys of P-384, else SHA-256.
    pub(super) fn hash(
        &self,
        document: &Map<String, Value>,
        algorithm: Algorithm,
        edition: Edition,
    ) -> Result<Vec<u8>, ProofError> {
        let is_longer = algorithm == Algorithm::P384;
        let same = |(longer, of, _hash): &&(bool, Edition, _)| *longer == is_longer && *of == edition;
        if let Some((_, _, known)) = self.hashes.borrow().iter().find(same) {
            return known.clone();
        }
        let labels = if is_longer { Hash::Sha384 } else { Hash::Sha256 };
        let form = self
            .dataset(document, edition)
            .and_then(|dataset| Ok(rdf::canonicalize(&dataset, labels, self.budget())?));
        let made = form.map(|form| hash(algorithm, form.as_bytes())).map_err(canonical(Part::Document));
        self.hashes.borrow_mut().push((is_longer, edition, made.clone()));
        made
    }

    /// Spends what it takes to write the JSON of a document anew.
    pub(super) fn spend_json(&self, document: &Map<String, Value>) -> Result<(), CanonicalError> {
        let bytes: usize = document.iter().map(|(name, value)| name.len() + size(value)).sum();
        let values: usize = document.values().map(count).sum();
        let units = times(bytes, 2 * cost::JSON_BYTE).saturating_add(times(values, 2 * cost::JSON_VALUE));
        Ok(self.budget().spend(units)?)
    }
}
