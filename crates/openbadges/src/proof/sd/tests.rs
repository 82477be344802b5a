use proptest::prelude::*;
use serde_json::{Value, json};

use super::value::{BaseValue, DerivedValue};
use super::*;
use crate::proof::{ProofOptions, verify as verify_proof};
use crate::{Algorithm, SecretKey, Timestamp};

fn key() -> SecretKey {
    SecretKey::generate(Algorithm::P256, [7; 32])
}

fn badge() -> Value {
    json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:0198f1a2-0000-7000-8000-000000000001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": { "id": "did:web:oak.example", "type": ["Profile"], "name": "Oak" },
        "validFrom": "2026-11-24T06:31:07Z",
        "name": "Formative assessment",
        "evidence": [
            { "type": ["Evidence"], "name": "A lesson", "narrative": "One" },
            { "type": ["Evidence"], "name": "Another lesson", "narrative": "Two" },
        ],
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                { "type": "IdentityObject", "hashed": false, "identityHash": "Ada", "identityType": "name" },
            ],
            "achievement": {
                "id": "https://oak.example/a/1", "type": ["Achievement"], "name": "Formative assessment",
                "description": "Uses evidence", "criteria": { "narrative": "Shows it" },
                "resultDescription": [{
                    "id": "urn:uuid:2", "type": ["ResultDescription"], "name": "Mark",
                    "resultType": "LetterGrade", "allowedValue": ["C", "B", "A"],
                }],
            },
        },
    })
}

fn pointers(pointers: &[&str]) -> Vec<String> {
    pointers.iter().map(|&pointer| pointer.to_owned()).collect()
}

fn options() -> ProofOptions {
    ProofOptions::new("did:web:oak.example#k", Timestamp::parse("2026-11-24T06:31:07Z").unwrap())
}

fn signed_with(document: &Value, mandatory: &[&str]) -> Result<Value, ProofError> {
    let proof = create(document, &options(), &pointers(mandatory), &key(), [1; 32], [2; 32])?;
    let mut signed = document.clone();
    signed["proof"] = json!([proof]);
    Ok(signed)
}

/// A badge whose issuer, dates and achievement must be shown.
fn signed() -> Value {
    signed_with(
        &badge(),
        &[
            "/issuer",
            "/validFrom",
            "/credentialSubject/achievement/name",
            "/credentialSubject/achievement/criteria",
        ],
    )
    .unwrap()
}

fn answer(revealed: &Value) -> Result<(), ProofError> {
    verify_proof(revealed, &revealed["proof"][0], &key().public())
}

#[test]
fn what_is_shown_verifies_and_the_rest_is_not_there() {
    for (selected, there, hidden) in [
        (vec![], "/credentialSubject/achievement/criteria/narrative", "/name"),
        (vec!["/name"], "/name", "/evidence"),
        (vec!["/evidence/1"], "/evidence/0/narrative", "/credentialSubject/identifier"),
        (vec!["/evidence/0/name", "/evidence/1/narrative"], "/evidence/1/narrative", "/evidence/1/name"),
        (
            vec!["/credentialSubject/identifier/0/identityHash"],
            "/credentialSubject/identifier/0/type",
            "/name",
        ),
        (
            vec!["/credentialSubject/achievement/resultDescription/0/allowedValue"],
            "/credentialSubject/achievement/resultDescription/0/allowedValue/2",
            "/credentialSubject/achievement/resultDescription/0/name",
        ),
        (vec!["/credentialSubject"], "/credentialSubject/identifier/0/hashed", "/evidence"),
        (vec![""], "/evidence/1/name", "/nothing"),
    ] {
        let revealed = derive(&signed(), &pointers(&selected)).unwrap();
        assert_eq!(answer(&revealed), Ok(()), "{selected:?}");
        assert!(
            revealed.pointer(there).is_some() && revealed.pointer(hidden).is_none(),
            "{selected:?}: {revealed:#}"
        );
    }
    let revealed = derive(&signed(), &pointers(&["/evidence/1"])).unwrap();
    assert_eq!(revealed["evidence"], json!([badge()["evidence"][1]]));
}

