//! JWTs and SD-JWTs.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::{Strategy, any, prop_assert_eq, prop_oneof};
use serde_json::Value;
use verifier::Outcome;

use crate::mutation::{Cut, Graft, cut, cuts, graft, grafts};
use crate::seed::{sd_jwt, token, verified};
use crate::try_many;

const WORDS: &[&[u8]] =
    &[b".", b"~", b"=", b"eyJhbGciOiJub25lIn0", b"e30", b"-", b"_", b"+", b"data:", b"\n"];

#[derive(Debug, Clone)]
enum Change {
    Bytes(Vec<Cut>),
    Header(Vec<Graft>),
    Payload(Vec<Graft>),
}

fn changes() -> impl Strategy<Value = Change> {
    prop_oneof![
        cuts(WORDS).prop_map(Change::Bytes),
        grafts().prop_map(Change::Header),
        grafts().prop_map(Change::Payload),
    ]
}

fn changed(seed: &str, change: &Change) -> Vec<u8> {
    let part = |number: usize, grafts: &[Graft]| {
        let mut parts: Vec<String> = seed.split('.').map(String::from).collect();
        let read: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(&parts[number]).unwrap()).unwrap();
        parts[number] = URL_SAFE_NO_PAD.encode(graft(&read, grafts).to_string());
        parts.join(".").into_bytes()
    };
    match change {
        Change::Bytes(cuts) => cut(seed.as_bytes(), cuts),
        Change::Header(grafts) => part(0, grafts),
        Change::Payload(grafts) => part(1, grafts),
    }
}

/// Header and payload; the signature of ECDSA has a twin that holds as well.
fn signed_part(token: &[u8]) -> String {
    let text = String::from_utf8(token.trim_ascii().to_vec()).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).trim();
    text.rsplit_once('.').unwrap().0.to_owned()
}

#[test]
fn tokens() {
    let seeds = [token(), sd_jwt()];
    try_many("tokens", &(changes(), any::<bool>()), |(change, disclosing)| {
        let seed = seeds[usize::from(disclosing)];
        let text = changed(seed, &change);
        if verified(&text).outcome == Outcome::Verified {
            let issuers = |text: &[u8]| {
                let text = text.split(|byte| *byte == b'~').next().unwrap_or_default();
                signed_part(text)
            };
            prop_assert_eq!(issuers(&text), issuers(seed.as_bytes()));
        }
        Ok(())
    });
}
