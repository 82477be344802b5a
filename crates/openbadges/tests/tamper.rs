//! Properties of signed text: nothing in it can be changed unnoticed, and it is kept as it is.
#![expect(clippy::unwrap_used, reason = "a test that meets the unexpected has failed")]

use std::sync::LazyLock;

use openbadges::proof::{self, ProofOptions};
use openbadges::{SecretKey, SignedCredential, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

static SIGNED: LazyLock<SignedCredential> = LazyLock::new(|| {
    let mut document = json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        ],
        "id": "urn:uuid:0198f1a2-0000-7000-8000-000000000001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": { "id": "did:web:oak.example", "type": ["Profile"], "name": "Oak Grove" },
        "validFrom": "2026-11-24T06:31:07Z",
        "awardedDate": "2026-11-23T15:02:44Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "creditsEarned": 2.5,
            "identifier": [{
                "type": "IdentityObject", "hashed": false, "identityHash": "Zoë \"Zo\" O'Hara", "identityType": "name",
            }],
            "achievement": {
                "id": "https://oak.example/a/1", "type": ["Achievement"], "name": "Formative assessment",
                "description": "Uses evidence\nof learning", "criteria": { "narrative": "Two plans" },
            },
        },
        "credentialStatus": {
            "id": "https://oak.example/status/1#94567", "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation", "statusListIndex": "94567",
            "statusListCredential": "https://oak.example/status/1",
        },
    });
    let options =
        ProofOptions::new("did:web:oak.example#key", Timestamp::parse("2026-11-24T06:31:07Z").unwrap());
    let made = proof::create(&document, &options, &key()).unwrap();
    document.as_object_mut().unwrap().insert("proof".into(), json!([made]));
    SignedCredential::parse(document.to_string()).unwrap()
});

fn key() -> SecretKey {
    SecretKey::from_seed([9; 32])
}

fn verifies(credential: &SignedCredential) -> bool {
    let proofs = credential.document().get("proof").and_then(Value::as_array);
    proofs.is_some_and(|proofs| {
        !proofs.is_empty()
            && proofs.iter().all(|made| proof::verify(credential.document(), made, &key().public()).is_ok())
    })
}

/// Whether it says the same: the same graph, and the same proof. JSON-LD has more than one spelling for some names:
/// `@id` for `id` (VCDM 2.0), `Criteria` for `criteria` (Open Badges gives class and property one IRI). The verifier's
/// schema refuses badges that use them.
fn says_the_same(changed: &SignedCredential) -> bool {
    let parts = |signed: &SignedCredential| {
        let mut document = signed.document().clone();
        let proof = document.as_object_mut().and_then(|members| members.remove("proof"));
        (openbadges::canonical_form(&document).ok(), proof)
    };
    parts(changed) == parts(&SIGNED)
}

#[test]
fn another_spelling_of_a_keyword_is_the_same_graph() {
    for (name, other) in [("\"id\"", "\"@id\""), ("\"criteria\"", "\"Criteria\"")] {
        let changed = SignedCredential::parse(SIGNED.as_str().replacen(name, other, 1)).unwrap();
        assert!(says_the_same(&changed) && verifies(&changed), "{other}");
    }
    let changed = SignedCredential::parse(SIGNED.as_str().replacen("Oak Grove", "Oak Groves", 1)).unwrap();
    assert!(!says_the_same(&changed));
}

#[test]
fn the_untouched_badge_verifies() {
    assert!(verifies(&SIGNED));
}

#[test]
fn a_badge_without_its_proof_or_with_a_strange_one_does_not_verify() {
    for proof in [json!([]), json!([{}]), json!("x"), Value::Null] {
        let mut document = SIGNED.document().clone();
        document.as_object_mut().unwrap().insert("proof".into(), proof);
        assert!(!verifies(&SignedCredential::parse(document.to_string()).unwrap()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// A changed byte gives a text that is no JSON, says the same, or does not verify.
    #[test]
    fn no_byte_can_be_changed_unnoticed(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = SIGNED.as_str().as_bytes().to_vec();
        let at = at.index(bytes.len());
        *bytes.get_mut(at).unwrap() = byte;
        let Some(changed) = String::from_utf8(bytes).ok().and_then(|text| SignedCredential::parse(text).ok()) else {
            return Ok(());
        };
        prop_assert!(says_the_same(&changed) || !verifies(&changed), "{}", changed.as_str());
    }

    /// The same for a byte that is taken out or put in.
    #[test]
    fn no_byte_can_be_removed_or_added_unnoticed(at in any::<prop::sample::Index>(), byte in prop::option::of(0x20_u8..0x7f)) {
        let mut bytes = SIGNED.as_str().as_bytes().to_vec();
        let at = at.index(bytes.len());
        match byte {
            Some(byte) => bytes.insert(at, byte),
            None => drop(bytes.remove(at)),
        }
        let Some(changed) = String::from_utf8(bytes).ok().and_then(|text| SignedCredential::parse(text).ok()) else {
            return Ok(());
        };
        prop_assert!(says_the_same(&changed) || !verifies(&changed), "{}", changed.as_str());
    }

    /// White space and the order of members are not signed; the text is kept all the same.
    #[test]
    fn parsing_keeps_the_text_byte_for_byte(spaces in "[ \n\t\r]{0,8}", reverse in any::<bool>()) {
        let mut members: Vec<_> = SIGNED.document().as_object().unwrap().clone().into_iter().collect();
        if reverse {
            members.reverse();
        }
        let document: Value = members.into_iter().collect::<serde_json::Map<_, _>>().into();
        let text = format!("{spaces}{document:#}{spaces}");
        let read = SignedCredential::parse(text.clone()).unwrap();
        prop_assert_eq!(read.as_str(), &text);
        prop_assert!(verifies(&read));
        prop_assert_eq!(read.into_string(), text);
    }
}
