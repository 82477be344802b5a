use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::jwk::JwkError;

// Published test keys: W3C vc-di-eddsa (seed alone), the OB implementation guide (seed and public), W3C vc-di-ecdsa.
const W3C_PUBLIC: &str = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
const W3C_SECRET: &str = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq";
const OB_PUBLIC: &str = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi";
const OB_SECRET: &str =
    "zrv2bqTbNwCTsRrHFcJCPjVAduh4Ezcnoq1A3ZxH1GWTNkxipLVuaAoMFmze2gFN9oNXfJjufxSHWVZzsJiUsMHFMcx";
const P256_PUBLIC: &str = "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP";
const P256_SECRET: &str = "z42twTcNeSYcnqg1FLuSFs2bsGH3ZqbRHFmvS9XMsYhjxvHN";
const P384_PUBLIC: &str = "z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ";
const P384_SECRET: &str = "z2fanyY7zgwNpZGxX5fXXibvScNaUWNprHU9dKx7qpVj7mws9J8LLt4mDB5TyH2GLHWkUc";

/// RFC 7638 §3.1.
const RSA_MODULUS: &str = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";

/// Made once, since it takes a second.
static RSA: LazyLock<SecretKey> = LazyLock::new(|| SecretKey::generate(Algorithm::Rsa, [1; 32]));

fn one_of_each() -> Vec<SecretKey> {
    let mut keys: Vec<SecretKey> = [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384]
        .into_iter()
        .map(|algorithm| SecretKey::generate(algorithm, [1; 32]))
        .collect();
    keys.push(RSA.clone());
    keys
}

fn base58(bytes: &[u8]) -> String {
    format!("z{}", bs58::encode(bytes).into_string())
}

#[test]
fn the_published_secret_keys_have_the_published_public_keys() {
    for (secret, public) in [
        (W3C_SECRET, W3C_PUBLIC),
        (OB_SECRET, OB_PUBLIC),
        (P256_SECRET, P256_PUBLIC),
        (P384_SECRET, P384_PUBLIC),
    ] {
        let key = SecretKey::from_multibase(secret).unwrap();
        assert_eq!(key.public().to_multibase(), public);
        assert_eq!(PublicKey::from_multibase(public).unwrap(), key.public());
        if secret != OB_SECRET {
            assert_eq!(key.to_multibase().as_str(), secret);
        }
    }
    assert_eq!(PublicKey::from_multibase(W3C_PUBLIC).unwrap().did_key(), format!("did:key:{W3C_PUBLIC}"));
}

#[test]
fn keys_of_every_kind_survive_their_text_their_jwk_and_their_did() {
    for secret in one_of_each() {
        let public = secret.public();
        let read = SecretKey::from_multibase(&secret.to_multibase()).unwrap();
        assert_eq!((read.public(), read.algorithm()), (public.clone(), public.algorithm()));
        assert_eq!(PublicKey::from_multibase(&public.to_multibase()).unwrap(), public);
        assert_eq!(PublicKey::from_jwk(&public.to_jwk()).unwrap(), public);
        assert_eq!(crate::did::key_of_did(&public.did_key()).unwrap(), public);
        assert_eq!(crate::did::key_of_did(&public.did_jwk()).unwrap(), public);
    }
}

#[test]
fn signatures_hold_for_their_message_and_key_alone() {
    for (secret, length) in one_of_each().iter().zip([64, 64, 96, 256]) {
        let signature = secret.sign(b"message");
        assert_eq!(signature.len(), length);
        assert_eq!(signature, secret.sign(b"message"), "nothing is drawn at random");
        assert!(secret.public().verify(b"message", &signature));
        assert!(!secret.public().verify(b"massage", &signature));
        for other in one_of_each().iter().filter(|other| other.algorithm() != secret.algorithm()) {
            assert!(!other.public().verify(b"message", &signature));
        }
        for broken in [&signature[1..], &[], &[0; 64], &[0xff; 96], &[signature.as_slice(), &[0]].concat()] {
            assert!(!secret.public().verify(b"message", broken));
        }
    }
    let stranger = SecretKey::generate(Algorithm::P256, [2; 32]);
    assert!(!stranger.public().verify(b"message", &one_of_each()[1].sign(b"message")));
}

#[test]
fn both_values_of_s_are_accepted_and_none_is_out_of_range() {
    let secret = SecretKey::generate(Algorithm::P256, [1; 32]);
    let signature = secret.sign(b"message");
    let parsed = p256::ecdsa::Signature::from_slice(&signature).unwrap();
    let other =
        p256::ecdsa::Signature::from_scalars(parsed.r().to_bytes(), (-*parsed.s()).to_bytes()).unwrap();
    assert!(secret.public().verify(b"message", &other.to_bytes()));
    let zero_s = [&signature[..32], &[0; 32]].concat();
    assert!(!secret.public().verify(b"message", &zero_s));
}

