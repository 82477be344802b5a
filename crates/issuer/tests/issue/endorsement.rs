use issuer::{District, Endorsement, Endorsements, Issuance, IssueError, KeyRing, SignedEndorsement};
use openbadges::schema::{Schema, violations};
use openbadges::{SecretKey, SignedCredential, check_safe_mode, proof};
use program::Policy;
use serde_json::{Value, json};

use crate::approval::*;

const STATE: &str = "did:web:badges.example:issuers:state";

fn state() -> District<'static> {
    District {
        did: STATE,
        url: "https://badges.example/issuers/state",
        name: "State Board of Education",
        email: None,
        description: None,
        website: None,
        proofs: proofs(),
    }
}

fn state_keys() -> KeyRing {
    KeyRing::new(SecretKey::from_seed([20; 32]), Vec::new())
}

fn terms(about: &str) -> Endorsement {
    Endorsement {
        id: "https://badges.example/issuers/state/endorsements/00000000-0000-0000-0000-0000000000ee".into(),
        about: about.into(),
        name: "Approved provider".into(),
        comment: Some("Reviewed in **2026**.".into()),
        status_list: "https://badges.example/issuers/state/status/1".into(),
        status_index: 77,
        signed_at: time("2026-11-01T08:00:00Z"),
        valid_until: Some(time("2029-11-01T08:00:00Z")),
    }
}

fn endorsed(about: &str) -> SignedCredential {
    issuer::endorse(&terms(about), &state(), &state_keys()).unwrap()
}

fn embedded(about: &str) -> SignedEndorsement {
    SignedEndorsement::Embedded(endorsed(about).document().clone())
}

fn holds(document: &Value, key: &SecretKey) {
    let [proof] = document["proof"].as_array().unwrap().as_slice() else { panic!("{}", document["proof"]) };
    proof::verify(document, proof, &key.public()).unwrap();
}

#[test]
fn an_endorsement_is_a_credential_of_its_own() {
    let endorsement = endorsed(DID);
    let document = endorsement.document();
    holds(document, &SecretKey::from_seed([20; 32]));
    assert_eq!(violations(Schema::EndorsementCredential, document), []);
    check_safe_mode(document).unwrap();
    assert_eq!(document["type"], json!(["VerifiableCredential", "EndorsementCredential"]));
    let subject =
        json!({"id": DID, "type": ["EndorsementSubject"], "endorsementComment": "Reviewed in **2026**."});
    assert_eq!(document["credentialSubject"], subject);
    assert_eq!(document["issuer"]["id"], STATE);
    assert_eq!(document["credentialStatus"]["statusListIndex"], "77");
    assert_eq!(document["validUntil"], "2029-11-01T08:00:00Z");
}

#[test]
fn what_would_end_before_it_begins_or_is_about_nothing_is_not_signed() {
    let over = Endorsement { valid_until: Some(time("2026-11-01T08:00:00Z")), ..terms(DID) };
    let refused = issuer::endorse(&over, &state(), &state_keys()).unwrap_err();
    assert!(matches!(refused, IssueError::AlreadyExpired { .. }), "{refused}");
    let refused = issuer::endorse(&terms("the district"), &state(), &state_keys()).unwrap_err();
    assert!(refused.to_string().starts_with("credentialSubject.id: "), "{refused}");
}

#[test]
fn a_badge_holds_each_endorsement_beside_what_it_is_about_and_both_proofs_hold() {
    let endorsements =
        Endorsements { of_issuer: vec![embedded(DID)], of_achievement: vec![embedded(ACHIEVEMENT)] };
    let issuance = Issuance { endorsements, ..issuance() };
    let badge = issuer::issue(approval(), &district(), &issuance, &Policy::default(), &keys()).unwrap();
    let document = badge.document();
    holds(document, &SecretKey::from_seed([7; 32]));
    let achievement = &document["credentialSubject"]["achievement"];
    for (holder, about) in [(&document["issuer"], DID), (achievement, ACHIEVEMENT)] {
        let [inside] = holder["endorsement"].as_array().unwrap().as_slice() else { panic!("{holder}") };
        assert_eq!(inside, endorsed(about).document());
        holds(inside, &SecretKey::from_seed([20; 32]));
    }
    assert!(document.get("endorsement").is_none() && achievement["creator"].get("endorsement").is_none());
    // What is endorsed is covered by the signature of the badge, too.
    let mut changed = document.clone();
    changed["issuer"].as_object_mut().unwrap().shift_remove("endorsement");
    let proof = &document["proof"][0];
    assert!(proof::verify(&changed, proof, &SecretKey::from_seed([7; 32]).public()).is_err());
}

#[test]
fn a_badge_without_endorsements_has_no_empty_members() {
    let badge = issuer::issue(approval(), &district(), &issuance(), &Policy::default(), &keys()).unwrap();
    assert!(!badge.as_str().contains("endorsement"), "{}", badge.as_str());
}

#[test]
fn what_is_published_holds_them_too() {
    let jwt = SignedEndorsement::Jwt("eyJh.e30.c2ln".into());
    let endorsements = Endorsements { of_issuer: vec![embedded(DID), jwt], of_achievement: vec![] };
    let profile = issuer::profile_document(&district(), &endorsements).unwrap();
    assert_eq!(violations(Schema::Profile, &profile), []);
    check_safe_mode(&profile).unwrap();
    assert_eq!(profile["endorsement"], json!([endorsed(DID).document()]));
    assert_eq!(profile["endorsementJwt"], json!(["eyJh.e30.c2ln"]));
}

#[test]
fn a_refresh_service_is_named_only_when_the_district_offers_one() {
    let issued = |refresh_service: Option<String>| {
        let issuance = Issuance { refresh_service, ..issuance() };
        let policy = Policy::default();
        issuer::issue(approval(), &district(), &issuance, &policy, &keys()).unwrap().document().clone()
    };
    let address = "https://badges.example/c/abc/refresh";
    let offered = json!({"id": address, "type": "1EdTechCredentialRefresh"});
    assert_eq!(issued(Some(address.into()))["refreshService"], offered);
    assert!(issued(None).get("refreshService").is_none());
}
