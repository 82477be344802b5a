//! Whether it was revoked or suspended, and what else its issuer says about it now. What cannot be looked up is unknown, never
//! "not revoked".

mod bitstring;
mod entry;
mod list;
mod revocation_list;
mod time_to_live;

use std::collections::BTreeSet;

use openbadges::Budget;
use serde_json::Value;

pub(crate) use list::OpenList;
pub use time_to_live::time_to_live;

use self::list::Generation;
use crate::claimed::Claimed;
use crate::code::Code;
use crate::evidence::{Evidence, Need, fetchable};
use crate::flaw::{Flaw, worst};
use crate::inspection::Inspection;
use crate::member::{items, only, text, texts};
use crate::report::{Check, CheckName};

const REVOCATION_LIST: &str = "1EdTechRevocationList";
/// Open Badges allows one entry, the W3C data model several; each costs the check of a signed list.
const MOST_ENTRIES: usize = 4;

/// What an entry says, if it says nothing against the credential.
#[derive(Debug, Default)]
struct Answer {
    /// It is about whether the credential stands, and it does.
    stands: bool,
    /// What the issuer says beside that.
    message: Option<String>,
    /// Where more is said about it.
    references: Vec<Value>,
    /// Whether there is a newer version, or why that is not known.
    newer_version: Option<Value>,
}

impl Answer {
    fn status() -> Self {
        Self { stands: true, ..Self::default() }
    }
}

/// No status entry says that it was revoked or suspended.
pub(crate) fn check(inspection: &Inspection<'_>) -> Check {
    let name = CheckName::Status;
    let entries: Vec<&Value> = items(inspection.document, "credentialStatus").collect();
    if entries.is_empty() {
        return Check::not_applicable(name, Code::StatusNone);
    }
    if entries.len() > MOST_ENTRIES {
        return Check::unchecked(name, Code::StatusTooMany).fact("most", MOST_ENTRIES);
    }
    let (mut answers, mut flaws) = (Vec::new(), Vec::new());
    for entry in &entries {
        match look_up(entry, inspection) {
            Ok(answer) => answers.push(answer),
            Err(flaw) => flaws.push(flaw),
        }
    }
    let messages: Vec<&str> = answers.iter().filter_map(|answer| answer.message.as_deref()).collect();
    let check = match worst(flaws) {
        Some(flaw) => flaw.into_check(name),
        None if answers.iter().any(|answer| answer.stands) => {
            Check::passed(name, Code::NotRevoked).fact("entries", entries.len())
        }
        None => Check::not_applicable(name, Code::StatusNotAboutRevocation),
    };
    noted(check, &messages, &answers)
}

/// What was said that is not about whether the credential stands, as facts.
fn noted(mut check: Check, messages: &[&str], answers: &[Answer]) -> Check {
    if !messages.is_empty() {
        check = check.fact("messages", messages);
    }
    let references: Vec<Value> = answers.iter().flat_map(|answer| answer.references.clone()).collect();
    if !references.is_empty() {
        check = check.fact("references", references);
    }
    match answers.iter().find_map(|answer| answer.newer_version.clone()) {
        Some(newer) => check.fact("newer_version", newer),
        None => check,
    }
}

fn look_up(entry: &Value, inspection: &Inspection<'_>) -> Result<Answer, Flaw> {
    if texts(entry, "type").count() > 1 {
        return Err(Flaw::open(Code::StatusOfSeveralTypes));
    }
    match only(entry, "type") {
        None => Err(Flaw::wrong(Code::StatusEntryMalformed)
            .fact("member", "type")
            .standard("MALFORMED_VALUE_ERROR")),
        Some(REVOCATION_LIST) => revocation_list::look_up(entry, inspection).map(|()| Answer::status()),
        Some(kind) => match Generation::of_entry(kind) {
            Some(generation) => bitstring::look_up(entry, generation, inspection),
            None => Err(Flaw::open(Code::StatusTypeUnsupported).fact("type", kind)),
        },
    }
}

/// The lists that the status entries of a document name.
pub(crate) fn needs(unverified: &Value) -> impl Iterator<Item = Need> {
    items(unverified, "credentialStatus").take(MOST_ENTRIES).filter_map(|entry| {
        let list = |member| text(entry, member).filter(|url| fetchable(url).is_some()).map(String::from);
        match text(entry, "type")? {
            REVOCATION_LIST => list("id").map(Need::RevocationList),
            kind => {
                Generation::of_entry(kind)?;
                list("statusListCredential").map(Need::StatusList)
            }
        }
    })
}

/// The signed lists among the needs, as far as they are at hand: their keys are needed too.
pub(crate) fn lists<'a>(
    needs: &'a BTreeSet<Need>,
    evidence: &'a Evidence,
    budget: &'a Budget,
) -> impl Iterator<Item = Claimed> + 'a {
    needs.iter().filter_map(|need| match need {
        Need::StatusList(url) => list::open(evidence.status_list(url).ok()?, budget).ok(),
        _ => None,
    })
}
