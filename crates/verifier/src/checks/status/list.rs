//! The signed list that an entry points into. It is a credential, and it is verified like one: a list that anybody may write
//! would let anybody take back a revocation.
//!
//! Each fault has a word of its own in the facts (`fault`), beside the standard's name of the error.

use openbadges::{StatusList, StatusListError};
use serde_json::Value;

use crate::Carrier;
use crate::checks::{binding, claims, proof, validity};
use crate::claimed::Claimed;
use crate::evidence::limits;
use crate::flaw::Flaw;
use crate::inspection::{CREDENTIALS_V1, CREDENTIALS_V2, Inspection, first_context};
use crate::jose;
use crate::member::{is_a, items, text, texts};
use crate::report::CheckResult;

use super::entry::Entry;

/// The longest list that is unpacked: 134 million bits, 16 MiB. Longer ones are refused before they fill the memory.
const LONGEST: usize = 1 << 27;

/// Which of the two recommendations an entry keeps to; lists of the one do not serve for the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Generation {
    /// Bitstring Status List 1.0.
    Bitstring,
    /// The drafts before it, of 2021, which older credentials use.
    Of2021,
}

impl Generation {
    /// The generation of an entry of this type.
    pub(super) fn of_entry(kind: &str) -> Option<Self> {
        match kind {
            "BitstringStatusListEntry" => Some(Self::Bitstring),
            "StatusList2021Entry" => Some(Self::Of2021),
            _ => None,
        }
    }

    fn credential(self) -> &'static str {
        match self {
            Self::Bitstring => "BitstringStatusListCredential",
            Self::Of2021 => "StatusList2021Credential",
        }
    }

    fn subject(self) -> &'static str {
        match self {
            Self::Bitstring => "BitstringStatusList",
            Self::Of2021 => "StatusList2021",
        }
    }

    fn decode(self, encoded: &str) -> Result<StatusList, StatusListError> {
        match self {
            Self::Bitstring => StatusList::decode(encoded, LONGEST),
            Self::Of2021 => StatusList::decode_2021(encoded, LONGEST),
        }
    }
}

/// A list whose signature, issuer, purpose and dates were checked.
pub(super) struct Listed {
    id: Option<String>,
    pub(super) bits: StatusList,
}

impl Listed {
    /// Reads and verifies the list of an entry (Bitstring Status List 1.0 §3.2).
    pub(super) fn read(entry: &Entry<'_>, badge: &Inspection<'_>) -> Result<Self, Flaw> {
        let text = badge.evidence.status_list(entry.list).map_err(|unavailable| {
            let detail = format!("the status list could not be fetched: {unavailable}");
            let flaw = Flaw::open(detail).fact("fault", "unreachable");
            flaw.leaving_open(UNKNOWN, "STATUS_RETRIEVAL_ERROR").fact("status_list", entry.list)
        })?;
        let unknown = |flaw: Flaw| {
            flaw.leaving_open(UNKNOWN, "STATUS_VERIFICATION_ERROR").fact("status_list", entry.list)
        };
        let claimed = open(text).map_err(unknown)?;
        let subject = verify(&claimed, entry, badge).map_err(unknown)?;
        let encoded = subject.get("encodedList").and_then(Value::as_str).unwrap_or_default();
        let bits = entry.generation.decode(encoded).map_err(|error| {
            let detail = format!("the status list cannot be unpacked: {error}");
            let flaw = Flaw::open(detail).fact("fault", fault(&error)).fact("status_list", entry.list);
            flaw.leaving_open(UNKNOWN, error.code())
        })?;
        Ok(Self { id: self::text(&claimed.document, "id").map(String::from), bits })
    }

    /// A list that gives another address as its own may have been put in the place of the one asked for. That a bit is
    /// set in it counts all the same.
    pub(super) fn answers_for(&self, url: &str) -> Result<(), Flaw> {
        match &self.id {
            Some(id) if id != url => {
                let detail = format!("`{url}` answered with the status list `{id}`");
                let flaw = Flaw::open(detail).fact("fault", "other_list");
                Err(flaw.leaving_open(UNKNOWN, "STATUS_VERIFICATION_ERROR"))
            }
            _ => Ok(()),
        }
    }
}

/// How every sentence about a list begins that says nothing about the badge.
pub(super) const UNKNOWN: &str = "whether it was revoked is unknown";

/// What is wrong with the bits of a list, in a word.
pub(super) fn fault(error: &StatusListError) -> &'static str {
    match error {
        StatusListError::TooLong { .. } => "too_long",
        StatusListError::TooShort { .. } => "too_short",
        StatusListError::OutOfRange { .. } => "out_of_range",
        _ => "malformed",
    }
}

