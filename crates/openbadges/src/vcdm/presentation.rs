//! `holder` and `verifiableCredential` (VCDM 2.0 §4.13).

use serde_json::{Map, Value};

use super::identifiers::{is_url, required_id};
use super::{Faults, items, kind};

pub(super) fn check(presentation: &Map<String, Value>, faults: &mut Faults) {
    match presentation.get("holder") {
        None => {}
        Some(Value::String(url)) if is_url(url) => {}
        Some(Value::String(_)) => faults.add("/holder", "is no URL"),
        Some(Value::Object(holder)) => required_id(holder, "/holder", faults),
        Some(other) => {
            faults.add("/holder", format!("must be a URL or an object with an `id`, not {}", kind(other)));
        }
    }
    if let Some(credentials) = presentation.get("verifiableCredential") {
        for (pointer, credential) in items(credentials, "/verifiableCredential") {
            contained(credential, &pointer, faults);
        }
    }
}

/// A credential, or the envelope around one; never a text or a URL.
fn contained(credential: &Value, pointer: &str, faults: &mut Faults) {
    let Value::Object(credential) = credential else {
        faults.add(pointer, format!("must be a credential, not {}", kind(credential)));
        return;
    };
    let types = credential.get("type").map(|types| items(types, "")).unwrap_or_default();
    let is = |name: &str| types.iter().any(|(_, item)| item.as_str() == Some(name));
    if is("EnvelopedVerifiableCredential") {
        if !credential.get("id").and_then(Value::as_str).is_some_and(|id| id.starts_with("data:")) {
            faults.add(format!("{pointer}/id"), "must be a `data:` URL that holds the credential");
        }
    } else if !is("VerifiableCredential") {
        faults.add(format!("{pointer}/type"), "does not include `VerifiableCredential`");
    }
}
