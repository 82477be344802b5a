use openbadges::proof::{self, ProofError, ProofOptions};
use openbadges::{PublicKey, SecretKey, StatusList, Timestamp};
use serde_json::{Value, json};

use crate::{json as read, sha256, shared, split, text};

const OB_SECRET: &str =
    "zrv2bqTbNwCTsRrHFcJCPjVAduh4Ezcnoq1A3ZxH1GWTNkxipLVuaAoMFmze2gFN9oNXfJjufxSHWVZzsJiUsMHFMcx";

fn public(multibase: &Value) -> PublicKey {
    PublicKey::from_multibase(multibase.as_str().unwrap()).unwrap()
}

/// The key that the verification method's fragment (or `did:key`) spells.
fn spelled_key(proof: &Value) -> PublicKey {
    let method = proof["verificationMethod"].as_str().unwrap();
    PublicKey::from_multibase(&method[method.rfind("z6Mk").unwrap()..]).unwrap()
}

/// Makes the proof again from its own options.
fn again(document: &Value, published: &Value, secret: &str) -> Value {
    let created = Timestamp::parse(published["created"].as_str().unwrap()).unwrap();
    let options = ProofOptions::new(published["verificationMethod"].as_str().unwrap(), created);
    proof::create(document, &options, &SecretKey::from_multibase(secret).unwrap()).unwrap()
}

#[test]
fn the_w3c_vector_of_eddsa_rdfc_2022_is_reproduced() {
    let Some(data) = shared("the_w3c_vector_of_eddsa_rdfc_2022_is_reproduced") else { return };
    let vectors = data.join("w3c/vc-di-eddsa/TestVectors");
    let pair = read(&vectors.join("keyPair.json"));
    let secret = pair["privateKeyMultibase"].as_str().unwrap();
    let folder = vectors.join("eddsa-rdfc-2022");
    let (document, proofs) = split(&read(&folder.join("signedDataInt.json")));
    assert_eq!(document, read(&vectors.join("unsigned.json")));
    let form = openbadges::canonical_form(&document).unwrap();
    assert_eq!(form, text(&folder.join("canonDocDataInt.txt")));
    assert_eq!(sha256(&form), text(&folder.join("docHashDataInt.txt")));
    let made = again(&document, &proofs[0], secret);
    assert_eq!(made, proofs[0]);
    assert_eq!(made["proofValue"], text(&folder.join("sigBTC58DataInt.txt")));
    assert_eq!(proof::verify(&document, &proofs[0], &public(&pair["publicKeyMultibase"])), Ok(()));
}

#[test]
fn the_w3c_vector_of_ed25519_signature_2020_verifies() {
    let Some(data) = shared("the_w3c_vector_of_ed25519_signature_2020_verifies") else { return };
    let vectors = data.join("w3c/vc-di-eddsa/TestVectors");
    let signed = read(&vectors.join("Ed25519Signature2020/signedEdSig.json"));
    let (document, proofs) = split(&signed);
    let key = public(&read(&vectors.join("keyPair.json"))["publicKeyMultibase"]);
    assert_eq!(proof::verify(&document, &proofs[0], &key), Ok(()));
}

#[test]
fn proof_sets_and_chains_verify_each_by_its_own_key() {
    let Some(data) = shared("proof_sets_and_chains_verify_each_by_its_own_key") else { return };
    let folder = data.join("w3c/vc-di-eddsa/TestVectors/proof-set-chain");
    for file in
        ["signedProofSet1.json", "signedProofSet2.json", "signedProofChain1.json", "signedProofChain2.json"]
    {
        let signed = read(&folder.join(file));
        let (_document, proofs) = split(&signed);
        for proof in &proofs {
            assert_eq!(proof::verify(&signed, proof, &spelled_key(proof)), Ok(()), "{file} {proof}");
        }
    }
    let chain = read(&folder.join("signedProofChain2.json"));
    let (alone, proofs) = split(&chain);
    let last = proofs.iter().find(|proof| proof.get("previousProof").is_some()).unwrap();
    let missing = proof::verify(&alone, last, &spelled_key(last));
    assert!(matches!(missing, Err(ProofError::PreviousProofMissing { .. })));
}

