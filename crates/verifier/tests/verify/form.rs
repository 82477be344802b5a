//! The form of the document, before and beside the signature.

use serde_json::{Value, json};
use verifier::{CheckName, CheckResult, Code, Outcome, Rejection};

use crate::badge::{assert_fails, changed, document, issued, report, result};

#[test]
fn what_is_no_json_object_is_rejected_with_a_reason() {
    let rejected = |bytes: &[u8]| verifier::parse(bytes).unwrap_err();
    assert!(matches!(rejected(b" \n"), Rejection::Empty));
    assert!(matches!(rejected(b"[]"), Rejection::NotAnObject { found: "a list" }));
    assert!(matches!(rejected(&issued().as_str().as_bytes()[..2_000]), Rejection::Json(_)));
    assert!(matches!(rejected(b"{\"name\": \"\xff\"}"), Rejection::Json(_)));
    assert!(matches!(rejected("[".repeat(10_000).as_bytes()), Rejection::Json(_)));
    let report = rejected(b"{").report();
    assert_eq!(
        (report.outcome, result(&report, CheckName::Document)),
        (Outcome::NotVerified, CheckResult::Failed)
    );
}

#[test]
fn a_member_that_is_there_twice_is_rejected() {
    let text = issued().as_str().replacen("{\"@context\"", "{\"name\":\"Another\",\"@context\"", 1);
    let rejection = verifier::parse(text.as_bytes()).unwrap_err();
    assert!(rejection.to_string().contains("name"), "{rejection}");
}

#[test]
fn a_term_that_nobody_defined_is_found_also_when_it_was_added_after_signing() {
    let mut badge = document();
    badge["credentialSubject"]["salary"] = "200,000".into();
    let report = report(&badge);
    let check = report.check(CheckName::SafeMode).unwrap();
    assert_eq!(
        (report.outcome, check.result, check.standard_code.as_deref()),
        (Outcome::NotVerified, CheckResult::Failed, Some("DATA_LOSS_DETECTION_ERROR"))
    );
    assert!(check.finding().to_string().contains("salary"), "{}", check.finding());
}

#[test]
fn a_context_that_is_not_held_here_leaves_the_signature_unchecked() {
    let mut badge = document();
    badge["@context"].as_array_mut().unwrap().push("https://district.example/context.json".into());
    let report = report(&badge);
    assert_eq!(report.outcome, Outcome::CouldNotBeChecked);
    assert_eq!(result(&report, CheckName::SafeMode), CheckResult::CouldNotBeChecked);
    assert_eq!(result(&report, CheckName::Proof), CheckResult::CouldNotBeChecked);
    assert!(
        report.finding.to_string().contains("https://district.example/context.json"),
        "{}",
        report.finding
    );
}

#[test]
fn the_order_of_the_contexts_matters() {
    let mut badge = document();
    badge["@context"].as_array_mut().unwrap().swap(0, 1);
    assert_eq!(result(&report(&badge), CheckName::Context), CheckResult::Failed);
    let badge = changed(|badge| badge["@context"].as_array_mut().unwrap().swap(1, 2));
    assert_fails_with_schema(&badge, CheckName::Context);
}

/// The check fails, and with it only the schema, which asks for the same.
fn assert_fails_with_schema(badge: &Value, name: CheckName) {
    let report = report(badge);
    let failed: Vec<_> = report
        .checks
        .iter()
        .filter(|check| check.result == CheckResult::Failed)
        .map(|check| check.name)
        .collect();
    assert!(failed == [name, CheckName::Schema] || failed == [name], "{:#?}", report.checks);
}

#[test]
fn a_document_of_another_type_is_no_badge() {
    let badge = changed(|badge| badge["type"] = json!(["VerifiableCredential"]));
    assert_fails(&report(&badge), CheckName::Types);
}

#[test]
fn a_member_of_the_wrong_form_is_named() {
    let badge = changed(|badge| {
        drop(badge["credentialSubject"]["achievement"].as_object_mut().unwrap().shift_remove("criteria"));
    });
    let report = report(&badge);
    let check = assert_fails(&report, CheckName::Schema);
    assert!(check.finding().to_string().contains("criteria"), "{}", check.finding());
}

#[test]
fn a_badge_awarded_to_nobody_is_refused() {
    let badge =
        changed(|badge| drop(badge["credentialSubject"].as_object_mut().unwrap().shift_remove("identifier")));
    assert_fails(&report(&badge), CheckName::Subject);
}

#[test]
fn a_result_points_at_the_rubric_of_its_own_badge() {
    let nowhere =
        changed(|badge| badge["credentialSubject"]["result"][1]["resultDescription"] = "urn:uuid:1".into());
    let report_of_nowhere = report(&nowhere);
    let check = assert_fails(&report_of_nowhere, CheckName::Results);
    assert_eq!(check.facts["pointer"], "/credentialSubject/result/1");
    let level = changed(|badge| {
        let other = badge["credentialSubject"]["result"][0]["achievedLevel"].clone();
        badge["credentialSubject"]["result"][1]["achievedLevel"] = other;
    });
    assert_fails(&report(&level), CheckName::Results);
}

#[test]
fn a_status_result_has_a_status() {
    let badge = changed(|badge| {
        let achievement = &mut badge["credentialSubject"]["achievement"];
        achievement["resultDescription"] = json!([{"id": "urn:uuid:1", "type": ["ResultDescription"], "name": "Done", "resultType": "Status"}]);
        badge["credentialSubject"]["result"] =
            json!([{"type": ["Result"], "resultDescription": "urn:uuid:1"}]);
    });
    assert_fails(&report(&badge), CheckName::Results);
}

#[test]
fn a_schema_that_is_not_held_here_leaves_the_question_open() {
    let extra =
        json!({"id": "https://district.example/schema.json", "type": "1EdTechJsonSchemaValidator2019"});
    let badge = changed(|badge| badge["credentialSchema"].as_array_mut().unwrap().push(extra));
    crate::badge::assert_open(&report(&badge), CheckName::CredentialSchema);
}

#[test]
fn nothing_that_was_signed_is_judged_when_the_signature_does_not_hold() {
    let mut badge = document();
    badge["name"] = "Another".into();
    let report = report(&badge);
    assert_eq!(result(&report, CheckName::Proof), CheckResult::Failed);
    assert_eq!(result(&report, CheckName::Status), CheckResult::CouldNotBeChecked);
    assert_eq!(report.finding.code, Code::SignatureMismatch);
}

#[test]
fn links_in_the_facts_are_web_addresses() {
    let badge = changed(|badge| badge["evidence"][0]["id"] = "javascript:alert(1)".into());
    assert_eq!(report(&badge).facts.evidence[0].url, None);
}
