//! Not green when it must not be: the cases in which a verifier that skips one check would still look right. Each has its test,
//! and each test fails when the check is taken out: `tests/mutants/run` tries that, with the mutants in
//! `tests/mutants/mutants.tsv`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use openbadges::proof::{self, ProofOptions};
use serde_json::{Value, json};
use verifier::{CheckName, CheckResult, Code, Outcome};

use crate::approval::{SIGNED, time};
use crate::badge::{
    NOW, changed, changed_list, document, evidence_with_list, method, report, report_at, result, secret,
};

/// The case, and the test in which a verifier without the check would be green.
const CASES: &[(&str, &str)] = &[
    ("revoked", "status::a_badge_whose_bit_is_set_is_revoked"),
    ("suspended", "status::a_suspended_badge_says_so"),
    ("expired", "validity::a_badge_is_expired_after_its_last_second_and_not_before"),
    ("not yet valid", "validity::a_badge_is_not_yet_valid_before_its_first_second"),
    ("issuer not bound to the key", "binding::a_forger_with_a_good_key_of_their_own_is_not_the_issuer"),
    (
        "broken JWT inside an enveloped credential",
        "jose::an_enveloped_credential_is_opened_and_its_signature_checked",
    ),
    (
        "broken JWT inside an enveloped credential",
        "jose::presentations::one_bad_jwt_inside_spoils_a_presentation",
    ),
    (
        "presentation holding one bad credential",
        "presentation::one_bad_badge_among_good_ones_spoils_the_presentation_and_is_named",
    ),
    ("wrong domain", "presentation::a_presentation_for_another_domain_or_challenge_is_refused"),
    ("wrong challenge", "presentation::a_presentation_for_another_domain_or_challenge_is_refused"),
    ("wrong purpose", "not_green::a_good_signature_for_another_purpose_does_not_count"),
    ("key not in assertionMethod", "binding::a_key_that_may_not_assert_does_not_count"),
    ("key not in assertionMethod", "jose::keys::a_key_that_may_not_assert_does_not_count"),
    ("one good and one bad proof", "binding::one_good_proof_beside_a_bad_one_is_not_enough"),
    ("proof chain with a missing link", "not_green::a_proof_chain_with_a_missing_link_does_not_hold"),
    ("status list signed by somebody else", "status::a_list_signed_by_somebody_else_says_nothing"),
    (
        "status list signed by somebody else",
        "status::a_list_in_the_issuers_name_with_somebody_elses_signature_says_nothing",
    ),
    ("status list for another purpose", "status::a_list_for_another_purpose_says_nothing"),
    ("bit order reversed", "not_green::the_bits_of_a_list_are_in_their_order"),
    ("zip bomb as list", "status::a_list_that_unpacks_to_too_much_is_not_unpacked"),
    (
        "term added after signing",
        "form::a_term_that_nobody_defined_is_found_also_when_it_was_added_after_signing",
    ),
    (
        "term added after signing",
        "suites::a_proof_over_the_json_itself_does_not_excuse_a_term_that_nobody_defined",
    ),
    ("context swapped", "form::the_order_of_the_contexts_matters"),
    ("context swapped", "not_green::a_context_that_was_replaced_changes_what_was_signed"),
    ("duplicate member", "form::a_member_that_is_there_twice_is_rejected"),
    ("@vocab dropped", "not_green::a_vocabulary_that_was_dropped_leaves_terms_undefined"),
    ("@base dropped", "not_green::a_base_that_was_dropped_leaves_references_relative"),
    ("did:web document with another id", "binding::a_document_with_another_id_is_not_the_issuers"),
    ("expired proof", "validity::a_proof_that_has_expired_does_not_count"),
    ("status list expired", "status::a_list_out_of_its_time_says_nothing"),
    ("status list tampered", "status::a_list_that_was_changed_says_nothing"),
    ("status list too short", "status::a_list_with_less_than_131072_entries_says_nothing"),
    ("another status list", "status::another_list_of_the_issuer_does_not_stand_in_for_this_one"),
];

#[test]
fn a_good_signature_for_another_purpose_does_not_count() {
    let mut badge = document();
    badge.as_object_mut().unwrap().shift_remove("proof");
    let mut options = ProofOptions::new(method(), time(SIGNED));
    "authentication".clone_into(&mut options.proof_purpose);
    badge["proof"] = json!([proof::create(&badge, &options, &secret(7)).unwrap()]);
    let report = report(&badge);
    assert_eq!(report.outcome, Outcome::NotVerified);
    let check = report.check(CheckName::Proof).unwrap();
    assert_eq!((check.code, &check.facts["purpose"]), (Code::SignaturePurpose, &"authentication".into()));
}

#[test]
fn a_proof_chain_with_a_missing_link_does_not_hold() {
    let mut badge = document();
    badge.as_object_mut().unwrap().shift_remove("proof");
    let first =
        ProofOptions { id: Some("urn:uuid:first".into()), ..ProofOptions::new(method(), time(SIGNED)) };
    badge["proof"] = json!([proof::create(&badge, &first, &secret(7)).unwrap()]);
    let second = ProofOptions::new(method(), time(SIGNED)).with_previous_proof("urn:uuid:first");
    let second = proof::create(&badge, &second, &secret(7)).unwrap();
    badge["proof"].as_array_mut().unwrap().push(second);
    assert_eq!(report(&badge).outcome, Outcome::Verified);
    badge["proof"].as_array_mut().unwrap().remove(0);
    let report = report(&badge);
    assert_eq!(report.outcome, Outcome::NotVerified);
    let found = report.check(CheckName::Proof).unwrap().finding().to_string();
    assert!(found.contains("urn:uuid:first"), "{found}");
}