#[test]
fn the_ob_guide_vector_is_reproduced_under_both_bodies_of_the_context() {
    let Some(data) = shared("the_ob_guide_vector_is_reproduced_under_both_bodies_of_the_context") else {
        return;
    };
    let (document, proofs) = split(&read(&data.join("ob-spec-vectors/ob-signed-credential.json")));
    let made = again(&document, &proofs[0], OB_SECRET);
    assert_eq!(
        made["proofValue"],
        "z5x9aCBYovW3CQCbKdNyhEm7ffYSw1YpEdPywQJoNbzDD2gkzQDKJ1sYKJaWvqZtkMtSbz35HcbgXVEDYHxCzgkCr"
    );
    assert_eq!(made["proofValue"], proofs[0]["proofValue"]);
    let key = SecretKey::from_multibase(OB_SECRET).unwrap().public();
    assert_eq!(proof::verify(&document, &proofs[0], &key), Ok(()));
    assert_eq!(proof::verify_under_older_contexts(&document, &proofs[0], &key), Ok(()));
}

#[test]
fn every_sample_of_the_validator_is_answered_as_the_summary_says() {
    let Some(data) = shared("every_sample_of_the_validator_is_answered_as_the_summary_says") else { return };
    let summary = read(&data.join("derived-canonical/summary.json"));
    for (file, facts) in summary.as_object().unwrap() {
        // The summary says nothing of the signature of the disclosed badge; `disclosure` does.
        if !file.starts_with("ob30-validator") || facts.get("suite").is_none() {
            continue;
        }
        let (document, proofs) = split(&read(&data.join(file)));
        let method = proofs[0]["verificationMethod"].as_str().unwrap();
        let key = PublicKey::from_multibase(method.rsplit(['#', ':']).next().unwrap()).unwrap();
        let answer = proof::verify(&document, &proofs[0], &key);
        let undefined = facts["undefinedTermsOrTypes"].as_array().is_some_and(|terms| !terms.is_empty());
        match answer {
            Ok(()) => assert_eq!(facts["signatureVerifiesWithKeyInVerificationMethod"], true, "{file}"),
            Err(ProofError::Canonical { source, .. }) => assert!(undefined, "{file}: {source}"),
            Err(error) => {
                assert_eq!(error, ProofError::SignatureMismatch, "{file}");
                assert_ne!(facts["signatureVerifiesWithKeyInVerificationMethod"], true, "{file}");
            }
        }
    }
}

#[test]
fn the_worked_example_verifies_from_its_did_document_and_status_list() {
    let Some(data) = shared("the_worked_example_verifies_from_its_did_document_and_status_list") else {
        return;
    };
    let folder = data.join("worked-example");
    let document = read(&folder.join("did.json"));
    let controller = document["id"].as_str().unwrap();
    for file in ["credential.json", "status-list-revoked-94567.json"] {
        let (credential, proofs) = split(&read(&folder.join(file)));
        let method = proofs[0]["verificationMethod"].as_str().unwrap();
        let key =
            openbadges::did::retrieve_verification_method(&document, controller, method, "assertionMethod");
        let key = key.unwrap();
        assert_eq!(proof::verify(&credential, &proofs[0], &key), Ok(()), "{file}");
        assert_eq!(
            again(&credential, &proofs[0], OB_SECRET)["proofValue"],
            proofs[0]["proofValue"],
            "{file}"
        );
    }
    let list = read(&folder.join("status-list-revoked-94567.json"));
    let encoded = list["credentialSubject"]["encodedList"].as_str().unwrap();
    let bits = StatusList::decode(encoded, 1 << 20).unwrap();
    let set: Vec<_> = (0..bits.len()).filter(|index| bits.get(*index).unwrap()).collect();
    assert_eq!(set, [94_567]);
}

#[test]
fn a_term_that_was_added_later_verifies_only_under_the_contexts_of_its_time() {
    // `jti` is defined by the newest body alone, so the older one cannot sign it.
    let document = json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "type": ["VerifiableCredential"], "issuer": "did:web:x", "jti": "urn:uuid:1",
        "credentialSubject": { "id": "urn:uuid:2", "type": ["AchievementSubject"] },
    });
    let key = SecretKey::from_seed([3; 32]);
    let options = ProofOptions::new("did:web:x#k", Timestamp::parse("2026-11-24T06:31:07Z").unwrap());
    let made = proof::create(&document, &options, &key).unwrap();
    assert_eq!(proof::verify(&document, &made, &key.public()), Ok(()));
    let older = proof::verify_under_older_contexts(&document, &made, &key.public()).unwrap_err();
    assert_eq!(older.code(), "DATA_LOSS_DETECTION_ERROR");
}
