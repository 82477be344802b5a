//! Bitstring Status List 1.0 and its drafts of 2021: what a list says at the place of an entry.

use serde_json::Value;

use super::Answer;
use super::entry::Entry;
use super::list::{Generation, Listed, fault};
use crate::code::Code;
use crate::flaw::Flaw;
use crate::inspection::Inspection;

/// Looks up the value of an entry (Bitstring Status List 1.0 §3.2 "Validate Algorithm").
///
/// *Decision:* the algorithm calls every value but 0 invalid, also for purposes that say nothing against the credential.
/// A `message` is passed on instead; which messages a credential may have is for whoever reads it. That it cannot be looked
/// up leaves the status open, since it may be anything. `refresh` says that there is a newer version; not to know that is
/// nothing against the one at hand.
pub(super) fn look_up(value: &Value, generation: Generation, badge: &Inspection<'_>) -> Result<Answer, Flaw> {
    let entry = Entry::read(value, generation)?;
    match (entry.purpose, generation) {
        ("revocation", _) => stands(&entry, badge, Code::Revoked),
        ("suspension", _) => stands(&entry, badge, Code::Suspended),
        ("message", Generation::Bitstring) => message(&entry, badge),
        ("refresh", Generation::Bitstring) => Ok(refresh(&entry, badge)),
        // Perhaps a way to take it back that this program does not know, perhaps a slip of the pen.
        (other, _) => Err(Flaw::open(Code::StatusPurposeUnsupported).fact("purpose", other)),
    }
}

fn stands(entry: &Entry<'_>, badge: &Inspection<'_>, otherwise: Code) -> Result<Answer, Flaw> {
    let list = Listed::read(entry, badge)?;
    let value = value(entry, &list)?;
    if value == 0 {
        return list.answers_for(entry.list).map(|()| Answer::status());
    }
    let flaw = Flaw::wrong(otherwise).fact("status_list", entry.list).fact("index", entry.index);
    if entry.size == 1 {
        return Err(flaw);
    }
    Err(flaw.fact("value", value).fact("message", entry.message(value)))
}

/// What the issuer says about the credential beside that it stands or not.
fn message(entry: &Entry<'_>, badge: &Inspection<'_>) -> Result<Answer, Flaw> {
    let list = Listed::read(entry, badge)?;
    let value = value(entry, &list)?;
    list.answers_for(entry.list)?;
    let unnamed = || format!("the value {value:#x}, without a text");
    let text = entry.message(value).map_or_else(unnamed, str::to_owned);
    // A value of 0 without a text says that there is nothing to say.
    let said = value != 0 || entry.message(value).is_some();
    Ok(Answer { message: said.then_some(text), references: entry.references(), ..Answer::default() })
}

fn refresh(entry: &Entry<'_>, badge: &Inspection<'_>) -> Answer {
    let set = Listed::read(entry, badge).and_then(|list| {
        list.answers_for(entry.list)?;
        value(entry, &list)
    });
    match set {
        Ok(value) => Answer { newer_version: Some((value != 0).into()), ..Answer::default() },
        Err(flaw) => Answer { newer_version: Some(flaw.finding().as_value()), ..Answer::default() },
    }
}

fn value(entry: &Entry<'_>, list: &Listed) -> Result<u64, Flaw> {
    list.bits.value(entry.index, entry.size).map_err(|error| {
        let facts = |flaw: Flaw| {
            let flaw = flaw.standard(error.code()).fact("fault", fault(&error)).fact("index", entry.index);
            flaw.fact("cause", error.to_string())
        };
        match error {
            // Here it is the badge that points outside.
            openbadges::StatusListError::OutOfRange { length, .. } => {
                facts(Flaw::wrong(Code::StatusIndexOutside)).fact("length", length)
            }
            _ => facts(Flaw::open(Code::StatusListUnreadable)).leading_to(Code::StatusUnknown),
        }
    })
}
