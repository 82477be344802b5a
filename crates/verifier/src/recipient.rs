//! Whether a badge is about a person whose name, address or id is known from elsewhere.

use openbadges::identity_matches;
use serde::Serialize;
use serde_json::Value;

use crate::VerifiedCredential;
use crate::member::{items, text};

/// Whether a badge is about a given person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RecipientMatch {
    /// The badge names this very value, in plain text or as its hash.
    Matches,
    /// The badge names other values of this kind.
    Differs,
    /// The badge names no value of this kind, or only hashes of a kind that is not supported.
    NotStated,
}

/// Compares the recipient of a verified badge with a value known from elsewhere (Open Badges 3.0 §"Verification", step 5).
///
/// `kind` is `id` for the subject's URI, otherwise an `identityType` such as `emailAddress`.
pub fn match_recipient(verified: &VerifiedCredential, kind: &str, value: &str) -> RecipientMatch {
    let subject = verified.credential().document().get("credentialSubject").unwrap_or(&Value::Null);
    let answers: Vec<bool> = if kind == "id" {
        text(subject, "id").map(|id| id == value).into_iter().collect()
    } else {
        let identifiers =
            items(subject, "identifier").filter(|found| text(found, "identityType") == Some(kind));
        identifiers.filter_map(|identifier| names(identifier, value)).collect()
    };
    match (answers.contains(&true), answers.is_empty()) {
        (true, _) => RecipientMatch::Matches,
        (false, true) => RecipientMatch::NotStated,
        (false, false) => RecipientMatch::Differs,
    }
}

fn names(identifier: &Value, value: &str) -> Option<bool> {
    let found = text(identifier, "identityHash")?;
    if identifier.get("hashed").and_then(Value::as_bool)? {
        identity_matches(found, value, text(identifier, "salt").unwrap_or_default()).ok()
    } else {
        Some(found == value)
    }
}
