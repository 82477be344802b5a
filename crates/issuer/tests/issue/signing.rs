use issuer::{IssueError, KeyRing};
use openbadges::{SecretKey, StatusList, did, proof};
use program::Policy;
use serde_json::Value;

use crate::approval::*;

fn issued() -> openbadges::SignedCredential {
    issuer::issue(approval(), &district(), &issuance(), &Policy::default(), &keys()).unwrap()
}

#[test]
fn the_proof_holds_for_the_key_in_the_districts_document() {
    let credential = issued();
    let proofs = credential.document()["proof"].as_array().unwrap();
    let [proof] = proofs.as_slice() else { panic!("one proof: {proofs:?}") };
    let method = proof["verificationMethod"].as_str().unwrap();
    let document = issuer::did_document(&district(), &keys());
    let key = did::retrieve_verification_method(&document, DID, method, "assertionMethod").unwrap();
    proof::verify(credential.document(), proof, &key).unwrap();
    assert_eq!(
        (&proof["cryptosuite"], &proof["created"]),
        (&Value::from("eddsa-rdfc-2022"), &Value::from(SIGNED))
    );
}

#[test]
fn the_same_approval_gives_the_same_bytes() {
    assert_eq!(issued().as_str(), issued().as_str());
}

#[test]
fn the_text_is_compact_and_says_what_the_draft_says() {
    let credential = issued();
    let mut document = credential.document().clone();
    document.as_object_mut().unwrap().shift_remove("proof");
    let draft = issuer::draft(&approval(), &district(), &issuance(), &Policy::default()).unwrap();
    assert_eq!(document, draft.to_value());
    assert_eq!(credential.as_str(), credential.document().to_string());
}

#[test]
fn the_signed_badge_is_what_it_was() {
    insta::assert_json_snapshot!(issued().document());
}

#[test]
fn only_the_first_key_signs() {
    let ring = KeyRing::new(SecretKey::from_seed([8; 32]), vec![SecretKey::from_seed([7; 32]).public()]);
    let credential = issuer::issue(approval(), &district(), &issuance(), &Policy::default(), &ring).unwrap();
    let method = format!("{DID}#{}", SecretKey::from_seed([8; 32]).public().to_multibase());
    assert_eq!(credential.document()["proof"][0]["verificationMethod"], method);
}

#[test]
fn a_text_that_two_programs_sign_differently_is_refused_before_the_key_is_touched() {
    let mut district = district();
    district.name = "River\tside";
    let error = issuer::issue(approval(), &district, &issuance(), &Policy::default(), &keys()).unwrap_err();
    assert!(matches!(error, IssueError::Canonical(_)), "{error}");
}

#[test]
fn the_status_list_is_signed_by_the_district_and_holds_the_bits() {
    let mut bits = StatusList::new(StatusList::MINIMUM);
    bits.set(94_567, true).unwrap();
    let (from, until) = (time(SIGNED), time("2026-11-27T15:04:07Z"));
    let list = issuer::status_list(&district(), STATUS_LIST, &bits, from, until, 60_000, &keys()).unwrap();
    let document = list.document();
    proof::verify(document, &document["proof"][0], &keys().public_keys()[0]).unwrap();
    let subject = &document["credentialSubject"];
    let decoded = StatusList::decode(subject["encodedList"].as_str().unwrap(), StatusList::MINIMUM).unwrap();
    assert_eq!(decoded, bits);
    assert_eq!((&document["id"], &document["issuer"]), (&Value::from(STATUS_LIST), &Value::from(DID)));
    assert_eq!(
        (&subject["statusPurpose"], &subject["ttl"]),
        (&Value::from("revocation"), &Value::from(60_000))
    );
}
