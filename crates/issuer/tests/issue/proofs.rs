//! What a district chooses to be signed with.

use issuer::{District, IssueError, KeyRing};
use openbadges::{Algorithm, SecretKey, SignedCredential, StatusList, did, proof};
use program::{Policy, Proofs};
use serde_json::Value;

use crate::approval::*;

const ED25519_2020: &str = "https://w3id.org/security/suites/ed25519-2020/v1";

/// Keys of Ed25519 and of the given kinds.
fn ring(kinds: &[Algorithm]) -> KeyRing {
    kinds.iter().fold(keys(), |ring, kind| ring.with_key(SecretKey::generate(*kind, [7; 32])))
}

fn issued(proofs: &Proofs, ring: &KeyRing) -> Result<SignedCredential, IssueError> {
    let district = District { proofs, ..district() };
    issuer::issue(approval(), &district, &issuance(), &Policy::default(), ring)
}

/// Every proof holds for the key that the district publishes under the name in the proof; answers the kinds of proof.
fn held(signed: &SignedCredential, ring: &KeyRing) -> Vec<String> {
    let keys = issuer::did_document(&district(), ring);
    let kind = |proof: &Value| {
        let method = proof["verificationMethod"].as_str().unwrap();
        let key = did::retrieve_verification_method(&keys, DID, method, "assertionMethod").unwrap();
        proof::verify(signed.document(), proof, &key).unwrap();
        proof.get("cryptosuite").unwrap_or_else(|| &proof["type"]).as_str().unwrap().to_owned()
    };
    signed.document()["proof"].as_array().unwrap().iter().map(kind).collect()
}

fn contexts(signed: &SignedCredential) -> &[Value] {
    signed.document()["@context"].as_array().unwrap()
}

#[test]
fn a_badge_carries_the_chosen_proofs_in_their_order_and_each_holds() {
    let ring = ring(&[Algorithm::P256, Algorithm::P384]);
    for names in [
        vec!["eddsa-rdfc-2022", "Ed25519Signature2020"],
        vec!["ecdsa-jcs-2019", "eddsa-jcs-2022", "ecdsa-rdfc-2019"],
        Proofs::CHOICES.iter().rev().map(|suite| suite.as_str()).collect(),
    ] {
        let signed = issued(&Proofs::named(names.iter().copied()).unwrap(), &ring).unwrap();
        assert_eq!(held(&signed, &ring), names);
    }
}

#[test]
fn each_proof_holds_alone_and_breaks_when_a_word_changes() {
    let ring = ring(&[Algorithm::P256]);
    for suite in Proofs::CHOICES {
        let signed = issued(&Proofs::new(vec![suite]).unwrap(), &ring).unwrap();
        assert_eq!(held(&signed, &ring), [suite.as_str()]);
        let mut changed = signed.document().clone();
        changed["name"] = "Another".into();
        let key = ring.public_keys().into_iter().find(|key| suite.signs_with(key.algorithm())).unwrap();
        assert!(proof::verify(&changed, &changed["proof"][0], &key).is_err(), "{suite:?}");
    }
}

#[test]
fn the_context_of_the_older_proof_is_there_only_with_that_proof() {
    let default = issued(&Proofs::default(), &keys()).unwrap();
    assert_eq!(contexts(&default).last().unwrap(), ED25519_2020);
    let without = issued(proofs(), &keys()).unwrap();
    assert!(contexts(&without).iter().all(|context| context != ED25519_2020));
}

#[test]
fn a_district_of_p_384_keys_signs_with_them() {
    let ring = ring(&[Algorithm::P384]);
    let signed = issued(&Proofs::named(["ecdsa-rdfc-2019"]).unwrap(), &ring).unwrap();
    assert_eq!(held(&signed, &ring), ["ecdsa-rdfc-2019"]);
    assert!(signed.document()["proof"][0]["verificationMethod"].as_str().unwrap().contains("#z82L"));
}

#[test]
fn a_proof_without_a_key_for_it_is_not_left_out_silently() {
    let error = issued(&Proofs::named(["eddsa-rdfc-2022", "ecdsa-rdfc-2019"]).unwrap(), &keys()).unwrap_err();
    assert!(matches!(error, IssueError::NoKey { suite: "ecdsa-rdfc-2019" }), "{error}");
}

#[test]
fn the_status_list_is_secured_as_the_badges_are() {
    let ring = ring(&[Algorithm::P256]);
    let chosen = Proofs::named(["ecdsa-rdfc-2019", "Ed25519Signature2020"]).unwrap();
    let district = District { proofs: &chosen, ..district() };
    let (from, until) = (time(SIGNED), time("2026-11-27T15:04:07Z"));
    let bits = StatusList::new(StatusList::MINIMUM);
    let list = issuer::status_list(&district, STATUS_LIST, &bits, from, until, 60_000, &ring).unwrap();
    assert_eq!(held(&list, &ring), ["ecdsa-rdfc-2019", "Ed25519Signature2020"]);
    assert_eq!(contexts(&list).last().unwrap(), ED25519_2020);
}
