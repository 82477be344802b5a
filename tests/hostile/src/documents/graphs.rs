//! Documents whose meaning is expensive: graphs of blank nodes that look alike.

use serde_json::{Value, json};

use crate::badges::{badge, did, forged};

/// Blank nodes of which each knows every other: the canonical form has to try every order.
pub fn clique(nodes: usize, label: &str) -> Value {
    let name = |number: usize| format!("_:{label}{number}");
    let node = |number: usize| {
        let others = (0..nodes).filter(|other| *other != number);
        json!({ "id": name(number), "urn:example:knows": others.map(|other| json!({ "id": name(other) })).collect::<Vec<_>>() })
    };
    Value::Array((0..nodes).map(node).collect())
}

/// Blank nodes in a ring: all alike, and none helps to tell the others apart.
pub fn ring(nodes: usize, label: &str) -> Value {
    let name = |number: usize| format!("_:{label}{}", number % nodes);
    let node = |number: usize| json!({ "id": name(number), "urn:example:next": { "id": name(number + 1) } });
    Value::Array((0..nodes).map(node).collect())
}

/// A badge that says something more of its subject, with so many proofs and so many endorsements that say it again.
pub fn repeated(more: &Value, proofs: usize, endorsements: usize, suite: &str) -> Value {
    let mut document = badge();
    let forged: Vec<_> = (0..proofs).map(|number| forged(number, suite)).collect();
    let endorsement = |number: usize| {
        json!({
            "@context": [openbadges::V2_CONTEXT, openbadges::OPEN_BADGES_CONTEXT],
            "id": format!("urn:uuid:8f6b9f0e-4a52-4f1c-9f0b-{number:012x}"),
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "issuer": { "id": did(), "type": ["Profile"] },
            "validFrom": "2026-01-01T00:00:00Z",
            "credentialSubject": {
                "id": "urn:uuid:33333333-3333-4333-8333-333333333333",
                "type": ["EndorsementSubject"],
                "urn:example:about": more,
            },
            "proof": forged,
        })
    };
    let endorsements: Vec<_> = (0..endorsements).map(endorsement).collect();
    if let Some(subject) = document.get_mut("credentialSubject").and_then(Value::as_object_mut) {
        subject.insert("urn:example:about".to_owned(), more.clone());
    }
    if !endorsements.is_empty() {
        document.insert("endorsement".to_owned(), endorsements.into());
    }
    if !forged.is_empty() {
        document.insert("proof".to_owned(), forged.into());
    }
    Value::Object(document)
}

/// Unsigned, with all of these inside.
pub fn presentation(inside: &[Value]) -> Value {
    json!({
        "@context": [openbadges::V2_CONTEXT],
        "type": ["VerifiablePresentation"],
        "holder": did(),
        "verifiableCredential": inside,
    })
}
