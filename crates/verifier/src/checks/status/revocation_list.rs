//! The 1EdTech Revocation List 1.0: deprecated and not signed, but older badges have nothing else.

use serde_json::Value;

use crate::code::Code;
use crate::flaw::Flaw;
use crate::inspection::Inspection;
use crate::member::{items, only, text};

/// Looks the credential up in the list that the entry names.
pub(super) fn look_up(entry: &Value, inspection: &Inspection<'_>) -> Result<(), Flaw> {
    let malformed = |code: Code| Flaw::wrong(code).fact("member", "id").standard("MALFORMED_VALUE_ERROR");
    let url = only(entry, "id").ok_or_else(|| malformed(Code::StatusEntryMalformed))?;
    let id = text(inspection.document, "id").ok_or_else(|| malformed(Code::StatusWithoutId))?;
    let unknown =
        |flaw: Flaw| flaw.fact("list", url).leaving_open(Code::StatusUnknown, "STATUS_RETRIEVAL_ERROR");
    let list = inspection.evidence.revocation_list(url).map_err(|unavailable| {
        unknown(Flaw::open(Code::StatusListUnreachable).fact("cause", unavailable.to_string()))
    })?;
    // The model says `revokedCredentials`, the public validator reads `revokedCredential`.
    let spellings = ["revokedCredentials", "revokedCredential"];
    if !spellings.iter().any(|member| list.get(*member).is_some_and(Value::is_array)) {
        return Err(unknown(Flaw::open(Code::StatusListForm).fact("member", "revokedCredentials")));
    }
    if text(list, "issuer").is_some_and(|issuer| Some(issuer) != inspection.issuer) {
        return Err(unknown(
            Flaw::open(Code::StatusListOtherIssuer).fact("list_issuer", text(list, "issuer")),
        ));
    }
    let entries = spellings.iter().flat_map(|member| items(list, member));
    match entries.filter(|entry| text(entry, "id") == Some(id)).find(|entry| is_revoked(entry)) {
        None => Ok(()),
        Some(revoked) => {
            let reason = text(revoked, "revocationReason");
            Err(Flaw::wrong(Code::Revoked).fact("list", url).fact("reason", reason))
        }
    }
}

/// `revoked: false` means reinstated; without the member it is revoked.
fn is_revoked(entry: &Value) -> bool {
    entry.get("revoked").and_then(Value::as_bool).unwrap_or(true)
}
