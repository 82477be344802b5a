//! The vectors of `ecdsa-sd-2023`, with their intermediate values as far as they show in the results.

use openbadges::proof::{self, ProofError, ProofOptions, sd};
use openbadges::{PublicKey, SecretKey, Timestamp};
use serde_json::{Value, json};

use crate::citizenship::known;
use crate::{json as read, proof_config, sha256, shared, split, text};

/// Both documents of the W3C: the folder, the mandatory and the selective pointers. (The unsigned documents
/// beside them have other descriptions than those that were signed.)
const CASES: [(&str, &str, &str); 2] = [
    ("prc", "prCredMandatory.json", "prCredSelective.json"),
    ("employ", "employMandatory.json", "employSelective.json"),
];

fn pointers(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|pointer| pointer.as_str().unwrap().to_owned()).collect()
}

fn hex<const N: usize>(text: &str) -> [u8; N] {
    let digits: Vec<u8> = text.chars().map(|c| u8::try_from(c.to_digit(16).unwrap()).unwrap()).collect();
    let bytes: Vec<u8> = digits.chunks(2).map(|pair| pair[0] * 16 + pair[1]).collect();
    bytes.try_into().unwrap()
}

#[test]
fn the_w3c_vectors_of_ecdsa_sd_2023_are_reproduced() {
    let Some(data) = shared("the_w3c_vectors_of_ecdsa_sd_2023_are_reproduced") else { return };
    let vectors = data.join("w3c/vc-di-ecdsa/TestVectors");
    let material = read(&vectors.join("ecdsa-sd-2023/SDKeyMaterial.json"));
    let secret = |pair: &str| {
        SecretKey::from_multibase(material[pair]["secretKeyMultibase"].as_str().unwrap()).unwrap()
    };
    let (key, proof_key) = (secret("baseKeyPair"), secret("proofKeyPair"));
    let hmac_key: [u8; 32] = hex(material["hmacKeyString"].as_str().unwrap());
    for (folder, mandatory, selective) in CASES {
        let folder = vectors.join("ecdsa-sd-2023").join(folder);
        let lines = read(&folder.join("addBaseDocCanon.json"));
        let form: Vec<&str> = lines.as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
        let signed = known(read(&folder.join("addSignedSDBase.json")));
        let (document, mut proofs) = split(&signed);
        let published = proofs.remove(0);
        assert_eq!(openbadges::canonical_form(&document).unwrap(), form.concat());
        let config = openbadges::canonical_form(&proof_config(&document, &published)).unwrap();
        assert_eq!(config, text(&folder.join("addProofConfigCanon.txt")));
        assert_eq!(sha256(&config), read(&folder.join("addHashData.json"))["proofHash"]);
        let created = Timestamp::parse(published["created"].as_str().unwrap()).unwrap();
        let options = ProofOptions::new(published["verificationMethod"].as_str().unwrap(), created);
        let mandatory = pointers(&read(&vectors.join(mandatory)));
        let made = sd::create_with_proof_key(&document, &options, &mandatory, &key, hmac_key, &proof_key);
        assert_eq!(made.unwrap(), published, "{}", folder.display());

        let revealed = known(read(&folder.join("derivedRevealDocument.json")));
        let selective = pointers(&read(&vectors.join(selective)));
        assert_eq!(sd::derive(&signed, &selective).unwrap(), revealed);
        let (shown, proofs) = split(&revealed);
        assert_eq!(shown, known(read(&folder.join("derivedUnsignedReveal.json"))));
        assert_eq!(proof::verify(&revealed, &proofs[0], &key.public()), Ok(()));
        assert_eq!(proof::verify(&signed, &published, &key.public()), Err(ProofError::BaseProof));
        let wrong = proof::verify(&revealed, &proofs[0], &proof_key.public());
        assert_eq!(wrong, Err(ProofError::SignatureMismatch), "the issuer's key signed, not the other");
    }
}

#[test]
fn the_disclosed_badge_of_the_validator_verifies() {
    let Some(data) = shared("the_disclosed_badge_of_the_validator_verifies") else { return };
    let badge = read(&data.join("ob30-validator/sd/derivedcredential.json"));
    let (document, proofs) = split(&badge);
    let method = proofs[0]["verificationMethod"].as_str().unwrap();
    let key = PublicKey::from_multibase(method.split_once('#').unwrap().1).unwrap();
    assert_eq!(proof::verify(&badge, &proofs[0], &key), Ok(()));
    for (pointer, value) in [
        ("/credentialSubject/achievement/name", json!("Leadership")),
        ("/issuer/name", json!("Another")),
        ("/credentialSubject/achievement/criteria/narrative", json!("None.")),
    ] {
        let mut changed = document.clone();
        *changed.pointer_mut(pointer).unwrap() = value;
        let answer = proof::verify(&changed, &proofs[0], &key);
        assert_eq!(answer, Err(ProofError::SignatureMismatch), "{pointer}");
    }
}
