//! Bitstring Status List 1.0. The list is a credential, and it is verified like one: a list that anybody may write would
//! let anybody take back a revocation.

use openbadges::StatusList;
use serde_json::Value;

use crate::Carrier;
use crate::checks::{binding, claims, proof, validity};
use crate::claimed::Claimed;
use crate::evidence::limits;
use crate::flaw::Flaw;
use crate::inspection::{CREDENTIALS_V1, CREDENTIALS_V2, Inspection, first_context};
use crate::jose;
use crate::member::{is_a, only, texts};
use crate::report::CheckResult;

/// The longest list that is unpacked: 134 million entries, 16 MiB. Longer ones are refused before they fill the memory.
const LONGEST: usize = 1 << 27;

/// Looks up the bit of an entry (Bitstring Status List 1.0 §3.2 "Validate Algorithm"); `false` when the entry says
/// nothing about whether the credential stands.
pub(super) fn look_up(entry: &Value, inspection: &Inspection<'_>) -> Result<bool, Flaw> {
    let malformed = |why: &str| Flaw::wrong(format!("the status entry {why}")).code("MALFORMED_VALUE_ERROR");
    let purpose =
        only(entry, "statusPurpose").ok_or_else(|| malformed("has no `statusPurpose` that is one text"))?;
    let index = index(entry).ok_or_else(|| malformed("has no `statusListIndex` that is a whole number"))?;
    let url = only(entry, "statusListCredential")
        .ok_or_else(|| malformed("has no `statusListCredential` that is one text"))?;
    match purpose {
        "revocation" | "suspension" => {}
        // Where to get a newer one, and what else there is to say: nothing against the credential.
        "refresh" | "message" => return Ok(false),
        // Perhaps a way to take it back that this program does not know, perhaps a slip of the pen.
        other => {
            return Err(Flaw::open(format!("status entries for the purpose `{other}` are not supported")));
        }
    }
    if entry.get("statusSize").is_some_and(|size| size.as_u64() != Some(1)) {
        return Err(Flaw::open("status entries of more than one bit are not supported"));
    }
    let list = Listed::read(url, purpose, inspection)?;
    let set = list.bits.get(index).map_err(|error| {
        let facts = Flaw::wrong(format!("the status could not be looked up: {error}")).code(error.code());
        facts.fact("index", index).fact("length", list.bits.len())
    })?;
    match (set, purpose) {
        (true, "suspension") => Err(found(Flaw::wrong("suspended by its issuer"), url, index)),
        (true, _) => Err(found(Flaw::wrong("revoked by its issuer"), url, index)),
        (false, _) => list.answers_for(url).map(|()| true),
    }
}

fn found(flaw: Flaw, url: &str, index: usize) -> Flaw {
    flaw.fact("status_list", url).fact("index", index)
}

