use serde_json::{Value, json};

use super::*;
use crate::{Algorithm, SecretKey, Timestamp};

const METHOD: &str = "did:web:countersign.example:issuers:oak#key";
const SUITES: [(Cryptosuite, Algorithm); 7] = [
    (Cryptosuite::EddsaRdfc2022, Algorithm::Ed25519),
    (Cryptosuite::EddsaJcs2022, Algorithm::Ed25519),
    (Cryptosuite::Ed25519Signature2020, Algorithm::Ed25519),
    (Cryptosuite::EcdsaRdfc2019, Algorithm::P256),
    (Cryptosuite::EcdsaRdfc2019, Algorithm::P384),
    (Cryptosuite::EcdsaJcs2019, Algorithm::P256),
    (Cryptosuite::EcdsaJcs2019, Algorithm::P384),
];

fn key(algorithm: Algorithm) -> SecretKey {
    SecretKey::generate(algorithm, [7; 32])
}

fn document() -> Value {
    json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2", "https://w3id.org/security/suites/ed25519-2020/v1",
        ],
        "id": "urn:uuid:1", "type": ["VerifiableCredential"], "issuer": "did:web:x", "name": "Oak",
        "credentialSubject": { "id": "urn:uuid:2" },
    })
}

fn options(suite: Cryptosuite) -> ProofOptions {
    let created = Timestamp::parse("2026-11-24T06:31:07Z").unwrap();
    ProofOptions::new(METHOD, created).with_cryptosuite(suite)
}

#[test]
fn every_suite_verifies_what_it_signs_and_nothing_else() {
    for (suite, algorithm) in SUITES {
        let options = options(suite)
            .with_id("urn:uuid:3")
            .with_expires(Timestamp::parse("2027-11-24T06:31:07Z").unwrap())
            .with_domain("https://a.example")
            .with_domain("https://b.example")
            .with_challenge("c")
            .with_nonce("n");
        let public = key(algorithm).public();
        let proof = create(&document(), &options, &key(algorithm)).unwrap();
        assert_eq!(Cryptosuite::of_proof(&proof), Some(suite));
        assert_eq!(verify(&document(), &proof, &public), Ok(()), "{suite:?} {algorithm:?}");
        let mut changed = document();
        changed["name"] = "Elm".into();
        assert_eq!(verify(&changed, &proof, &public), Err(ProofError::SignatureMismatch), "{suite:?}");
        for (member, value) in [
            ("created", json!("2026-11-24T06:31:08Z")),
            ("expires", json!("2028-11-24T06:31:07Z")),
            ("domain", json!(["https://a.example"])),
            ("challenge", json!("d")),
            ("nonce", json!("m")),
            ("id", json!("urn:uuid:4")),
            ("proofPurpose", json!("authentication")),
        ] {
            let mut changed = proof.clone();
            changed[member] = value;
            let answer = verify(&document(), &changed, &public);
            assert_eq!(answer, Err(ProofError::SignatureMismatch), "{suite:?} {member}");
        }
        let stranger = SecretKey::generate(algorithm, [8; 32]).public();
        assert_eq!(verify(&document(), &proof, &stranger), Err(ProofError::SignatureMismatch));
    }
}

#[test]
fn a_key_of_another_kind_neither_signs_nor_verifies() {
    for (suite, algorithm) in SUITES {
        let proof = create(&document(), &options(suite), &key(algorithm)).unwrap();
        for other in [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384] {
            if suite.signs_with(other) {
                continue;
            }
            let wrong = Err(ProofError::WrongKey { suite: suite.as_str(), found: other });
            assert_eq!(verify(&document(), &proof, &key(other).public()), wrong);
            assert_eq!(create(&document(), &options(suite), &key(other)).map(|_proof| ()), wrong);
        }
    }
    // The two curves do not stand in for one another either.
    let proof = create(&document(), &options(Cryptosuite::EcdsaJcs2019), &key(Algorithm::P384)).unwrap();
    let error = verify(&document(), &proof, &key(Algorithm::P256).public()).unwrap_err();
    assert!(matches!(error, ProofError::MalformedMember { member: "proofValue", .. }), "{error}");
}

