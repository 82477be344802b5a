use openbadges::vcdm;
use serde_json::{Value, json};

use crate::{V1, V2, at, minimal};

fn presentation() -> Value {
    json!({ "@context": [V2], "type": ["VerifiablePresentation"] })
}

fn with(member: &str, value: Value) -> Value {
    let mut document = presentation();
    document[member] = value;
    document
}

#[test]
fn presentations_are_accepted_with_and_without_holder_and_credentials() {
    let enveloped = json!({
        "@context": [V2], "type": "EnvelopedVerifiableCredential",
        "id": "data:application/vc+jwt,eyJhbGciOiJFUzI1NiJ9.e30.c2ln",
    });
    for document in [
        presentation(),
        with("@context", json!([V1])),
        with("id", "urn:uuid:0198f1a2-0000-7000-8000-000000000001".into()),
        with("holder", "did:example:holder".into()),
        with("holder", json!({ "id": "did:example:holder", "name": "Somebody" })),
        with("verifiableCredential", minimal()),
        with("verifiableCredential", json!([minimal(), minimal()])),
        with("verifiableCredential", json!([enveloped])),
    ] {
        if let Err(faults) = vcdm::check_presentation(&document) {
            panic!("{document} is refused: {faults:?}");
        }
    }
}

#[test]
fn what_is_no_presentation_is_refused() {
    let mut untyped = minimal();
    untyped["type"] = json!(["https://example.org/#Other"]);
    let envelope = json!({ "type": "EnvelopedVerifiableCredential", "id": "https://example.org/1" });
    for (pointer, document) in [
        ("/@context", with("@context", Value::Null)),
        ("/@context/0", with("@context", json!(["https://www.w3.org/ns/credentials/examples/v2"]))),
        ("/@context/1", with("@context", json!([V2, 5]))),
        ("/type", with("type", json!([]))),
        ("/type", with("type", json!(["VerifiableCredential"]))),
        ("/id", with("id", "no url".into())),
        ("/holder", with("holder", "no url".into())),
        ("/holder", with("holder", json!({}))),
        ("/holder", with("holder", json!(5))),
        ("/verifiableCredential", with("verifiableCredential", "https://example.org/1".into())),
        ("/verifiableCredential/0", with("verifiableCredential", json!(["eyJ.eyJ.c2ln"]))),
        ("/verifiableCredential/1", with("verifiableCredential", json!([minimal(), 5]))),
        ("/verifiableCredential/0/type", with("verifiableCredential", json!([untyped]))),
        ("/verifiableCredential/0/id", with("verifiableCredential", json!([envelope]))),
        ("/color", with("color", "red".into())),
    ] {
        at(&document.to_string(), vcdm::check_presentation(&document), pointer);
    }
}
