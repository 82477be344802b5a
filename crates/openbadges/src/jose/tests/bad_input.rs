//! Whatever a stranger sends, reading it ends, and ends without a panic.

use proptest::prelude::*;
use serde_json::Value;

use super::{KID, badge, key};
use crate::Algorithm;
use crate::jose::sd_jwt::{IssueOptions, issue_credential};
use crate::jose::{SdJwt, Token, base64url, enveloped, vc_jwt};
use crate::{PublicKey, Timestamp};

fn read_all(text: &str, public: &PublicKey) {
    if let Ok(token) = Token::parse(text) {
        let _ = token.open();
        let _ = token.jws().verify(public);
    }
    if let Ok(sd_jwt) = SdJwt::parse(text) {
        let _ = sd_jwt.key_binding();
    }
    let envelope = serde_json::json!({
        "@context": "https://www.w3.org/ns/credentials/v2",
        "type": "EnvelopedVerifiableCredential",
        "id": text,
    });
    if let Some(Ok(enveloped)) = enveloped::open(&envelope) {
        let _ = enveloped.open();
    }
}

/// JSON of the shapes that matter here.
fn json_value() -> impl Strategy<Value = Value> {
    let names = prop_oneof![
        "[a-z]{1,3}",
        prop::sample::select(vec![
            "vc",
            "vp",
            "iss",
            "nbf",
            "exp",
            "_sd",
            "...",
            "_sd_alg",
            "vct",
            "cnf",
            "type",
            "@context",
            "credentialSubject",
            "issuer",
            "validFrom"
        ])
        .prop_map(str::to_owned),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        Just(Value::from("https://www.w3.org/ns/credentials/v2")),
        Just(Value::from("https://www.w3.org/2018/credentials/v1")),
    ];
    leaf.prop_recursive(4, 32, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((names.clone(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}|[A-Za-z0-9_~.-]{0,200}|data:application/[a-z+-]{0,12},[A-Za-z0-9_~.-]{0,80}") {
        read_all(&text, &key(Algorithm::Ed25519).public());
    }

    #[test]
    fn any_header_payload_and_disclosures_are_read_or_refused(
        typ in prop::sample::select(vec!["JWT", "vc+jwt", "vp+jwt", "dc+sd-jwt", "vc+sd-jwt", "x"]),
        payload in json_value(),
        disclosures in prop::collection::vec(json_value(), 0..4),
        tilde in any::<bool>(),
    ) {
        let header = serde_json::json!({ "alg": "EdDSA", "typ": typ }).to_string();
        let mut text = super::raw_token(&header, payload.to_string());
        if tilde {
            text.push('~');
            for disclosure in disclosures {
                text.push_str(&base64url::encode(disclosure.to_string()));
                text.push('~');
            }
        }
        read_all(&text, &key(Algorithm::Ed25519).public());
    }

    #[test]
    fn a_good_token_with_one_character_changed_never_verifies(at in any::<prop::sample::Index>(), other in "[A-Za-z0-9_~.-]") {
        let good = vc_jwt::sign(&badge(), KID, &key(Algorithm::Ed25519)).unwrap();
        let at = at.index(good.len());
        let mut changed = good.clone();
        changed.replace_range(at..=at, &other);
        prop_assume!(changed != good);
        let public = key(Algorithm::Ed25519).public();
        read_all(&changed, &public);
        let holds = Token::parse(&changed).is_ok_and(|token| token.jws().verify(&public).is_ok());
        prop_assert!(!holds, "changed at {at}");
    }

    #[test]
    fn a_disclosure_with_one_character_changed_is_refused(at in any::<prop::sample::Index>(), other in "[A-Za-z0-9_-]") {
        let options = IssueOptions {
            disclosable: &["/evidence"],
            holder: None,
            issued_at: Timestamp::EPOCH,
            kid: KID,
            salt_seed: [1; 32],
        };
        let good = issue_credential(&badge(), &options, &key(Algorithm::Ed25519)).unwrap();
        let start = good.find('~').unwrap() + 1;
        let at = start + at.index(good.len() - 1 - start);
        let mut changed = good.clone();
        changed.replace_range(at..=at, &other);
        prop_assume!(changed != good);
        prop_assert!(Token::parse(&changed).and_then(|token| token.open()).is_err());
    }
}