#[test]
fn the_signatures_of_rfc_6979_and_rfc_7515_come_out() {
    // RFC 6979 §A.2.6, SHA-384, message "sample".
    let number = hex(
        "6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5",
    );
    let text = base58(&[[0x87, 0x26].as_slice(), &number].concat());
    let signature = hex(
        "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46\
         99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8",
    );
    assert_eq!(SecretKey::from_multibase(&text).unwrap().sign(b"sample"), signature);
    // RFC 7515 §A.3.
    let key = PublicKey::from_jwk(&json!({
        "kty": "EC", "crv": "P-256", "use": "sig", "key_ops": ["verify"],
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    }));
    let input = "eyJhbGciOiJFUzI1NiJ9.\
        eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    let signature = URL_SAFE_NO_PAD
        .decode("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q")
        .unwrap();
    assert!(key.unwrap().verify(input.as_bytes(), &signature));
}

#[test]
fn the_thumbprint_of_rfc_7638_comes_out() {
    let jwk = json!({ "kty": "RSA", "n": RSA_MODULUS, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29" });
    let key = PublicKey::from_jwk(&jwk).unwrap();
    assert_eq!(key.jwk_thumbprint(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    assert_eq!(key.to_jwk(), json!({ "kty": "RSA", "n": RSA_MODULUS, "e": "AQAB" }));
    assert!(key.to_multibase().starts_with("z4MX"));
}

#[test]
fn foreign_keys_are_refused() {
    let read = |text: &str| PublicKey::from_multibase(text).unwrap_err();
    assert_eq!(read(""), MultikeyError::NotMultibase);
    assert_eq!(read("z0OIl"), MultikeyError::NotBase58);
    assert_eq!(read(&format!("z{}", "1".repeat(100_000))), MultikeyError::NotBase58);
    // secp256k1, and a secret key where a public one belongs.
    assert_eq!(read(&base58(&[0xe7, 0x01, 2])), MultikeyError::OtherKind { found: [0xe7, 0x01] });
    assert_eq!(read(W3C_SECRET), MultikeyError::OtherKind { found: [0x80, 0x26] });
    let secret = SecretKey::from_multibase(W3C_PUBLIC).unwrap_err();
    assert_eq!(secret, MultikeyError::OtherKind { found: [0xed, 0x01] });
    for (header, expected) in [([0xed, 0x01], 32), ([0x80, 0x24], 33), ([0x81, 0x24], 49)] {
        let short = base58(&[header.as_slice(), &[5]].concat());
        assert_eq!(read(&short), MultikeyError::WrongLength { found: 1, expected });
    }
    let short = MultikeyError::WrongLength { found: 1, expected: 48 };
    assert_eq!(SecretKey::from_multibase(&base58(&[0x87, 0x26, 1])).unwrap_err(), short);
}

#[test]
fn points_with_which_anything_verifies_are_refused() {
    let mut identity = [0; 32];
    identity[0] = 1;
    for point in [identity, [0; 32]] {
        assert_eq!(PublicKey::from_ed25519(point).unwrap_err(), MultikeyError::NotAPoint);
    }
    // SEC 1 writes the point at infinity as one zero byte; the others are no points, or not compressed.
    for point in [[0].as_slice(), &[0; 33], &[2; 32], &[4; 65], &[[2].as_slice(), &[0xff; 32]].concat()] {
        assert_eq!(PublicKey::from_p256(point).unwrap_err(), MultikeyError::NotAPoint);
        let text = base58(&[[0x80, 0x24].as_slice(), point].concat());
        assert!(PublicKey::from_multibase(&text).is_err());
    }
    assert_eq!(PublicKey::from_p384(&[0]).unwrap_err(), MultikeyError::NotAPoint);
    let off_curve = json!({ "kty": "EC", "crv": "P-256", "x": "A".repeat(43), "y": "A".repeat(43) });
    assert_eq!(PublicKey::from_jwk(&off_curve), Err(JwkError::Key(MultikeyError::NotAPoint)));
}

#[test]
fn numbers_outside_the_range_of_a_curve_are_no_secret_keys() {
    for number in [[0; 32], [0xff; 32]] {
        let text = base58(&[[0x86, 0x26].as_slice(), &number].concat());
        assert_eq!(SecretKey::from_multibase(&text).unwrap_err(), MultikeyError::NotAScalar);
    }
}

#[test]
fn weak_and_oversized_rsa_keys_are_refused() {
    let read = |n: &[u8], e: &str| {
        PublicKey::from_jwk(&json!({ "kty": "RSA", "n": URL_SAFE_NO_PAD.encode(n), "e": e })).unwrap_err()
    };
    let modulus = URL_SAFE_NO_PAD.decode(RSA_MODULUS).unwrap();
    let mut short = modulus[..255].to_vec();
    short[254] |= 1;
    let problem = "it has fewer than 2,048 or more than 8,192 bits";
    assert_eq!(read(&short, "AQAB"), JwkError::Key(MultikeyError::Rsa { problem }), "2,040 bits");
    assert!(matches!(read(&[0xff; 1025], "AQAB"), JwkError::Malformed { member: "n" }), "8,200 bits");
    let mut even = modulus.clone();
    even[255] = 2;
    assert!(matches!(read(&even, "AQAB"), JwkError::Key(MultikeyError::Rsa { .. })));
    // 1, 2, an even one, and 2^64 + 1.
    for exponent in ["AQ", "Ag", "AQAA", "AQAAAAAAAAAB"] {
        assert!(matches!(read(&modulus, exponent), JwkError::Key(MultikeyError::Rsa { .. })), "{exponent}");
    }
    let private = json!({ "kty": "RSA", "n": RSA_MODULUS, "e": "AQAB", "qi": "AQ" });
    assert_eq!(PublicKey::from_jwk(&private), Err(JwkError::Private { member: "qi" }));
    let garbage = format!("u{}", URL_SAFE_NO_PAD.encode([[0x85, 0x26].as_slice(), &[0x30; 900]].concat()));
    assert!(matches!(SecretKey::from_multibase(&garbage), Err(MultikeyError::Rsa { .. })));
    assert_eq!(
        SecretKey::from_multibase(&format!("u{}", "A".repeat(9_000))).unwrap_err(),
        MultikeyError::NotBase64
    );
}

#[test]
fn a_secret_key_with_a_foreign_public_half_is_refused() {
    let public = SecretKey::from_seed([2; 32]).public().to_multikey_bytes();
    let text = base58(&[[0x80, 0x26].as_slice(), &[1; 32], &public[2..]].concat());
    assert_eq!(SecretKey::from_multibase(&text).unwrap_err(), MultikeyError::HalvesDiffer);
}

/// Texts that are near to keys: a kind of multibase, a header, some bytes.
fn near_keys() -> impl Strategy<Value = String> {
    let header = prop::sample::select(vec![
        [0xed, 0x01],
        [0x80, 0x24],
        [0x81, 0x24],
        [0x85, 0x24],
        [0x80, 0x26],
        [0x86, 0x26],
        [0x87, 0x26],
        [0x85, 0x26],
        [0xe7, 0x01],
    ]);
    let bytes = prop::collection::vec(any::<u8>(), 0..100);
    (header, bytes, any::<bool>()).prop_map(|(header, bytes, base64)| {
        let bytes = [header.as_slice(), &bytes].concat();
        if base64 { format!("u{}", URL_SAFE_NO_PAD.encode(bytes)) } else { base58(&bytes) }
    })
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<String>().prop_map(Value::from),
        "[A-Za-z0-9_-]{0,90}".prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        Just(Value::Null),
        Just(json!(["verify"])),
    ]
}

proptest! {
    #[test]
    fn no_text_makes_a_reader_of_keys_panic(text in prop_oneof![any::<String>(), near_keys()]) {
        // What is read is written as it was read: no key has two texts.
        if let Ok(key) = PublicKey::from_multibase(&text) {
            prop_assert_eq!(key.to_multibase(), text.clone());
        }
        if let Ok(key) = SecretKey::from_multibase(&text) {
            prop_assert_eq!(SecretKey::from_multibase(&key.to_multibase()).unwrap().public(), key.public());
        }
        let _ = crate::did::key_of_method(&format!("did:key:{text}"));
        let _ = crate::did::key_of_method(&format!("did:jwk:{text}"));
    }

    #[test]
    fn no_members_make_the_reader_of_jwks_panic(
        kind in prop::sample::select(vec!["OKP", "EC", "RSA", "oct"]),
        curve in prop::sample::select(vec!["Ed25519", "P-256", "P-384", "X25519"]),
        members in prop::collection::hash_map("x|y|n|e|d|use|key_ops", any_value(), 0..6),
    ) {
        let mut jwk = json!({ "kty": kind, "crv": curve });
        for (name, value) in members {
            jwk[name] = value;
        }
        if let Ok(key) = PublicKey::from_jwk(&jwk) {
            prop_assert_eq!(PublicKey::from_jwk(&key.to_jwk()), Ok(key));
        }
        let did = format!("did:jwk:{}", URL_SAFE_NO_PAD.encode(jwk.to_string()));
        prop_assert_eq!(crate::did::key_of_did(&did).ok(), PublicKey::from_jwk(&jwk).ok());
    }

    #[test]
    fn no_bytes_make_a_reader_of_signatures_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for key in one_of_each() {
            prop_assert!(!key.public().verify(b"message", &bytes));
        }
    }
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.chars().map(|c| u8::try_from(c.to_digit(16).unwrap()).unwrap()).collect();
    digits.chunks(2).map(|pair| pair[0] * 16 + pair[1]).collect()
}