#[test]
fn the_name_of_another_suite_breaks_the_proof() {
    for (from, to, algorithm) in [
        ("eddsa-jcs-2022", "eddsa-rdfc-2022", Algorithm::Ed25519),
        ("eddsa-rdfc-2022", "eddsa-2022", Algorithm::Ed25519),
        ("ecdsa-jcs-2019", "ecdsa-rdfc-2019", Algorithm::P256),
        ("ecdsa-rdfc-2019", "ecdsa-jcs-2019", Algorithm::P384),
    ] {
        let suite = Cryptosuite::named("DataIntegrityProof", Some(from)).unwrap();
        let mut proof = create(&document(), &options(suite), &key(algorithm)).unwrap();
        proof["cryptosuite"] = to.into();
        assert_eq!(verify(&document(), &proof, &key(algorithm).public()), Err(ProofError::SignatureMismatch));
    }
}

#[test]
fn an_older_suite_needs_its_context() {
    let mut plain = document();
    plain["@context"] = json!(["https://www.w3.org/ns/credentials/v2"]);
    let options = options(Cryptosuite::Ed25519Signature2020);
    let error = create(&plain, &options, &key(Algorithm::Ed25519)).unwrap_err();
    assert_eq!(error.code(), "DATA_LOSS_DETECTION_ERROR", "{error}");
}

#[test]
fn jcs_signs_undefined_terms_and_documents_without_context() {
    let (suite, key) = (Cryptosuite::EddsaJcs2022, key(Algorithm::Ed25519));
    for document in [
        json!({ "@context": ["https://www.w3.org/ns/credentials/v2"], "salary": 1 }),
        json!({ "@context": "https://www.w3.org/ns/credentials/v2", "salary": "2\t3" }),
        json!({ "salary": 1 }),
    ] {
        let proof = create(&document, &options(suite), &key).unwrap();
        assert_eq!(proof.get("@context"), document.get("@context"));
        assert_eq!(verify(&document, &proof, &key.public()), Ok(()));
        let mut changed = document.clone();
        changed["salary"] = json!(2);
        assert_eq!(verify(&changed, &proof, &key.public()), Err(ProofError::SignatureMismatch));
    }
    assert!(Cryptosuite::EddsaRdfc2022.signs_meaning() && !suite.signs_meaning());
}

#[test]
fn contexts_may_be_appended_to_a_jcs_document_and_not_otherwise_changed() {
    let key = key(Algorithm::Ed25519);
    let with = |context: Value| {
        let mut document = document();
        document["@context"] = context;
        document
    };
    let signed = with(json!(["https://a.example", "https://b.example"]));
    let proof = create(&signed, &options(Cryptosuite::EddsaJcs2022), &key).unwrap();
    let answer = |context: Value| verify(&with(context), &proof, &key.public());
    assert_eq!(answer(json!(["https://a.example", "https://b.example", "https://c.example"])), Ok(()));
    for context in [
        json!(["https://b.example", "https://a.example"]),
        json!(["https://a.example"]),
        json!(["https://c.example", "https://a.example", "https://b.example"]),
        json!("https://a.example"),
        json!(null),
    ] {
        assert_eq!(answer(context), Err(ProofError::OtherContext));
    }
    // A proof without a context covers that of the document.
    let mut bare = proof.clone();
    bare.as_object_mut().unwrap().shift_remove("@context");
    assert_eq!(verify(&signed, &bare, &key.public()), Err(ProofError::SignatureMismatch));
}

#[test]
fn the_canonical_json_of_rfc_8785_is_what_is_signed() {
    // RFC 8785 §3.2.2 and §3.2.3: order by UTF-16 code units, shortest numbers, few escapes.
    let document: Value = serde_json::from_str(
        r#"{"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
            "1": "One", "\ud83d\ude00": "Emoji", "\u0080": "Control", "\u00f6": "O With Diaeresis",
            "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
            "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}"#,
    )
    .unwrap();
    let (form, _options) = jcs::forms(document.as_object().unwrap(), None, &serde_json::Map::new()).unwrap();
    let expected = "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"literals\":[null,true,false],\
        \"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\",\
        \"\u{80}\":\"Control\",\"ö\":\"O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji\",\
        \"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}";
    assert_eq!(String::from_utf8(form).unwrap(), expected);
}
