//! Headers, algorithms and signatures.

use serde_json::{Map, Value, json};

use super::{ALGORITHMS, key, raw_token, token};
use crate::jose::{JoseError, Jws, TokenType, algorithm_name, sign};
use crate::{Algorithm, PublicKey};

#[test]
fn the_published_signatures_hold() {
    // RFC 8037, appendix A.4.
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" });
    let jws = Jws::parse(
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWb\
         hijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
    )
    .unwrap();
    assert_eq!(jws.verify(&PublicKey::from_jwk(&jwk).unwrap()), Ok(()));
    assert_eq!(jws.payload(), b"Example of Ed25519 signing");
    // RFC 7515, appendix A.3.
    let jwk = json!({
        "kty": "EC",
        "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    });
    let jws = Jws::parse(
        "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb29\
         0Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
    )
    .unwrap();
    assert_eq!(jws.verify(&PublicKey::from_jwk(&jwk).unwrap()), Ok(()));
    assert_eq!(jws.claims().unwrap()["iss"], "joe");
}

#[test]
fn a_signature_holds_for_its_key_and_text_alone() {
    for algorithm in [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384, Algorithm::Rsa] {
        let text = sign(&Map::new(), b"{\"a\":1}", &key(algorithm));
        let jws = Jws::parse(&text).unwrap();
        assert_eq!(jws.header()["alg"], algorithm_name(algorithm));
        assert_eq!(jws.verify(&key(algorithm).public()), Ok(()), "{algorithm:?}");
        let other = sign(&Map::new(), b"{\"a\":2}", &key(algorithm));
        let (start, _) = text.rsplit_once('.').unwrap();
        let (_, signature) = other.rsplit_once('.').unwrap();
        let forged = Jws::parse(&format!("{start}.{signature}")).unwrap();
        assert_eq!(forged.verify(&key(algorithm).public()), Err(JoseError::SignatureMismatch));
    }
}

#[test]
fn the_algorithm_is_that_of_the_key() {
    for named in ALGORITHMS {
        let jws = Jws::parse(&sign(&Map::new(), b"{}", &key(named))).unwrap();
        for of_key in ALGORITHMS.into_iter().filter(|of_key| *of_key != named) {
            let (named, expected) = (algorithm_name(named), algorithm_name(of_key));
            assert_eq!(jws.verify(&key(of_key).public()), Err(JoseError::WrongKey { named, expected }));
        }
    }
}

#[test]
fn a_signature_of_another_length_is_refused() {
    let text = sign(&Map::new(), b"{}", &key(Algorithm::P256));
    let jws = Jws::parse(&format!("{text}AAAA")).unwrap();
    let error = jws.verify(&key(Algorithm::P256).public());
    assert_eq!(error, Err(JoseError::SignatureLength { found: 67, expected: 64 }));
    // A DER signature, as other programs make them by mistake.
    let (input, _) = text.rsplit_once('.').unwrap();
    let jws = Jws::parse(&format!("{input}.MEQCIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")).unwrap();
    assert!(matches!(jws.verify(&key(Algorithm::P256).public()), Err(JoseError::SignatureLength { .. })));
}

#[test]
fn what_a_header_must_not_say_is_refused_by_name() {
    let refused = |header: Value| Jws::parse(&token(&header, &json!({}))).unwrap_err();
    for none in ["none", "None", "NONE", "nOnE"] {
        assert_eq!(refused(json!({ "alg": none })), JoseError::Unsigned);
    }
    for hmac in ["HS256", "HS384", "HS512", "hs256"] {
        assert_eq!(refused(json!({ "alg": hmac })), JoseError::SharedSecret { algorithm: hmac.into() });
    }
    for other in ["PS256", "ES512", "ES256K", "RS1", "RSA-OAEP", "dir", ""] {
        let error = refused(json!({ "alg": other }));
        assert_eq!(error, JoseError::UnsupportedAlgorithm { algorithm: other.into() });
        assert!(error.leaves_open());
    }
    for header in [json!({}), json!({ "alg": 256 }), json!({ "alg": ["EdDSA"] }), json!({ "alg": null })] {
        assert_eq!(refused(header), JoseError::MalformedHeader { member: "alg" });
    }
    for (member, value) in
        [("crit", json!(["exp"])), ("zip", json!("DEF")), ("enc", json!("A128GCM")), ("b64", json!(false))]
    {
        let error = refused(json!({ "alg": "EdDSA", (member): value }));
        assert_eq!(error, JoseError::ForbiddenHeader { member });
        assert!(!error.leaves_open());
    }
    for member in ["kid", "typ", "cty"] {
        assert_eq!(refused(json!({ "alg": "EdDSA", (member): 1 })), JoseError::MalformedHeader { member });
    }
    let error = refused(json!({ "alg": "EdDSA", "jwk": { "kty": "OKP", "d": "AA" } }));
    assert_eq!(error, JoseError::PrivateKey { member: "d" });
    let error = refused(json!({ "alg": "EdDSA", "jwk": { "kty": "oct", "k": "AA" } }));
    assert_eq!(error, JoseError::PrivateKey { member: "k" });
}

#[test]
fn a_header_with_a_member_twice_is_refused() {
    let error = Jws::parse(&raw_token(r#"{"alg":"none","alg":"EdDSA"}"#, "{}")).unwrap_err();
    assert!(matches!(error, JoseError::Json { part: "header", .. }), "{error}");
    let jws = Jws::parse(&raw_token(r#"{"alg":"EdDSA"}"#, r#"{"iss":"a","iss":"b"}"#)).unwrap();
    assert!(matches!(jws.claims(), Err(JoseError::Json { part: "payload", .. })));
}

#[test]
fn only_the_one_encoding_in_three_parts_is_read() {
    let good = sign(&Map::new(), b"{}", &key(Algorithm::Ed25519));
    assert!(Jws::parse(&good).is_ok());
    for bad in
        ["", ".", "..", "a.b", &format!("{good}.e30"), &format!("{good}="), &format!("{good}\n"), "é.b.c"]
    {
        assert!(Jws::parse(bad).is_err(), "{bad:?}");
    }
    let long = format!("e30.{}.AA", "A".repeat(4 << 20));
    assert!(matches!(Jws::parse(&long), Err(JoseError::TooLarge { .. })));
}

#[test]
fn a_type_is_read_in_any_case_and_with_its_tree() {
    assert_eq!(TokenType::named(None), Ok(TokenType::Jwt));
    assert_eq!(TokenType::named(Some("application/VC+jwt")), Ok(TokenType::VcJwt));
    assert_eq!(TokenType::named(Some("dc+sd-jwt")), Ok(TokenType::DcSdJwt));
    for other in ["at+jwt", "kb+jwt", "", "text/vc+jwt"] {
        assert!(TokenType::named(Some(other)).is_err(), "{other}");
    }
    for kind in [TokenType::Jwt, TokenType::VpSdJwt, TokenType::VcSdJwt] {
        assert_eq!(TokenType::named(Some(kind.media_type())), Ok(kind));
        assert_eq!(TokenType::named(Some(kind.name())), Ok(kind));
    }
}