/// The index is a decimal text; Open Badges samples also write it as a number.
fn index(entry: &Value) -> Option<usize> {
    match entry.get("statusListIndex")? {
        Value::String(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok(),
        Value::Number(number) => number.as_u64().and_then(|index| usize::try_from(index).ok()),
        _ => None,
    }
}

/// A list whose signature, issuer, purpose and dates were checked.
struct Listed {
    id: Option<String>,
    bits: StatusList,
}

impl Listed {
    fn read(url: &str, purpose: &str, inspection: &Inspection<'_>) -> Result<Self, Flaw> {
        let text = inspection.evidence.status_list(url).map_err(|unavailable| {
            Flaw::open(format!(
                "whether it was revoked is unknown: the status list could not be fetched: {unavailable}"
            ))
            .code("STATUS_RETRIEVAL_ERROR")
            .fact("status_list", url)
        })?;
        let unknown = |flaw: Flaw| {
            flaw.leaving_open("whether it was revoked is unknown", "STATUS_VERIFICATION_ERROR")
                .fact("status_list", url)
        };
        let unreadable = |error: &dyn std::fmt::Display| {
            unknown(Flaw::open(format!("the status list cannot be read: {error}")))
        };
        let claimed = if Carrier::recognise(text.as_bytes()) == Carrier::Jwt {
            jose::of_text(text, &limits()).map_err(|error| unreadable(&error))?
        } else {
            let document = openbadges::json::parse(text.as_bytes(), &limits());
            match document.map_err(|error| unreadable(&error))? {
                envelope if is_a(&envelope, "EnvelopedVerifiableCredential") => {
                    Claimed::inside(&envelope).map_err(|flaw| unreadable(&flaw.detail()))?
                }
                document => Claimed::embedded(document),
            }
        };
        verify(&claimed, purpose, inspection).map_err(unknown)?;
        let document = &claimed.document;
        let encoded =
            document.pointer("/credentialSubject/encodedList").and_then(Value::as_str).unwrap_or_default();
        let bits = StatusList::decode(encoded, LONGEST).map_err(|error| {
            let flaw = Flaw::open(format!("the status list cannot be unpacked: {error}"));
            flaw.leaving_open("whether it was revoked is unknown", error.code()).fact("status_list", url)
        })?;
        Ok(Self { id: crate::member::text(document, "id").map(String::from), bits })
    }

    /// A list that gives another address as its own may have been put in the place of the one asked for. That a bit is
    /// set in it counts all the same.
    fn answers_for(&self, url: &str) -> Result<(), Flaw> {
        match &self.id {
            Some(id) if id != url => {
                let detail = format!(
                    "whether it was revoked is unknown: `{url}` answered with the status list `{id}`"
                );
                Err(Flaw::open(detail).code("STATUS_VERIFICATION_ERROR"))
            }
            _ => Ok(()),
        }
    }
}

/// The list is a list credential, signed by the issuer of the badge, for this purpose, and valid now.
fn verify(claimed: &Claimed, purpose: &str, badge: &Inspection<'_>) -> Result<(), Flaw> {
    let document = &claimed.document;
    let list = Inspection::new(claimed, badge.circumstances());
    if !matches!(first_context(document), Some(CREDENTIALS_V2 | CREDENTIALS_V1)) {
        return Err(Flaw::wrong("the status list is no verifiable credential"));
    }
    if !is_a(document, "VerifiableCredential") || !is_a(document, "BitstringStatusListCredential") {
        return Err(Flaw::wrong("the status list has no type `BitstringStatusListCredential`"));
    }
    // Anybody may sign a list; only the issuer's own says anything about the issuer's badges.
    if list.issuer != badge.issuer {
        let issuer = list.issuer.unwrap_or("nobody");
        return Err(Flaw::wrong(format!(
            "the status list was issued by `{issuer}`, not by the issuer of the badge"
        )));
    }
    signed(&list)?;
    let expiry = validity::proof_expiry(&list);
    if matches!(expiry.result, CheckResult::Failed | CheckResult::CouldNotBeChecked) {
        return Err(Flaw::open(format!("the status list: {}", expiry.detail)));
    }
    validity::begun(&list)
        .map_err(|flaw| flaw.leaving_open("the status list", "STATUS_VERIFICATION_ERROR"))?;
    validity::not_ended(&list)
        .map_err(|flaw| flaw.leaving_open("the status list", "STATUS_VERIFICATION_ERROR"))?;
    let subject = document.get("credentialSubject").unwrap_or(&Value::Null);
    if !is_a(subject, "BitstringStatusList") {
        return Err(Flaw::wrong("the subject of the status list has no type `BitstringStatusList`"));
    }
    if !texts(subject, "statusPurpose").any(|found| found == purpose) {
        return Err(Flaw::wrong(format!("the status list is not about `{purpose}`")));
    }
    Ok(())
}

fn signed(list: &Inspection<'_>) -> Result<(), Flaw> {
    let proofs = proof::examine(list);
    if proofs.is_empty() {
        return Err(Flaw::wrong("the status list is not signed"));
    }
    if let Some(flaw) = proof::flaw(&proofs) {
        return Err(Flaw::wrong(format!("the status list: {}", flaw.detail())));
    }
    let bound = binding::check(list, &proofs);
    let claims = claims::check(list).filter(|claims| claims.result != CheckResult::Passed);
    match (bound.result, claims) {
        (CheckResult::Passed, None) => Ok(()),
        (CheckResult::Passed, Some(claims)) => {
            Err(Flaw::wrong(format!("the status list: {}", claims.detail)))
        }
        _ => Err(Flaw::wrong(format!("the status list: {}", bound.detail))),
    }
}
