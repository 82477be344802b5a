//! Pictures made to cost much, or to carry something unseen: refused with the reason, or harmless when they are taken.
//! What they cost in time and memory is measured by `examples/measure.rs`.

#![allow(clippy::allow_attributes, clippy::unwrap_used, reason = "a panic is a failed test")]

#[path = "../../../tests/src/hostile_pictures.rs"]
#[allow(dead_code, unreachable_pub, clippy::pedantic, clippy::as_conversions, clippy::indexing_slicing)]
mod hostile_pictures;

use artwork::upload::check;
use hostile_pictures::{HostilePicture, SECRET, drawings, families, framed, hidden, pixels};

fn answered(pictures: Vec<HostilePicture>) {
    let mut wrong = Vec::new();
    for HostilePicture { name, bytes, refusal } in pictures {
        let answer = check(&bytes).map(|_| ()).map_err(|error| error.to_string());
        let expected = match (&answer, refusal) {
            (Ok(()), None) => true,
            (Err(error), Some(why)) => error.contains(why),
            _ => false,
        };
        if !expected {
            wrong.push(format!("{name}: {answer:?}, and not {refusal:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn drawings_that_cost_much_are_refused_with_the_reason() {
    answered(drawings());
}

#[test]
fn pixels_that_cost_much_are_refused_or_left_away() {
    answered(pixels());
}

/// Whatever costs, there is a number of it that is too much.
#[test]
fn nothing_can_be_had_without_end() {
    for family in families() {
        let mut number = 64;
        while check(&framed(&(family.content)(number))).is_ok() {
            number *= 8;
            assert!(number < 1 << 24, "{}", family.name);
        }
    }
}

#[test]
fn nothing_unseen_stays_in_a_png() {
    for HostilePicture { name, bytes, .. } in hidden() {
        assert!(contains(&bytes, SECRET.as_bytes()), "{name} carries the word");
        let written = check(&bytes).unwrap().bytes;
        assert!(!contains(&written, SECRET.as_bytes()), "{name} is still there");
        assert_eq!(chunks(&written), ["IHDR", "IDAT", "IEND"], "{name}");
    }
}

/// The kinds of chunks, which must end where the file ends.
fn chunks(png: &[u8]) -> Vec<String> {
    let mut rest = png.strip_prefix(b"\x89PNG\r\n\x1a\n").unwrap();
    let mut kinds: Vec<String> = Vec::new();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let (kind, after) = after.split_at(4);
        kinds.push(String::from_utf8(kind.to_vec()).unwrap());
        rest = after.split_at(usize::try_from(u32::from_be_bytes(*length)).unwrap() + 4).1;
    }
    kinds.dedup();
    kinds
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}