#[test]
fn whatever_is_changed_left_out_or_added_later_breaks_the_proof() {
    let revealed = derive(&signed(), &pointers(&["/name", "/evidence/0"])).unwrap();
    assert_eq!(answer(&revealed), Ok(()));
    let broken = |change: &dyn Fn(&mut Value)| {
        let mut changed = revealed.clone();
        change(&mut changed);
        answer(&changed).unwrap_err()
    };
    let remove = |pointer: &'static str, member: &'static str| {
        broken(&|badge| {
            drop(badge.pointer_mut(pointer).unwrap().as_object_mut().unwrap().shift_remove(member));
        })
    };
    assert_eq!(broken(&|badge| badge["name"] = "Another".into()), ProofError::SignatureMismatch);
    assert_eq!(
        broken(&|badge| badge["validFrom"] = "2025-11-24T06:31:07Z".into()),
        ProofError::SignatureMismatch
    );
    assert_eq!(remove("/issuer", "name").code(), "PROOF_VERIFICATION_ERROR");
    assert_eq!(remove("", "validFrom").code(), "PROOF_VERIFICATION_ERROR");
    assert_eq!(remove("/evidence/0", "narrative").code(), "PROOF_VERIFICATION_ERROR");
    assert_eq!(broken(&|badge| badge["description"] = "x".into()).code(), "PROOF_VERIFICATION_ERROR");
    assert_eq!(broken(&|badge| badge["undefined"] = "x".into()).code(), "DATA_LOSS_DETECTION_ERROR");
    let options = broken(&|badge| badge["proof"][0]["created"] = "2026-11-24T06:31:08Z".into());
    assert_eq!(options, ProofError::SignatureMismatch);
    let stranger = SecretKey::generate(Algorithm::P256, [8; 32]).public();
    assert_eq!(verify_proof(&revealed, &revealed["proof"][0], &stranger), Err(ProofError::SignatureMismatch));
}

#[test]
fn statements_of_another_badge_of_the_same_issuer_do_not_fit() {
    let mut other = badge();
    other["name"] = "Leadership".into();
    let proof = create(&other, &options(), &pointers(&["/issuer"]), &key(), [3; 32], [4; 32]).unwrap();
    other["proof"] = json!([proof]);
    let own = derive(&signed_with(&badge(), &["/issuer"]).unwrap(), &pointers(&["/name"])).unwrap();
    let foreign = derive(&other, &pointers(&["/name"])).unwrap();
    let parse =
        |badge: &Value| DerivedValue::parse(badge["proof"][0]["proofValue"].as_str().unwrap()).unwrap();
    let mut mixed = parse(&own);
    mixed.signatures = parse(&foreign).signatures;
    let mut forged = own;
    forged["name"] = "Leadership".into();
    forged["proof"][0]["proofValue"] = mixed.to_text().unwrap().into();
    assert_eq!(answer(&forged), Err(ProofError::SignatureMismatch));
}

#[test]
fn one_thing_that_was_signed_cannot_be_shown_as_two() {
    // Evidence with two statements, shown as two pieces of evidence of one statement each.
    let mut document = badge();
    document["evidence"].as_array_mut().unwrap().truncate(1);
    document.as_object_mut().unwrap().shift_remove("credentialSubject");
    let signed = signed_with(&document, &["/issuer"]).unwrap();
    let revealed = derive(&signed, &pointers(&["/evidence"])).unwrap();
    assert_eq!(answer(&revealed), Ok(()));
    let mut value = DerivedValue::parse(revealed["proof"][0]["proofValue"].as_str().unwrap()).unwrap();
    let label = value.labels[&0];
    value.labels.insert(1, label);
    let mut split = revealed.clone();
    split["evidence"] = json!([
        { "type": ["Evidence"], "name": "A lesson" }, { "type": ["Evidence"], "narrative": "One" },
    ]);
    // The statements `type` and `evidence` come twice, and are signed.
    split["proof"][0]["proofValue"] = value.to_text().unwrap().into();
    let error = answer(&split).unwrap_err();
    let labels = "its labels are not those of the document's blank nodes";
    assert_eq!(error, ProofError::MalformedMember { member: "proofValue", problem: labels });
}

