use serde_json::{Value, json};

use super::*;
use crate::{Algorithm, SecretKey};

const DID: &str = "did:web:countersign.example:issuers:oak";

fn key(seed: u8) -> PublicKey {
    SecretKey::from_seed([seed; 32]).public()
}

fn retrieve(document: &Value, method: &str) -> Result<PublicKey, MethodError> {
    retrieve_verification_method(document, DID, method, "assertionMethod")
}

#[test]
fn addresses_become_dids_and_lead_to_the_document() {
    for (url, did, document) in [
        (
            "https://h.example/issuers/x",
            "did:web:h.example:issuers:x",
            "https://h.example/issuers/x/did.json",
        ),
        ("https://h:8443/issuers/x", "did:web:h%3A8443:issuers:x", "https://h:8443/issuers/x/did.json"),
        ("https://h.example", "did:web:h.example", "https://h.example/.well-known/did.json"),
        (
            "http://localhost:8080/issuers/x/",
            "did:web:localhost%3A8080:issuers:x",
            "http://localhost:8080/issuers/x/did.json",
        ),
        (
            "http://127.0.0.1:8080/issuers/x",
            "did:web:127.0.0.1%3A8080:issuers:x",
            "http://127.0.0.1:8080/issuers/x/did.json",
        ),
    ] {
        assert_eq!(web_did(url).unwrap(), did);
        assert_eq!(web_document_url(did).unwrap(), document);
    }
}

#[test]
fn unfit_addresses_are_refused() {
    for url in [
        "",
        "issuers/x",
        "ftp://h/x",
        "http://h.example/x",
        "https://localhost/x",
        "https://u:p@h/x",
        "https://h/x?q=1",
        "https://h/x#f",
        "https://[::1]/x",
        "https://h/a b:c",
    ] {
        assert!(matches!(web_did(url), Err(DidError::UnfitUrl { .. })), "{url}");
    }
}

#[test]
fn malformed_web_dids_are_refused() {
    for did in [
        "did:web:",
        "did:web:h:",
        "did:web:h::x",
        "did:web:h:..:x",
        "did:web:h:%2e%2E:x",
        "did:web:h:a%2Fb",
        "did:web:h/x",
        "did:web:h#f",
        "did:web:u@h",
        "did:web:h%3A99999",
        "did:web:h?x",
        "did:web:h:a?b",
    ] {
        assert!(matches!(web_document_url(did), Err(DidError::MalformedWeb { .. })), "{did}");
    }
    assert!(matches!(web_document_url("did:key:z6Mk"), Err(DidError::OtherMethod { method: "web", .. })));
}

#[test]
fn a_did_key_is_its_own_document() {
    let did = key(1).did_key();
    assert_eq!(key_of_did(&did).unwrap(), key(1));
    let document = own_document(&did).unwrap();
    let method = format!("{did}#{}", key(1));
    for relationship in ["assertionMethod", "authentication"] {
        assert_eq!(retrieve_verification_method(&document, &did, &method, relationship).unwrap(), key(1));
    }
    assert!(matches!(key_of_did("did:key:z6LSbadbad"), Err(DidError::Key(_))));
    assert!(matches!(key_of_did(DID), Err(DidError::OtherMethod { method: "key or jwk", .. })));
}

#[test]
fn every_published_key_is_retrieved() {
    let document = document(DID, &[key(1), key(2)]);
    for seed in [1, 2] {
        assert_eq!(retrieve(&document, &format!("{DID}#{}", key(seed))).unwrap(), key(seed));
    }
    let ids = document["assertionMethod"].as_array().unwrap();
    assert!(
        ids.iter().all(|id| id.as_str().unwrap().starts_with("did:web:countersign.example:issuers:oak#z6Mk"))
    );
}

#[test]
fn the_fragment_alone_gives_no_key() {
    // The 1EdTech validator takes the key from the fragment. Here the controller must list it.
    let error = retrieve(&document(DID, &[key(1)]), &format!("{DID}#{}", key(2))).unwrap_err();
    assert_eq!(error.code(), "INVALID_VERIFICATION_METHOD");
}