/// Opens the text of a list: JSON, or a token.
pub(super) fn open(text: &str) -> Result<Claimed, Flaw> {
    let unreadable = |error: &dyn std::fmt::Display| {
        Flaw::open(format!("the status list cannot be read: {error}")).fact("fault", "unreadable")
    };
    if Carrier::recognize(text.as_bytes()) == Carrier::Jwt {
        return jose::of_text(text, &limits()).map_err(|error| unreadable(&error));
    }
    let document = openbadges::json::parse(text.as_bytes(), &limits());
    match document.map_err(|error| unreadable(&error))? {
        envelope if is_a(&envelope, "EnvelopedVerifiableCredential") => {
            Claimed::inside(&envelope).map_err(|flaw| unreadable(&flaw.detail()))
        }
        document => Ok(Claimed::embedded(document)),
    }
}

/// The list is a list credential, signed by the issuer of the badge, for this purpose, and valid now. Answers with its
/// subject.
fn verify<'a>(claimed: &'a Claimed, entry: &Entry<'_>, badge: &Inspection<'_>) -> Result<&'a Value, Flaw> {
    let document = &claimed.document;
    let list = Inspection::new(claimed, badge.circumstances());
    let no_list = |detail: String| Flaw::wrong(detail).fact("fault", "not_a_list");
    if !matches!(first_context(document), Some(CREDENTIALS_V2 | CREDENTIALS_V1)) {
        return Err(no_list("the status list is no verifiable credential".into()));
    }
    let kind = entry.generation.credential();
    if !is_a(document, "VerifiableCredential") || !is_a(document, kind) {
        return Err(no_list(format!("the status list has no type `{kind}`")));
    }
    // Anybody may sign a list; only the issuer's own says anything about the issuer's badges.
    if list.issuer != badge.issuer {
        let issuer = list.issuer.unwrap_or("nobody");
        let detail = format!("the status list was issued by `{issuer}`, not by the issuer of the badge");
        return Err(Flaw::wrong(detail).fact("fault", "other_issuer"));
    }
    signed(&list)?;
    in_time(&list)?;
    let mut subjects = items(document, "credentialSubject");
    let (Some(subject), None) = (subjects.next(), subjects.next()) else {
        return Err(no_list("the status list has not one subject".into()));
    };
    let kind = entry.generation.subject();
    if !is_a(subject, kind) {
        return Err(no_list(format!("the subject of the status list has no type `{kind}`")));
    }
    if !texts(subject, "statusPurpose").any(|found| found == entry.purpose) {
        let detail = format!("the status list is not about `{}`", entry.purpose);
        return Err(Flaw::wrong(detail).fact("fault", "other_purpose"));
    }
    // Drafts of the recommendation had the size in the list as well.
    if subject.get("statusSize").is_some_and(|size| size.as_u64() != Some(entry.size.into())) {
        return Err(Flaw::wrong("the status list has entries of another size").fact("fault", "other_size"));
    }
    Ok(subject)
}

/// The signature of the list holds, and is its issuer's.
fn signed(list: &Inspection<'_>) -> Result<(), Flaw> {
    let proofs = proof::examine(list);
    if proofs.is_empty() {
        return Err(Flaw::wrong("the status list is not signed").fact("fault", "unsigned"));
    }
    let wrong = |detail: &str, fault: &str| {
        Err(Flaw::wrong(format!("the status list: {detail}")).fact("fault", fault))
    };
    if let Some(flaw) = proof::flaw(&proofs) {
        return wrong(flaw.detail(), if flaw.is_certain() { "tampered" } else { "signature_unknown" });
    }
    let bound = binding::check(list, &proofs);
    if bound.result != CheckResult::Passed {
        return wrong(&bound.detail, "other_signer");
    }
    match claims::check(list).filter(|claims| claims.result != CheckResult::Passed) {
        None => Ok(()),
        Some(claims) => wrong(&claims.detail, "claims"),
    }
}

/// The list is valid now. One that is over was perhaps kept back by somebody whose badge was revoked since.
fn in_time(list: &Inspection<'_>) -> Result<(), Flaw> {
    let expiry = validity::proof_expiry(list);
    if matches!(expiry.result, CheckResult::Failed | CheckResult::CouldNotBeChecked) {
        let flaw = Flaw::open(format!("the status list: {}", expiry.detail));
        return Err(flaw.fact("fault", "signature_expired"));
    }
    let named = |flaw: Flaw, fault: &str| {
        let fault = if flaw.is("MALFORMED_VALUE_ERROR") { "malformed" } else { fault };
        flaw.leaving_open("the status list", "STATUS_VERIFICATION_ERROR").fact("fault", fault)
    };
    validity::begun(list).map_err(|flaw| named(flaw, "not_yet_valid"))?;
    validity::not_ended(list).map_err(|flaw| named(flaw, "expired"))?;
    Ok(())
}
