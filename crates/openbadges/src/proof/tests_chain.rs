use serde_json::{Value, json};

use super::*;
use crate::{SecretKey, Timestamp};

fn key(seed: u8) -> SecretKey {
    SecretKey::from_seed([seed; 32])
}

fn document() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "urn:uuid:1", "type": ["VerifiableCredential"], "issuer": "did:web:x", "name": "Oak",
        "credentialSubject": { "id": "urn:uuid:2" },
    })
}

fn options(id: &str) -> ProofOptions {
    ProofOptions::new("did:web:x#k", Timestamp::parse("2026-11-24T06:31:07Z").unwrap()).with_id(id)
}

/// The document with one more proof, made by the key of that number.
fn add(mut signed: Value, options: &ProofOptions, seed: u8) -> Value {
    let proof = create(&signed, options, &key(seed)).unwrap();
    match signed.get_mut("proof") {
        None => signed["proof"] = json!([proof]),
        Some(proofs) => proofs.as_array_mut().unwrap().push(proof),
    }
    signed
}

fn answers(signed: &Value) -> Vec<Result<(), ProofError>> {
    let proofs = signed["proof"].as_array().unwrap().iter().zip(1..);
    proofs.map(|(proof, seed)| verify(signed, proof, &key(seed).public())).collect()
}

/// Two independent proofs, one over both (an array), and one over that (a text).
fn chain(suite: Cryptosuite) -> Value {
    let of = |id: &str| options(id).with_cryptosuite(suite);
    let set = add(add(document(), &of("urn:p:1"), 1), &of("urn:p:2"), 2);
    let both = of("urn:p:3").with_previous_proof("urn:p:1").with_previous_proof("urn:p:2");
    add(add(set, &both, 3), &of("urn:p:4").with_previous_proof("urn:p:3"), 4)
}

#[test]
fn sets_and_chains_of_proofs_hold_one_by_one() {
    for suite in [Cryptosuite::EddsaRdfc2022, Cryptosuite::EddsaJcs2022] {
        let signed = chain(suite);
        assert_eq!(signed["proof"][2]["previousProof"], json!(["urn:p:1", "urn:p:2"]));
        assert_eq!(signed["proof"][3]["previousProof"], "urn:p:3");
        assert_eq!(answers(&signed), vec![Ok(()); 4], "{suite:?}");
        // Who changes an earlier proof breaks those that build on it, and them alone.
        let mut changed = signed.clone();
        changed["proof"][0] = create(&document(), &options("urn:p:1").with_nonce("n"), &key(1)).unwrap();
        let mismatch = Err(ProofError::SignatureMismatch);
        assert_eq!(answers(&changed), [Ok(()), Ok(()), mismatch, Ok(())], "{suite:?}");
        // A member of a set may go without the others noticing.
        let mut fewer = signed.clone();
        fewer["proof"].as_array_mut().unwrap().truncate(2);
        assert_eq!(answers(&fewer), vec![Ok(()); 2]);
    }
}

#[test]
fn proofs_that_are_missing_or_not_named_by_text_are_errors() {
    let signed = chain(Cryptosuite::EddsaRdfc2022);
    let answer = |previous: Value| {
        let mut proof = signed["proof"][2].clone();
        proof["previousProof"] = previous;
        verify(&signed, &proof, &key(3).public()).unwrap_err()
    };
    let missing = ProofError::PreviousProofMissing { id: "urn:p:9".into() };
    assert_eq!(answer(json!("urn:p:9")), missing);
    assert_eq!(answer(json!(["urn:p:1", "urn:p:9"])), missing);
    for malformed in [json!(1), json!(null), json!({}), json!(["urn:p:1", 1]), json!([["urn:p:1"]])] {
        let error = answer(malformed);
        assert!(matches!(error, ProofError::MalformedMember { member: "previousProof", .. }), "{error}");
        assert_eq!(error.code(), "PROOF_VERIFICATION_ERROR");
    }
    let created = create(&document(), &options("urn:p:5").with_previous_proof("urn:p:9"), &key(1));
    assert_eq!(created.unwrap_err(), missing);
}

#[test]
fn a_proof_that_an_earlier_one_builds_on_must_be_there_too() {
    let mut signed = chain(Cryptosuite::EddsaRdfc2022);
    signed["proof"].as_array_mut().unwrap().remove(0);
    let last = signed["proof"][2].clone();
    let error = verify(&signed, &last, &key(4).public()).unwrap_err();
    assert_eq!(error, ProofError::PreviousProofMissing { id: "urn:p:1".into() });
}

#[test]
fn chains_that_come_back_to_themselves_are_refused() {
    let mut signed = chain(Cryptosuite::EddsaRdfc2022);
    let looped = |id: &str| Err(ProofError::PreviousProofLoop { id: id.into() });
    let mut own = signed["proof"][2].clone();
    own["previousProof"] = "urn:p:3".into();
    assert_eq!(verify(&signed, &own, &key(3).public()), looped("urn:p:3"));
    signed["proof"][0]["previousProof"] = "urn:p:4".into();
    for (index, seed, met) in [(0, 1, "urn:p:1"), (2, 3, "urn:p:3"), (3, 4, "urn:p:4")] {
        assert_eq!(verify(&signed, &signed["proof"][index], &key(seed).public()), looped(met));
    }
    // The circle does not go through the proof itself.
    signed["proof"][1]["previousProof"] = "urn:p:2".into();
    signed["proof"][0].as_object_mut().unwrap().shift_remove("previousProof");
    assert_eq!(verify(&signed, &signed["proof"][3], &key(4).public()), looped("urn:p:2"));
}

#[test]
fn an_id_stands_for_one_proof() {
    let signed = add(document(), &options("urn:p:1"), 1);
    let again = create(&signed, &options("urn:p:1"), &key(2)).unwrap_err();
    assert_eq!(again, ProofError::IdTaken { id: "urn:p:1".into() });
    let mut doubled = signed.clone();
    let proof = signed["proof"][0].clone();
    doubled["proof"].as_array_mut().unwrap().push(proof);
    let over = create(&doubled, &options("urn:p:2").with_previous_proof("urn:p:1"), &key(2)).unwrap_err();
    assert_eq!(over, ProofError::PreviousProofAmbiguous { id: "urn:p:1".into() });
}

#[test]
fn a_very_long_chain_is_walked_without_recursion() {
    let proofs: Vec<Value> = (0..20_000)
        .map(|n| json!({ "id": format!("urn:p:{n}"), "previousProof": [format!("urn:p:{}", n + 1)] }))
        .chain([json!({ "id": "urn:p:20000" })])
        .collect();
    let mut long = document();
    long["proof"] = proofs.into();
    let previous = json!({ "previousProof": "urn:p:0" });
    let found = chain::previous(long.as_object().unwrap(), previous.as_object().unwrap()).unwrap().unwrap();
    assert_eq!(found[0]["id"], "urn:p:0");
}
