//! Ways to break a good input.

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::Index;
use serde_json::{Value, json};

/// Longer inputs are refused by their length alone, which is tested elsewhere.
const LONGEST: usize = 1 << 20;

/// One change of some bytes.
#[derive(Debug, Clone)]
pub(crate) enum Cut {
    Flip(Index, u8),
    Remove(Index, u8),
    Insert(Index, Vec<u8>),
    Repeat(Index, u8, u16),
    Copy(Index, Index, u8),
    End(Index),
}

/// Some changes, with pieces that mean something in the format at hand among what is inserted.
pub(crate) fn cuts(words: &'static [&'static [u8]]) -> impl Strategy<Value = Vec<Cut>> {
    let word = any::<Index>().prop_map(move |index| words[index.index(words.len())].to_vec());
    let bytes = prop_oneof![word, vec(any::<u8>(), 0..8)];
    let cut = prop_oneof![
        4 => (any::<Index>(), 1_u8..).prop_map(|(place, bits)| Cut::Flip(place, bits)),
        2 => (any::<Index>(), any::<u8>()).prop_map(|(place, length)| Cut::Remove(place, length)),
        3 => (any::<Index>(), bytes).prop_map(|(place, bytes)| Cut::Insert(place, bytes)),
        1 => (any::<Index>(), any::<u8>(), any::<u16>()).prop_map(|(p, length, times)| Cut::Repeat(p, length, times)),
        2 => (any::<Index>(), any::<Index>(), any::<u8>()).prop_map(|(from, to, length)| Cut::Copy(from, to, length)),
        1 => any::<Index>().prop_map(Cut::End),
    ];
    vec(cut, 1..6)
}

pub(crate) fn cut(seed: &[u8], cuts: &[Cut]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for cut in cuts {
        if bytes.is_empty() {
            break;
        }
        let length = bytes.len();
        let piece = |place: &Index, size: u8| {
            let start = place.index(length);
            start..(start + usize::from(size)).min(length)
        };
        match cut {
            Cut::Flip(place, bits) => bytes[place.index(length)] ^= bits,
            Cut::Remove(place, size) => drop(bytes.drain(piece(place, *size))),
            Cut::Insert(place, more) => {
                let place = place.index(length);
                drop(bytes.splice(place..place, more.iter().copied()));
            }
            Cut::Repeat(place, size, times) => {
                let copied = bytes[piece(place, *size)].repeat(usize::from(*times));
                let place = place.index(length);
                drop(bytes.splice(place..place, copied));
            }
            Cut::Copy(from, to, size) => {
                let copied = bytes[piece(from, *size)].to_vec();
                let place = to.index(length);
                drop(bytes.splice(place..place, copied));
            }
            Cut::End(place) => bytes.truncate(place.index(length)),
        }
        bytes.truncate(LONGEST);
    }
    bytes
}

/// One change of a JSON document.
#[derive(Debug, Clone)]
pub(crate) enum Graft {
    Replace(Index, Value),
    Move(Index, Index),
    Remove(Index),
    Add(Index, &'static str, Value),
    Wrap(Index, u8),
    Twice(Index),
}

/// Members that mean something to a verifier, wherever they stand.
const MEMBERS: [&str; 22] = [
    "@context",
    "@id",
    "@type",
    "@graph",
    "@included",
    "@reverse",
    "id",
    "type",
    "proof",
    "issuer",
    "holder",
    "credentialSubject",
    "credentialStatus",
    "verifiableCredential",
    "endorsement",
    "endorsementJwt",
    "refreshService",
    "proofValue",
    "previousProof",
    "verificationMethod",
    "termsOfUse",
    "name",
];

pub(crate) fn grafts() -> impl Strategy<Value = Vec<Graft>> {
    let member = any::<Index>().prop_map(|index| MEMBERS[index.index(MEMBERS.len())]);
    let graft = prop_oneof![
        4 => (any::<Index>(), value()).prop_map(|(place, value)| Graft::Replace(place, value)),
        3 => (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Graft::Move(from, to)),
        2 => any::<Index>().prop_map(Graft::Remove),
        3 => (any::<Index>(), member, value()).prop_map(|(place, name, value)| Graft::Add(place, name, value)),
        1 => (any::<Index>(), any::<u8>()).prop_map(|(place, depth)| Graft::Wrap(place, depth)),
        1 => any::<Index>().prop_map(Graft::Twice),
    ];
    vec(graft, 1..5)
}

/// A value that a verifier might take for something.
pub(crate) fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        ".{0,12}".prop_map(Value::from),
        Just(json!("https://www.w3.org/ns/credentials/v2")),
        Just(json!("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")),
        Just(json!("2026-11-24T12:00:00Z")),
        Just(json!({"@value": "x", "@language": "en", "@direction": "rtl"})),
        Just(json!({"@context": {"@vocab": "https://evil.example/#"}})),
        Just(json!({"@context": null})),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map("[a-zA-Z@]{1,8}", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

pub(crate) fn graft(seed: &Value, grafts: &[Graft]) -> Value {
    let mut document = seed.clone();
    for graft in grafts {
        let mut places = vec![String::new()];
        pointers(&document, "", &mut places);
        let at = |place: &Index| places[place.index(places.len())].clone();
        match graft {
            Graft::Replace(place, value) => *document.pointer_mut(&at(place)).unwrap() = value.clone(),
            Graft::Move(from, to) => {
                let moved = document.pointer(&at(from)).unwrap().clone();
                *document.pointer_mut(&at(to)).unwrap() = moved;
            }
            Graft::Remove(place) => remove(&mut document, &at(place)),
            Graft::Add(place, name, value) => {
                if let Some(members) = document.pointer_mut(&at(place)).and_then(Value::as_object_mut) {
                    members.insert((*name).to_owned(), value.clone());
                }
            }
            Graft::Wrap(place, depth) => {
                let place = document.pointer_mut(&at(place)).unwrap();
                let wrapped = (0..*depth).fold(place.take(), |inner, _level| json!([inner]));
                *place = wrapped;
            }
            Graft::Twice(place) => {
                let place = document.pointer_mut(&at(place)).unwrap();
                let one = place.take();
                *place = json!([one.clone(), one]);
            }
        }
    }
    document
}

fn remove(document: &mut Value, pointer: &str) {
    let Some((parent, last)) = pointer.rsplit_once('/') else { return };
    let name = last.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => drop(members.shift_remove(&name)),
        Some(Value::Array(items)) => drop(items.remove(last.parse().unwrap())),
        _ => {}
    }
}

fn pointers(value: &Value, pointer: &str, found: &mut Vec<String>) {
    let mut go = |segment: &str, value: &Value| {
        let inner = format!("{pointer}/{}", segment.replace('~', "~0").replace('/', "~1"));
        found.push(inner.clone());
        pointers(value, &inner, found);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| go(name, value)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| go(&index.to_string(), value));
        }
        _ => {}
    }
}
