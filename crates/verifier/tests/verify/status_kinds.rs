//! Status lists of every kind: entries of several bits, messages, the lists of 2021, lists as tokens; and each fault of a list
//! by its name.

use openbadges::jose::enveloped;
use openbadges::proof::{self, ProofOptions};
use openbadges::{StatusList, Timestamp};
use serde_json::{Value, json};
use verifier::{CheckName, CheckResult, Code, Need, Outcome, Report};

use crate::approval::{DID, STATUS_INDEX, STATUS_LIST};
use crate::badge::{
    NOW, assert_fails, assert_open, changed, changed_list, document, evidence, evidence_with_list,
    list_document, method, report_at, result, secret, signed, unavailable,
};

const DRAFT: &str = "https://w3id.org/vc/status-list/2021/v1";

fn index() -> usize {
    usize::try_from(STATUS_INDEX).unwrap()
}

/// A list of entries of `size` bits for a purpose, in which the badge's entry has a value.
fn list(purpose: &str, size: usize, value: usize) -> String {
    let mut bits = StatusList::new(size * StatusList::MINIMUM);
    for bit in 0..size {
        bits.set(index() * size + bit, value >> (size - 1 - bit) & 1 == 1).unwrap();
    }
    changed_list(|list| {
        list["credentialSubject"]["encodedList"] = bits.encode().into();
        list["credentialSubject"]["statusPurpose"] = purpose.into();
    })
}

/// The badge with members of its status entry changed.
fn entry(members: &Value) -> Value {
    changed(|badge| {
        for (name, value) in members.as_object().unwrap() {
            badge["credentialStatus"][name] = value.clone();
        }
    })
}

fn messages(texts: &[&str]) -> Value {
    let message = |(value, text): (usize, &&str)| json!({"status": format!("{value:#x}"), "message": text});
    texts.iter().enumerate().map(message).collect()
}

fn with(badge: &Value, list: &str) -> Report {
    report_at(badge, &evidence_with_list(list), NOW)
}

#[test]
fn an_entry_of_several_bits_is_revoked_by_any_value_but_zero() {
    let texts = ["stands", "error", "fraud", "withdrawn"];
    let badge = entry(&json!({"statusSize": 2, "statusMessage": messages(&texts)}));
    assert_eq!(with(&badge, &list("revocation", 2, 0)).outcome, Outcome::Verified);
    for (value, text) in texts.iter().enumerate().skip(1) {
        let report = with(&badge, &list("revocation", 2, value));
        let check = assert_fails(&report, CheckName::Status);
        assert_eq!((check.code, &check.facts["message"]), (Code::Revoked, &json!(text)));
    }
}

#[test]
fn entries_are_counted_by_their_size() {
    let badge = entry(&json!({"statusSize": 2, "statusMessage": messages(&["a", "b", "c", "d"])}));
    // Every entry but the badge's own has a value; read as single bits, it would be revoked.
    let mut bits = StatusList::new(2 * StatusList::MINIMUM);
    for bit in (0..bits.len()).filter(|bit| bit / 2 != index()) {
        bits.set(bit, true).unwrap();
    }
    let full = changed_list(|list| list["credentialSubject"]["encodedList"] = bits.encode().into());
    assert_eq!(with(&badge, &full).outcome, Outcome::Verified);
}

#[test]
fn a_list_must_be_long_enough_for_the_size_of_its_entries() {
    let badge = entry(&json!({"statusSize": 2, "statusMessage": messages(&["a", "b", "c", "d"])}));
    let report = with(&badge, &list("revocation", 1, 0));
    let check = assert_open(&report, CheckName::Status);
    assert_eq!(check.standard_code.as_deref(), Some("STATUS_LIST_LENGTH_ERROR"));
}

#[test]
fn a_size_is_a_whole_number_with_a_message_for_each_value() {
    let four = messages(&["a", "b", "c", "d"]);
    for members in [
        json!({"statusSize": 0}),
        json!({"statusSize": -1}),
        json!({"statusSize": 1.5}),
        json!({"statusSize": "2", "statusMessage": four}),
        json!({"statusSize": 2}),
        json!({"statusSize": 2, "statusMessage": messages(&["a", "b", "c"])}),
        json!({"statusSize": 3, "statusMessage": four}),
        json!({"statusSize": 1, "statusMessage": four}),
    ] {
        let report = with(&entry(&members), &list("revocation", 2, 0));
        let check = report.check(CheckName::Status).unwrap();
        assert_eq!(check.result, CheckResult::Failed, "{members}");
        assert_eq!(check.standard_code.as_deref(), Some("MALFORMED_VALUE_ERROR"), "{members}");
    }
    let huge = with(&entry(&json!({"statusSize": 4_000_000_000_u64})), &list("revocation", 2, 0));
    assert_eq!(result(&huge, CheckName::Status), CheckResult::CouldNotBeChecked);
}