#[test]
fn each_departure_from_the_algorithm_has_its_name() {
    let good = document(DID, &[key(1)]);
    let method = format!("{DID}#{}", key(1));
    let code = |document: &Value, method: &str| retrieve(document, method).unwrap_err().code();
    let changed = |pointer: &str, value: Value| {
        let mut document = good.clone();
        *document.pointer_mut(pointer).unwrap() = value;
        document
    };
    assert_eq!(code(&good, "not a url"), "INVALID_VERIFICATION_METHOD_URL");
    assert_eq!(code(&good, DID), "INVALID_VERIFICATION_METHOD_URL");
    assert_eq!(code(&good, "did:web:other#key"), "INVALID_CONTROLLED_IDENTIFIER_DOCUMENT_ID");
    assert_eq!(code(&json!([]), &method), "INVALID_CONTROLLED_IDENTIFIER_DOCUMENT");
    let other = changed("/id", json!("did:web:other"));
    assert_eq!(code(&other, &method), "INVALID_CONTROLLED_IDENTIFIER_DOCUMENT_ID");
    let controller = changed("/verificationMethod/0/controller", json!("did:web:other"));
    assert_eq!(code(&controller, &method), "INVALID_VERIFICATION_METHOD");
    let kind = changed("/verificationMethod/0/type", json!("RsaVerificationKey2018"));
    assert_eq!(code(&kind, &method), "INVALID_VERIFICATION_METHOD");
    let unlisted = changed("/assertionMethod", json!([]));
    assert_eq!(code(&unlisted, &method), "INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD");
    let secret = changed("/verificationMethod/0/publicKeyMultibase", json!("zrv2"));
    assert_eq!(code(&secret, &method), "INVALID_VERIFICATION_METHOD");
}

#[test]
fn relative_embedded_and_jwk_methods_are_read() {
    let embedded = json!({ "id": DID, "assertionMethod": [{
        "id": "#k", "type": "JsonWebKey", "controller": DID, "publicKeyJwk": key(3).to_jwk(),
        "expires": "2030-01-01T00:00:00Z",
    }] });
    let method = format!("{DID}#k");
    let read = VerificationMethod::retrieve(&embedded, DID, &method, "assertionMethod").unwrap();
    assert_eq!((read.key, read.id, read.revoked), (key(3), method, None));
    assert_eq!(read.expires.unwrap().to_string(), "2030-01-01T00:00:00Z");
}

#[test]
fn keys_of_the_nist_curves_are_published_for_proofs_and_for_jwts() {
    let keys: Vec<PublicKey> = [Algorithm::P256, Algorithm::P384, Algorithm::Rsa]
        .into_iter()
        .map(|algorithm| SecretKey::generate(algorithm, [5; 32]).public())
        .collect();
    let document = document(DID, &keys);
    for key in &keys {
        assert_eq!(&retrieve(&document, &jwk_method_of(DID, key)).unwrap(), key);
        assert_eq!(&retrieve(&document, &method_of(DID, key)).unwrap(), key);
    }
    let kinds: Vec<&str> = document["verificationMethod"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["type"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["Multikey", "JsonWebKey", "Multikey", "JsonWebKey", "JsonWebKey"]);
    assert!(document["@context"].as_array().unwrap().contains(&json!("https://w3id.org/security/jwk/v1")));
}

#[test]
fn a_did_jwk_holds_its_key() {
    // The example of the did:jwk method: P-256.
    let did = "did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVVM3l6OTFQSDZDZEgyVjAiLCJ5IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9";
    let key = key_of_did(did).unwrap();
    assert_eq!(key.to_jwk()["x"], "acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0");
    let document = own_document(did).unwrap();
    let method = format!("{did}#0");
    assert_eq!(retrieve_verification_method(&document, did, &method, "assertionMethod").unwrap(), key);
    assert_eq!(key_of_method(&method).unwrap(), key);
    assert_eq!(key_of_method(did).unwrap(), key);
    let other = key_of_method(&format!("{did}#1"));
    assert!(matches!(other, Err(DidError::OtherFragment { .. })));
    for text in
        ["did:jwk:", "did:jwk:e30", "did:jwk:###", "did:jwk:eyJ", &format!("did:jwk:{}", "A".repeat(5000))]
    {
        assert!(key_of_did(text).is_err(), "{text}");
    }
    assert!(matches!(key_of_did("did:jwk:e30"), Err(DidError::Jwk(_))));
}

#[test]
fn the_type_of_a_method_binds_the_kind_of_its_key() {
    let p256 = SecretKey::generate(Algorithm::P256, [5; 32]).public();
    let of_type = |kind: &str, key: &PublicKey| {
        let id = format!("{DID}#k");
        let document = json!({ "id": DID, "assertionMethod": [id], "verificationMethod": [{
            "id": id, "type": kind, "controller": DID, "publicKeyMultibase": key.to_multibase(),
        }] });
        retrieve(&document, &id)
    };
    assert_eq!(of_type("Ed25519VerificationKey2020", &key(1)).unwrap(), key(1));
    assert_eq!(of_type("EcdsaSecp256r1VerificationKey2019", &p256).unwrap(), p256);
    for error in [
        of_type("Ed25519VerificationKey2020", &p256),
        of_type("EcdsaSecp256r1VerificationKey2019", &key(1)),
        of_type("JsonWebKey", &p256),
    ] {
        assert_eq!(error.unwrap_err().code(), "INVALID_VERIFICATION_METHOD");
    }
    let mut published = document(DID, &[key(1)]);
    published["verificationMethod"][0]["secretKeyMultibase"] = "z".into();
    let error = retrieve(&published, &format!("{DID}#{}", key(1))).unwrap_err();
    assert!(error.to_string().contains("publishes its secret key"), "{error}");
}
