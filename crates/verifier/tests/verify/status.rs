//! Revocation, and the lists that say it.

use openbadges::StatusList;
use serde_json::{Value, json};
use verifier::{CheckName, CheckResult, Code, Evidence, Need, Outcome, Report};

use crate::approval::{CREDENTIAL, DID, STATUS_INDEX, STATUS_LIST};
use crate::badge::{
    NOW, assert_fails, assert_open, changed, changed_list, document, evidence, evidence_with_list,
    list_document, report, report_at, result, secret, signed, unavailable,
};

fn index() -> usize {
    usize::try_from(STATUS_INDEX).unwrap()
}

fn with_list(list: &str) -> Report {
    report_at(&document(), &evidence_with_list(list), NOW)
}

/// The report on the standard badge with the district's list, changed and signed again.
fn with_changed_list(change: impl FnOnce(&mut Value)) -> Report {
    with_list(&changed_list(change))
}

#[test]
fn a_badge_whose_bit_is_set_is_revoked() {
    let list = list_document(|bits| bits.set(index(), true).unwrap());
    let report = with_list(&list.to_string());
    let check = assert_fails(&report, CheckName::Status);
    assert_eq!(check.code, Code::Revoked);
    assert_eq!(check.facts["index"], STATUS_INDEX);
    assert_eq!(report.finding.code, Code::Revoked);
}

#[test]
fn the_bits_are_counted_from_the_left() {
    // 94,567 is bit 7 of its byte; read from the right, bit 0 of the same byte would be taken for it.
    let mirrored = index() / 8 * 8 + (7 - index() % 8);
    let list = list_document(|bits| bits.set(mirrored, true).unwrap());
    assert_eq!(with_list(&list.to_string()).outcome, Outcome::Verified);
}

#[test]
fn every_other_bit_may_be_set() {
    let list = list_document(|bits| {
        (0..bits.len()).filter(|i| *i != index()).for_each(|i| bits.set(i, true).unwrap());
    });
    assert_eq!(with_list(&list.to_string()).outcome, Outcome::Verified);
}

#[test]
fn a_purpose_that_is_not_known_is_not_taken_for_good() {
    let purpose = |purpose: &str| {
        let badge = changed(|badge| badge["credentialStatus"]["statusPurpose"] = purpose.into());
        report_at(&badge, &evidence(), NOW)
    };
    assert_open(&purpose("revoked"), CheckName::Status);
    // Only news: nothing that could take the badge back, also when its list is none for that.
    let report = purpose("refresh");
    assert_eq!(report.check(CheckName::Status).unwrap().result, CheckResult::NotApplicable);
}

#[test]
fn the_first_of_several_values_does_not_hide_a_revocation() {
    let revoked = evidence_with_list(&list_document(|bits| bits.set(index(), true).unwrap()).to_string());
    let with = |member: &str, value: Value| {
        report_at(&changed(|badge| badge["credentialStatus"][member] = value), &revoked, NOW)
    };
    assert_fails(&with("statusPurpose", json!(["message", "revocation"])), CheckName::Status);
    assert_fails(&with("statusPurpose", json!(["revocation"])), CheckName::Status);
    let lists = json!(["https://badges.example/empty", STATUS_LIST]);
    assert_fails(&with("statusListCredential", lists), CheckName::Status);
    let types = json!(["1EdTechRevocationList", "BitstringStatusListEntry"]);
    assert_ne!(with("type", types).outcome, Outcome::Verified);
}

#[test]
fn a_message_beside_a_revocation_does_not_hide_it() {
    let revoked = evidence_with_list(&list_document(|bits| bits.set(index(), true).unwrap()).to_string());
    let badge = changed(|badge| {
        let mut message = badge["credentialStatus"].clone();
        message["statusPurpose"] = "message".into();
        message.as_object_mut().unwrap().remove("id");
        badge["credentialStatus"] = json!([message, badge["credentialStatus"]]);
    });
    // Open Badges allows one entry, so the schema fails too; the status must say so by itself.
    let report = report_at(&badge, &revoked, NOW);
    assert_eq!(report.check(CheckName::Status).unwrap().code, Code::Revoked);
    assert_eq!(report.outcome, Outcome::NotVerified);
}

#[test]
fn a_list_whose_signature_has_run_out_leaves_the_status_open() {
    let mut list = list_document(|_bits| ());
    list.as_object_mut().unwrap().remove("validUntil");
    list.as_object_mut().unwrap().remove("proof");
    let options = openbadges::proof::ProofOptions {
        expires: Some(openbadges::Timestamp::parse("2020-01-01T00:00:00Z").unwrap()),
        ..openbadges::proof::ProofOptions::new(crate::badge::method(), openbadges::Timestamp::EPOCH)
    };
    let proof = openbadges::proof::create(&list, &options, &secret(7)).unwrap();
    list["proof"] = proof;
    assert_open(&with_list(&list.to_string()), CheckName::Status);
}

