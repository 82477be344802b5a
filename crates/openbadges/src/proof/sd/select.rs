//! What JSON pointers (RFC 6901) select from a document (`vc-di-ecdsa` §3.4.11 to §3.4.13).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::proof::error::ProofError;

/// Selecting an object by one of its members selects these too, where they are there: what it is about.
/// `@index` is the mark of [`statements`](super::statements).
const IDENTITY: [&str; 5] = ["id", "@id", "type", "@type", "@index"];

/// The part of a document that some pointers select: with every selected value come the `id` and `type` of
/// the objects around it, and the document's contexts. Nothing when there are no pointers.
///
/// # Errors
/// When a pointer is malformed or leads nowhere.
pub(super) fn select(
    document: &Map<String, Value>,
    pointers: &[String],
) -> Result<Option<Map<String, Value>>, ProofError> {
    if pointers.is_empty() {
        return Ok(None);
    }
    let mut wanted = Wanted::default();
    for pointer in pointers {
        let error = |problem| ProofError::Pointer { pointer: pointer.chars().take(200).collect(), problem };
        let steps = steps(pointer).ok_or_else(|| error("it is not a JSON pointer"))?;
        let mut place = Place::Object(document);
        let mut part = &mut wanted;
        for step in steps {
            place = place.step(&step).ok_or_else(|| error("it leads nowhere in the document"))?;
            part = part.parts.entry(step).or_default();
        }
        part.whole = true;
    }
    let mut selected = Map::new();
    if let Some(context) = document.get("@context") {
        selected.insert("@context".into(), context.clone());
    }
    selected.extend(object(document, &wanted));
    Ok(Some(selected))
}

/// What is wanted of a value.
#[derive(Default)]
struct Wanted {
    whole: bool,
    parts: BTreeMap<String, Self>,
}

/// A place that a pointer has come to.
enum Place<'a> {
    Object(&'a Map<String, Value>),
    Value(&'a Value),
}

impl<'a> Place<'a> {
    fn step(self, step: &str) -> Option<Self> {
        match self {
            Self::Object(members) | Self::Value(Value::Object(members)) => members.get(step),
            Self::Value(Value::Array(items)) => items.get(index(step)?),
            Self::Value(_) => None,
        }
        .map(Place::<'a>::Value)
    }
}

/// The reference tokens of a pointer.
fn steps(pointer: &str) -> Option<Vec<String>> {
    if pointer.is_empty() {
        return Some(Vec::new());
    }
    let unescaped = |token: &str| {
        let whole = token.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
        whole.then(|| token.replace("~1", "/").replace("~0", "~"))
    };
    pointer.strip_prefix('/')?.split('/').map(unescaped).collect()
}

/// The number of an item: decimal digits without leading zeros.
fn index(step: &str) -> Option<usize> {
    let canonical = step == "0" || !step.starts_with('0');
    (canonical && step.bytes().all(|byte| byte.is_ascii_digit())).then(|| step.parse().ok())?
}

fn object(members: &Map<String, Value>, wanted: &Wanted) -> Map<String, Value> {
    if wanted.whole {
        return members.clone();
    }
    let identity = |name: &str| IDENTITY.contains(&name);
    let blank = |value: &Value| value.as_str().is_some_and(|id| id.starts_with("_:"));
    let part = |(name, value): (&String, &Value)| {
        let selected = match wanted.parts.get(name) {
            Some(wanted) => self::value(value, wanted),
            None if identity(name) && !(name.ends_with("id") && blank(value)) => value.clone(),
            None => return None,
        };
        Some((name.clone(), selected))
    };
    members.iter().filter_map(part).collect()
}

fn value(value: &Value, wanted: &Wanted) -> Value {
    match value {
        _ if wanted.whole => value.clone(),
        Value::Object(members) => Value::Object(object(members, wanted)),
        Value::Array(items) => {
            let part = |(number, item): (usize, &Value)| {
                Some(self::value(item, wanted.parts.get(&number.to_string())?))
            };
            Value::Array(items.iter().enumerate().filter_map(part).collect())
        }
        // A pointer that goes further was refused.
        _ => value.clone(),
    }
}
