//! Whether it was revoked or suspended. What cannot be looked up is unknown, never "not revoked".

mod bitstring;
mod revocation_list;
mod time_to_live;

use serde_json::Value;

pub use time_to_live::time_to_live;

use crate::evidence::{Need, fetchable};
use crate::flaw::{Flaw, worst};
use crate::inspection::Inspection;
use crate::member::{items, only, text, texts};
use crate::report::{Check, CheckName};

const BITSTRING: &str = "BitstringStatusListEntry";
const REVOCATION_LIST: &str = "1EdTechRevocationList";
/// Open Badges allows one entry, the W3C data model several; each costs the check of a signed list.
const MOST_ENTRIES: usize = 4;

/// No status entry says that it was revoked or suspended.
pub(crate) fn check(inspection: &Inspection<'_>) -> Check {
    let name = CheckName::Status;
    let entries: Vec<&Value> = items(inspection.document, "credentialStatus").collect();
    if entries.is_empty() {
        return Check::not_applicable(name, "it cannot be revoked: it names no status list");
    }
    if entries.len() > MOST_ENTRIES {
        return Check::unchecked(name, format!("it names more than {MOST_ENTRIES} status entries"));
    }
    let answers: Vec<_> = entries.iter().map(|entry| look_up(entry, inspection)).collect();
    let looked_up = answers.iter().any(|answer| matches!(answer, Ok(true)));
    match worst(answers.into_iter().filter_map(Result::err)) {
        Some(flaw) => flaw.into_check(name),
        None if !looked_up => {
            Check::not_applicable(name, "it cannot be revoked: no status entry is about that")
        }
        None => Check::passed(name, "not revoked or suspended").fact("entries", entries.len()),
    }
}

fn look_up(entry: &Value, inspection: &Inspection<'_>) -> Result<bool, Flaw> {
    if texts(entry, "type").count() > 1 {
        return Err(Flaw::open("status entries of several types are not supported"));
    }
    match only(entry, "type") {
        Some(BITSTRING) => bitstring::look_up(entry, inspection),
        Some(REVOCATION_LIST) => revocation_list::look_up(entry, inspection).map(|()| true),
        Some(other) => Err(Flaw::open(format!("status entries of type `{other}` are not supported"))),
        None => Err(Flaw::wrong("the status entry has no `type`").code("MALFORMED_VALUE_ERROR")),
    }
}

/// The lists that the status entries of a document name.
pub(crate) fn needs(unverified: &Value) -> impl Iterator<Item = Need> {
    items(unverified, "credentialStatus").take(MOST_ENTRIES).filter_map(|entry| {
        let list = |member| text(entry, member).filter(|url| fetchable(url).is_some()).map(String::from);
        match text(entry, "type") {
            Some(BITSTRING) => list("statusListCredential").map(Need::StatusList),
            Some(REVOCATION_LIST) => list("id").map(Need::RevocationList),
            _ => None,
        }
    })
}
