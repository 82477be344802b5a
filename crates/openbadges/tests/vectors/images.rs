//! The baked images of the public validator.

use openbadges::CompactJws;
use openbadges::bake::{Existing, Generation, png, svg};
use serde_json::Value;

use crate::shared;

#[test]
fn the_png_of_the_validator_holds_its_jwt() {
    let Some(data) = shared("the_png_of_the_validator_holds_its_jwt") else { return };
    let image = std::fs::read(data.join("ob30-validator/simple-jwt.png")).unwrap();
    let found = png::unbake(&image).unwrap().unwrap();
    assert_eq!((found.generation, found.others, found.text.len()), (Generation::OpenBadges3, 0, 2263));
    assert!(CompactJws::new(found.text.clone()).is_ok());
    // It was baked as we bake: taken out and put in again, not a byte has changed.
    assert_eq!(png::bake(&image, &found.text, Existing::Replace).unwrap(), image);
}

#[test]
fn the_svg_of_the_validator_holds_its_json() {
    let Some(data) = shared("the_svg_of_the_validator_holds_its_json") else { return };
    let image = std::fs::read(data.join("ob30-validator/simple-json.svg")).unwrap();
    let found = svg::unbake(&image).unwrap().unwrap();
    assert_eq!((found.generation, found.others), (Generation::OpenBadges3, 0));
    let document: Value = serde_json::from_str(&found.text).unwrap();
    assert_eq!(document["id"], "http://example.com/credentials/3527");
    let again = svg::bake(&image, &found.text, Existing::Replace).unwrap();
    assert_eq!(svg::unbake(&again).unwrap().unwrap().text, found.text);
}
