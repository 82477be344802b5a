use serde_json::{Value, json};

use super::*;
use crate::SecretKey;

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
    assert_eq!(did_key_public(&did).unwrap(), key(1));
    let document = did_key_document(&did).unwrap();
    let method = format!("{did}#{}", key(1));
    assert_eq!(retrieve_verification_method(&document, &did, &method, "assertionMethod").unwrap(), key(1));
    assert!(matches!(did_key_public("did:key:z6LSbadbad"), Err(DidError::Key(_))));
    assert!(matches!(did_key_public(DID), Err(DidError::OtherMethod { method: "key", .. })));
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
