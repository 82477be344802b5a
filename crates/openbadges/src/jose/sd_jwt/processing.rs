//! Putting what is disclosed into its place (RFC 9901 §7.1, step 3).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::jose::error::cut;
use crate::json::Limits;

use super::disclosure::{Disclosure, DisclosureError};

pub(super) const DIGESTS: &str = "_sd";
pub(super) const DIGEST_ALGORITHM: &str = "_sd_alg";
pub(super) const ITEM: &str = "...";
pub(super) const SHA_256: &str = "sha-256";

/// The claims on which the validity of a token depends: whoever could hide them could make it valid.
pub(super) const NOT_DISCLOSABLE: [&str; 7] = ["iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status"];

/// The Processed SD-JWT Payload.
pub(super) fn process(
    mut claims: Map<String, Value>,
    disclosures: &[Disclosure],
) -> Result<Map<String, Value>, DisclosureError> {
    match claims.shift_remove(DIGEST_ALGORITHM) {
        None => {}
        Some(Value::String(name)) if name == SHA_256 => {}
        Some(Value::String(name)) => {
            return Err(DisclosureError::UnsupportedDigest { algorithm: cut(&name) });
        }
        Some(_) => return Err(DisclosureError::MalformedDigests { member: DIGEST_ALGORITHM }),
    }
    let mut by_digest = BTreeMap::new();
    for disclosure in disclosures {
        if by_digest.insert(disclosure.digest(), disclosure).is_some() {
            return Err(DisclosureError::RepeatedDisclosure);
        }
    }
    let mut processing = Processing { unused: by_digest, seen: BTreeSet::new() };
    let claims = processing.object(claims, 1)?;
    match processing.unused.into_values().next() {
        None => Ok(claims),
        Some(disclosure) => {
            Err(DisclosureError::Unreferenced { claim: cut(disclosure.claim().unwrap_or_default()) })
        }
    }
}

struct Processing<'a> {
    /// The disclosures that no digest has named yet.
    unused: BTreeMap<String, &'a Disclosure>,
    /// Every digest met so far, also those of which nothing is disclosed.
    seen: BTreeSet<String>,
}

impl<'a> Processing<'a> {
    fn value(&mut self, value: Value, depth: usize) -> Result<Value, DisclosureError> {
        match value {
            Value::Object(members) => self.object(members, depth).map(Value::Object),
            Value::Array(items) => self.array(items, depth).map(Value::Array),
            plain => Ok(plain),
        }
    }

    fn object(
        &mut self,
        mut members: Map<String, Value>,
        depth: usize,
    ) -> Result<Map<String, Value>, DisclosureError> {
        within_limit(depth)?;
        let digests = members.shift_remove(DIGESTS);
        if members.contains_key(ITEM) {
            return Err(DisclosureError::MalformedDigests { member: ITEM });
        }
        let mut processed = Map::new();
        for (name, value) in members {
            processed.insert(name, self.value(value, depth + 1)?);
        }
        for digest in texts(digests)? {
            let Some(disclosure) = self.disclosed(digest)? else {
                continue;
            };
            let claim = disclosure.claim().ok_or(DisclosureError::WrongPlace)?.to_owned();
            if claim == DIGESTS || claim == ITEM || (depth == 1 && claim == DIGEST_ALGORITHM) {
                return Err(DisclosureError::ReservedName { claim });
            }
            if depth == 1 && NOT_DISCLOSABLE.contains(&claim.as_str()) {
                return Err(DisclosureError::NotDisclosable { claim });
            }
            if processed.contains_key(&claim) {
                return Err(DisclosureError::Overwrites { claim: cut(&claim) });
            }
            processed.insert(claim, self.value(disclosure.value().clone(), depth + 1)?);
        }
        Ok(processed)
    }

    fn array(&mut self, items: Vec<Value>, depth: usize) -> Result<Vec<Value>, DisclosureError> {
        within_limit(depth)?;
        let mut processed = Vec::new();
        for item in items {
            match digest_of(&item)? {
                None => processed.push(self.value(item, depth + 1)?),
                Some(digest) => {
                    let Some(disclosure) = self.disclosed(digest)? else {
                        continue;
                    };
                    if disclosure.claim().is_some() {
                        return Err(DisclosureError::WrongPlace);
                    }
                    processed.push(self.value(disclosure.value().clone(), depth + 1)?);
                }
            }
        }
        Ok(processed)
    }

    /// The disclosure of a digest, if it is shown. A digest in two places would let one disclosure speak twice.
    fn disclosed(&mut self, digest: String) -> Result<Option<&'a Disclosure>, DisclosureError> {
        let disclosure = self.unused.remove(&digest);
        if self.seen.insert(digest) { Ok(disclosure) } else { Err(DisclosureError::RepeatedDigest) }
    }
}

/// The digest that stands for an item of an array: `{"...": digest}`.
fn digest_of(item: &Value) -> Result<Option<String>, DisclosureError> {
    let Some(members) = item.as_object().filter(|members| members.contains_key(ITEM)) else {
        return Ok(None);
    };
    match (members.len(), members.get(ITEM)) {
        (1, Some(Value::String(digest))) => Ok(Some(digest.clone())),
        _ => Err(DisclosureError::MalformedDigests { member: ITEM }),
    }
}

fn texts(digests: Option<Value>) -> Result<Vec<String>, DisclosureError> {
    let malformed = || DisclosureError::MalformedDigests { member: DIGESTS };
    match digests {
        None => Ok(Vec::new()),
        Some(Value::Array(digests)) => digests
            .into_iter()
            .map(|digest| match digest {
                Value::String(digest) => Ok(digest),
                _ => Err(malformed()),
            })
            .collect(),
        Some(_) => Err(malformed()),
    }
}

/// Each text is bounded by itself, but disclosures may lie in disclosures.
fn within_limit(depth: usize) -> Result<(), DisclosureError> {
    let limit = Limits::default().depth;
    if depth > limit { Err(DisclosureError::TooDeep { limit }) } else { Ok(()) }
}
