//! What a presentation says beside the credentials inside it: who shows them, to whom, now (VCDM 2.0 §4.13, VC Data
//! Integrity 1.0 §4.4).

use serde_json::Value;

use crate::claimed::Securing;
use crate::code::Code;
use crate::inspection::{Inspection, Kind};
use crate::member::{items, reference, texts};
use crate::report::{Check, CheckName, Report};

use super::proof::ProofFinding;

/// Whoever shows the credentials is the holder that the presentation names, and the one to whom they were awarded.
pub(crate) fn holder(inspection: &Inspection<'_>, proofs: &[ProofFinding], contained: &[Report]) -> Check {
    let name = CheckName::HolderBinding;
    let holder = inspection.issuer;
    if proofs.is_empty() {
        return match holder {
            Some(holder) => Check::unchecked(name, Code::HolderUnsigned).fact("holder", holder),
            None => Check::not_applicable(name, Code::HolderNotNamed),
        };
    }
    let Some(signer) = proofs.iter().find_map(|proof| proof.key.as_ref().ok()).map(|key| &key.controller)
    else {
        return Check::unchecked(name, Code::HolderWithoutKey);
    };
    let keys = proofs.iter().filter_map(|proof| proof.key.as_ref().ok());
    if let Some(holder) = holder
        && let Some(other) = keys.map(|key| &key.controller).find(|controller| *controller != holder)
    {
        let check = Check::failed(name, Code::HolderIsAnother).fact("holder", holder);
        return check.fact("controller", other.as_str());
    }
    if let Some(awarded) =
        awarded_to_another(contained, signer).filter(|_| !inspection.expectations.any_credential)
    {
        let check = Check::failed(name, Code::AwardedToAnother).fact("holder", signer.as_str());
        return check.fact("recipient", awarded);
    }
    Check::passed(name, Code::HolderSigned).fact("holder", signer.as_str())
}

/// A recipient with a DID of its own is another than the one who signed. Other ids (`mailto:` and such) cannot be compared
/// with a key.
fn awarded_to_another<'a>(contained: &'a [Report], signer: &str) -> Option<&'a str> {
    let recipients = contained.iter().flat_map(|report| &report.facts.recipients);
    let ids = recipients.filter(|recipient| recipient.kind == "id").filter_map(|id| id.value.as_deref());
    ids.into_iter().find(|id| id.starts_with("did:") && *id != signer)
}

/// The signatures were made for the domain that is expected.
pub(crate) fn domain(inspection: &Inspection<'_>) -> Check {
    let expected = inspection.expectations.domain.as_deref();
    let code = "INVALID_DOMAIN_ERROR";
    every_proof_names(inspection, CheckName::Domain, "domain", expected, code)
}

/// The signatures answer the challenge that was given: this was not recorded earlier and is replayed.
pub(crate) fn challenge(inspection: &Inspection<'_>) -> Check {
    let expected = inspection.expectations.challenge.as_deref();
    let code = "INVALID_CHALLENGE_ERROR";
    every_proof_names(inspection, CheckName::Challenge, "challenge", expected, code)
}

fn every_proof_names(
    inspection: &Inspection<'_>,
    name: CheckName,
    member: &str,
    expected: Option<&str>,
    code: &str,
) -> Check {
    let Some(expected) = expected else {
        return Check::not_applicable(name, Code::NotExpected).fact("member", member);
    };
    let said = inspection.claimed.said_when_signing(member);
    let wrong = said.iter().find(|found| !found.iter().any(|found| found == expected));
    match wrong {
        _ if said.is_empty() => Check::failed(name, Code::SignedForNothing).standard(code),
        Some(found) if found.is_empty() => Check::failed(name, Code::SignedForNothing).standard(code),
        Some(found) => {
            Check::failed(name, Code::SignedForAnother).fact("found", found.join(", ")).standard(code)
        }
        None => Check::passed(name, Code::SignedForExpected),
    }
    .fact("member", member)
    .fact("expected", expected)
}

/// A presentation is what it says it is, and has the form of one (VCDM 2.0 §4.13).
pub(crate) fn form(inspection: &Inspection<'_>) -> Check {
    let name = CheckName::Schema;
    if inspection.kind != Kind::Presentation {
        return Check::not_applicable(name, Code::NotAPresentation);
    }
    let holder = inspection.document.get("holder");
    if holder.is_some_and(|holder| !holder.is_null()) && reference(inspection.document, "holder").is_none() {
        return Check::failed(name, Code::HolderMalformed);
    }
    Check::passed(name, Code::PresentationForm)
}

impl crate::claimed::Claimed {
    /// What each signature says in this member (`domain`, `challenge`) about what it was made for.
    pub(crate) fn said_when_signing(&self, member: &str) -> Vec<Vec<String>> {
        match &self.securing {
            Securing::Embedded => items(&self.document, "proof")
                .map(|proof: &Value| texts(proof, member).map(String::from).collect())
                .collect(),
            // A signed assertion of Open Badges 2.0 says neither.
            Securing::Signature(_) => Vec::new(),
            Securing::Token(token) if member == "domain" => vec![token.audience()],
            Securing::Token(token) => vec![token.nonce()],
        }
    }
}
