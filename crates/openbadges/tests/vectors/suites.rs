//! The vectors of the suites besides `eddsa-rdfc-2022`, and of proof sets and chains.

use openbadges::proof::{self, Cryptosuite, ProofOptions};
use openbadges::{PublicKey, SecretKey, Timestamp};
use serde_json::{Value, json};

use crate::citizenship::known;
use crate::{json as read, sha256, shared, split, text};

/// W3C vc-di-ecdsa, `p384KeyPair.json`.
const P384_SECRET: &str = "z2fanyY7zgwNpZGxX5fXXibvScNaUWNprHU9dKx7qpVj7mws9J8LLt4mDB5TyH2GLHWkUc";

/// Makes a proof again from the members that it has.
fn again(document: &Value, published: &Value, secret: &str) -> Value {
    let text = |member: &str| published[member].as_str().unwrap();
    let suite = Cryptosuite::of_proof(published).unwrap();
    let created = Timestamp::parse(text("created")).unwrap();
    let mut options = ProofOptions::new(text("verificationMethod"), created)
        .with_cryptosuite(suite)
        .with_purpose(text("proofPurpose"));
    options.id = published["id"].as_str().map(str::to_owned);
    options.previous_proof = match &published["previousProof"] {
        Value::Array(ids) => ids.iter().map(|id| id.as_str().unwrap().to_owned()).collect(),
        id => id.as_str().map(str::to_owned).into_iter().collect(),
    };
    proof::create(document, &options, &SecretKey::from_multibase(secret).unwrap()).unwrap()
}

fn public(secret: &str) -> PublicKey {
    SecretKey::from_multibase(secret).unwrap().public()
}

#[test]
fn the_w3c_vectors_of_ecdsa_rdfc_2019_are_reproduced() {
    let Some(data) = shared("the_w3c_vectors_of_ecdsa_rdfc_2019_are_reproduced") else { return };
    let vectors = data.join("w3c/vc-di-ecdsa/TestVectors");
    let pair = read(&vectors.join("p256KeyPair.json"));
    let secret = pair["secretKeyMultibase"].as_str().unwrap();
    let folder = vectors.join("ecdsa-rdfc-2019-p256");
    let (document, proofs) = split(&read(&folder.join("signedECDSAP256.json")));
    let form = openbadges::canonical_form(&document).unwrap();
    assert_eq!(form, text(&folder.join("canonDocECDSAP256.txt")));
    assert_eq!(sha256(&form), text(&folder.join("docHashECDSAP256.txt")));
    let made = again(&document, &proofs[0], secret);
    assert_eq!(made, proofs[0]);
    assert_eq!(made["proofValue"], text(&folder.join("sigBTC58ECDSAP256.txt")));
    assert_eq!(proof::verify(&document, &proofs[0], &public(secret)), Ok(()));
}

/// The values of W3C vc-di-ecdsa and vc-di-eddsa for `unsigned.json`, which is the same in both. The proof
/// options of the ECDSA vectors carry no context of their own, those of the `eddsa-jcs-2022` vector do.
#[test]
fn the_w3c_vectors_of_the_jcs_suites_and_of_p384_verify() {
    let Some(data) = shared("the_w3c_vectors_of_the_jcs_suites_and_of_p384_verify") else { return };
    let document = read(&data.join("w3c/vc-di-eddsa/TestVectors/unsigned.json"));
    let ed25519 = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
    let p256 = "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP";
    let p384 = "z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ";
    let at_issuer = |key: &str| format!("https://vc.example/issuers/5678#{key}");
    let did_key = |key: &str| format!("did:key:{key}#{key}");
    for (suite, method, key, with_context, value) in [
        (
            "eddsa-jcs-2022",
            at_issuer(ed25519),
            ed25519,
            true,
            "z63t83Y53KfzJ5ZosfKTnqfMcKB2dmTrfjSaQjeNNjAD5srBowQfmWqeRb8rRjmeEuCBEsddF9LsVogtuTsijJKh4",
        ),
        (
            "ecdsa-jcs-2019",
            did_key(p256),
            p256,
            false,
            "zq6PrUMCtqY5obCSsrQxuFJdGffCDxvFuopdZiBPUBRTFEs1VVsBZi8YiEwVWgHYrXxoV93gBHqGDBtQLPFxpZxz",
        ),
        (
            "ecdsa-jcs-2019",
            did_key(p384),
            p384,
            false,
            "zR3krc7pt9Dpn1PY2u8HWPePggtzAG2SuH2ZGNrzw8Ku3QrFLWgDTjS5mCWy65ShixJEtpMwfviAFfh5xTgd5FGN1sSbpPJ5djqSZQLqQkY8KLBPNswuqKtq3bS8f9vEHm8w",
        ),
        (
            "ecdsa-rdfc-2019",
            did_key(p384),
            p384,
            false,
            "z967Mvv5bxtmLNqTzPZ8KmJjFmFXaAKeQNzq7GWnQkMcLtaGSSmuozE5WtJ8PipMe178B1tE28K1vsJur9bGVJhz6jgSJsRHFSQeqgH8hhjcg8gZDFJC1b9FsR5ggNmDBqHv",
        ),
    ] {
        let mut published = json!({
            "type": "DataIntegrityProof", "cryptosuite": suite, "created": "2023-02-24T23:36:38Z",
            "verificationMethod": method, "proofPurpose": "assertionMethod", "proofValue": value,
        });
        if with_context {
            published["@context"] = document["@context"].clone();
        }
        let key = PublicKey::from_multibase(key).unwrap();
        assert_eq!(proof::verify(&document, &published, &key), Ok(()), "{suite} {key}");
        if suite == "ecdsa-rdfc-2019" {
            assert_eq!(again(&document, &published, P384_SECRET), published);
        }
    }
}