#[test]
fn base_proofs_are_for_the_holder() {
    assert_eq!(answer(&signed()), Err(ProofError::BaseProof));
    assert_eq!(ProofError::BaseProof.code(), "PROOF_VERIFICATION_ERROR");
    let revealed = derive(&signed(), &pointers(&["/name"])).unwrap();
    let again = derive(&revealed, &pointers(&["/name"])).unwrap_err();
    assert!(matches!(again, ProofError::MalformedMember { member: "proofValue", .. }), "{again}");
    assert_eq!(derive(&badge(), &[]), Err(ProofError::NoBaseProof));
    let suite = crate::proof::Cryptosuite::EcdsaSd2023;
    let general = crate::proof::create(&badge(), &options().with_cryptosuite(suite), &key());
    assert_eq!(general, Err(ProofError::NeedsPointers));
}

#[test]
fn pointers_that_select_nothing_or_cut_a_list_are_named() {
    for pointer in [
        "/nothing",
        "/evidence/2",
        "/evidence/01",
        "/evidence/-",
        "/name/0",
        "name",
        "/a~2",
        "/issuer/name/x",
    ] {
        let error = derive(&signed(), &pointers(&[pointer])).unwrap_err();
        assert!(matches!(&error, ProofError::Pointer { pointer: found, .. } if found == pointer), "{error}");
        assert!(matches!(signed_with(&badge(), &[pointer]), Err(ProofError::Pointer { .. })));
    }
    let cut = "/credentialSubject/achievement/resultDescription/0/allowedValue/1";
    assert_eq!(derive(&signed(), &pointers(&[cut])), Err(ProofError::NotAnExcerpt));
    let nothing = signed_with(&badge(), &[]).unwrap();
    assert_eq!(derive(&nothing, &[]), Err(ProofError::NothingSelected));
    assert!(answer(&derive(&nothing, &pointers(&["/name"])).unwrap()).is_ok(), "nothing need be mandatory");
}

#[test]
fn escaped_names_are_found() {
    let mut document = badge();
    document["urn:example:a/b~c"] = "odd".into();
    let signed = signed_with(&document, &["/issuer"]).unwrap();
    let revealed = derive(&signed, &pointers(&["/urn:example:a~1b~0c"])).unwrap();
    assert_eq!(revealed["urn:example:a/b~c"], "odd");
    assert_eq!(answer(&revealed), Ok(()));
}

#[test]
fn values_that_cannot_be_taken_apart_are_refused_and_not_signed_wrongly() {
    let mut document = badge();
    document["@context"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "raw": { "@id": "urn:example:raw", "@type": "@json" } }));
    document["raw"] = json!({ "a": { "b": 1 } });
    assert_eq!(signed_with(&document, &["/issuer"]), Err(ProofError::NotSelectable));
}

#[test]
fn chains_and_other_keys_are_refused() {
    let chained = options().with_previous_proof("urn:p:1");
    let error = create(&badge(), &chained, &[], &key(), [1; 32], [2; 32]).unwrap_err();
    assert!(matches!(error, ProofError::MalformedMember { member: "previousProof", .. }), "{error}");
    for algorithm in [Algorithm::Ed25519, Algorithm::P384] {
        let other = SecretKey::generate(algorithm, [1; 32]);
        let error = create(&badge(), &options(), &[], &other, [1; 32], [2; 32]).unwrap_err();
        assert!(matches!(error, ProofError::WrongKey { suite: "ecdsa-sd-2023", .. }), "{error}");
    }
}

