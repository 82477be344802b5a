//! Status lists: compressed, so that a short text may stand for a long list.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openbadges::StatusList;
use proptest::prelude::{any, prop_assert, prop_assert_eq};

use crate::mutation::{cut, cuts};
use crate::try_many;

/// Heads of gzip, and blocks of deflate that repeat what came before.
const HEADS: &[&[u8]] = &[
    b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03",
    b"\x00",
    b"\xed\xc1\x01\x01\x00\x00",
    b"\xff\xff",
    b"\x01\x00\x00\xff\xff",
];

#[test]
fn status_lists() {
    let mut list = StatusList::new(StatusList::MINIMUM);
    for index in (0..StatusList::MINIMUM).step_by(997) {
        list.set(index, true).unwrap();
    }
    let text = list.encode();
    let bytes = URL_SAFE_NO_PAD.decode(text.strip_prefix('u').unwrap()).unwrap();
    let longest = StatusList::MINIMUM * 8;
    try_many("status lists", &(cuts(HEADS), any::<bool>()), |(changes, as_text)| {
        let written = if as_text {
            String::from_utf8_lossy(&cut(text.as_bytes(), &changes)).into_owned()
        } else {
            format!("u{}", URL_SAFE_NO_PAD.encode(cut(&bytes, &changes)))
        };
        if let Ok(read) = StatusList::decode(&written, longest) {
            prop_assert!(read.len() <= longest);
            prop_assert!(read.get(read.len()).is_err());
            let again = StatusList::decode(&read.encode(), longest).unwrap();
            prop_assert_eq!(again.len(), read.len());
        }
        Ok(())
    });
}
