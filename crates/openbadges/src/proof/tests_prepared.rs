//! A proof in two steps is the proof in one.

use serde_json::{Value, json};

use super::*;
use crate::{Algorithm, SecretKey, Timestamp};

const METHOD: &str = "did:web:oak.example#key";

fn badge() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://w3id.org/security/suites/ed25519-2020/v1"],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential"],
        "issuer": "did:web:oak.example",
        "credentialSubject": { "id": "urn:uuid:2" },
    })
}

fn options(suite: Cryptosuite) -> ProofOptions {
    ProofOptions::new(METHOD, Timestamp::from_unix(1_800_000_000).unwrap()).with_cryptosuite(suite)
}

/// Each suite with each kind of key that it takes.
fn ways() -> Vec<(Cryptosuite, SecretKey)> {
    let suites = [
        Cryptosuite::EddsaRdfc2022,
        Cryptosuite::EddsaJcs2022,
        Cryptosuite::EcdsaRdfc2019,
        Cryptosuite::EcdsaJcs2019,
        Cryptosuite::Ed25519Signature2020,
    ];
    let kinds = [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384];
    let fitting = suites.into_iter().flat_map(|suite| kinds.map(|kind| (suite, kind)));
    fitting
        .filter(|(suite, kind)| suite.signs_with(*kind))
        .map(|(suite, kind)| (suite, SecretKey::generate(kind, [7; 32])))
        .collect()
}

#[test]
fn a_proof_in_two_steps_is_the_proof_in_one() {
    let badge = badge();
    assert_eq!(ways().len(), 7);
    let set = ProofSet::of(&badge);
    for (suite, key) in ways() {
        let prepared = set.prepare(&options(suite), &key.public()).unwrap();
        assert_eq!(prepared.key(), &key.public());
        let signature = key.sign(prepared.message());
        let proof = prepared.finish(&signature).unwrap();
        assert_eq!(proof, create(&badge, &options(suite), &key).unwrap(), "{suite:?}");
        assert_eq!(verify(&badge, &proof, &key.public()), Ok(()), "{suite:?}");
    }
}

#[test]
fn of_a_base_proof_the_issuer_signs_one_message() {
    let (badge, key) = (badge(), SecretKey::generate(Algorithm::P256, [7; 32]));
    let (suite, pointers) = (Cryptosuite::EcdsaSd2023, ["/issuer".to_owned()]);
    let prepare =
        || sd::prepare(&badge, &options(suite), &pointers, &key.public(), [1; 32], [2; 32]).unwrap();
    let prepared = prepare();
    // Two hashes and a public key: the statements are signed by the key of this one document.
    assert_eq!(prepared.message().len(), 32 + 35 + 32);
    assert!(!format!("{prepared:?}").contains("hmac"), "the key of the labels is not printed");
    let signature = key.sign(prepared.message());
    let base = prepared.finish(&signature).unwrap();
    let at_once = sd::create(&badge, &options(suite), &pointers, &key, [1; 32], [2; 32]).unwrap();
    assert_eq!(base, at_once);
    let mut signed = badge.clone();
    signed["proof"] = base;
    let shown = sd::derive(&signed, &["/credentialSubject".to_owned()]).unwrap();
    assert_eq!(verify(&shown, &shown["proof"], &key.public()), Ok(()));
    // With another signature nothing that is shown verifies.
    let mut forged = badge.clone();
    forged["proof"] = prepare().finish(&key.sign(b"another message")).unwrap();
    let shown = sd::derive(&forged, &["/credentialSubject".to_owned()]);
    assert!(shown.is_err() || verify(&forged, &shown.unwrap()["proof"], &key.public()).is_err());
}

#[test]
fn a_signature_of_another_length_makes_no_proof() {
    let badge = badge();
    for (suite, key) in ways() {
        let signature = key.sign(b"anything");
        for wrong in [&[][..], &signature[1..], &[signature.clone(), vec![0]].concat()] {
            let prepared = prepare(&badge, &options(suite), &key.public()).unwrap();
            let refused = prepared.finish(wrong).unwrap_err();
            assert!(matches!(refused, ProofError::MalformedMember { member: "proofValue", .. }), "{suite:?}");
        }
    }
}

#[test]
fn what_cannot_be_signed_is_refused_before_it_is_signed() {
    let key = SecretKey::from_seed([7; 32]).public();
    let mut undefined = badge();
    undefined["undefined"] = "x".into();
    let options = options(Cryptosuite::EddsaRdfc2022);
    assert!(matches!(prepare(&undefined, &options, &key), Err(ProofError::Canonical { .. })));
    let wrong = options.with_cryptosuite(Cryptosuite::EcdsaRdfc2019);
    assert!(matches!(prepare(&badge(), &wrong, &key), Err(ProofError::WrongKey { .. })));
}
