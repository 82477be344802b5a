//! `relatedResource` (VCDM 2.0 §5.3): what else belongs to a credential, with its digests.

mod digest;
mod published;

use serde_json::{Map, Value};

use super::identifiers::required_id;
use super::{Fault, Faults, items, kind};
use digest::Digest;

/// How many related resources a credential may name.
const MOST: usize = 20;

/// A resource that a credential names with its digests, and that is not compiled into this program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedResource {
    /// Where it stands in the credential, as a JSON pointer.
    pub pointer: String,
    /// Its URL.
    pub id: String,
    digests: Vec<Digest>,
}

impl RelatedResource {
    /// Whether the bytes found at the URL are those of the digests: every digest must match.
    pub fn matches(&self, bytes: &[u8]) -> bool {
        self.digests.iter().all(|digest| digest.matches(bytes))
    }

    /// The fault of a resource that has other bytes.
    pub fn mismatch(&self) -> Fault {
        let mut faults = Faults::default();
        mismatch(&self.pointer, &mut faults);
        faults.0.pop().unwrap_or_else(|| self.unchecked(""))
    }

    /// The fault of a resource that could not be had, for the reason given.
    pub fn unchecked(&self, reason: &str) -> Fault {
        let message = format!("the digest of `{}` cannot be checked: {reason}", self.id);
        Fault { pointer: self.pointer.clone(), message }
    }
}

/// The related resources of a well-formed credential whose digests [`super::check_credential`] cannot
/// compare, because their content is not compiled in.
pub fn related_resources(credential: &Value) -> Vec<RelatedResource> {
    let Some(related) = credential.get("relatedResource") else { return Vec::new() };
    let resources = items(related, "/relatedResource").into_iter().take(MOST);
    let resource = |(pointer, value): (String, &Value)| {
        let id = value.get("id")?.as_str()?.to_owned();
        let digests = digest::of(value.as_object()?, "", &mut Faults::default());
        published::matches(&id, &digests).is_none().then_some(RelatedResource { pointer, id, digests })
    };
    resources.filter_map(resource).collect()
}

pub(super) fn check(credential: &Map<String, Value>, faults: &mut Faults) {
    let Some(related) = credential.get("relatedResource") else { return };
    let resources = items(related, "/relatedResource");
    if resources.is_empty() || resources.len() > MOST {
        faults.add("/relatedResource", format!("must have 1 to {MOST} items"));
        return;
    }
    let mut seen = Vec::new();
    for (pointer, resource) in resources {
        let Value::Object(resource) = resource else {
            faults.add(pointer, format!("must be an object with `id` and a digest, not {}", kind(resource)));
            continue;
        };
        required_id(resource, &pointer, faults);
        if resource.get("mediaType").is_some_and(|media_type| !media_type.is_string()) {
            faults.add(format!("{pointer}/mediaType"), "must be text");
        }
        let digests = digest::of(resource, &pointer, faults);
        let Some(id) = resource.get("id").and_then(Value::as_str) else { continue };
        if seen.contains(&id) {
            faults.add(format!("{pointer}/id"), "names the same resource as an earlier item");
        }
        seen.push(id);
        if published::matches(id, &digests) == Some(false) {
            mismatch(&pointer, faults);
        }
    }
}

fn mismatch(pointer: &str, faults: &mut Faults) {
    faults.add(pointer, "has a digest that is not that of the resource");
}
