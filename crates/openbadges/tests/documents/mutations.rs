//! A document, changed in one place in every way that a schema could mind.

use serde_json::{Value, json};

/// A changed document and the words that name the change.
pub(crate) struct Mutation {
    pub(crate) name: String,
    pub(crate) document: Value,
}

/// Every single change of the document: each member and element removed, and replaced by each stranger;
/// a member more in each object.
pub(crate) fn of(document: &Value) -> Vec<Mutation> {
    let mut mutations = Vec::new();
    let mut change = |name: String, change: &dyn Fn(&mut Value)| {
        let mut document = document.clone();
        change(&mut document);
        mutations.push(Mutation { name, document });
    };
    for pointer in pointers(document) {
        let value = document.pointer(&pointer).unwrap();
        if !pointer.is_empty() {
            change(format!("without {pointer}"), &|document| remove(document, &pointer));
        }
        for stranger in strangers(value) {
            change(format!("{pointer} = {}", short(&stranger)), &|document| {
                *document.pointer_mut(&pointer).unwrap() = stranger.clone();
            });
        }
        if value.is_object() {
            for extra in [json!("x"), json!(null), json!({"deep": [1]})] {
                change(format!("{pointer}/furtherMember = {}", short(&extra)), &|document| {
                    document.pointer_mut(&pointer).unwrap()["furtherMember"] = extra.clone();
                });
            }
        }
    }
    mutations
}

/// The document and everything in it, as JSON pointers.
pub(crate) fn pointers(document: &Value) -> Vec<String> {
    let children: Vec<(String, &Value)> = match document {
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(values) => values.iter().enumerate().map(|(i, value)| (i.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    let below = children
        .into_iter()
        .flat_map(|(token, value)| pointers(value).into_iter().map(move |rest| format!("/{token}{rest}")));
    std::iter::once(String::new()).chain(below).collect()
}

fn remove(document: &mut Value, pointer: &str) {
    let (parent, token) = pointer.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap() {
        Value::Object(members) => drop(members.remove(token)),
        Value::Array(values) => drop(values.remove(token.parse().unwrap())),
        _ => panic!("nothing to remove at {pointer}"),
    }
}

/// What may stand in a value's place: all other kinds, one and many, and for a string the malformed and
/// the unusual of every form that the standard gives to strings.
fn strangers(value: &Value) -> Vec<Value> {
    let mut strangers = vec![
        json!(null),
        json!(true),
        json!(3),
        json!(-0.5),
        json!("word"),
        json!([]),
        json!({}),
        json!(["word"]),
        json!([null]),
        json!({"en": "word"}),
        json!({"id": "urn:x"}),
        json!({"english": "word"}),
        json!({"en-US": 1}),
        json!([value]),
        json!([value, value]),
    ];
    match value {
        Value::Array(values) => {
            strangers.extend(values.first().cloned());
            strangers.push([values.as_slice(), &[json!(7)]].concat().into());
            strangers.push([values.as_slice(), &[json!("word")]].concat().into());
            strangers.push(values.iter().rev().cloned().collect());
        }
        Value::String(text) => {
            strangers.extend(TEXTS.map(Value::from));
            strangers.push(json!({"en": text}));
            strangers.push(json!({"EN": text}));
            strangers.push(json!({"deu": text}));
        }
        _ => {}
    }
    strangers.retain(|stranger| stranger != value);
    strangers
}

const TEXTS: [&str; 24] = [
    "",
    "ext:Own",
    "ext:",
    "ext:-own",
    "ext:|",
    "my ext:own",
    "EXT:own",
    "2026-11-24",
    "2026-02-30",
    "2026-11-24T06:31:07Z",
    "2026-11-24T06:31:07.123+05:30",
    "2026-11-24t06:31:07z",
    "2026-11-24T06:31:07",
    "2026-11-24 06:31:07Z",
    "2026-02-30T00:00:00Z",
    "2026-11-24T24:00:00Z",
    "en",
    "en-us",
    "zh-Hant-TW",
    "a.b.c",
    "a.b",
    "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.1.2.json",
    "https://www.w3.org/2018/credentials/v1",
];

fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() > 48 { format!("{}…", text.chars().take(48).collect::<String>()) } else { text }
}
