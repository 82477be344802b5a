use issuer::{Endorsements, KeyRing, RevokedCredential};
use openbadges::schema::{Schema, violations};
use openbadges::{SecretKey, check_safe_mode};
use programme::Policy;
use serde_json::json;

use crate::approval::*;

#[test]
fn the_profile_conforms_and_has_no_undefined_term() {
    let profile = issuer::profile_document(&district(), &Endorsements::default()).unwrap();
    assert_eq!(violations(Schema::Profile, &profile), []);
    check_safe_mode(&profile).unwrap();
    assert_eq!((&profile["id"], &profile["url"]), (&json!(DID), &json!(PAGE)));
}

#[test]
fn the_achievement_is_the_one_in_the_badge() {
    let none = Endorsements::default();
    let mut published =
        issuer::achievement_document(&definition(), 2, ACHIEVEMENT, &district(), &none).unwrap();
    check_safe_mode(&published).unwrap();
    published.as_object_mut().unwrap().shift_remove("@context");
    let draft = issuer::draft(&approval(), &district(), &issuance(), &Policy::default()).unwrap().to_value();
    assert_eq!(published, draft["credentialSubject"]["achievement"]);
}

#[test]
fn every_key_of_the_ring_is_published_under_the_name_that_proofs_use() {
    let ring = KeyRing::new(SecretKey::from_seed([8; 32]), vec![SecretKey::from_seed([7; 32]).public()]);
    let methods: Vec<_> =
        ring.public_keys().iter().map(|key| json!(format!("{DID}#{}", key.to_multibase()))).collect();
    let document = issuer::did_document(&district(), &ring);
    assert_eq!(document["assertionMethod"], json!(methods));
    let jwks = issuer::jwks_document(&district(), &ring);
    let kids: Vec<_> = jwks["keys"].as_array().unwrap().iter().map(|key| key["kid"].clone()).collect();
    assert_eq!(kids, methods);
    assert!(jwks["keys"].as_array().unwrap().iter().all(|key| key["iss"] == DID && key.get("d").is_none()));
}

#[test]
fn the_revocation_list_is_there_under_both_spellings() {
    let revoked = [
        RevokedCredential { id: "urn:uuid:1", reason: Some("Issued in error.") },
        RevokedCredential { id: "urn:uuid:2", reason: None },
    ];
    let list = issuer::revocation_list(&district(), "https://badges.example/revocations", &revoked);
    let entries = json!([
        {"id": "urn:uuid:1", "revoked": true, "revocationReason": "Issued in error."},
        {"id": "urn:uuid:2", "revoked": true},
    ]);
    assert_eq!((&list["revokedCredentials"], &list["revokedCredential"]), (&entries, &entries));
    assert_eq!((&list["id"], &list["issuer"]), (&json!("https://badges.example/revocations"), &json!(DID)));
}
