//! The 1EdTech Revocation List 1.0: deprecated and not signed, but older badges have nothing else.

use serde_json::Value;

use crate::flaw::Flaw;
use crate::inspection::Inspection;
use crate::member::{items, only, text};

/// Looks the credential up in the list that the entry names.
pub(super) fn look_up(entry: &Value, inspection: &Inspection<'_>) -> Result<(), Flaw> {
    let malformed = |why: &str| Flaw::wrong(why).code("MALFORMED_VALUE_ERROR");
    let url = only(entry, "id").ok_or_else(|| malformed("the status entry has no `id`"))?;
    let id = text(inspection.document, "id")
        .ok_or_else(|| malformed("a credential without `id` cannot be looked up"))?;
    let unknown = |why: String| {
        Flaw::open(format!("whether it was revoked is unknown: {why}"))
            .code("STATUS_RETRIEVAL_ERROR")
            .fact("list", url)
    };
    let list = inspection
        .evidence
        .revocation_list(url)
        .map_err(|unavailable| unknown(format!("the revocation list could not be fetched: {unavailable}")))?;
    // The model says `revokedCredentials`, the public validator reads `revokedCredential`.
    let spellings = ["revokedCredentials", "revokedCredential"];
    if !spellings.iter().any(|member| list.get(*member).is_some_and(Value::is_array)) {
        return Err(unknown("the revocation list holds no list of credentials".into()));
    }
    if text(list, "issuer").is_some_and(|issuer| Some(issuer) != inspection.issuer) {
        return Err(unknown("the revocation list is that of another issuer".into()));
    }
    let entries = spellings.iter().flat_map(|member| items(list, member));
    match entries.filter(|entry| text(entry, "id") == Some(id)).find(|entry| is_revoked(entry)) {
        None => Ok(()),
        Some(revoked) => {
            let reason = text(revoked, "revocationReason");
            Err(Flaw::wrong("revoked by its issuer").fact("list", url).fact("reason", reason))
        }
    }
}

/// `revoked: false` means reinstated; without the member it is revoked.
fn is_revoked(entry: &Value) -> bool {
    entry.get("revoked").and_then(Value::as_bool).unwrap_or(true)
}
