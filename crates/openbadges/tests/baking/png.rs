//! PNG, §5.3.1.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use openbadges::bake::png::{MOST_CHUNKS, SIGNATURE, bake, unbake};
use openbadges::bake::{BakeError, Baked, Existing, Generation, MOST_IMAGE, MOST_TEXT};

use crate::{JSON, JWS};

pub(crate) fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [kind.as_slice(), data].concat();
    let length = u32::try_from(data.len()).unwrap();
    [length.to_be_bytes().as_slice(), &body, &crc32fast::hash(&body).to_be_bytes()].concat()
}

/// One black pixel, with the given chunks before the image data.
pub(crate) fn image(extra: &[Vec<u8>]) -> Vec<u8> {
    let header = chunk(*b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    let pixels = chunk(*b"IDAT", &deflated(&[0, 0]));
    [SIGNATURE.as_slice(), &header, &extra.concat(), &pixels, &chunk(*b"IEND", &[])].concat()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn international(keyword: &str, compressed: u8, text: &[u8]) -> Vec<u8> {
    chunk(*b"iTXt", &[keyword.as_bytes(), &[0, compressed, 0], b"en\0Title\0", text].concat())
}

fn latin(kind: [u8; 4], keyword: &str, text: &[u8]) -> Vec<u8> {
    let method: &[u8] = if kind == *b"zTXt" { &[0] } else { &[] };
    chunk(kind, &[keyword.as_bytes(), &[0], method, text].concat())
}

fn text(image: &[u8]) -> String {
    unbake(image).unwrap().unwrap().text
}

#[test]
fn the_chunk_has_the_bytes_of_the_standard_and_stands_before_the_end() {
    let plain = image(&[]);
    for credential in [JSON, JWS] {
        let baked = bake(&plain, credential, Existing::Refuse).unwrap();
        let data = [b"openbadgecredential\0\0\0\0\0", credential.as_bytes()].concat();
        let (before, end) = plain.split_at(plain.len() - 12);
        assert_eq!(baked, [before, &chunk(*b"iTXt", &data), end].concat());
        let found = unbake(&baked).unwrap().unwrap();
        let expected = Baked { generation: Generation::OpenBadges3, text: credential.to_owned(), others: 0 };
        assert_eq!(found, expected);
    }
    assert_eq!(unbake(&plain).unwrap(), None);
}

#[test]
fn a_baked_image_is_refused_or_gets_the_new_credential() {
    let once = bake(&image(&[]), JWS, Existing::Refuse).unwrap();
    assert_eq!(bake(&once, JSON, Existing::Refuse), Err(BakeError::AlreadyBaked));
    assert_eq!(
        bake(&once, JSON, Existing::Replace).unwrap(),
        bake(&image(&[]), JSON, Existing::Refuse).unwrap()
    );
    // However the old one was written.
    let old = image(&[latin(*b"tEXt", "openbadgecredential", JWS.as_bytes())]);
    assert_eq!(bake(&old, JSON, Existing::Refuse), Err(BakeError::AlreadyBaked));
    assert_eq!(text(&bake(&old, JSON, Existing::Replace).unwrap()), JSON);
}

#[test]
fn a_credential_of_open_badges_2_stays_and_is_read_where_there_is_none_of_3() {
    let address = "https://badges.example/assertions/1";
    for old in [
        international("openbadges", 0, address.as_bytes()),
        latin(*b"tEXt", "openbadges", address.as_bytes()),
    ] {
        let image = image(std::slice::from_ref(&old));
        let found = unbake(&image).unwrap().unwrap();
        assert_eq!((found.generation, found.text.as_str()), (Generation::OpenBadges2, address));
        let both = bake(&image, JWS, Existing::Refuse).unwrap();
        let found = unbake(&both).unwrap().unwrap();
        assert_eq!((found.generation, found.text.as_str()), (Generation::OpenBadges3, JWS));
        assert!(both.windows(old.len()).any(|window| window == old));
    }
}

#[test]
fn what_others_wrote_is_read_leniently() {
    let keyword = "openbadgecredential";
    let latin_1: Vec<u8> =
        JSON.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect();
    let padded = format!("\n {JSON}\r\n");
    for written in [
        international(keyword, 0, padded.as_bytes()),
        international(keyword, 1, &deflated(JSON.as_bytes())),
        latin(*b"tEXt", keyword, JSON.as_bytes()),
        latin(*b"tEXt", keyword, &latin_1),
        latin(*b"zTXt", keyword, &deflated(JSON.as_bytes())),
    ] {
        assert_eq!(text(&image(&[written])), JSON);
    }
    // After the end of the image there may be anything; it stays.
    let trailing = [image(&[]), b"trailing".to_vec()].concat();
    assert!(bake(&trailing, JSON, Existing::Refuse).unwrap().ends_with(b"trailing"));
}

#[test]
fn of_several_the_first_international_text_counts() {
    let keyword = "openbadgecredential";
    let several = image(&[
        latin(*b"tEXt", keyword, b"{\"n\":1}"),
        international("Comment", 0, b"{\"n\":2}"),
        international(keyword, 0, b"{\"n\":3}"),
        international(keyword, 0, b"{\"n\":4}"),
    ]);
    let found = unbake(&several).unwrap().unwrap();
    assert_eq!((found.text.as_str(), found.others), ("{\"n\":3}", 2));
}

#[test]
fn a_bomb_is_inflated_no_further_than_the_limit() {
    for length in [MOST_TEXT + 1, 8 << 20] {
        let bomb = deflated(&vec![b' '; length]);
        for chunk in
            [international("openbadgecredential", 1, &bomb), latin(*b"zTXt", "openbadgecredential", &bomb)]
        {
            assert_eq!(unbake(&image(&[chunk])), Err(BakeError::TextTooLong { limit: MOST_TEXT }));
        }
    }
}

#[test]
fn every_damage_is_named() {
    let good = image(&[]);
    let message = |bytes: &[u8]| bake(bytes, JSON, Existing::Refuse).unwrap_err().to_string();
    assert_eq!(message(b"GIF89a"), "this is not a PNG image");
    assert_eq!(message(&good[..40]), "the PNG image is cut off (byte 33)");
    assert_eq!(message(&good[..good.len() - 12]), "the PNG image is cut off (byte 55)");
    assert_eq!(message(&SIGNATURE), "the PNG image is cut off (byte 8)");
    let mut wrong = good.clone();
    wrong[19] ^= 1;
    assert_eq!(
        message(&wrong),
        "the PNG image is damaged: the chunk `IHDR` at byte 8 has a wrong checksum (CRC)"
    );
    assert_eq!(unbake(&wrong).unwrap_err().to_string(), message(&wrong));
    let headless = [SIGNATURE.as_slice(), &chunk(*b"IEND", &[])].concat();
    assert_eq!(
        message(&headless),
        "the PNG image is damaged at byte 8: an image begins with its one header (IHDR)"
    );
    let mut odd = good.clone();
    odd[37..41].copy_from_slice(b"I\0AT");
    assert_eq!(message(&odd), "the PNG image is damaged at byte 33: this is not the type of a chunk");
    assert_eq!(
        message(&vec![0; MOST_IMAGE + 1]),
        "the image has 16777217 bytes, but at most 16777216 are read"
    );
    let many = image(&vec![chunk(*b"teXt", &[]); MOST_CHUNKS]);
    assert_eq!(message(&many), "the PNG image has more than 65536 chunks");
    // A length that reaches far beyond the end.
    let mut long = good;
    long[33..37].copy_from_slice(&[0xff; 4]);
    assert_eq!(message(&long), "the PNG image is cut off (byte 33)");
}

#[test]
fn a_damaged_remark_hinders_baking_but_not_reading() {
    let mut remark = chunk(*b"tEXt", b"Comment\0hello");
    remark[12] ^= 1;
    let image = image(&[remark, international("openbadgecredential", 0, JSON.as_bytes())]);
    assert_eq!(text(&image), JSON);
    assert!(matches!(bake(&image, JSON, Existing::Replace), Err(BakeError::Checksum { .. })));
}

#[test]
fn a_damaged_credential_is_an_error_not_an_absence() {
    let keyword = "openbadgecredential";
    let mut flipped = international(keyword, 0, JSON.as_bytes());
    flipped[40] ^= 1;
    let problem = |chunk: Vec<u8>| unbake(&image(&[chunk])).unwrap_err().to_string();
    assert!(problem(flipped).contains("`iTXt` at byte 33 has a wrong checksum"));
    let prefix = "the credential inside the image cannot be read: ";
    for (damaged, reason) in [
        (international(keyword, 0, b" "), "it is empty"),
        (international(keyword, 0, b"{\xff}"), "it is not UTF-8 text"),
        (international(keyword, 1, b"not deflated"), "its compressed text is damaged"),
        (international(keyword, 7, b"{}"), "it is compressed in an unknown way"),
        (chunk(*b"iTXt", b"openbadgecredential\0\0"), "its chunk is cut off"),
        (chunk(*b"iTXt", b"openbadgecredential\0\0\0en"), "its chunk is cut off"),
    ] {
        assert_eq!(problem(damaged), format!("{prefix}{reason}"));
    }
}

#[test]
fn only_a_credential_is_baked() {
    for text in ["", "hello", "{\"a\":1", "a.b", "https://badges.example/1", "{\"a\":1}\0"] {
        let refused = bake(&image(&[]), text, Existing::Refuse);
        assert!(matches!(refused, Err(BakeError::NotACredential { .. })), "{text:?}: {refused:?}");
    }
}
