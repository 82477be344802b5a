//! What a presentation says beside the credentials inside it: who shows them, to whom, now (VCDM 2.0 §4.13, VC Data
//! Integrity 1.0 §4.4).

use serde_json::Value;

use crate::claimed::Securing;
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
            Some(holder) => {
                let detail = format!("it names the holder `{holder}`, but nobody signed that");
                Check::unchecked(name, detail).fact("holder", holder)
            }
            None => Check::not_applicable(name, "it does not say who shows these credentials"),
        };
    }
    let Some(signer) = proofs.iter().find_map(|proof| proof.key.as_ref().ok()).map(|key| &key.controller)
    else {
        return Check::unchecked(name, "whether the holder signed it could not be checked without the key");
    };
    let keys = proofs.iter().filter_map(|proof| proof.key.as_ref().ok());
    if let Some(holder) = holder
        && let Some(other) = keys.map(|key| &key.controller).find(|controller| *controller != holder)
    {
        let detail = format!("it was signed by `{other}`, not by the holder `{holder}`");
        return Check::failed(name, detail).fact("holder", holder).fact("controller", other.as_str());
    }
    if let Some(awarded) =
        awarded_to_another(contained, signer).filter(|_| !inspection.expectations.any_credential)
    {
        let detail = format!("a badge inside it was awarded to `{awarded}`, but `{signer}` shows it");
        return Check::failed(name, detail).fact("holder", signer.as_str()).fact("recipient", awarded);
    }
    Check::passed(name, "the holder signed it").fact("holder", signer.as_str())
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
        return Check::not_applicable(name, format!("no {member} is expected"));
    };
    let said = inspection.claimed.said_when_signing(member);
    let wrong = said.iter().find(|found| !found.iter().any(|found| found == expected));
    match wrong {
        _ if said.is_empty() => {
            Check::failed(name, format!("nobody signed it for the {member} `{expected}`")).code(code)
        }
        Some(found) => {
            let found = found.join(", ");
            let found = if found.is_empty() { "none".to_owned() } else { format!("`{found}`") };
            Check::failed(name, format!("it was signed for the {member} {found}, not for `{expected}`"))
                .code(code)
        }
        None => Check::passed(name, format!("it was signed for the {member} `{expected}`")),
    }
    .fact("expected", expected)
}

/// A presentation is what it says it is, and has the form of one (VCDM 2.0 §4.13).
pub(crate) fn form(inspection: &Inspection<'_>) -> Check {
    let name = CheckName::Schema;
    if inspection.kind != Kind::Presentation {
        return Check::not_applicable(name, "it is no presentation");
    }
    let holder = inspection.document.get("holder");
    if holder.is_some_and(|holder| !holder.is_null()) && reference(inspection.document, "holder").is_none() {
        return Check::failed(name, "`holder` is neither a URL nor an object with an `id`");
    }
    Check::passed(name, "the presentation has the right form")
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
