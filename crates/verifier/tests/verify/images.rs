//! Badges that came inside images.

use openbadges::bake::{Existing, png, svg};
use verifier::{Carrier, Evidence, Need, Outcome, Rejection, parse, verify};

use crate::approval::time;
use crate::badge::{NOW, evidence, issued};

/// One black pixel.
const PNG: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\x0aIDATx\xdac`\x00\x00\x00\x02\x00\x01\xe5'\xde\xfc\x00\x00\x00\x00IEND\xaeB`\x82";
const SVG: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg'/>";

fn baked(text: &str) -> [(Vec<u8>, Carrier); 2] {
    [
        (png::bake(PNG, text, Existing::Refuse).unwrap(), Carrier::Png),
        (svg::bake(SVG, text, Existing::Refuse).unwrap(), Carrier::Svg),
    ]
}

#[test]
fn a_badge_inside_an_image_is_verified_like_the_badge_alone() {
    let badge = issued();
    let alone = verify(&parse(badge.as_str().as_bytes()).unwrap(), &evidence(), time(NOW));
    for (image, carrier) in baked(badge.as_str()) {
        let unverified = parse(&image).unwrap();
        assert_eq!(unverified.carrier(), carrier);
        let report = verify(&unverified, &evidence(), time(NOW));
        assert_eq!(report.outcome, Outcome::Verified, "{:#?}", report.checks);
        assert_eq!((&report.checks, &report.facts), (&alone.checks, &alone.facts));
        assert_eq!(report.into_verified().unwrap().credential().as_str(), badge.as_str());
    }
}

#[test]
fn what_is_wrong_with_the_badge_is_found_inside_the_image_too() {
    let forged = issued().as_str().replacen("Ana Okafor", "Eva Okafor", 1);
    assert!(forged.contains("Eva"));
    for (image, _) in baked(&forged) {
        let report = verify(&parse(&image).unwrap(), &evidence(), time(NOW));
        assert_eq!(report.outcome, Outcome::NotVerified);
    }
}

#[test]
fn an_image_without_a_badge_says_so() {
    for (image, name) in [(PNG, "PNG image"), (SVG, "SVG image")] {
        let rejection = parse(image).unwrap_err();
        assert!(matches!(rejection, Rejection::NoCredential { .. }));
        let message = rejection.to_string();
        assert!(message.starts_with(&format!("there is no badge inside this {name}: ")), "{message}");
        assert_eq!(rejection.report().outcome, Outcome::NotVerified);
    }
}

#[test]
fn an_image_that_is_damaged_says_where() {
    let mut image = png::bake(PNG, issued().as_str(), Existing::Refuse).unwrap();
    image[200] ^= 1;
    let message = parse(&image).unwrap_err().to_string();
    assert!(message.contains("the chunk `iTXt` at byte 55 has a wrong checksum"), "{message}");
    let message = parse(b"<html><body></body></html>").unwrap_err().to_string();
    assert_eq!(message, "this is not an SVG image: its outermost element is `html`");
}

#[test]
fn an_image_of_open_badges_2_that_holds_an_address_leads_there() {
    let image = "<svg xmlns:o='http://openbadges.org'><o:assertion verify='https://b.example/1'/></svg>";
    let unverified = parse(image.as_bytes()).unwrap();
    let needs: Vec<_> = unverified.needs(&Evidence::new()).iter().filter_map(Need::url).collect();
    assert_eq!(needs, ["https://b.example/1"]);
    let report = verify(&unverified, &Evidence::new(), time(NOW));
    assert_eq!(report.outcome, Outcome::CouldNotBeChecked);
}

#[test]
fn an_image_inside_an_image_is_not_opened() {
    let inner = String::from_utf8(svg::bake(SVG, issued().as_str(), Existing::Refuse).unwrap()).unwrap();
    let escaped = inner.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let outer = format!(
        "<svg xmlns:o='https://purl.imsglobal.org/ob/v3p0'><o:credential verify=\"{escaped}\"/></svg>"
    );
    assert!(matches!(parse(outer.as_bytes()), Err(Rejection::Json(_))));
}
