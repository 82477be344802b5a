//! Selective disclosure (RFC 9901 §7.1).

use serde_json::{Value, json};

use super::{KID, key, object, raw_token};
use crate::jose::sd_jwt::{DisclosureError, KeyBinding, issue};
use crate::jose::{JoseError, SdJwt, base64url};
use crate::{Algorithm, PublicKey, Timestamp};

fn disclosure(contents: &Value) -> String {
    base64url::encode(contents.to_string())
}

fn digest(contents: &Value) -> String {
    base64url::digest(&disclosure(contents))
}

/// Processes a payload with disclosures.
fn process(payload: &Value, disclosures: &[Value]) -> Result<Value, JoseError> {
    let mut text = raw_token(r#"{"alg":"EdDSA"}"#, payload.to_string());
    text.push('~');
    for contents in disclosures {
        text.push_str(&disclosure(contents));
        text.push('~');
    }
    SdJwt::parse(&text)?.disclosed_claims().map(Value::Object)
}

fn refused(payload: &Value, disclosures: &[Value]) -> DisclosureError {
    match process(payload, disclosures) {
        Err(JoseError::Disclosure(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_published_presentation_is_read() {
    let text: String = include_str!("rfc9901_a3.txt").split_whitespace().collect();
    let sd_jwt = SdJwt::parse(&text).unwrap();
    assert_eq!(sd_jwt.to_string(), text);
    // RFC 9901, appendix A.5.
    let issuer = PublicKey::from_jwk(&json!({
        "kty": "EC",
        "crv": "P-256",
        "x": "b28d4MwZMjw8-00CG4xfnn9SLMVMM19SlqZpVb_uNtQ",
        "y": "Xv5zWwuoaTgdS6hV43yI6gBwTnjukmFQQnJ_kCxzqk8",
    }));
    assert_eq!(sd_jwt.issuer_jws().verify(&issuer.unwrap()), Ok(()));
    let mut claims = sd_jwt.disclosed_claims().unwrap();
    claims.shift_remove("cnf").unwrap();
    assert_eq!(
        Value::Object(claims),
        json!({
            "iss": "https://pid-issuer.bund.de.example",
            "iat": 1_683_000_000,
            "exp": 1_883_000_000,
            "vct": "urn:eudi:pid:de:1",
            "age_equal_or_over": { "18": true },
            "nationalities": ["DE"],
        })
    );
    let binding = sd_jwt.key_binding().unwrap().unwrap();
    assert_eq!(binding.audience, "https://verifier.example.org");
    assert_eq!((binding.nonce.as_str(), binding.issued_at.unix()), ("1234567890", 1_748_454_271));
}

#[test]
fn what_is_issued_is_disclosed_one_by_one() {
    let claims = json!({
        "iss": "https://district.example",
        "address": { "city": "Maple Ridge", "country": "US" },
        "languages": ["en", "de", "fr"],
    });
    let pointers = ["/address", "/address/city", "/languages/1"];
    let text =
        issue(object(&claims), &pointers, &object(&json!({ "kid": KID })), &key(Algorithm::P256), &[3; 32])
            .unwrap();
    let sd_jwt = SdJwt::parse(&text).unwrap();
    assert_eq!(sd_jwt.issuer_jws().verify(&key(Algorithm::P256).public()), Ok(()));
    assert_eq!(sd_jwt.issuer_jws().claims().unwrap()["_sd_alg"], "sha-256");
    let shown = |keep: &[&str]| {
        let shown = sd_jwt.showing(|found| keep.contains(&found.claim().unwrap_or("item")));
        SdJwt::parse(&shown.to_string()).unwrap().disclosed_claims().map(Value::Object)
    };
    let iss = "https://district.example";
    assert_eq!(shown(&[]).unwrap(), json!({ "iss": iss, "languages": ["en", "fr"] }));
    assert_eq!(
        shown(&["address"]).unwrap(),
        json!({ "iss": iss, "languages": ["en", "fr"], "address": { "country": "US" } })
    );
    assert_eq!(shown(&["address", "city", "item"]).unwrap(), claims);
    let alone = shown(&["city"]).unwrap_err();
    assert_eq!(alone, DisclosureError::Unreferenced { claim: "city".into() }.into());
}

#[test]
fn salts_differ_by_place_and_seed() {
    let salts = |seed: u8| -> Vec<String> {
        let claims = object(&json!({ "a": 1, "b": 1 }));
        let text = issue(claims, &["/a", "/b"], &object(&json!({})), &key(Algorithm::Ed25519), &[seed; 32]);
        let text = text.unwrap();
        let parts = text.split('~').skip(1).filter(|part| !part.is_empty());
        parts
            .map(|part| {
                let contents: Value = serde_json::from_slice(&base64url::decode(part).unwrap()).unwrap();
                contents[0].as_str().unwrap().to_owned()
            })
            .collect()
    };
    let (first, second) = (salts(1), salts(2));
    assert!(first.iter().all(|salt| base64url::decode(salt).unwrap().len() == 16));
    assert!(first[0] != first[1] && first[0] != second[0]);
}

#[test]
fn only_what_is_there_and_may_be_hidden_is_left_to_disclosure() {
    let issue = |claims: Value, pointer: &str| {
        issue(object(&claims), &[pointer], &object(&json!({})), &key(Algorithm::Ed25519), &[0; 32])
            .unwrap_err()
    };
    for pointer in ["", "a", "/b", "/a/0/x", "/list/3", "/list/-1", "/text/0"] {
        let error = issue(json!({ "a": 1, "list": [1], "text": "x" }), pointer);
        assert_eq!(error, DisclosureError::NothingThere { pointer: pointer.into() }.into());
    }
    for claim in ["iss", "nbf", "exp", "cnf", "vct", "status"] {
        let error = issue(json!({ (claim): 1 }), &format!("/{claim}"));
        assert_eq!(error, DisclosureError::NotDisclosable { claim: claim.into() }.into());
    }
    for name in ["_sd", "_sd_alg", "..."] {
        let error = issue(json!({ "a": [{ (name): 1 }] }), "/a");
        assert_eq!(error, DisclosureError::ReservedName { claim: name.into() }.into());
    }
}

#[test]
fn a_disclosure_that_the_issuer_did_not_make_is_refused() {
    let (mine, theirs) = (json!(["s", "role", "teacher"]), json!(["s", "role", "superintendent"]));
    let payload = json!({ "_sd": [digest(&mine)] });
    assert_eq!(process(&payload, &[]).unwrap(), json!({}));
    assert_eq!(process(&payload, std::slice::from_ref(&mine)).unwrap(), json!({ "role": "teacher" }));
    assert_eq!(refused(&payload, &[theirs]), DisclosureError::Unreferenced { claim: "role".into() });
    assert_eq!(refused(&payload, &[mine.clone(), mine]), DisclosureError::RepeatedDisclosure);
}

#[test]
fn a_digest_in_two_places_is_refused_also_inside_a_disclosure_and_when_nothing_is_disclosed() {
    let inner = json!(["s", "a", 1]);
    let outer = json!(["s", "b", { "_sd": [digest(&inner)] }]);
    let twice = json!({ "_sd": ["x", "x"] });
    assert_eq!(refused(&twice, &[]), DisclosureError::RepeatedDigest);
    let apart = json!({ "_sd": ["x"], "list": [{ "...": "x" }] });
    assert_eq!(refused(&apart, &[]), DisclosureError::RepeatedDigest);
    let nested = json!({ "_sd": [digest(&inner), digest(&outer)] });
    assert_eq!(refused(&nested, &[inner, outer]), DisclosureError::RepeatedDigest);
}

#[test]
fn a_disclosure_cannot_replace_a_claim_or_take_a_reserved_name() {
    let refused_as = |contents: Value, mut payload: Value| {
        payload["_sd"] = json!([digest(&contents)]);
        refused(&payload, &[contents])
    };
    let error = refused_as(json!(["s", "role", "x"]), json!({ "role": "teacher" }));
    assert_eq!(error, DisclosureError::Overwrites { claim: "role".into() });
    for name in ["_sd", "...", "_sd_alg"] {
        let error = refused_as(json!(["s", name, ["x"]]), json!({}));
        assert_eq!(error, DisclosureError::ReservedName { claim: name.into() });
    }
    for name in ["iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status"] {
        let error = refused_as(json!(["s", name, 1]), json!({}));
        assert_eq!(error, DisclosureError::NotDisclosable { claim: name.into() });
    }
    let (one, two) = (json!(["s", "a", 1]), json!(["t", "a", 2]));
    let payload = json!({ "_sd": [digest(&one), digest(&two)] });
    assert_eq!(refused(&payload, &[one, two]), DisclosureError::Overwrites { claim: "a".into() });
}

#[test]
fn items_and_claims_are_not_taken_for_each_other() {
    let (claim, item) = (json!(["s", "a", 1]), json!(["s", 1]));
    assert_eq!(refused(&json!({ "_sd": [digest(&item)] }), &[item]), DisclosureError::WrongPlace);
    assert_eq!(refused(&json!({ "l": [{ "...": digest(&claim) }] }), &[claim]), DisclosureError::WrongPlace);
    for shape in
        [json!([]), json!(["s"]), json!(["s", 1, 2]), json!([1, "a", 2]), json!({}), json!(["s", "a", 1, 2])]
    {
        assert_eq!(refused(&json!({ "_sd": [digest(&shape)] }), &[shape]), DisclosureError::Shape);
    }
}

#[test]
fn malformed_digests_are_refused() {
    for (payload, member) in [
        (json!({ "_sd": "x" }), "_sd"),
        (json!({ "_sd": [1] }), "_sd"),
        (json!({ "a": { "_sd": {} } }), "_sd"),
        (json!({ "...": "x" }), "..."),
        (json!({ "l": [{ "...": 1 }] }), "..."),
        (json!({ "l": [{ "...": "x", "a": 1 }] }), "..."),
        (json!({ "_sd_alg": 256 }), "_sd_alg"),
    ] {
        assert_eq!(refused(&payload, &[]), DisclosureError::MalformedDigests { member });
    }
    let error = process(&json!({ "_sd_alg": "sha-512" }), &[]).unwrap_err();
    assert!(error.leaves_open());
}

#[test]
fn disclosures_inside_disclosures_are_bounded() {
    let mut contents = vec![json!(["s", "end", 1])];
    for _ in 0..70 {
        let inner = digest(contents.last().unwrap());
        contents.push(json!(["s", "next", { "_sd": [inner] }]));
    }
    let payload = json!({ "_sd": [digest(contents.last().unwrap())] });
    assert_eq!(refused(&payload, &contents), DisclosureError::TooDeep { limit: 64 });
    let many = "~e30".repeat(600);
    let text = format!("{}{many}~", raw_token(r#"{"alg":"EdDSA"}"#, "{}"));
    assert_eq!(SdJwt::parse(&text).unwrap_err(), DisclosureError::TooMany { limit: 512 }.into());
}

#[test]
fn a_key_binding_holds_for_its_holder_and_for_what_is_shown_alone() {
    let holder = key(Algorithm::P256);
    let claims = json!({ "iss": "a", "role": "teacher", "cnf": { "jwk": holder.public().to_jwk() } });
    let text = issue(object(&claims), &["/role"], &object(&json!({})), &key(Algorithm::Ed25519), &[0; 32]);
    let sd_jwt = SdJwt::parse(&text.unwrap()).unwrap();
    assert_eq!(sd_jwt.key_binding(), Ok(None));
    let binding = KeyBinding {
        audience: "https://verifier.example".into(),
        nonce: "n-1".into(),
        issued_at: Timestamp::parse("2026-11-24T00:00:00Z").unwrap(),
    };
    let bound = SdJwt::parse(&sd_jwt.clone().bound(&binding, &holder).to_string()).unwrap();
    assert_eq!(bound.key_binding().unwrap(), Some(binding.clone()));
    let thief = sd_jwt.clone().bound(&binding, &key(Algorithm::Ed25519));
    assert!(matches!(thief.key_binding(), Err(JoseError::WrongKey { .. })));
    // The holder showed the role; somebody leaves it out.
    let (_, signature) =
        bound.to_string().rsplit_once('~').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let fewer = SdJwt::parse(&format!("{}{signature}", sd_jwt.showing(|_| false))).unwrap();
    let problem = "it was made for other disclosures";
    assert_eq!(fewer.key_binding(), Err(DisclosureError::KeyBinding { problem }.into()));
}
