//! The contexts that define what the issuer adds to a credential.

use issuer::Suite;
use openbadges::proof::Cryptosuite;
use openbadges::vcdm::{self, Version};
use serde_json::Value;

const DATA_INTEGRITY: &str = "https://w3id.org/security/data-integrity/v2";
const OLD_DATA_INTEGRITY: &str = "https://w3id.org/security/data-integrity/v1";
const ED25519_2020: &str = "https://w3id.org/security/suites/ed25519-2020/v1";
const STATUS: &str = "https://www.w3.org/ns/credentials/status/v1";

/// Adds the context that defines the proof, where the document has none that does.
pub(super) fn for_proof(document: &mut Value, suite: Suite) {
    match suite {
        Suite::Envelope => {}
        Suite::Proof(Cryptosuite::Ed25519Signature2020) => add(document, &[ED25519_2020]),
        _ if vcdm::version(document) == Some(Version::V1) => {
            add(document, &[DATA_INTEGRITY, OLD_DATA_INTEGRITY]);
        }
        Suite::Proof(_) => {}
    }
}

/// Adds the context that defines status entries to documents of VCDM 1.1; that of 2.0 defines them itself.
pub(super) fn for_status(document: &mut Value) {
    if vcdm::version(document) == Some(Version::V1) {
        add(document, &[STATUS]);
    }
}

/// Adds the first of these contexts, unless the document has one of them.
fn add(document: &mut Value, contexts: &[&str]) {
    let Some(Value::Array(there)) = document.get_mut("@context") else { return };
    let known = there.iter().filter_map(Value::as_str).any(|url| contexts.contains(&url));
    if let (false, Some(first)) = (known, contexts.first()) {
        there.push((*first).into());
    }
}
