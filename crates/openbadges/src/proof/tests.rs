use serde_json::{Value, json};

use super::*;
use crate::{CanonicalError, SecretKey, Timestamp, canonical_form};

const METHOD: &str = "did:web:countersign.example:issuers:oak#z6Mkkey";

fn key() -> SecretKey {
    SecretKey::from_seed([7; 32])
}

fn badge() -> Value {
    json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:0198f1a2-0000-7000-8000-000000000001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": { "id": "did:web:countersign.example:issuers:oak", "type": ["Profile"], "name": "Oak" },
        "validFrom": "2026-11-24T06:31:07Z",
        "name": "Formative assessment",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [{ "type": "IdentityObject", "hashed": false, "identityHash": "Ada", "identityType": "name" }],
            "achievement": {
                "id": "https://countersign.example/a/1", "type": ["Achievement"], "name": "Formative assessment",
                "description": "Uses evidence of learning", "criteria": { "narrative": "Shows it\nin class" },
            },
        },
    })
}

fn options() -> ProofOptions {
    ProofOptions::new(METHOD, Timestamp::parse("2026-11-24T06:31:07Z").unwrap())
}

#[test]
fn what_is_signed_verifies_with_the_key_and_with_no_other() {
    let proof = create(&badge(), &options(), &key()).unwrap();
    assert_eq!(proof["cryptosuite"], "eddsa-rdfc-2022");
    assert_eq!(verify(&badge(), &proof, &key().public()), Ok(()));
    let mut signed = badge();
    signed["proof"] = json!([proof]);
    assert_eq!(verify(&signed, &proof, &key().public()), Ok(()));
    let other = SecretKey::from_seed([8; 32]).public();
    assert_eq!(verify(&badge(), &proof, &other), Err(ProofError::SignatureMismatch));
}

#[test]
fn every_changed_text_breaks_the_proof() {
    let proof = create(&badge(), &options(), &key()).unwrap();
    for pointer in [
        "/id",
        "/name",
        "/issuer/name",
        "/validFrom",
        "/credentialSubject/achievement/criteria/narrative",
        "/credentialSubject/identifier/0/identityHash",
        "/credentialSubject/achievement/id",
    ] {
        let mut changed = badge();
        let text = changed.pointer(pointer).unwrap().as_str().unwrap().replace(['a', 'u', '2'], "b");
        *changed.pointer_mut(pointer).unwrap() = text.into();
        assert_eq!(
            verify(&changed, &proof, &key().public()),
            Err(ProofError::SignatureMismatch),
            "{pointer}"
        );
    }
    for (member, value) in [
        ("created", "2026-11-24T06:31:08Z"),
        ("verificationMethod", "did:web:x#y"),
        ("proofPurpose", "authentication"),
    ] {
        let mut changed = proof.clone();
        changed[member] = value.into();
        assert_eq!(
            verify(&badge(), &changed, &key().public()),
            Err(ProofError::SignatureMismatch),
            "{member}"
        );
    }
}

