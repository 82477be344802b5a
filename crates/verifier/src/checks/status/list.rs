//! The signed list that an entry points into. It is a credential, and it is verified like one: a list that anyone may write
//! would let anyone take back a revocation.
//!
//! Each fault has a word of its own in the facts (`fault`), beside the standard's name of the error.

use std::cell::OnceCell;
use std::rc::Rc;

use openbadges::{Budget, StatusList, StatusListError, cost};
use serde_json::Value;

use crate::Carrier;
use crate::checks::{binding, claims, proof, validity};
use crate::claimed::Claimed;
use crate::code::Code;
use crate::evidence::limits;
use crate::flaw::Flaw;
use crate::inspection::{CREDENTIALS_V1, CREDENTIALS_V2, Inspection, first_context};
use crate::jose;
use crate::member::{is_a, items, text, texts};
use crate::report::{Check, CheckResult};

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

/// A list as it was opened, for all entries that point into it.
pub(crate) struct OpenList {
    claimed: Claimed,
    /// Whether its signature holds, and is its issuer's.
    signed: OnceCell<Result<(), Flaw>>,
}

impl OpenList {
    /// The list at the address, opened at most once.
    fn at(address: &str, text: &str, badge: &Inspection<'_>) -> Result<Rc<Self>, Flaw> {
        if let Some(known) = badge.work.lists.borrow().get(address) {
            return Ok(Rc::clone(known));
        }
        let claimed = open(text, badge.work.budget)?;
        let opened = Rc::new(Self { claimed, signed: OnceCell::new() });
        badge.work.lists.borrow_mut().insert(address.to_owned(), Rc::clone(&opened));
        Ok(opened)
    }

    fn signed(&self, badge: &Inspection<'_>) -> Result<(), Flaw> {
        let check = || signed(&Inspection::new(&self.claimed, badge.circumstances()));
        self.signed.get_or_init(check).clone()
    }
}

impl Listed {
    /// Reads and verifies the list of an entry (Bitstring Status List 1.0 §3.2).
    pub(super) fn read(entry: &Entry<'_>, badge: &Inspection<'_>) -> Result<Self, Flaw> {
        let text = badge.evidence.status_list(entry.list).map_err(|unavailable| {
            let flaw = Flaw::open(Code::StatusListUnreachable).fact("fault", "unreachable");
            let flaw = flaw.fact("cause", unavailable.to_string()).fact("status_list", entry.list);
            flaw.leaving_open(Code::StatusUnknown, "STATUS_RETRIEVAL_ERROR")
        })?;
        let unknown = |flaw: Flaw| {
            let flaw = flaw.leaving_open(Code::StatusUnknown, "STATUS_VERIFICATION_ERROR");
            flaw.fact("status_list", entry.list)
        };
        let opened = OpenList::at(entry.list, text, badge).map_err(unknown)?;
        let subject = verify(&opened, entry, badge).map_err(unknown)?;
        let encoded = subject.get("encodedList").and_then(Value::as_str).unwrap_or_default();
        let budget = badge.work.budget;
        budget.spend_each(encoded.len(), cost::BYTE)?;
        let bits = entry.generation.decode(encoded).map_err(|error| {
            let flaw = Flaw::open(Code::StatusListUnreadable).fact("fault", fault(&error));
            let flaw = flaw.fact("cause", error.to_string()).fact("status_list", entry.list);
            flaw.leaving_open(Code::StatusUnknown, error.code())
        })?;
        budget.spend_each(bits.len() / 8, cost::UNPACKED_BYTE)?;
        Ok(Self { id: self::text(&opened.claimed.document, "id").map(String::from), bits })
    }

    /// A list that gives another address as its own may have been put in the place of the one asked for. That a bit is
    /// set in it counts all the same.
    pub(super) fn answers_for(&self, url: &str) -> Result<(), Flaw> {
        match &self.id {
            Some(id) if id != url => {
                let flaw = Flaw::open(Code::StatusListOther).fact("url", url).fact("id", id.as_str());
                let flaw = flaw.fact("fault", "other_list");
                Err(flaw.leaving_open(Code::StatusUnknown, "STATUS_VERIFICATION_ERROR"))
            }
            _ => Ok(()),
        }
    }
}

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
pub(super) fn open(text: &str, budget: &Budget) -> Result<Claimed, Flaw> {
    budget.spend_json(text.as_bytes())?;
    let unreadable = |error: &dyn std::fmt::Display| {
        let flaw = Flaw::open(Code::StatusListUnreadable).fact("fault", "unreadable");
        flaw.fact("cause", error.to_string())
    };
    if Carrier::recognize(text.as_bytes()) == Carrier::Jwt {
        return jose::of_text(text, &limits()).map_err(|error| unreadable(&error));
    }
    let document = openbadges::json::parse(text.as_bytes(), &limits());
    match document.map_err(|error| unreadable(&error))? {
        envelope if is_a(&envelope, "EnvelopedVerifiableCredential") => {
            Claimed::inside(&envelope, budget).map_err(|flaw| flaw.fact("fault", "unreadable"))
        }
        document => Ok(Claimed::embedded(document)),
    }
}