#[test]
fn a_suspended_badge_says_so() {
    let badge = changed(|badge| badge["credentialStatus"]["statusPurpose"] = "suspension".into());
    let mut list = list_document(|bits| bits.set(index(), true).unwrap());
    list["credentialSubject"]["statusPurpose"] = "suspension".into();
    let list = signed(list, &secret(7), &crate::badge::method()).to_string();
    let report = report_at(&badge, &evidence_with_list(&list), NOW);
    assert_eq!(assert_fails(&report, CheckName::Status).code, Code::Suspended);
}

#[test]
fn a_list_that_cannot_be_fetched_leaves_the_status_unknown() {
    let mut evidence = evidence();
    evidence.insert_status_list(STATUS_LIST, unavailable());
    let report = report_at(&document(), &evidence, NOW);
    let check = assert_open(&report, CheckName::Status);
    assert_eq!(check.standard_code.as_deref(), Some("STATUS_RETRIEVAL_ERROR"));
    assert!(check.finding().to_string().contains("the server answered 503"), "{}", check.finding());
}

/// The status is unknown, and the reason is this one.
fn unknown(report: &Report, code: &str, reason: &str) {
    let check = assert_open(report, CheckName::Status);
    assert_eq!(check.standard_code.as_deref(), Some(code), "{}", check.finding());
    assert!(check.finding().to_string().contains(reason), "{}", check.finding());
}

#[test]
fn a_list_signed_by_somebody_else_says_nothing() {
    let mallory = secret(9).public().did_key();
    let mut list = list_document(|_bits| ());
    list["issuer"] = mallory.clone().into();
    let method = format!("{mallory}#{}", secret(9).public().to_multibase());
    let list = signed(list, &secret(9), &method).to_string();
    unknown(&with_list(&list), "STATUS_VERIFICATION_ERROR", "status_list_other_issuer");
}

#[test]
fn a_list_in_the_issuers_name_with_somebody_elses_signature_says_nothing() {
    let mallory = secret(9).public().did_key();
    let method = format!("{mallory}#{}", secret(9).public().to_multibase());
    let list = signed(list_document(|_bits| ()), &secret(9), &method).to_string();
    unknown(&with_list(&list), "STATUS_VERIFICATION_ERROR", "signed_by_another");
}

#[test]
fn a_list_that_was_changed_says_nothing() {
    let mut list = list_document(|bits| bits.set(index(), true).unwrap());
    list["credentialSubject"]["encodedList"] = StatusList::new(0).encode().into();
    unknown(&with_list(&list.to_string()), "STATUS_VERIFICATION_ERROR", "signature_mismatch");
}

#[test]
fn a_list_without_a_signature_says_nothing() {
    let mut list = list_document(|_bits| ());
    list.as_object_mut().unwrap().shift_remove("proof");
    unknown(&with_list(&list.to_string()), "STATUS_VERIFICATION_ERROR", "status_list_unsigned");
}

#[test]
fn a_list_out_of_its_time_says_nothing() {
    let expired = with_changed_list(|list| list["validUntil"] = "2026-11-24T11:59:59Z".into());
    unknown(&expired, "STATUS_VERIFICATION_ERROR", "expired");
    let early = with_changed_list(|list| list["validFrom"] = "2026-11-24T12:00:01Z".into());
    unknown(&early, "STATUS_VERIFICATION_ERROR", "not_yet_valid");
}

#[test]
fn a_list_for_another_purpose_says_nothing() {
    let other = with_changed_list(|list| list["credentialSubject"]["statusPurpose"] = "suspension".into());
    unknown(&other, "STATUS_VERIFICATION_ERROR", "status_list_other_purpose");
}

#[test]
fn a_list_that_is_no_list_credential_says_nothing() {
    let other = with_changed_list(|list| list["type"] = json!(["VerifiableCredential"]));
    unknown(&other, "STATUS_VERIFICATION_ERROR", "BitstringStatusListCredential");
    unknown(&with_list("<html>"), "STATUS_VERIFICATION_ERROR", "status_list_unreadable");
}

#[test]
fn a_list_with_less_than_131072_entries_says_nothing() {
    // 1,000 zero bytes.
    let short = "uH4sIAAAAAAACA2NgGAWjYBQMdwAAgBcLBugDAAA";
    let report = with_changed_list(|list| list["credentialSubject"]["encodedList"] = short.into());
    unknown(&report, "STATUS_LIST_LENGTH_ERROR", "8000 entries");
}

