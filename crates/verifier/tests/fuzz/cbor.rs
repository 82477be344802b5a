//! Proof values of ecdsa-sd-2023, which are CBOR.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openbadges::proof;
use proptest::prelude::{any, prop_assert};

use crate::mutation::{cut, cuts};
use crate::seed::{derived, p256};
use crate::try_many;

/// Heads of CBOR: long arrays, maps, texts, numbers, tags, without an end.
const HEADS: &[&[u8]] = &[
    b"\x9b\x7f\xff\xff\xff\xff\xff\xff\xff",
    b"\xbb\x00\x00\x00\xff\xff\xff\xff\xff",
    b"\x9f",
    b"\xbf",
    b"\xff",
    b"\x5f",
    b"\x5b\x00\x00\x00\x7f\xff\xff\xff\xff",
    b"\x1b\xff\xff\xff\xff\xff\xff\xff\xff",
    b"\xd9\xd9\xf7",
    b"\xd8\x40",
    b"\x85",
    b"\xf6",
    b"\xfb",
    b"\x80",
    b"\xa0",
];

#[test]
fn proof_values() {
    let seed = derived();
    let value = seed["proof"]["proofValue"].as_str().unwrap();
    let bytes = URL_SAFE_NO_PAD.decode(value.strip_prefix('u').unwrap()).unwrap();
    let key = p256().public();
    try_many("CBOR proof values", &(cuts(HEADS), any::<bool>()), |(changes, as_text)| {
        let written = if as_text {
            String::from_utf8_lossy(&cut(value.as_bytes(), &changes)).into_owned()
        } else {
            format!("u{}", URL_SAFE_NO_PAD.encode(cut(&bytes, &changes)))
        };
        let mut document = seed.clone();
        document["proof"]["proofValue"] = written.clone().into();
        let holds = proof::verify(&document, &document["proof"], &key).is_ok();
        // Each signature of ECDSA has a twin; anything else that differs is another proof.
        prop_assert!(!holds || written.len() == value.len(), "{written}");
        let _revealed = proof::sd::derive(&document, &["/credentialSubject".to_owned()]);
        Ok(())
    });
}
