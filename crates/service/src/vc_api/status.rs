//! The entry of a credential that says where its status is looked up (Bitstring Status List 1.0 §2.1).

use openbadges::StatusPurpose;
use serde_json::{Value, json};

use super::contexts;

/// A bit in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) purpose: StatusPurpose,
    /// The address of the list.
    pub(crate) list: String,
    pub(crate) index: usize,
}

/// Adds an entry for each bit, beside those that are there.
pub(crate) fn add(document: &mut Value, places: &[Place]) {
    if places.is_empty() {
        return;
    }
    contexts::for_status(document);
    let Some(members) = document.as_object_mut() else { return };
    let mut entries = match members.shift_remove("credentialStatus") {
        None => Vec::new(),
        Some(Value::Array(entries)) => entries,
        Some(entry) => vec![entry],
    };
    // Asked again for the same credential, the bit is the same and stands there already.
    entries.extend(places.iter().map(entry).filter(|new| !entries.contains(new)).collect::<Vec<_>>());
    let status = match <[Value; 1]>::try_from(entries) {
        Ok([only]) => only,
        Err(several) => Value::Array(several),
    };
    members.insert("credentialStatus".to_owned(), status);
}

fn entry(place: &Place) -> Value {
    json!({
        "id": format!("{}#{}", place.list, place.index),
        "type": "BitstringStatusListEntry",
        "statusPurpose": place.purpose.as_str(),
        "statusListIndex": place.index.to_string(),
        "statusListCredential": place.list,
    })
}