#[test]
fn malformed_proofs_say_what_is_wrong() {
    let proof = create(&badge(), &options(), &key()).unwrap();
    let answer = |change: &dyn Fn(&mut Value)| {
        let mut changed = proof.clone();
        change(&mut changed);
        verify(&badge(), &changed, &key().public()).unwrap_err()
    };
    let removed = |member: &str| answer(&|proof| drop(proof.as_object_mut().unwrap().remove(member)));
    for member in ["type", "verificationMethod", "proofPurpose", "proofValue"] {
        assert!(matches!(removed(member), ProofError::MissingMember { member: found } if found == member));
    }
    for value in ["", "u0", "z0", "zabc", &format!("z{}", "1".repeat(5_000))] {
        let error = answer(&|proof| proof["proofValue"] = value.into());
        assert!(matches!(error, ProofError::MalformedMember { member: "proofValue", .. }), "{value}");
    }
    let suite = answer(&|proof| proof["cryptosuite"] = "bbs-2023".into());
    assert!(matches!(suite, ProofError::UnsupportedSuite { .. }));
    let created = answer(&|proof| proof["created"] = "today".into());
    assert!(matches!(created, ProofError::MalformedMember { member: "created", .. }));
    let previous = answer(&|proof| proof["previousProof"] = "urn:uuid:none".into());
    assert!(matches!(previous, ProofError::PreviousProofMissing { .. }));
    let undefined = answer(&|proof| proof["extra"] = "x".into());
    assert_eq!(undefined.code(), "DATA_LOSS_DETECTION_ERROR");
    for (member, value) in [
        ("expires", json!("soon")),
        ("id", json!("no url")),
        ("domain", json!(["a", 1])),
        ("challenge", json!(1)),
        ("nonce", json!([])),
        ("previousProof", json!([1])),
        ("previousProof", json!(1)),
        ("cryptosuite", json!(1)),
        ("verificationMethod", json!({})),
    ] {
        let error = answer(&|proof| proof[member] = value.clone());
        assert!(matches!(error, ProofError::MalformedMember { member: found, .. } if found == member));
    }
    assert!(matches!(verify(&json!([]), &proof, &key().public()), Err(ProofError::DocumentNotAnObject)));
    assert!(matches!(verify(&badge(), &json!([]), &key().public()), Err(ProofError::ProofNotAnObject)));
}

#[test]
fn control_characters_are_refused_when_signing_and_named() {
    let mut tab = badge();
    tab["name"] = "a\tb".into();
    let source = CanonicalError::ControlCharacter { pointer: "/name".into(), code: 9 };
    let error = create(&tab, &options(), &key()).unwrap_err();
    assert_eq!(error, ProofError::Canonical { part: Part::Document, source });
    // A foreign badge that holds one is verified by RDFC-1.0.
    assert!(canonical_form(&tab).unwrap().contains(r#""a\tb""#));
}

#[test]
fn filled_templates_equal_the_general_path() {
    use crate::jsonld::{Edition, Members};
    let contexts = [
        json!(["https://www.w3.org/ns/credentials/v2"]),
        json!("https://www.w3.org/ns/credentials/v2"),
        badge()["@context"].clone(),
        json!(["https://www.w3.org/2018/credentials/v1", "https://w3id.org/security/data-integrity/v1"]),
        json!(["https://www.w3.org/2018/credentials/v1", "https://w3id.org/security/data-integrity/v2"]),
        json!(["https://www.w3.org/ns/credentials/v2", "https://w3id.org/security/suites/ed25519-2020/v1"]),
        json!(["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"]),
        json!(["https://www.w3.org/ns/credentials/v2", "https://example.org/unknown"]),
        json!(["https://www.w3.org/2018/credentials/v1"]),
    ];
    let methods =
        ["did:web:x:y#z6Mk", "https://example.edu/issuers/1#z6Mk", "did:key:z6Mk#z6Mk", "https://h/%C3%A9#k"];
    for context in &contexts {
        for (kind, suite) in [
            ("DataIntegrityProof", "eddsa-rdfc-2022"),
            ("DataIntegrityProof", "eddsa-2022"),
            ("Ed25519Signature2020", ""),
        ] {
            for (purpose, method) in
                methods.iter().flat_map(|m| [("assertionMethod", m), ("authentication", m)])
            {
                let mut proof = json!({
                    "type": kind, "created": "2026-11-24T06:31:07Z", "verificationMethod": method,
                    "proofPurpose": purpose, "proofValue": "z1",
                });
                if !suite.is_empty() {
                    proof["cryptosuite"] = suite.into();
                }
                let proof = proof.as_object().unwrap();
                let members = Members { context: Some(context), ..Members::without(proof, &["proofValue"]) };
                let general = crate::canonical::canonical_form_of(
                    &members,
                    Edition::Newest,
                    crate::rdf::Hash::Sha256,
                    &crate::Budget::default(),
                );
                for _twice in 0..2 {
                    let filled =
                        template::filled(Some(context), proof, Edition::Newest, &crate::Budget::default());
                    assert!(
                        filled.is_none() || filled.as_ref() == general.as_ref().ok(),
                        "{context} {proof:?}"
                    );
                    assert_eq!(filled.is_some(), general.is_ok(), "{context} {proof:?}");
                }
            }
        }
    }
}
