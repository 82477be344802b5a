//! Documents whose contexts are expensive: of many terms, of many addresses, copied for each of many nodes.

use openbadges::{OPEN_BADGES_CONTEXT, V2_CONTEXT};
use serde_json::{Map, Value, json};

use super::document;
use super::graphs::presentation;
use crate::Case;
use crate::badges::{badge, forged};

pub(super) fn cases() -> Vec<Case> {
    let terms = many_terms(400, 4_500);
    let twelve = presentation(&vec![terms.clone(); 12]);
    let scoped = json!({ "p": { "@id": "urn:p", "@context": addresses(400) } });
    let within = json!({ "@context": addresses(50), "type": ["Profile"], "id": "urn:x" });
    let statements = json!({ "id": format!("urn:x:{}", "a".repeat(200_000)), "p": vec![1; 4_000] });
    let prefix = json!({ "p": "urn:p", "x": format!("https://x.example/{}/", "a".repeat(200_000)) });
    let names: Vec<_> = (0..1_500).map(|number| json!({ "id": format!("x:{number}"), "p": 1 })).collect();
    let plain = || json!({ "p": "urn:p" });
    vec![
        document("400 terms × 4,500 nodes", &terms),
        document("a presentation of twelve of many terms", &twelve),
        document("40 types with contexts × 100 nodes", &scoped_contexts(40, 100)),
        document(
            "a scoped context of 400 addresses × 100 nodes",
            &with_context(scoped, vec![json!({}); 100].into()),
        ),
        document("190 contexts of 50 addresses", &with_context(plain(), vec![within; 190].into())),
        document("20,000 contexts in a list", &list_of_contexts(20_000)),
        document("an id of 200,000 bytes × 4,000 statements", &with_context(plain(), statements)),
        document("a prefix of 200,000 bytes × 1,500 names", &with_context(prefix, names.into())),
        document(
            "an undefined member × 4,000 objects",
            &related(json!({ "type": ["Profile"], "nowhere": 1 }), 4_000),
        ),
        document(
            "objects with types of their own contexts",
            &related(json!({ "type": ["Profile"], "id": "urn:x" }), 1_600),
        ),
    ]
}

/// The bundled contexts in turn, so that each is processed again.
fn addresses(count: usize) -> Value {
    [V2_CONTEXT, OPEN_BADGES_CONTEXT].into_iter().cycle().take(count).collect()
}

/// A badge with a context of so many terms of its own, and so many nodes for each of which all are copied, as the term that leads
/// to them has a context of its own.
fn many_terms(terms: usize, nodes: usize) -> Value {
    let term = |number: usize| (format!("t{number}"), format!("urn:example:{number}").into());
    let mut own: Map<String, Value> = (0..terms).map(term).collect();
    own.insert("p".to_owned(), json!({ "@id": "urn:p", "@context": {} }));
    with_context(own.into(), json!(vec![json!({}); nodes]))
}

/// A badge with a context whose types have contexts of their own, and nodes that have these types.
fn scoped_contexts(types: usize, nodes: usize) -> Value {
    let scoped = |number: usize| {
        let inner = json!({ "a": "urn:a", "b": { "@id": "urn:b", "@context": { "c": "urn:c" } } });
        (format!("T{number}"), json!({ "@id": format!("urn:example:T{number}"), "@context": inner }))
    };
    let mut own: Map<String, Value> = (0..types).map(scoped).collect();
    own.insert("p".to_owned(), "urn:p".into());
    let all: Vec<_> = (0..types).map(|number| format!("T{number}")).collect();
    with_context(own.into(), json!(vec![json!({ "type": all }); nodes]))
}

fn list_of_contexts(count: usize) -> Value {
    let mut document = badge();
    document.insert("@context".to_owned(), addresses(count));
    document.insert("proof".to_owned(), forged(0, "eddsa-rdfc-2022"));
    Value::Object(document)
}

/// A badge with so many objects beside its achievement.
fn related(object: Value, count: usize) -> Value {
    let mut document = badge();
    let achievement =
        document.get_mut("credentialSubject").and_then(|subject| subject.get_mut("achievement"));
    if let Some(achievement) = achievement.and_then(Value::as_object_mut) {
        achievement.insert("related".to_owned(), vec![object; count].into());
    }
    document.insert("proof".to_owned(), vec![forged(0, "eddsa-rdfc-2022"); 8].into());
    Value::Object(document)
}

/// A badge with a context of its own, and a member `p` that it defines.
fn with_context(own: Value, value: Value) -> Value {
    let mut document = badge();
    if let Some(contexts) = document.get_mut("@context").and_then(Value::as_array_mut) {
        contexts.push(own);
    }
    document.insert("p".to_owned(), value);
    document.insert("proof".to_owned(), forged(0, "eddsa-rdfc-2022"));
    Value::Object(document)
}
