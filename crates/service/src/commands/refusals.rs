//! What the issuing office refuses, as faults of the input that led to it.
//!
//! The office speaks of the draft of a credential; whoever called named other members. Each command says which
//! part of a draft comes from which of its members.

use issuer::IssueError;

use crate::{Error, Fault};

/// Which members of an input became which parts of a draft: the beginning of a pointer into the draft, and the
/// pointer into the input. The first that fits counts; what fits none is about the input as a whole.
pub(super) type Places = &'static [(&'static str, &'static str)];

/// A badge that a coach approves. What the micro-credential says stands with those who wrote it.
pub(super) const APPROVAL: Places = &[("/credentialSubject/result", "/scores")];

/// A badge that a district's own system awards.
pub(super) const DIRECT_AWARD: Places = &[
    ("/credentialSubject/achievement", "/micro_credential"),
    ("/credentialSubject/id", "/recipient/id"),
    ("/credentialSubject/result", "/scores"),
    ("/credentialSubject/narrative", "/narrative"),
    ("/credentialSubject", "/recipient"),
    ("/validUntil", "/awarded_at"),
    ("/validFrom", "/awarded_at"),
    ("/awardedDate", "/awarded_at"),
];

/// An endorsement.
pub(super) const ENDORSEMENT: Places = &[
    ("/credentialSubject/endorsementComment", "/comment"),
    ("/credentialSubject", "/about"),
    ("/name", "/name"),
    ("/validUntil", "/valid_until"),
];

/// A record of several badges.
pub(super) const RECORD: Places = &[("", "/credentials")];

/// Nothing was signed. That a key is missing is for the operator to mend; everything else is a fault of the input.
pub(super) fn refused(what: &str, error: &IssueError, places: Places) -> Error {
    let faults = error.draft_faults();
    if faults.is_empty() {
        return Error::Conflict { why: format!("the {what} could not be signed: {error}") };
    }
    let fault = |found: issuer::DraftFault| {
        let place = places.iter().find(|(part, _input)| found.pointer.starts_with(part));
        match place {
            Some((_part, input)) => Fault { pointer: (*input).to_owned(), message: found.message },
            None => Fault {
                pointer: String::new(),
                message: if found.pointer.is_empty() {
                    format!("the {what} could not be signed: {}", found.message)
                } else {
                    format!("the {what} could not be signed: {}: {}", found.pointer, found.message)
                },
            },
        }
    };
    Error::Invalid { faults: faults.into_iter().map(fault).collect() }
}

/// Nothing was signed of what this service alone says, such as a status list: that is no fault of an input.
pub(super) fn not_signed(what: &str, error: &IssueError) -> Error {
    let why = format!("the {what} could not be signed: {error}");
    if matches!(error, IssueError::NoKey { .. }) { Error::Conflict { why } } else { Error::internal(why) }
}

#[cfg(test)]
mod tests {
    use openbadges::Timestamp;

    use super::*;

    #[test]
    fn each_refusal_names_the_member_that_led_to_it() {
        let expired = IssueError::AlreadyExpired { until: Timestamp::EPOCH, signed_at: Timestamp::EPOCH };
        let value = |member: &str| IssueError::Value {
            member: member.to_owned(),
            error: openbadges::Iri::new("no id").unwrap_err(),
        };
        let cases = [
            (&expired, DIRECT_AWARD, "/awarded_at"),
            (&value("credentialSubject.id"), DIRECT_AWARD, "/recipient/id"),
            (&IssueError::NobodyNamed, DIRECT_AWARD, "/recipient"),
            (&value("credentialSubject.result.achievedLevel"), DIRECT_AWARD, "/scores"),
            (&value("issuer.url"), DIRECT_AWARD, ""),
            (&value("credentialSubject.id"), ENDORSEMENT, "/about"),
            (&expired, ENDORSEMENT, "/valid_until"),
            (&IssueError::NoCredentials, RECORD, "/credentials"),
            (&value("evidence[0].id"), APPROVAL, ""),
        ];
        for (error, places, pointer) in cases {
            let Error::Invalid { faults } = refused("badge", error, places) else { panic!("{error}") };
            assert_eq!(faults[0].pointer, pointer, "{error}");
        }
    }

    #[test]
    fn a_missing_key_is_no_fault_of_the_input() {
        let error = IssueError::NoKey { suite: "eddsa-rdfc-2022" };
        assert!(matches!(refused("badge", &error, DIRECT_AWARD), Error::Conflict { .. }));
    }
}