#[test]
fn a_list_that_unpacks_to_too_much_is_not_unpacked() {
    // 32 MiB of zeros, twice what is accepted, in 43 kB.
    let bomb = StatusList::new(256 << 20).encode();
    assert!(bomb.len() < 100_000);
    let report = with_changed_list(|list| list["credentialSubject"]["encodedList"] = bomb.into());
    unknown(&report, "STATUS_VERIFICATION_ERROR", "status_list_unreadable");
}

#[test]
fn another_list_of_the_issuer_does_not_stand_in_for_this_one() {
    let other =
        with_changed_list(|list| list["id"] = "https://badges.example/issuers/riverside/status/2".into());
    unknown(&other, "STATUS_VERIFICATION_ERROR", "status/2");
}

#[test]
fn an_index_outside_the_list_is_wrong() {
    let badge = changed(|badge| badge["credentialStatus"]["statusListIndex"] = "131072".into());
    let report = report(&badge);
    assert_eq!(assert_fails(&report, CheckName::Status).standard_code.as_deref(), Some("RANGE_ERROR"));
}

#[test]
fn an_index_may_be_a_text_or_a_number_but_nothing_else() {
    let with = |index: Value| report(&changed(|badge| badge["credentialStatus"]["statusListIndex"] = index));
    assert_eq!(with(json!(23)).outcome, Outcome::Verified);
    for index in [json!("-1"), json!("0x17"), json!(""), json!(1.5), json!(["23"])] {
        assert_eq!(result(&with(index.clone()), CheckName::Status), CheckResult::Failed, "{index}");
    }
}

#[test]
fn a_kind_of_status_that_is_not_known_leaves_it_unknown() {
    let badge = changed(|badge| badge["credentialStatus"] = json!({"type": "1EdTechCredentialRefresh"}));
    assert_open(&report(&badge), CheckName::Status);
}

#[test]
fn a_badge_without_a_status_entry_needs_no_list() {
    let badge = changed(|badge| drop(badge.as_object_mut().unwrap().shift_remove("credentialStatus")));
    let mut evidence = Evidence::new();
    evidence.insert_controller(
        DID,
        Ok(issuer::did_document(&crate::approval::district(), &crate::approval::keys())),
    );
    let report = report_at(&badge, &evidence, NOW);
    assert_eq!(
        (report.outcome, result(&report, CheckName::Status)),
        (Outcome::Verified, CheckResult::NotApplicable)
    );
}

const REVOCATIONS: &str = "https://badges.example/issuers/riverside/revocations";

/// A badge that points to the older kind of list, and the report for that list.
fn with_revocations(list: Result<Value, verifier::Unavailable>) -> Report {
    let badge = changed(|badge| {
        badge["credentialStatus"] = json!({"id": REVOCATIONS, "type": "1EdTechRevocationList"});
    });
    let needs = verifier::parse(badge.to_string().as_bytes()).unwrap().needs(&Evidence::new());
    assert!(needs.contains(&Need::RevocationList(REVOCATIONS.into())), "{needs:?}");
    let mut evidence = evidence();
    evidence.insert_revocation_list(REVOCATIONS, list);
    report_at(&badge, &evidence, NOW)
}

#[test]
fn the_older_list_is_read_under_both_spellings() {
    for spelling in ["revokedCredential", "revokedCredentials"] {
        let list = |entries: Value| {
            let mut list = json!({"id": REVOCATIONS, "issuer": DID});
            list[spelling] = entries;
            with_revocations(Ok(list))
        };
        let revoked = list(json!([{"id": CREDENTIAL, "revocationReason": "Issued in error."}]));
        let check = assert_fails(&revoked, CheckName::Status);
        assert_eq!(check.facts["reason"], "Issued in error.");
        assert_eq!(list(json!([{"id": CREDENTIAL, "revoked": false}])).outcome, Outcome::Verified);
        assert_eq!(list(json!([{"id": "urn:uuid:other"}])).outcome, Outcome::Verified);
    }
}

#[test]
fn an_older_list_that_is_none_leaves_the_status_unknown() {
    assert_open(&with_revocations(unavailable()), CheckName::Status);
    assert_open(&with_revocations(Ok(json!({"id": REVOCATIONS}))), CheckName::Status);
    let other = json!({"id": REVOCATIONS, "issuer": "did:web:other.example", "revokedCredentials": []});
    assert_open(&with_revocations(Ok(other)), CheckName::Status);
}
