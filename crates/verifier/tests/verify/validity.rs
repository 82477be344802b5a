use verifier::{CheckName, Code, Outcome};

use crate::badge::{assert_fails, changed, document, evidence, report, report_at};

#[test]
fn a_badge_is_expired_after_its_last_second_and_not_before() {
    // The list has to be valid too, so the end is moved to a time within the list's validity.
    let badge = changed(|badge| badge["validUntil"] = "2026-11-25T00:00:00+02:00".into());
    let at = |now: &str| report_at(&badge, &evidence(), now);
    assert_eq!(at("2026-11-24T22:00:00Z").outcome, Outcome::Verified);
    let late = at("2026-11-24T22:00:01Z");
    let check = assert_fails(&late, CheckName::ValidUntil);
    assert_eq!((check.code, &check.facts["valid_until"]), (Code::Expired, &"2026-11-24T22:00:00Z".into()));
}

#[test]
fn a_badge_is_not_yet_valid_before_its_first_second() {
    let badge = changed(|badge| badge["validFrom"] = "2026-11-25T01:00:00+01:00".into());
    let at = |now: &str| report_at(&badge, &evidence(), now);
    assert_eq!(at("2026-11-25T00:00:00Z").outcome, Outcome::Verified);
    assert_fails(&at("2026-11-24T23:59:59Z"), CheckName::ValidFrom);
}

#[test]
fn a_validity_that_ends_before_it_begins_is_malformed() {
    let badge = changed(|badge| {
        badge["validFrom"] = "2026-11-24T10:00:00Z".into();
        badge["validUntil"] = "2026-11-24T09:00:00Z".into();
    });
    let report = report_at(&badge, &evidence(), "2026-11-24T08:00:00Z");
    assert_eq!(
        report.check(CheckName::ValidUntil).unwrap().standard_code.as_deref(),
        Some("MALFORMED_VALUE_ERROR")
    );
}

#[test]
fn a_badge_without_an_end_stays_valid() {
    let badge = changed(|badge| drop(badge.as_object_mut().unwrap().shift_remove("validUntil")));
    assert_eq!(report(&badge).outcome, Outcome::Verified);
}

#[test]
fn a_proof_that_has_expired_does_not_count() {
    let mut badge = document();
    badge.as_object_mut().unwrap().shift_remove("proof");
    let options = openbadges::proof::ProofOptions {
        expires: Some(crate::approval::time("2026-11-24T11:59:59Z")),
        ..openbadges::proof::ProofOptions::new(
            crate::badge::method(),
            crate::approval::time(crate::approval::SIGNED),
        )
    };
    let proof = openbadges::proof::create(&badge, &options, &crate::badge::secret(7)).unwrap();
    badge["proof"] = serde_json::json!([proof]);
    assert_fails(&report(&badge), CheckName::ProofExpiry);
    assert_eq!(report_at(&badge, &evidence(), "2026-11-24T11:59:59Z").outcome, Outcome::Verified);
}