/// Both made by another program: 16,384 bytes of which one has one bit, the last of its byte in the first list, the first in
/// the second. The badge's place, 94,567, is the last of its byte.
#[test]
fn the_bits_of_a_list_are_in_their_order() {
    for (list, outcome) in [
        ("uH4sIAAAAAAACA-3QAQ0AAAwCIO1f2hz_IAIJAAAAAAAAAAAAAADfVAEAAADAOQNQdb5gAEAAAA", Outcome::NotVerified),
        ("uH4sIAAAAAAACA-3QAQ0AAAwCIKMb3Rz_IAIJAAAAAAAAAAAAAADfVAEAAADAOQPe_97uAEAAAA", Outcome::Verified),
    ] {
        let list = changed_list(|credential| credential["credentialSubject"]["encodedList"] = list.into());
        assert_eq!(report_at(&document(), &evidence_with_list(&list), NOW).outcome, outcome);
    }
}

#[test]
fn a_context_that_was_replaced_changes_what_was_signed() {
    for (place, other) in [
        (0, "https://www.w3.org/2018/credentials/v1"),
        (1, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"),
    ] {
        let mut badge = document();
        badge["@context"][place] = other.into();
        let report = report(&badge);
        assert_eq!(report.outcome, Outcome::NotVerified, "{other}: {:#?}", report.checks);
        assert_eq!(result(&report, CheckName::Proof), CheckResult::Failed, "{other}");
    }
}

/// A badge that says more than Open Badges knows, by a context of its own.
fn with_own_context(change: impl FnOnce(&mut Value)) -> Value {
    changed(|badge| {
        let own = json!({"@vocab": "https://district.example/terms#", "@base": "https://district.example/"});
        badge["@context"].as_array_mut().unwrap().push(own);
        change(badge);
    })
}

/// The last context of a badge.
fn own_context(badge: &mut Value) -> &mut serde_json::Map<String, Value> {
    badge["@context"].as_array_mut().unwrap().last_mut().unwrap().as_object_mut().unwrap()
}

/// What is lost in translation is named, and the badge not trusted.
fn assert_loses(badge: &Value, lost: &str) {
    let report = report(badge);
    let check = report.check(CheckName::SafeMode).unwrap();
    assert_eq!((report.outcome, check.result), (Outcome::NotVerified, CheckResult::Failed));
    assert_eq!(check.standard_code.as_deref(), Some("DATA_LOSS_DETECTION_ERROR"));
    assert!(check.finding().to_string().contains(lost), "{}", check.finding());
}

#[test]
fn a_vocabulary_that_was_dropped_leaves_terms_undefined() {
    let mut badge = with_own_context(|badge| {
        badge["credentialSubject"]["mentor"] = json!({"id": "https://district.example/people/1"});
    });
    assert_eq!(report(&badge).outcome, Outcome::Verified, "{:#?}", report(&badge).checks);
    own_context(&mut badge).shift_remove("@vocab").unwrap();
    assert_loses(&badge, "mentor");
}

/// Statements about relative references are no RDF: they would be lost, and the signature would hold with any of them in
/// the document.
#[test]
fn a_base_that_was_dropped_leaves_references_relative() {
    let mut badge = with_own_context(|_badge| ());
    assert_eq!(report(&badge).outcome, Outcome::Verified, "{:#?}", report(&badge).checks);
    own_context(&mut badge).shift_remove("@base").unwrap();
    assert_eq!(report(&badge).outcome, Outcome::Verified);
    badge["credentialSubject"]["mentor"] = json!({"id": "people/1"});
    assert_loses(&badge, "people/1");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Case, file, what stands there, what the mutant has instead, and the test that must fail.
fn mutants() -> Vec<[String; 5]> {
    let text = std::fs::read_to_string(root().join("tests/mutants/mutants.tsv")).unwrap();
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split('\t').map(String::from).collect::<Vec<_>>().try_into().unwrap()).collect()
}

#[test]
fn every_case_has_a_test_that_exists() {
    let listed = Command::new(std::env::current_exe().unwrap()).arg("--list").output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    let tests: BTreeSet<&str> = listed.lines().filter_map(|line| line.strip_suffix(": test")).collect();
    for (case, test) in CASES {
        assert!(tests.contains(test), "{case}: {test}");
    }
}

/// A mutant that no longer fits the code would prove nothing.
#[test]
fn every_test_has_a_mutant_that_fits_the_code() {
    let mutants = mutants();
    for [case, file, found, replaced, test] in &mutants {
        let source = std::fs::read_to_string(root().join(file)).unwrap();
        assert_eq!(source.matches(found.as_str()).count(), 1, "{case}: {found}");
        assert_ne!(found, replaced, "{case}");
        assert!(CASES.contains(&(case.as_str(), test.as_str())), "{case}: {test}");
    }
    for (case, test) in CASES {
        assert!(mutants.iter().any(|mutant| mutant[0] == *case && mutant[4] == *test), "{case}: {test}");
    }
}
