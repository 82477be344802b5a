//! IRIs as numbers, so that the contexts, which are copied for every typed node, hold no texts of their
//! own. The numbers of a prepared context are shared; those of a document are dropped with it.

use std::collections::HashMap;
use std::sync::Arc;

use json_ld::rdf_types::vocabulary::{
    BlankIdVocabulary, BlankIdVocabularyMut, IriVocabulary, IriVocabularyMut, LiteralVocabulary,
    LiteralVocabularyMut,
};
use json_ld::rdf_types::{BlankId, BlankIdBuf, Literal, LiteralRef};
use json_ld::{Iri, IriBuf};

/// The number of an IRI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct IriNumber(usize);

/// The number of a blank node label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct LabelNumber(usize);

/// The numbers given so far: those of the prepared context, then those of the document.
#[derive(Clone, Default)]
pub(super) struct Vocabulary {
    shared: Arc<Iris>,
    own: Iris,
    labels: Vec<BlankIdBuf>,
    label_numbers: HashMap<BlankIdBuf, LabelNumber>,
}

#[derive(Clone, Default)]
struct Iris {
    list: Vec<IriBuf>,
    numbers: HashMap<IriBuf, IriNumber>,
}

impl Vocabulary {
    /// A vocabulary that starts from the IRIs of this one, which becomes shared.
    pub(super) fn into_shared(self) -> Self {
        let mut all = Arc::unwrap_or_clone(self.shared);
        for iri in self.own.list {
            let number = IriNumber(all.list.len());
            all.list.push(iri.clone());
            all.numbers.insert(iri, number);
        }
        Self {
            shared: Arc::new(all),
            own: Iris::default(),
            labels: self.labels,
            label_numbers: self.label_numbers,
        }
    }
}

impl IriVocabulary for Vocabulary {
    type Iri = IriNumber;

    fn iri<'i>(&'i self, id: &'i IriNumber) -> Option<&'i Iri> {
        let shared = self.shared.list.len();
        let found = self.shared.list.get(id.0).or_else(|| self.own.list.get(id.0.checked_sub(shared)?));
        found.map(IriBuf::as_iri)
    }

    fn get(&self, iri: &Iri) -> Option<IriNumber> {
        self.shared.numbers.get(iri).or_else(|| self.own.numbers.get(iri)).copied()
    }
}

impl IriVocabularyMut for Vocabulary {
    fn insert(&mut self, iri: &Iri) -> IriNumber {
        if let Some(number) = self.get(iri) {
            return number;
        }
        let number = IriNumber(self.shared.list.len() + self.own.list.len());
        self.own.list.push(iri.to_owned());
        self.own.numbers.insert(iri.to_owned(), number);
        number
    }
}

impl BlankIdVocabulary for Vocabulary {
    type BlankId = LabelNumber;

    fn blank_id<'b>(&'b self, id: &'b LabelNumber) -> Option<&'b BlankId> {
        self.labels.get(id.0).map(BlankIdBuf::as_blank_id_ref)
    }

    fn get_blank_id(&self, id: &BlankId) -> Option<LabelNumber> {
        self.label_numbers.get(id).copied()
    }
}

impl BlankIdVocabularyMut for Vocabulary {
    fn insert_blank_id(&mut self, id: &BlankId) -> LabelNumber {
        if let Some(number) = self.get_blank_id(id) {
            return number;
        }
        let number = LabelNumber(self.labels.len());
        self.labels.push(id.to_owned());
        self.label_numbers.insert(id.to_owned(), number);
        number
    }
}

/// Expansion never asks for literals; the trait has to be there.
impl LiteralVocabulary for Vocabulary {
    type Literal = ();

    fn literal<'l>(&'l self, _id: &'l ()) -> Option<LiteralRef<'l, IriNumber>> {
        None
    }

    fn owned_literal(&self, _id: ()) -> Result<Literal<IriNumber>, ()> {
        Err(())
    }

    fn get_literal(&self, _id: LiteralRef<'_, IriNumber>) -> Option<()> {
        None
    }
}

impl LiteralVocabularyMut for Vocabulary {
    fn insert_literal(&mut self, _value: LiteralRef<'_, IriNumber>) {}
}
