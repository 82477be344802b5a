//! A badge as the issuer makes it, and the evidence that its district publishes.

use std::sync::LazyLock;

use issuer::KeyRing;
use openbadges::proof::{self, ProofOptions};
use openbadges::{SecretKey, SignedCredential, StatusList, did};
use program::Policy;
use serde_json::{Value, json};
use verifier::{Check, CheckName, CheckResult, Code, Evidence, Outcome, Report, Unavailable, Unverified};

use crate::approval::{self, DID, SIGNED, STATUS_LIST, district, issuance, time};

pub(crate) const NOW: &str = "2026-11-24T12:00:00Z";

/// The badge, byte for byte as the issuer signed it.
pub(crate) fn issued() -> SignedCredential {
    static ISSUED: LazyLock<SignedCredential> = LazyLock::new(|| {
        issuer::issue(approval::approval(), &district(), &issuance(), &Policy::default(), &approval::keys())
            .unwrap()
    });
    ISSUED.clone()
}

pub(crate) fn document() -> Value {
    issued().document().clone()
}

pub(crate) fn secret(seed: u8) -> SecretKey {
    SecretKey::from_seed([seed; 32])
}

/// The verification method of the district's key.
pub(crate) fn method() -> String {
    did::method_of(DID, &approval::keys().public_keys()[0])
}

/// The document with a change, signed again by the district: what is wrong is the change, not the signature.
pub(crate) fn changed(change: impl FnOnce(&mut Value)) -> Value {
    let mut document = document();
    change(&mut document);
    signed(document, &secret(7), &method())
}

/// The document with one fresh proof.
pub(crate) fn signed(mut document: Value, key: &SecretKey, method: &str) -> Value {
    document.as_object_mut().unwrap().shift_remove("proof");
    let proof = proof_of(&document, key, method);
    document["proof"] = json!([proof]);
    document
}

pub(crate) fn proof_of(document: &Value, key: &SecretKey, method: &str) -> Value {
    proof::create(document, &ProofOptions::new(method.to_owned(), time(SIGNED)), key).unwrap()
}

/// What the district publishes: its key, and a list in which nothing is revoked.
pub(crate) fn evidence() -> Evidence {
    static EVIDENCE: LazyLock<Evidence> =
        LazyLock::new(|| evidence_with_list(&list_document(|_bits| ()).to_string()));
    EVIDENCE.clone()
}

pub(crate) fn evidence_with_list(list: &str) -> Evidence {
    let mut evidence = Evidence::new();
    evidence.insert_controller(DID, Ok(issuer::did_document(&district(), &approval::keys())));
    evidence.insert_status_list(STATUS_LIST, Ok(list.to_owned()));
    evidence
}

/// The district's signed list, with some bits set.
pub(crate) fn list_document(set: impl FnOnce(&mut StatusList)) -> Value {
    let mut bits = StatusList::new(StatusList::MINIMUM);
    set(&mut bits);
    let (from, until) = (time(SIGNED), time("2026-12-01T00:00:00Z"));
    let keys: KeyRing = approval::keys();
    issuer::status_list(&district(), STATUS_LIST, &bits, from, until, 60_000, &keys)
        .unwrap()
        .document()
        .clone()
}

/// The district's list with a change, signed again by the district.
pub(crate) fn changed_list(change: impl FnOnce(&mut Value)) -> String {
    let mut list = list_document(|_bits| ());
    change(&mut list);
    signed(list, &secret(7), &method()).to_string()
}

pub(crate) fn report_at(document: &Value, evidence: &Evidence, now: &str) -> Report {
    let unverified = verifier::parse(document.to_string().as_bytes()).unwrap();
    verifier::verify(&unverified, evidence, time(now))
}

pub(crate) fn report(document: &Value) -> Report {
    report_at(document, &evidence(), NOW)
}

pub(crate) fn unavailable<T>() -> Result<T, Unavailable> {
    Err(Unavailable::new("the server answered 503"))
}

/// The report says that this one check failed, and that no other did.
pub(crate) fn assert_fails(report: &Report, name: CheckName) -> &Check {
    assert_eq!(report.outcome, Outcome::NotVerified, "{:#?}", report.checks);
    assert_only(report, name, CheckResult::Failed)
}

/// The report says that this one check could not be made, and that none failed.
pub(crate) fn assert_open(report: &Report, name: CheckName) -> &Check {
    assert_eq!(report.outcome, Outcome::CouldNotBeChecked, "{:#?}", report.checks);
    assert_only(report, name, CheckResult::CouldNotBeChecked)
}

fn assert_only(report: &Report, name: CheckName, result: CheckResult) -> &Check {
    let found: Vec<_> =
        report.checks.iter().filter(|check| check.result == result).map(|check| check.name).collect();
    assert_eq!(found, [name], "{:#?}", report.checks);
    report.check(name).unwrap()
}

pub(crate) fn result(report: &Report, name: CheckName) -> CheckResult {
    report.check(name).unwrap().result
}

#[test]
fn the_badge_that_the_issuer_makes_is_verified() {
    let credential = issued();
    let unverified = verifier::parse(credential.as_str().as_bytes()).unwrap();
    let report = verifier::verify(&unverified, &evidence(), time(NOW));
    assert_eq!(report.outcome, Outcome::Verified, "{:#?}", report.checks);
    assert_eq!(report.finding.code, Code::EveryCheckPassed);
    assert_eq!(report.into_verified().unwrap().credential().as_str(), credential.as_str());
}

#[test]
fn a_credential_at_hand_is_verified_without_reading_it_again() {
    let report = verifier::verify(&Unverified::from(issued()), &evidence(), time(NOW));
    assert_eq!(report.outcome, Outcome::Verified);
}

#[test]
fn what_is_not_verified_yields_no_verified_credential() {
    let report = report_at(&document(), &Evidence::new(), NOW);
    assert!(report.into_verified().is_none());
}

#[test]
fn the_badge_needs_the_districts_keys_and_list() {
    let needs = verifier::parse(issued().as_str().as_bytes()).unwrap().needs(&Evidence::new());
    let urls: Vec<_> = needs.iter().map(|need| need.url().unwrap()).collect();
    assert_eq!(urls, [&format!("{}/did.json", approval::PAGE), STATUS_LIST]);
}

#[test]
fn the_report_holds_what_a_page_shows() {
    insta::assert_json_snapshot!(report(&document()));
}
