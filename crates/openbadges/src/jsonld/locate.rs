//! From what a processor found to the member of the document that is meant. Only used for errors, so it
//! may take its time, though a bounded one.

use serde_json::Value;

use super::bundled::Edition;
use super::expand::{self, ExpandError};
use super::prepared::Prepared;
use super::{Members, Work, syntax};
use crate::CanonicalError;
use crate::json::pointer_segment;

/// How many members of one name are tried.
const TRIES: usize = 32;

/// Names the undefined member by its pointer. Members of that name may be defined in one object and
/// undefined in another; so each is tried alone, the others taken away.
pub(super) fn member(
    error: ExpandError,
    members: &Members<'_>,
    prepared: &Prepared,
    edition: Edition,
    work: Work<'_>,
) -> CanonicalError {
    let name = match error {
        ExpandError::UndefinedMember(name) => name,
        ExpandError::Other(error) => return error,
    };
    let document = whole(members);
    let ending = format!("/{}", pointer_segment(&name));
    let mut candidates = find(&document, &|segment, _value| segment == name);
    candidates.retain(|pointer| pointer.ends_with(&ending));
    // Where no more may be spent, the first is named.
    let affordable = candidates.iter().take(TRIES).take_while(|_next| work.budget.spend(work.units).is_ok());
    let guilty = { affordable }.find(|candidate| {
        let mut alone = document.clone();
        // From the last to the first, so that the pointers of the others stay right.
        for other in candidates.iter().rev().filter(|other| other != candidate) {
            remove(&mut alone, other);
        }
        let answer = expand::expand(&syntax::value(&alone), prepared, &mut prepared.vocabulary(), edition);
        matches!(answer, Err(ExpandError::UndefinedMember(found)) if found == name)
    });
    let pointer = guilty.or_else(|| candidates.first()).cloned();
    CanonicalError::UndefinedMember { pointer: pointer.unwrap_or(ending) }
}

/// Fills in where the value stands that the walk over the expanded document refused.
pub(super) fn value(mut error: CanonicalError, members: &Members<'_>) -> CanonicalError {
    match &mut error {
        CanonicalError::UndefinedType { value, pointer } => {
            *pointer = first(members, &|name, text| matches!(name, "type" | "@type") && text == value)
                .or_else(|| first(members, &|_name, text| text == value))
                .unwrap_or_default();
        }
        CanonicalError::RelativeReference { value, pointer }
        | CanonicalError::LanguageTag { value, pointer } => {
            let named = || find(&whole(members), &|name, _value| name == value).into_iter().next();
            *pointer = first(members, &|_name, text| text == value).or_else(named).unwrap_or_default();
        }
        _ => {}
    }
    error
}

/// The first text, by the member it belongs to, for which the predicate holds.
fn first(members: &Members<'_>, predicate: &dyn Fn(&str, &str) -> bool) -> Option<String> {
    let holds = |name: &str, value: &Value| value.as_str().is_some_and(|text| predicate(name, text));
    find(&whole(members), &holds).into_iter().next()
}

fn whole(members: &Members<'_>) -> Value {
    members.members.iter().map(|(name, value)| ((*name).to_owned(), (*value).clone())).collect()
}

/// The pointers of all members and items for which the predicate holds, given the name of the member
/// they belong to; contexts are left out.
fn find(document: &Value, predicate: &dyn Fn(&str, &Value) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    visit(document, "", "", predicate, &mut found);
    found
}

fn visit(
    value: &Value,
    name: &str,
    pointer: &str,
    predicate: &dyn Fn(&str, &Value) -> bool,
    found: &mut Vec<String>,
) {
    match value {
        Value::Object(members) => {
            for (name, value) in members.iter().filter(|(name, _value)| *name != "@context") {
                let pointer = format!("{pointer}/{}", pointer_segment(name));
                if predicate(name, value) {
                    found.push(pointer.clone());
                }
                visit(value, name, &pointer, predicate, found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let pointer = format!("{pointer}/{index}");
                // Objects in arrays are no members; texts in arrays may be what is sought.
                if item.is_string() && predicate(name, item) {
                    found.push(pointer.clone());
                }
                visit(item, name, &pointer, predicate, found);
            }
        }
        _ => {}
    }
}

fn remove(document: &mut Value, pointer: &str) {
    let Some((parent, segment)) = pointer.rsplit_once('/') else { return };
    let name = segment.replace("~1", "/").replace("~0", "~");
    if let Some(Value::Object(members)) = document.pointer_mut(parent) {
        members.shift_remove(&name);
    }
}
