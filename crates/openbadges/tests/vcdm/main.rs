//! What may be signed as a credential or presentation of the W3C's data model: one line a case of
//! `interop.md` §1, "Accept at issue" and "Reject at issue".

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has failed"
)]

mod accepted;
mod presentations;
mod refused;
mod related;

use openbadges::vcdm::{self, Fault};
use serde_json::{Value, json};

const V1: &str = "https://www.w3.org/2018/credentials/v1";
const V2: &str = "https://www.w3.org/ns/credentials/v2";
const EXAMPLES: &str = "https://www.w3.org/ns/credentials/examples/v2";

/// A credential that has what it needs and nothing else.
fn minimal() -> Value {
    json!({
        "@context": [V2],
        "type": ["VerifiableCredential"],
        "issuer": "did:example:issuer",
        "credentialSubject": { "id": "did:example:subject" },
    })
}

fn minimal_1_1() -> Value {
    json!({
        "@context": [V1],
        "type": ["VerifiableCredential"],
        "issuer": "did:example:issuer",
        "issuanceDate": "2026-11-24T06:31:07Z",
        "credentialSubject": { "id": "did:example:subject" },
    })
}

/// The minimal credential with a member set.
fn with(member: &str, value: Value) -> Value {
    let mut credential = minimal();
    credential[member] = value;
    credential
}

fn without(member: &str) -> Value {
    let mut credential = minimal();
    credential.as_object_mut().unwrap().shift_remove(member).unwrap();
    credential
}

fn accept(what: &str, credential: &Value) {
    if let Err(faults) = vcdm::check_credential(credential) {
        panic!("{what} is refused: {faults:?}");
    }
}

/// Refused, with a fault at this member that names it.
fn refuse(what: &str, credential: &Value, pointer: &str) {
    at(what, vcdm::check_credential(credential), pointer);
}

fn at(what: &str, answer: Result<(), Vec<Fault>>, pointer: &str) {
    let Err(faults) = answer else { panic!("{what} is accepted") };
    let fault = faults.iter().find(|fault| fault.pointer == pointer);
    let Some(fault) = fault else { panic!("{what}: nothing at {pointer}, but {faults:?}") };
    let name = pointer.rsplit('/').find(|name| name.parse::<usize>().is_err()).unwrap_or_default();
    assert!(fault.message.contains(name), "{what}: “{}” does not name {name}", fault.message);
}
