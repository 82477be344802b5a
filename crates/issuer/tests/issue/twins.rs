//! A badge in other forms.

use issuer::{District, IssueError, KeyRing, NoHostedTwin, SdJwtIssuance};
use openbadges::jose::{Jws, SdJwt, vc_jwt};
use openbadges::{Algorithm, PublicKey, SecretKey, did};
use program::{Policy, Proofs, RecipientIdentity};
use serde_json::{Value, json};

use crate::approval::*;

const ASSERTION: &str = "https://badges.example/c/abc/assertion.json";

fn ring(kinds: &[Algorithm]) -> KeyRing {
    kinds.iter().fold(keys(), |ring, kind| ring.with_key(SecretKey::generate(*kind, [7; 32])))
}

/// A badge as it is issued unless a district says otherwise.
fn badge() -> Value {
    badge_under(&Policy::default())
}

fn badge_under(policy: &Policy) -> Value {
    let proofs = Proofs::default();
    let district = District { proofs: &proofs, ..district() };
    issuer::issue(approval(), &district, &issuance(), policy, &keys()).unwrap().document().clone()
}

fn jwt(ring: &KeyRing) -> (Jws, Value) {
    let jws = Jws::parse(&issuer::jwt_twin(&badge(), &district(), ring).unwrap()).unwrap();
    let document = vc_jwt::read(&jws).unwrap().document;
    (jws, document)
}

#[test]
fn the_token_says_what_the_badge_says_and_names_its_subject_without_the_address() {
    let ring = ring(&[Algorithm::P256]);
    let (jws, mut document) = jwt(&ring);
    let claims = jws.claims().unwrap();
    let subject = format!("{CREDENTIAL}#recipient");
    assert_eq!(
        (&claims["iss"], &claims["jti"], &claims["sub"]),
        (&json!(DID), &json!(CREDENTIAL), &json!(subject))
    );
    assert_eq!(claims["nbf"], time(SIGNED).unix());
    assert!(claims.contains_key("exp") && !claims.contains_key("vc") && !claims.contains_key("proof"));
    assert!(!String::from_utf8_lossy(jws.payload()).contains(EMAIL));
    let mut expected = badge();
    expected.as_object_mut().unwrap().shift_remove("proof");
    let context = expected["@context"].as_array_mut().unwrap().pop().unwrap();
    assert_eq!(
        context, "https://w3id.org/security/suites/ed25519-2020/v1",
        "the context of a proof that is not there"
    );
    let id = document["credentialSubject"].as_object_mut().unwrap().shift_remove("id");
    assert_eq!((document, id), (expected, Some(json!(subject))));
}

#[test]
fn the_key_of_the_token_is_found_at_its_kid_alone() {
    let ring = ring(&[Algorithm::P256]);
    let (jws, _) = jwt(&ring);
    let header = jws.header();
    assert_eq!((&header["alg"], &header["typ"], header.len()), (&json!("ES256"), &json!("JWT"), 3));
    let id = jws.key_id().unwrap().strip_prefix(&format!("{PAGE}/keys/")).unwrap();
    let jwk = issuer::jwk_document(&district(), &ring, id).unwrap();
    jws.verify(&PublicKey::from_jwk(&jwk).unwrap()).unwrap();
}

#[test]
fn a_district_with_a_key_of_rsa_signs_tokens_with_it() {
    let (jws, _) = jwt(&ring(&[Algorithm::P256, Algorithm::Rsa]));
    assert_eq!(jws.algorithm(), Algorithm::Rsa);
    assert_eq!(jws.header()["alg"], "RS256");
    let none = issuer::jwt_twin(&badge(), &district(), &keys()).unwrap_err();
    assert!(matches!(none, IssueError::NoKey { .. }), "{none}");
}

const OWN_ID: &str = "urn:uuid:5f7bb8ab-6d8f-4a2c-bb0e-3fd6c1ad4c53";

fn sd_jwt(badge: &Value, ring: &KeyRing) -> SdJwt {
    let issuance = SdJwtIssuance { id: OWN_ID, issued_at: time(SIGNED), salt_seed: [5; 32] };
    SdJwt::parse(&issuer::sd_jwt_twin(badge, &district(), &issuance, ring).unwrap()).unwrap()
}

#[test]
fn no_token_names_a_refresh_service() {
    let ring = ring(&[Algorithm::P256]);
    let mut badge = badge();
    badge["refreshService"] =
        json!({"id": format!("{CREDENTIAL}/refresh"), "type": "1EdTechCredentialRefresh"});
    let jws = Jws::parse(&issuer::jwt_twin(&badge, &district(), &ring).unwrap()).unwrap();
    assert!(!jws.claims().unwrap().contains_key("refreshService"));
    assert!(!sd_jwt(&badge, &ring).disclosed_claims().unwrap().contains_key("refreshService"));
}

