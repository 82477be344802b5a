//! Newer versions of a credential (1EdTech Credential Refresh Service 1.0; Open Badges 3.0 §"Verification", step 3).

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::evidence::fetchable;
use crate::inspection::Inspection;
use crate::member::{is_a, items, reference, text};
use crate::unverified::Unverified;

/// Where the document says that its newest version is to be had. To be asked only after its signature was found to hold,
/// or a forger could send the verifier anywhere.
pub(crate) fn address(inspection: &Inspection<'_>) -> Option<String> {
    let mut services = items(inspection.document, "refreshService");
    let service = services.find(|service| is_a(service, "1EdTechCredentialRefresh"))?;
    text(service, "id").and_then(fetchable).map(String::from)
}

/// Whether `newer` is a version of the same credential: the same issuer and the same id (Open Badges 3.0 §"Equality").
/// Anything else that a refresh service answers says nothing about the credential at hand.
pub fn is_version_of(newer: &Unverified, original: &Unverified) -> bool {
    let identity = |unverified: &Unverified| {
        let document = unverified.document();
        Some((normal(reference(document, "issuer")?), normal(document.get("id").and_then(Value::as_str)?)))
    };
    identity(newer).is_some_and(|newer| Some(newer) == identity(original))
}

fn normal(id: &str) -> String {
    percent_decode_str(id).decode_utf8_lossy().trim().to_owned()
}