#[test]
fn a_message_is_passed_on_and_takes_nothing_back() {
    let badge = entry(&json!({
        "statusPurpose": "message", "statusSize": 2, "statusReference": "https://badges.example/meaning",
        "statusMessage": messages(&["nothing", "pending review", "held", "returned"]),
    }));
    let report = with(&badge, &list("message", 2, 1));
    let check = report.check(CheckName::Status).unwrap();
    assert_eq!((report.outcome, check.result), (Outcome::Verified, CheckResult::NotApplicable));
    assert_eq!(check.code, Code::StatusNotAboutRevocation);
    assert_eq!(check.facts["messages"], json!(["pending review"]));
    assert_eq!(check.facts["references"], json!(["https://badges.example/meaning"]));
    let bare = entry(&json!({"statusPurpose": "message"}));
    assert!(
        !with(&bare, &list("message", 1, 0)).check(CheckName::Status).unwrap().facts.contains_key("messages")
    );
    let said = with(&bare, &list("message", 1, 1));
    assert!(said.check(CheckName::Status).unwrap().finding().to_string().contains("0x1"));
}

#[test]
fn a_message_that_cannot_be_looked_up_leaves_the_status_open() {
    let badge = entry(&json!({"statusPurpose": "message"}));
    let mut evidence = evidence();
    evidence.insert_status_list(STATUS_LIST, unavailable());
    assert_open(&report_at(&badge, &evidence, NOW), CheckName::Status);
    let check = with(&badge, &list("revocation", 1, 0));
    assert_eq!(assert_open(&check, CheckName::Status).facts["fault"], "other_purpose");
}

#[test]
fn a_newer_version_is_news_and_nothing_against_the_badge() {
    let badge = entry(&json!({"statusPurpose": "refresh"}));
    let newer = |list: &str| {
        let report = with(&badge, list);
        assert_eq!(report.outcome, Outcome::Verified);
        report.check(CheckName::Status).unwrap().facts["newer_version"].clone()
    };
    assert_eq!(newer(&list("refresh", 1, 1)), true);
    assert_eq!(newer(&list("refresh", 1, 0)), false);
    let unread = newer("<html>").to_string();
    assert!(unread.contains("status_list_unreadable"), "{unread}");
}

#[test]
fn a_list_may_be_for_several_purposes() {
    let both = changed_list(|list| {
        list["credentialSubject"]["statusPurpose"] = json!(["suspension", "revocation"]);
    });
    assert_eq!(with(&document(), &both).outcome, Outcome::Verified);
}

/// The badge and its list as the drafts of 2021 have them.
fn of_2021(value: bool) -> (Value, Value) {
    let badge = changed(|badge| {
        badge["@context"].as_array_mut().unwrap().push(DRAFT.into());
        badge["credentialStatus"]["type"] = "StatusList2021Entry".into();
    });
    let mut list = list_document(|bits| bits.set(index(), value).unwrap());
    // The draft's own terms contradict those of version 2.0.
    list["@context"] = json!([
        "https://www.w3.org/2018/credentials/v1",
        "https://w3id.org/security/data-integrity/v2",
        DRAFT
    ]);
    list["type"] = json!(["VerifiableCredential", "StatusList2021Credential"]);
    for (newer, older) in [("validFrom", "issuanceDate"), ("validUntil", "expirationDate")] {
        let date = list.as_object_mut().unwrap().shift_remove(newer).unwrap();
        list[older] = date;
    }
    let subject = &mut list["credentialSubject"];
    subject.as_object_mut().unwrap().remove("ttl");
    subject["type"] = "StatusList2021".into();
    subject["encodedList"] = subject["encodedList"].as_str().unwrap().strip_prefix('u').unwrap().into();
    (badge, list)
}

fn resigned(list: Value) -> String {
    signed(list, &secret(7), &method()).to_string()
}

#[test]
fn lists_of_2021_are_read() {
    let (badge, list) = of_2021(false);
    let needs = verifier::parse(badge.to_string().as_bytes()).unwrap().needs(&verifier::Evidence::new());
    assert!(needs.contains(&Need::StatusList(STATUS_LIST.into())));
    let report = with(&badge, &resigned(list));
    assert_eq!(report.outcome, Outcome::Verified, "{:#?}", report.checks);
    let (badge, list) = of_2021(true);
    let report = with(&badge, &resigned(list));
    assert_eq!(assert_fails(&report, CheckName::Status).code, Code::Revoked);
}

#[test]
fn lists_of_one_generation_do_not_serve_for_the_other() {
    let (badge, old) = of_2021(false);
    let new = list_document(|_bits| ()).to_string();
    assert_eq!(assert_open(&with(&badge, &new), CheckName::Status).facts["fault"], "not_a_list");
    let report = with(&document(), &resigned(old.clone()));
    assert_eq!(assert_open(&report, CheckName::Status).facts["fault"], "not_a_list");
    // Nor does the encoding.
    let mut prefixed = old.clone();
    prefixed["credentialSubject"]["encodedList"] = StatusList::new(0).encode().into();
    let report = with(&badge, &resigned(prefixed));
    assert_eq!(assert_open(&report, CheckName::Status).facts["fault"], "malformed");
    let bare = changed_list(|list| {
        list["credentialSubject"]["encodedList"] = old["credentialSubject"]["encodedList"].clone();
    });
    let report = with(&document(), &bare);
    assert_eq!(assert_open(&report, CheckName::Status).facts["fault"], "malformed");
}