/// A derived value with some CBOR in the place of its own.
fn with_cbor(cbor: &[u8]) -> String {
    use base64::Engine;
    let bytes = [&[0xd9, 0x5d, 0x01], cbor].concat();
    format!("u{}", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes))
}

#[test]
fn hostile_cbor_ends_in_an_error_at_once() {
    let deep = vec![0x81; 200_000];
    let tagged = vec![0xc1; 200_000];
    for cbor in [
        [].as_slice(),
        &[0x85],
        &[0x80],
        // Arrays, maps, bytes and texts that claim 2^64 - 1 items.
        &[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        &[0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        &[0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        &[0x7b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        &[0x85, 0x5b, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff],
        // Without an end, the wrong things, more than five, something after the end.
        &[0x9f, 0x01],
        &[0x85, 0x01, 0x02, 0x03, 0x04, 0x05],
        &[0x86, 0x40, 0x40, 0x80, 0xa0, 0x80, 0x80],
        &[0x80, 0x00],
        &[0xf6],
        &deep,
        &tagged,
    ] {
        let mut proof = signed()["proof"][0].clone();
        proof["proofValue"] = with_cbor(cbor).into();
        let error = verify_proof(&badge(), &proof, &key().public()).unwrap_err();
        assert!(matches!(error, ProofError::MalformedMember { member: "proofValue", .. }), "{error}");
        assert_eq!(error.code(), "PROOF_VERIFICATION_ERROR");
    }
    for text in ["", "z", "u", "u2V0", "u2V0C", "u====", &format!("u{}", "A".repeat(500_000))] {
        assert!(DerivedValue::parse(text).is_err() && BaseValue::parse(text).is_err(), "{text:.20}");
    }
}

#[test]
fn numbers_of_statements_must_be_there_once() {
    let revealed = derive(&signed(), &pointers(&["/name"])).unwrap();
    let text = revealed["proof"][0]["proofValue"].as_str().unwrap();
    let edits: [fn(&mut DerivedValue); 9] = [
        |value| value.mandatory.push(0),
        |value| value.mandatory.push(usize::MAX >> 1),
        |value| value.mandatory.clear(),
        |value| value.signatures.truncate(value.signatures.len() - 1),
        |value| value.signatures.push([1; 64]),
        |value| value.labels.retain(|number, _label| *number != 0),
        |value| value.labels.extend([(99, [0; 32])]),
        |value| value.public_key = [0; 35],
        |value| value.signature = [0; 64],
    ];
    for edit in edits {
        let mut value = DerivedValue::parse(text).unwrap();
        edit(&mut value);
        let mut changed = revealed.clone();
        changed["proof"][0]["proofValue"] = value.to_text().unwrap().into();
        assert_eq!(answer(&changed).unwrap_err().code(), "PROOF_VERIFICATION_ERROR");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_the_parser_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let text = with_cbor(&bytes);
        prop_assert!(DerivedValue::parse(&text).is_err());
        prop_assert!(BaseValue::parse(&text).is_err());
    }
}

proptest! {
    // Each case checks some signatures.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_changed_byte_never_verifies(at in 0..10_000_usize, to in any::<u8>()) {
        use base64::Engine;
        use base64::engine::general_purpose::URL_SAFE_NO_PAD;
        static REVEALED: std::sync::LazyLock<Value> =
            std::sync::LazyLock::new(|| derive(&signed(), &pointers(&["/name"])).unwrap());
        let mut bytes = URL_SAFE_NO_PAD.decode(&REVEALED["proof"][0]["proofValue"].as_str().unwrap()[1..]).unwrap();
        let at = at % bytes.len();
        prop_assume!(bytes[at] != to);
        bytes[at] = to;
        let mut changed = REVEALED.clone();
        changed["proof"][0]["proofValue"] = format!("u{}", URL_SAFE_NO_PAD.encode(bytes)).into();
        prop_assert!(answer(&changed).is_err());
    }
}
