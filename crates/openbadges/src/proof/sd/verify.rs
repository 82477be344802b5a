//! "Verify Derived Proof" (`vc-di-ecdsa` §3.6.7).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::statements::{Label, lines};
use super::value::DerivedValue;
use super::{base_data, no_previous, proof_hash};
use crate::Algorithm;
use crate::budget::{cost, times};
use crate::jsonld::Edition;
use crate::keys::PublicKey;
use crate::proof::error::{Part, ProofError};
use crate::proof::forms::DocumentForms;
use crate::proof::hash::canonical;
use crate::proof::members;
use crate::rdf::{CanonicalNumbers, Hash};

/// Whether every statement of the document was signed by the holder of `key`, and none that must be shown
/// is missing.
///
/// The standard's text reads as if the key of the single statements signed the whole; it is the issuer's.
pub(in crate::proof) fn verify(
    document: &Map<String, Value>,
    forms: &DocumentForms<'_>,
    proof: &Map<String, Value>,
    key: &PublicKey,
    edition: Edition,
) -> Result<(), ProofError> {
    let value = DerivedValue::parse(members::required(proof, "proofValue")?)?;
    no_previous(proof)?;
    let proof_key = proof_key(&value.public_key)?;
    let lines = labeled(document, forms, &value.labels, edition)?;
    let (mandatory, rest) = split(&lines, &value.mandatory)?;
    if rest.len() != value.signatures.len() {
        return Err(malformed("it has more or fewer signatures than the document has statements"));
    }
    let budget = forms.budget();
    let signatures = times(value.signatures.len(), cost::signature(Algorithm::P256));
    let spent = budget.spend_signature(key).and_then(|()| budget.spend(signatures));
    spent.map_err(|exhausted| canonical(Part::Document)(exhausted.into()))?;
    let data = base_data(proof_hash(document, proof, edition, budget)?, &value.public_key, &mandatory);
    let holds = key.verify(&data, &value.signature)
        && rest
            .iter()
            .zip(&value.signatures)
            .all(|(line, signature)| proof_key.verify(line.as_bytes(), signature));
    if holds { Ok(()) } else { Err(ProofError::SignatureMismatch) }
}

fn proof_key(bytes: &[u8]) -> Result<PublicKey, ProofError> {
    let key = PublicKey::from_multikey_bytes(bytes).ok();
    key.filter(|key| key.algorithm() == Algorithm::P256)
        .ok_or_else(|| malformed("its public key is not one of P-256"))
}

/// The sorted statements with the labels that were signed. Each blank node must have a label of its own:
/// one that was signed must not be shown as if it were two.
fn labeled(
    document: &Map<String, Value>,
    forms: &DocumentForms<'_>,
    labels: &BTreeMap<usize, Label>,
    edition: Edition,
) -> Result<Vec<String>, ProofError> {
    let of_document = canonical(Part::Document);
    let dataset = forms.dataset(document, edition).map_err(&of_document)?;
    let budget = forms.budget();
    let numbers = CanonicalNumbers::of(&dataset, Hash::Sha256, budget)
        .map_err(|refusal| of_document(refusal.into()))?;
    dataset.spend_lines(budget).map_err(|refusal| of_document(refusal.into()))?;
    let distinct: BTreeSet<&Label> = labels.values().collect();
    let numbered = labels.keys().copied().eq(0..numbers.order().len());
    if !numbered || distinct.len() != labels.len() {
        return Err(malformed("its labels are not those of the document's blank nodes"));
    }
    let mut lines = lines(&dataset, |blank| labels.get(&numbers.number(blank)?).copied());
    lines.sort_unstable();
    Ok(lines)
}

/// The statements that had to be shown, and the others.
fn split<'a>(lines: &'a [String], mandatory: &[usize]) -> Result<(Vec<&'a str>, Vec<&'a str>), ProofError> {
    let places: BTreeSet<usize> = mandatory.iter().copied().collect();
    let known = places.last().is_none_or(|last| *last < lines.len());
    if !known || places.len() != mandatory.len() {
        return Err(malformed("it names mandatory statements that are not there, or twice"));
    }
    let (shown, rest): (Vec<_>, Vec<_>) =
        lines.iter().map(String::as_str).enumerate().partition(|(place, _line)| places.contains(place));
    let texts = |lines: Vec<(usize, &'a str)>| lines.into_iter().map(|(_place, line)| line).collect();
    Ok((texts(shown), texts(rest)))
}

fn malformed(problem: &'static str) -> ProofError {
    ProofError::MalformedMember { member: "proofValue", problem }
}
