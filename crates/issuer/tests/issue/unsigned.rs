//! What is signed, apart from the signature.

use issuer::{District, IssueError, KeyRing, Securing, Suite, Unsigned};
use openbadges::proof::{self, Cryptosuite};
use openbadges::{Algorithm, SecretKey, SignedCredential};
use program::{Policy, Proofs};
use serde_json::json;

use crate::approval::*;

fn ring(kinds: &[Algorithm]) -> KeyRing {
    kinds.iter().fold(keys(), |ring, kind| ring.with_key(SecretKey::generate(*kind, [7; 32])))
}

fn badge(proofs: &Proofs, ring: &KeyRing) -> Unsigned<SignedCredential> {
    let district = District { proofs, ..district() };
    issuer::prepare_badge(approval(), &district, &issuance(), &Policy::default(), ring.public()).unwrap()
}

fn signatures<T>(unsigned: &Unsigned<T>, ring: &KeyRing) -> Vec<Vec<u8>> {
    let sign = |message: &issuer::Message| ring.sign(&message.key, &message.bytes).unwrap();
    unsigned.messages().iter().map(sign).collect()
}

#[test]
fn each_proof_of_a_badge_is_one_message_for_the_key_of_its_kind() {
    let ring = ring(&[Algorithm::P256]);
    let proofs = Proofs::named(["eddsa-rdfc-2022", "ecdsa-rdfc-2019"]).unwrap();
    let unsigned = badge(&proofs, &ring);
    let kinds: Vec<_> = unsigned.messages().iter().map(|message| message.key.algorithm()).collect();
    assert_eq!(kinds, [Algorithm::Ed25519, Algorithm::P256]);
    let signatures = signatures(&unsigned, &ring);
    let signed = unsigned.finish(&signatures).unwrap();
    assert_eq!(signed.as_str(), badge(&proofs, &ring).signed_by(&ring).unwrap().as_str());
    for (proof, message) in
        signed.document()["proof"].as_array().unwrap().iter().zip(badge(&proofs, &ring).messages())
    {
        assert_eq!(proof::verify(signed.document(), proof, &message.key), Ok(()));
    }
}

#[test]
fn there_are_as_many_signatures_as_messages() {
    for signatures in [vec![], vec![vec![0; 64], vec![0; 64]]] {
        let error = badge(proofs(), &keys()).finish(&signatures).unwrap_err();
        let found = signatures.len();
        assert!(matches!(error, IssueError::Signatures { expected: 1, found: n } if n == found), "{error}");
    }
    let error = badge(proofs(), &keys()).finish(&[vec![0; 63]]).unwrap_err();
    assert!(matches!(error, IssueError::Proof(_)), "{error}");
}

#[test]
fn a_ring_that_lost_the_key_does_not_sign() {
    let other = KeyRing::new(SecretKey::from_seed([99; 32]), Vec::new());
    let error = badge(proofs(), &keys()).signed_by(&other).unwrap_err();
    assert!(matches!(error, IssueError::KeyGone { .. }), "{error}");
}

#[test]
fn the_issuer_signs_one_message_of_a_base_proof() {
    let ring = ring(&[Algorithm::P256]);
    let credential = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential"], "issuer": DID,
        "credentialSubject": { "id": "urn:uuid:1" },
    });
    for suite in
        [Suite::Proof(Cryptosuite::EcdsaSd2023), Suite::Proof(Cryptosuite::EddsaJcs2022), Suite::Envelope]
    {
        let securing = Securing {
            suite,
            mandatory_pointers: &[],
            created: time(SIGNED),
            hmac_key: [1; 32],
            proof_key_seed: [2; 32],
        };
        let prepare = || issuer::prepare_secured(credential.clone(), DID, &securing, ring.public()).unwrap();
        assert_eq!(prepare().messages().len(), 1, "{suite:?}");
        let signatures = signatures(&prepare(), &ring);
        let signed = prepare().finish(&signatures).unwrap();
        assert_eq!(signed, issuer::secure(credential.clone(), DID, &securing, &ring).unwrap(), "{suite:?}");
    }
}