/// The list is a list credential, signed by the issuer of the badge, for this purpose, and valid now. Answers with its
/// subject.
fn verify<'a>(opened: &'a OpenList, entry: &Entry<'_>, badge: &Inspection<'_>) -> Result<&'a Value, Flaw> {
    let document = &opened.claimed.document;
    let list = Inspection::new(&opened.claimed, badge.circumstances());
    let no_list =
        |member: &str| Flaw::wrong(Code::StatusListForm).fact("member", member).fact("fault", "not_a_list");
    if !matches!(first_context(document), Some(CREDENTIALS_V2 | CREDENTIALS_V1)) {
        return Err(no_list("@context"));
    }
    let kind = entry.generation.credential();
    if !is_a(document, "VerifiableCredential") || !is_a(document, kind) {
        return Err(no_list("type").fact("wanted", kind));
    }
    // Anyone may sign a list; only the issuer's own says anything about the issuer's badges.
    if list.issuer != badge.issuer {
        let issuer = list.issuer.unwrap_or("nobody");
        let flaw = Flaw::wrong(Code::StatusListOtherIssuer).fact("list_issuer", issuer);
        return Err(flaw.fact("fault", "other_issuer"));
    }
    opened.signed(badge)?;
    in_time(&list)?;
    let mut subjects = items(document, "credentialSubject");
    let (Some(subject), None) = (subjects.next(), subjects.next()) else {
        return Err(no_list("credentialSubject"));
    };
    let kind = entry.generation.subject();
    if !is_a(subject, kind) {
        return Err(no_list("credentialSubject.type").fact("wanted", kind));
    }
    if !texts(subject, "statusPurpose").any(|found| found == entry.purpose) {
        let flaw = Flaw::wrong(Code::StatusListOtherPurpose).fact("purpose", entry.purpose);
        return Err(flaw.fact("fault", "other_purpose"));
    }
    // Drafts of the recommendation had the size in the list as well.
    if subject.get("statusSize").is_some_and(|size| size.as_u64() != Some(entry.size.into())) {
        return Err(Flaw::wrong(Code::StatusListOtherSize).fact("fault", "other_size"));
    }
    Ok(subject)
}

/// The signature of the list holds, and is its issuer's.
fn signed(list: &Inspection<'_>) -> Result<(), Flaw> {
    let proofs = proof::examine(list);
    if proofs.is_empty() {
        return Err(Flaw::wrong(Code::StatusListUnsigned).fact("fault", "unsigned"));
    }
    if let Some(flaw) = proof::flaw(&proofs) {
        let fault = if flaw.is_certain() { "tampered" } else { "signature_unknown" };
        return Err(flaw.leading_to(Code::StatusListNotVerified).fact("fault", fault));
    }
    let bound = binding::check(list, &proofs);
    if bound.result != CheckResult::Passed {
        return Err(not_verified(&bound, "other_signer"));
    }
    match claims::check(list).filter(|claims| claims.result != CheckResult::Passed) {
        None => Ok(()),
        Some(claims) => Err(not_verified(&claims, "claims")),
    }
}

fn not_verified(check: &Check, fault: &str) -> Flaw {
    let flaw = Flaw::wrong(Code::StatusListNotVerified).fact("because", check.finding().as_value());
    flaw.fact("fault", fault)
}

/// The list is valid now. One that is over was perhaps kept back by someone whose badge was revoked since.
fn in_time(list: &Inspection<'_>) -> Result<(), Flaw> {
    let expiry = validity::proof_expiry(list);
    if matches!(expiry.result, CheckResult::Failed | CheckResult::CouldNotBeChecked) {
        return Err(not_verified(&expiry, "signature_expired"));
    }
    let named = |flaw: Flaw, fault: &str| {
        let fault = if flaw.is("MALFORMED_VALUE_ERROR") { "malformed" } else { fault };
        flaw.leaving_open(Code::StatusListNotVerified, "STATUS_VERIFICATION_ERROR").fact("fault", fault)
    };
    validity::begun(list).map_err(|flaw| named(flaw, "not_yet_valid"))?;
    validity::not_ended(list).map_err(|flaw| named(flaw, "expired"))?;
    Ok(())
}
