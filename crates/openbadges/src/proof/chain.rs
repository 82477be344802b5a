//! Proof chains (VC Data Integrity §4.3, §4.5): proofs that were made over earlier ones.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::error::ProofError;

type Object = Map<String, Value>;

/// The proofs of the document that this proof names in `previousProof`: they are part of what it signs.
pub(super) fn previous(document: &Object, proof: &Object) -> Result<Option<Value>, ProofError> {
    let names = names(proof)?;
    if names.is_empty() {
        return Ok(None);
    }
    let chain = Chain::of(document);
    let earlier = names.iter().map(|id| chain.proof(id).cloned().map(Value::Object));
    let earlier: Vec<Value> = earlier.collect::<Result<_, _>>()?;
    chain.check_order(proof, &names)?;
    Ok(Some(Value::Array(earlier)))
}

/// Whether the document holds a proof with that id.
pub(super) fn holds(document: &Object, id: &str) -> bool {
    Chain::of(document).proofs.contains_key(id)
}

/// The ids in `previousProof`.
fn names(proof: &Object) -> Result<Vec<&str>, ProofError> {
    let problem = "it is neither a text nor a list of texts";
    let malformed = || ProofError::MalformedMember { member: "previousProof", problem };
    let Some(previous) = proof.get("previousProof") else { return Ok(Vec::new()) };
    items(previous).iter().map(|id| id.as_str().ok_or_else(malformed)).collect()
}

/// The proofs of a document by their ids.
struct Chain<'a> {
    proofs: HashMap<&'a str, Vec<&'a Object>>,
}

impl<'a> Chain<'a> {
    fn of(document: &'a Object) -> Self {
        let mut proofs: HashMap<&str, Vec<&Object>> = HashMap::new();
        for proof in document.get("proof").map(items).unwrap_or_default().iter().filter_map(Value::as_object)
        {
            if let Some(id) = proof.get("id").and_then(Value::as_str) {
                proofs.entry(id).or_default().push(proof);
            }
        }
        Self { proofs }
    }

    fn proof(&self, id: &str) -> Result<&'a Object, ProofError> {
        let cut = || id.chars().take(200).collect();
        match self.proofs.get(id).map_or(&[][..], Vec::as_slice) {
            [only] => Ok(only),
            [] => Err(ProofError::PreviousProofMissing { id: cut() }),
            _ => Err(ProofError::PreviousProofAmbiguous { id: cut() }),
        }
    }

    /// No proof may build on itself, whether directly or by way of others: somebody would have to have
    /// signed it before it was made.
    fn check_order(&self, proof: &'a Object, names: &[&'a str]) -> Result<(), ProofError> {
        let own = proof.get("id").and_then(Value::as_str);
        let mut path: HashSet<&str> = own.into_iter().collect();
        let mut done: HashSet<&str> = HashSet::new();
        let mut steps: Vec<Step<'a>> = names.iter().map(|id| Step::Enter(id)).collect();
        while let Some(step) = steps.pop() {
            match step {
                Step::Leave(id) => {
                    path.remove(id);
                    done.insert(id);
                }
                Step::Enter(id) if done.contains(id) => {}
                Step::Enter(id) => {
                    if !path.insert(id) {
                        return Err(ProofError::PreviousProofLoop { id: id.chars().take(200).collect() });
                    }
                    steps.push(Step::Leave(id));
                    steps.extend(self::names(self.proof(id)?)?.into_iter().map(Step::Enter));
                }
            }
        }
        Ok(())
    }
}

/// A step of the walk along a chain.
enum Step<'a> {
    Enter(&'a str),
    Leave(&'a str),
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice)
}