#[test]
fn a_list_may_be_a_token_or_an_envelope_around_one() {
    for (value, outcome) in [(false, Outcome::Verified), (true, Outcome::NotVerified)] {
        let mut list = list_document(|bits| bits.set(index(), value).unwrap());
        list.as_object_mut().unwrap().shift_remove("proof");
        let token = enveloped::sign_credential(&list, &method(), &secret(7)).unwrap();
        assert_eq!(with(&document(), &token).outcome, outcome);
        let stranger = enveloped::sign_credential(&list, &method(), &secret(9)).unwrap();
        let report = with(&document(), &stranger);
        assert_eq!(assert_open(&report, CheckName::Status).facts["fault"], "tampered");
    }
}

#[test]
fn the_key_of_a_list_is_asked_for_where_the_list_says_it_is() {
    let mut list = list_document(|_bits| ());
    list.as_object_mut().unwrap().shift_remove("proof");
    let kid = "https://badges.example/keys/1";
    let token = enveloped::sign_credential(&list, kid, &secret(7)).unwrap();
    let evidence = evidence_with_list(&token);
    let shown = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [document()],
    });
    for outer in [document(), shown] {
        let unverified = verifier::parse(outer.to_string().as_bytes()).unwrap();
        assert_eq!(unverified.needs(&evidence), [Need::Document(kid.into())]);
    }
}

/// The list of the badge, changed without a new signature.
fn tampered() -> String {
    let mut list = list_document(|bits| bits.set(index(), true).unwrap());
    list["credentialSubject"]["encodedList"] = StatusList::new(0).encode().into();
    list.to_string()
}

fn others(issuer: Option<&str>) -> String {
    let mallory = secret(9).public().did_key();
    let method = format!("{mallory}#{}", secret(9).public().to_multibase());
    let mut list = list_document(|_bits| ());
    list["issuer"] = issuer.unwrap_or(&mallory).into();
    signed(list, &secret(9), &method).to_string()
}

fn without(member: &str) -> String {
    let mut list = list_document(|_bits| ());
    list.as_object_mut().unwrap().shift_remove(member);
    list.to_string()
}

fn with_expired_signature() -> String {
    let mut list = list_document(|_bits| ());
    list.as_object_mut().unwrap().shift_remove("proof");
    let made = Timestamp::parse("2026-01-01T00:00:00Z").unwrap();
    let options = ProofOptions {
        expires: Some(Timestamp::parse("2026-02-01T00:00:00Z").unwrap()),
        ..ProofOptions::new(method(), made)
    };
    list["proof"] = proof::create(&list, &options, &secret(7)).unwrap();
    list.to_string()
}

#[test]
fn each_fault_of_a_list_is_a_finding_of_its_own() {
    let verification = "STATUS_VERIFICATION_ERROR";
    let subject = |member: &'static str, value: Value| {
        changed_list(move |list| list["credentialSubject"][member] = value)
    };
    let bomb = StatusList::new(256 << 20).encode();
    let cases = [
        ("unreadable", verification, "<html>".to_owned()),
        ("not_a_list", verification, changed_list(|list| list["type"] = json!(["VerifiableCredential"]))),
        ("unsigned", verification, without("proof")),
        ("tampered", verification, tampered()),
        ("other_issuer", verification, others(None)),
        ("other_signer", verification, others(Some(DID))),
        ("signature_expired", verification, with_expired_signature()),
        ("expired", verification, changed_list(|list| list["validUntil"] = "2026-11-24T11:59:59Z".into())),
        (
            "not_yet_valid",
            verification,
            changed_list(|list| list["validFrom"] = "2026-11-24T12:00:01Z".into()),
        ),
        ("other_purpose", verification, subject("statusPurpose", "suspension".into())),
        ("malformed", "MALFORMED_VALUE_ERROR", subject("encodedList", "uAAAA".into())),
        ("too_long", verification, subject("encodedList", bomb.into())),
        (
            "too_short",
            "STATUS_LIST_LENGTH_ERROR",
            subject("encodedList", "uH4sIAAAAAAACA2NgGAWjYBQMdwAAgBcLBugDAAA".into()),
        ),
        ("other_list", verification, changed_list(|list| list["id"] = "https://badges.example/2".into())),
    ];
    for (fault, code, list) in cases {
        let report = with(&document(), &list);
        let check = assert_open(&report, CheckName::Status);
        let found = (check.facts["fault"].as_str(), check.standard_code.as_deref());
        assert_eq!(found, (Some(fault), Some(code)), "{}", check.finding());
        assert_eq!(check.code, Code::StatusUnknown, "{}", check.finding());
    }
    let mut evidence = evidence();
    evidence.insert_status_list(STATUS_LIST, unavailable());
    let report = report_at(&document(), &evidence, NOW);
    let check = assert_open(&report, CheckName::Status);
    assert_eq!(
        (&check.facts["fault"], check.standard_code.as_deref()),
        (&json!("unreachable"), Some("STATUS_RETRIEVAL_ERROR"))
    );
}
