use issuer::{Endorsements, KeyRing, RevokedCredential};
use openbadges::schema::{Schema, violations};
use openbadges::{Algorithm, PublicKey, SecretKey, check_safe_mode, did};
use program::Policy;
use serde_json::{Value, json};

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
fn keys_of_every_kind_are_found_by_proofs_and_by_tokens() {
    let kinds = [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384, Algorithm::Rsa];
    let [ed25519, others @ ..] = kinds.map(|kind| SecretKey::generate(kind, [9; 32]));
    let ring = others.into_iter().fold(KeyRing::new(ed25519, Vec::new()), KeyRing::with_key);
    let document = issuer::did_document(&district(), &ring);
    for key in ring.public_keys() {
        let method = did::method_of(DID, &key);
        let found = did::retrieve_verification_method(&document, DID, &method, "assertionMethod").unwrap();
        assert_eq!(found, key, "{method}");
        let strict =
            |method: &Value| PublicKey::from_jwk(&method["publicKeyJwk"]).is_ok_and(|found| found == key);
        let as_jwk = document["verificationMethod"].as_array().unwrap().iter().any(strict);
        assert_eq!(as_jwk, key.algorithm() != Algorithm::Ed25519, "readers of JWTs look for publicKeyJwk");
    }
    let set = issuer::jwks_document(&district(), &ring);
    let said = |member: &str| {
        set["keys"].as_array().unwrap().iter().map(|key| key[member].clone()).collect::<Vec<_>>()
    };
    assert_eq!(said("alg"), ["EdDSA", "ES256", "ES384", "RS256"]);
    assert_eq!((said("use"), said("iss")), (vec![json!("sig"); 4], vec![json!(DID); 4]));
    let addresses: Vec<_> =
        ring.public_keys().iter().skip(1).map(|key| json!(issuer::key_url(&district(), key))).collect();
    assert_eq!(said("kid")[1..], addresses);
}

#[test]
fn the_address_of_a_key_answers_that_key_alone() {
    let (old, new) =
        (SecretKey::generate(Algorithm::P256, [1; 32]), SecretKey::generate(Algorithm::P256, [2; 32]));
    let ring = keys().with_key(old.clone()).with_key(new);
    let address = issuer::key_url(&district(), &old.public());
    let id = address.strip_prefix(&format!("{PAGE}/keys/")).unwrap();
    let jwk = issuer::jwk_document(&district(), &ring, id).unwrap();
    assert_eq!(PublicKey::from_jwk(&jwk).unwrap(), old.public(), "a key that signed before is found too");
    assert_eq!((&jwk["kid"], jwk.get("d")), (&json!(address), None));
    assert_eq!(issuer::jwk_document(&district(), &ring, "nobody's"), None);
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
