//! Credentials and presentations as JSON.

use openbadges::canonical_form;
use proptest::prelude::{prop_assert, prop_assert_eq};
use serde_json::Value;
use verifier::Outcome;

use crate::mutation::{cut, cuts, graft, grafts};
use crate::seed::{badge, presentation, verified};
use crate::try_many;

const WORDS: &[&[u8]] = &[
    b"{",
    b"}",
    b"[",
    b"]",
    b"\"",
    b",",
    b":",
    b"\\u0000",
    b"\\ud800",
    b"null",
    b"1e400",
    b"-0",
    b"\"@id\":",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\"proof\":[]",
    b"\"@context\":null,",
];

/// What the signature of a badge covers.
fn meaning(badge: &Value) -> Option<String> {
    let mut badge = badge.clone();
    badge.as_object_mut()?.shift_remove("proof");
    canonical_form(&badge).ok()
}

#[test]
fn bytes_of_a_badge() {
    let seed = badge().to_string();
    try_many("bytes of a badge", &cuts(WORDS), |changes| {
        let text = cut(seed.as_bytes(), &changes);
        if verified(&text).outcome == Outcome::Verified {
            let read: Value = serde_json::from_slice(&text).unwrap();
            prop_assert_eq!(meaning(&read), meaning(badge()));
        }
        Ok(())
    });
}

#[test]
fn members_of_a_badge() {
    try_many("members of a badge", &grafts(), |changes| {
        let changed = graft(badge(), &changes);
        if verified(changed.to_string().as_bytes()).outcome == Outcome::Verified {
            prop_assert_eq!(meaning(&changed), meaning(badge()));
        }
        Ok(())
    });
}

#[test]
fn members_of_a_presentation() {
    let seed = presentation();
    try_many("members of a presentation", &grafts(), |changes| {
        let changed = graft(&seed, &changes);
        let report = verified(changed.to_string().as_bytes());
        // A presentation loses its holder when it loses its signature, and stands for no more than its badges.
        let good = report.contained.iter().all(|inside| inside.outcome == Outcome::Verified);
        prop_assert!(report.outcome != Outcome::Verified || good);
        Ok(())
    });
}