#[test]
fn the_w3c_vectors_of_employment_credentials_are_reproduced() {
    let name = "the_w3c_vectors_of_employment_credentials_are_reproduced";
    let Some(data) = shared(name) else { return };
    let vectors = data.join("w3c/vc-di-eddsa/TestVectors");
    let edwards = read(&vectors.join("keyPair.json"))["privateKeyMultibase"].clone();
    let signed = vectors.join("eddsa-rdfc-2022/employ");
    let form = text(&signed.join("canonDocDataInt.txt"));
    reproduce(&known(read(&signed.join("signedDataInt.json"))), &form, edwards.as_str().unwrap());
    let vectors = data.join("w3c/vc-di-ecdsa/TestVectors");
    let nist = read(&vectors.join("p256KeyPair.json"))["secretKeyMultibase"].clone();
    let signed = vectors.join("ecdsa-rdfc-2019-p256/employ");
    let form = text(&signed.join("canonDocECDSAP256.txt"));
    reproduce(&known(read(&signed.join("signedECDSAP256.json"))), &form, nist.as_str().unwrap());
}

/// With P-384 the blank nodes of a document are numbered by SHA-384; this one has three.
#[test]
fn the_w3c_vector_of_an_employment_credential_with_p384_is_reproduced() {
    let name = "the_w3c_vector_of_an_employment_credential_with_p384_is_reproduced";
    let Some(data) = shared(name) else { return };
    let folder = data.join("w3c/vc-di-ecdsa/TestVectors/ecdsa-rdfc-2019-p256/employ");
    let (mut document, _proofs) = split(&known(read(&folder.join("signedECDSAP256.json"))));
    document["description"] = "Example Country Employment Authorization Document.".into();
    let key = public(P384_SECRET);
    let published = json!({
        "type": "DataIntegrityProof", "cryptosuite": "ecdsa-rdfc-2019", "created": "2023-02-24T23:36:38Z",
        "verificationMethod": format!("did:key:{key}#{key}"), "proofPurpose": "assertionMethod",
        "proofValue": "zrgAixbog7Uo9J9uyGfBi5FPDY459PZbuf52u6bEW424McKL55iVHUn1QjbRLFP25oapNtLRd7iGZHuSqZf3DE1VuEgACDDmwP1Z77YC9QCxD37h8Mgh1QEpefuL5CKpk1oH",
    });
    assert_eq!(again(&document, &published, P384_SECRET), published);
    assert_eq!(proof::verify(&document, &published, &key), Ok(()));
}

fn reproduce(signed: &Value, form: &str, secret: &str) {
    let (document, proofs) = split(signed);
    assert_eq!(openbadges::canonical_form(&document).unwrap(), form);
    assert_eq!(again(&document, &proofs[0], secret), proofs[0]);
    assert_eq!(proof::verify(signed, &proofs[0], &public(secret)), Ok(()));
}

#[test]
fn the_w3c_vector_of_ed25519_signature_2020_is_reproduced() {
    let Some(data) = shared("the_w3c_vector_of_ed25519_signature_2020_is_reproduced") else { return };
    let vectors = data.join("w3c/vc-di-eddsa/TestVectors");
    let (document, proofs) = split(&read(&vectors.join("Ed25519Signature2020/signedEdSig.json")));
    let pair = read(&vectors.join("keyPair.json"));
    assert_eq!(again(&document, &proofs[0], pair["privateKeyMultibase"].as_str().unwrap()), proofs[0]);
}

#[test]
fn the_w3c_vectors_of_proof_sets_and_chains_are_reproduced() {
    let Some(data) = shared("the_w3c_vectors_of_proof_sets_and_chains_are_reproduced") else { return };
    let folder = data.join("w3c/vc-di-eddsa/TestVectors/proof-set-chain");
    let pairs = read(&folder.join("multiKeyPairs.json"));
    let signed = read(&folder.join("signedProofChain2.json"));
    let (_document, proofs) = split(&signed);
    for published in &proofs {
        let method = published["verificationMethod"].as_str().unwrap();
        let pair = pairs.as_object().unwrap().values();
        let pair =
            pair.into_iter().find(|pair| method.ends_with(pair["publicKeyMultibase"].as_str().unwrap()));
        // What was there when this proof was made: all others will do, since it names those it builds on.
        let mut before = signed.clone();
        before["proof"].as_array_mut().unwrap().retain(|other| other != published);
        let made = again(&before, published, pair.unwrap()["privateKeyMultibase"].as_str().unwrap());
        assert_eq!(&made, published);
    }
    assert_eq!(proofs.len(), 4);
}
