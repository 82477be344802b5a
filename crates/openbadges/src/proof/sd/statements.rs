//! A document as the single statements that are signed: N-Quads whose blank nodes have labels that say
//! nothing about the rest of the document (`vc-di-ecdsa` §3.4.2, §3.4.14).
//!
//! The standard replaces blank nodes by made-up IRIs ("skolemization") so that they can be recognized in
//! an excerpt. Here every JSON object is numbered by `@index` instead, which has no meaning in RDF and
//! leaves the document as it is; that it changes nothing is checked for each document.

use std::collections::{BTreeSet, HashMap};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value};
use sha2::Sha256;

use super::select::select;
use crate::budget::Budget;
use crate::canonical::canonical_form_of;
use crate::jsonld::{self, Edition, Members};
use crate::proof::error::{Part, ProofError};
use crate::proof::hash::canonical;
use crate::rdf::{self, Blank, CanonicalNumbers, Dataset, Hash};

/// The label of a blank node is the HMAC of its canonical one.
pub(super) type Label = [u8; 32];

/// The statements of a document without its proofs.
pub(super) struct Statements {
    /// In the order of their text.
    pub(super) lines: Vec<String>,
    /// The document with its objects numbered.
    numbered: Map<String, Value>,
    labels: HashMap<String, Label>,
}

/// Those statements that some pointers select.
pub(super) struct Group {
    /// Their places among all statements.
    pub(super) places: BTreeSet<usize>,
    /// The labels of the blank nodes in the order of their canonical numbers in the excerpt by itself.
    pub(super) labels: Vec<Label>,
}

impl Statements {
    /// Reads a document.
    pub(super) fn of(document: &Map<String, Value>, hmac_key: &[u8; 32]) -> Result<Self, ProofError> {
        let of_document = canonical(Part::Document);
        let members = Members::without(document, &["proof"]);
        let plain = canonical_form_of(&members, Edition::Newest, Hash::Sha256, &Budget::default())
            .map_err(&of_document)?;
        let numbered = numbered(document);
        let dataset = marked(&numbered)?;
        // A number within a JSON literal or a map of languages is more than a number.
        if rdf::canonicalize(&dataset, Hash::Sha256, &Budget::default()).ok().as_deref()
            != Some(plain.as_str())
        {
            return Err(ProofError::NotSelectable);
        }
        let mut labels = HashMap::new();
        for (blank, number) in numbers(&dataset)?.order().iter().zip(0..) {
            let mark = dataset.mark(*blank).ok_or(ProofError::NotSelectable)?;
            if labels.insert(mark.to_owned(), label(hmac_key, number)?).is_some() {
                return Err(ProofError::NotSelectable);
            }
        }
        let mut lines = lines(&dataset, |blank| labels.get(dataset.mark(blank)?).copied());
        lines.sort_unstable();
        Ok(Self { lines, numbered, labels })
    }

    /// Selects by pointers into the document.
    pub(super) fn group(&self, pointers: &[String]) -> Result<Group, ProofError> {
        let Some(excerpt) = select(&self.numbered, pointers)? else {
            return Ok(Group { places: BTreeSet::new(), labels: Vec::new() });
        };
        let dataset = marked(&excerpt)?;
        let label = |blank: Blank| self.labels.get(dataset.mark(blank)?).copied();
        // What an excerpt says and the document does not: a list that was not taken as a whole, or members
        // that mean something else without their neighbors.
        let place = |line: &String| self.lines.binary_search(line).map_err(|_place| ProofError::NotAnExcerpt);
        let places = lines(&dataset, label).iter().map(place).collect::<Result<_, _>>()?;
        let order = numbers(&dataset)?;
        let labels = order.order().iter().map(|blank| label(*blank).ok_or(ProofError::NotAnExcerpt));
        Ok(Group { places, labels: labels.collect::<Result<_, _>>()? })
    }

    /// The statements at some places.
    pub(super) fn at<'a>(&'a self, places: &'a BTreeSet<usize>) -> impl Iterator<Item = &'a str> {
        places.iter().filter_map(|place| self.lines.get(*place)).map(String::as_str)
    }
}

/// The N-Quads of a dataset with the labels that were signed.
pub(super) fn lines(dataset: &Dataset, label: impl Fn(Blank) -> Option<Label>) -> Vec<String> {
    dataset.lines(&|blank, line| {
        line.push_str("_:u");
        URL_SAFE_NO_PAD.encode_string(label(blank).unwrap_or_default(), line);
    })
}

fn numbers(dataset: &Dataset) -> Result<CanonicalNumbers, ProofError> {
    let numbers = CanonicalNumbers::of(dataset, Hash::Sha256, &Budget::default());
    numbers.map_err(|refusal| canonical(Part::Document)(refusal.into()))
}

fn label(key: &[u8; 32], number: usize) -> Result<Label, ProofError> {
    // HMAC takes keys of every length.
    let mut hmac = Hmac::<Sha256>::new_from_slice(key).map_err(|_reason| ProofError::NotSelectable)?;
    hmac.update(format!("c14n{number}").as_bytes());
    Ok(hmac.finalize().into_bytes().into())
}

fn marked(document: &Map<String, Value>) -> Result<Dataset, ProofError> {
    let members = Members::without(document, &["proof"]);
    jsonld::marked_dataset(&members, &Budget::default()).map_err(canonical(Part::Document))
}

/// The document with a number in each of its objects, except for contexts and proofs.
fn numbered(document: &Map<String, Value>) -> Map<String, Value> {
    let mut numbered = document.clone();
    numbered.shift_remove("proof");
    let mut next = 0;
    number_object(&mut numbered, &mut next);
    numbered
}

fn number_object(members: &mut Map<String, Value>, next: &mut usize) {
    for (_name, value) in members.iter_mut().filter(|(name, _value)| *name != "@context") {
        number(value, next);
    }
    members.insert("@index".into(), next.to_string().into());
    *next += 1;
}

fn number(value: &mut Value, next: &mut usize) {
    match value {
        Value::Object(members) => number_object(members, next),
        Value::Array(items) => items.iter_mut().for_each(|item| number(item, next)),
        _ => {}
    }
}
