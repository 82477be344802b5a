//! Whatever is changed, the badge is no longer verified.

use proptest::prelude::{ProptestConfig, any, prop_assert_ne, proptest};
use serde_json::Value;
use verifier::Outcome;

use crate::approval::time;
use crate::badge::{NOW, document, evidence, issued, report};

/// The outcome for a text, also when it is not even a document.
fn outcome(text: &[u8]) -> Outcome {
    match verifier::parse(text) {
        Ok(unverified) => verifier::verify(&unverified, &evidence(), time(NOW)).outcome,
        Err(rejection) => rejection.report().outcome,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_badge_with_any_byte_changed_is_not_verified(place in any::<proptest::sample::Index>(), flip in 1_u8..) {
        let mut text = issued().as_str().as_bytes().to_vec();
        let place = place.index(text.len());
        text[place] ^= flip;
        prop_assert_ne!(outcome(&text), Outcome::Verified, "byte {} became {:#04x}", place, text[place]);
    }

    #[test]
    fn a_badge_with_any_byte_removed_is_not_verified(place in any::<proptest::sample::Index>()) {
        let mut text = issued().as_str().as_bytes().to_vec();
        let removed = text.remove(place.index(text.len()));
        // `true` for a removed space within a text is as much a change as any other.
        prop_assert_ne!(outcome(&text), Outcome::Verified, "removed {:?}", char::from(removed));
    }

    #[test]
    fn reading_a_badge_keeps_its_text(name in ".{0,40}") {
        let mut document = document();
        document["name"] = name.into();
        let text = document.to_string();
        let unverified = verifier::parse(text.as_bytes()).unwrap();
        proptest::prop_assert_eq!(unverified.credential().unwrap().as_str(), text.as_str());
    }
}

/// Every text and number in the document, by its JSON pointer.
fn leaves(value: &Value, pointer: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| leaves(value, &format!("{pointer}/{name}"), found));
        }
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, value)| leaves(value, &format!("{pointer}/{index}"), found));
        }
        _ => found.push(pointer.to_owned()),
    }
}

#[test]
fn every_single_value_of_the_badge_is_covered_by_the_signature() {
    let badge = document();
    let mut pointers = Vec::new();
    leaves(&badge, "", &mut pointers);
    assert!(pointers.len() > 100, "{}", pointers.len());
    for pointer in pointers {
        let mut changed = badge.clone();
        let leaf = changed.pointer_mut(&pointer).unwrap();
        *leaf = match leaf {
            Value::String(text) => format!("{text}x").into(),
            Value::Bool(set) => Value::Bool(!*set),
            _ => Value::from(7),
        };
        assert_ne!(report(&changed).outcome, Outcome::Verified, "{pointer}");
    }
}
