//! Whether the badge is about the person one knows.

use verifier::{RecipientMatch, VerifiedCredential, match_recipient};

use crate::approval::EMAIL;
use crate::badge::{document, report};

fn verified() -> VerifiedCredential {
    report(&document()).into_verified().unwrap()
}

#[test]
fn a_hashed_address_matches_the_address_and_no_other() {
    let badge = verified();
    assert_eq!(match_recipient(&badge, "emailAddress", EMAIL), RecipientMatch::Matches);
    assert_eq!(match_recipient(&badge, "emailAddress", "ben@riverside.example"), RecipientMatch::Differs);
}

#[test]
fn a_name_in_plain_text_matches_itself() {
    let badge = verified();
    assert_eq!(match_recipient(&badge, "name", "Ana Okafor"), RecipientMatch::Matches);
    assert_eq!(match_recipient(&badge, "name", "Ben"), RecipientMatch::Differs);
}

#[test]
fn what_the_badge_does_not_state_is_neither_right_nor_wrong() {
    assert_eq!(match_recipient(&verified(), "id", "did:example:ana"), RecipientMatch::NotStated);
}