#[test]
fn what_an_sd_jwt_always_shows_leads_neither_to_the_page_nor_to_the_person() {
    let ring = ring(&[Algorithm::P256]);
    let mut badge = badge();
    badge["refreshService"] =
        json!({"id": format!("{CREDENTIAL}/refresh"), "type": "1EdTechCredentialRefresh"});
    badge["evidence"] = json!([{"id": "https://work.example/okafor", "type": ["Evidence"]}]);
    badge["credentialSubject"]["id"] = "did:web:okafor.example".into();
    badge["credentialSubject"]["narrative"] = "Okafor did it.".into();
    let all = sd_jwt(&badge, &ring);
    let shown = Value::Object(all.showing(|_| false).disclosed_claims().unwrap());
    for hidden in [CREDENTIAL, "okafor", "Okafor", EMAIL] {
        assert!(!shown.to_string().contains(hidden), "{hidden}: {shown}");
    }
    assert_eq!(
        (&shown["id"], &shown["credentialSubject"]["id"]),
        (&json!(OWN_ID), &json!(format!("{OWN_ID}#recipient")))
    );
    assert_eq!(shown["credentialStatus"], badge["credentialStatus"]);
    let told = Value::Object(all.disclosed_claims().unwrap());
    assert_eq!(told["evidence"], badge["evidence"]);
    let identifiers = told["credentialSubject"]["identifier"].to_string();
    assert!(
        identifiers.contains("did:web:okafor.example") && identifiers.contains("Okafor"),
        "{identifiers}"
    );
}

#[test]
fn who_received_it_is_left_to_disclosure_in_an_sd_jwt() {
    let ring = ring(&[Algorithm::P256]);
    let all = sd_jwt(&badge(), &ring);
    let key = ring.signing_key(Algorithm::P256).unwrap();
    all.issuer_jws().verify(key).unwrap();
    assert_eq!(all.issuer_jws().key_id().unwrap(), did::jwk_method_of(DID, key));
    let shown = Value::Object(all.disclosed_claims().unwrap());
    assert_eq!(shown["credentialSubject"]["identifier"], badge()["credentialSubject"]["identifier"]);
    let hidden = Value::Object(all.showing(|_| false).disclosed_claims().unwrap());
    assert!(hidden["credentialSubject"].get("identifier").is_none());
    assert!(
        !String::from_utf8_lossy(all.issuer_jws().payload()).contains("Okafor"),
        "the name is not in what all see"
    );
    let without_salt = all.showing(|disclosure| {
        !disclosure.value().to_string().contains("emailAddress") || disclosure.claim().is_some()
    });
    let named = Value::Object(without_salt.disclosed_claims().unwrap());
    let identifiers = named["credentialSubject"]["identifier"].as_array().unwrap();
    assert_eq!(identifiers.iter().map(|known| &known["identityType"]).collect::<Vec<_>>(), ["name"]);
}

#[test]
fn the_hosted_twin_has_what_open_badges_2_0_asks_for() {
    let assertion = issuer::hosted_assertion(&badge(), ASSERTION).unwrap();
    assert_eq!(assertion["id"], ASSERTION);
    assert_eq!(assertion["badge"], format!("{ACHIEVEMENT}/badge-class.json"));
    assert_eq!(
        (&assertion["issuedOn"], &assertion["verification"]),
        (&json!(APPROVED), &json!({"type": "HostedBadge"}))
    );
    assert_eq!(assertion["expires"], badge()["validUntil"]);
    let hash = openbadges::identity_hash(EMAIL, SALT);
    let recipient = json!({"type": "email", "hashed": true, "identity": hash, "salt": SALT});
    assert_eq!(assertion["recipient"], recipient);
    let class =
        issuer::hosted_badge_class(&definition(), ACHIEVEMENT, "https://badges.example/a.png", &district());
    assert_eq!(class["id"], assertion["badge"]);
    for member in ["name", "description", "image", "criteria", "issuer", "alignment", "tags"] {
        assert!(class.get(member).is_some(), "{member}: {class}");
    }
    let issuer = issuer::hosted_issuer(&district()).unwrap();
    assert_eq!(issuer["id"], class["issuer"]);
    assert!(["name", "url", "email"].iter().all(|member| issuer[member].is_string()), "{issuer}");
}

#[test]
fn without_an_address_of_the_recipient_or_the_issuer_there_is_no_hosted_twin() {
    let policy = Policy { recipient: RecipientIdentity::Name, ..Policy::default() };
    let none = issuer::hosted_assertion(&badge_under(&policy), ASSERTION);
    assert_eq!(none, Err(NoHostedTwin::NoEmail));
    let nobody = District { email: None, ..district() };
    assert_eq!(issuer::hosted_issuer(&nobody), Err(NoHostedTwin::NoIssuerEmail));
}
