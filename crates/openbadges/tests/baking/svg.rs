//! SVG, §5.3.2.

use openbadges::bake::svg::{bake, unbake};
use openbadges::bake::{BakeError, Existing, Generation};

use crate::{JSON, JWS};

const OPEN: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox='0 0 1 1'";
const DECLARED: &str = " xmlns:openbadges=\"https://purl.imsglobal.org/ob/v3p0\"";
const BODY: &str = "\n<!-- é --><g\tid = 'a'/>&#x41;<![CDATA[<]]></svg>\n";

fn baked(image: &str, credential: &str, existing: Existing) -> String {
    String::from_utf8(bake(image.as_bytes(), credential, existing).unwrap()).unwrap()
}

fn text(image: &str) -> String {
    unbake(image.as_bytes()).unwrap().unwrap().text
}

fn element(json: &str) -> String {
    format!("<openbadges:credential><![CDATA[{json}]]></openbadges:credential>")
}

#[test]
fn json_stands_in_cdata_and_a_jwt_in_an_attribute_after_the_opening_tag() {
    let plain = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE svg>{OPEN}>{BODY}");
    let escaped = JSON.replace("]]>", "]]\\u003e");
    let head = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE svg>{OPEN}{DECLARED}>");
    let with_json = baked(&plain, JSON, Existing::Refuse);
    assert_eq!(with_json, format!("{head}{}{BODY}", element(&escaped)));
    assert_eq!(text(&with_json), escaped);
    let same: serde_json::Value = serde_json::from_str(JSON).unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&escaped).unwrap(), same);

    let with_jwt = baked(&plain, JWS, Existing::Refuse);
    let jwt = format!("<openbadges:credential verify=\"{JWS}\"></openbadges:credential>");
    assert_eq!(with_jwt, format!("{head}{jwt}{BODY}"));
    assert_eq!(text(&with_jwt), JWS);
    assert_eq!(unbake(plain.as_bytes()).unwrap(), None);
}

#[test]
fn what_xml_forbids_is_escaped_as_json_allows() {
    let json = "{\"a\":\"\u{fffe}\u{ffff}]]>]]>\"}";
    let baked = baked(&format!("{OPEN}>{BODY}"), json, Existing::Refuse);
    assert_eq!(text(&baked), "{\"a\":\"\\ufffe\\uffff]]\\u003e]]\\u003e\"}");
}

#[test]
fn a_root_that_is_closed_at_once_is_opened() {
    for (image, expected) in [
        (format!("{OPEN} />\n"), format!("{OPEN} {DECLARED}>{}</svg>\n", element("{}"))),
        (
            "<s:svg xmlns:s='http://www.w3.org/2000/svg'/>".to_owned(),
            format!("<s:svg xmlns:s='http://www.w3.org/2000/svg'{DECLARED}>{}</s:svg>", element("{}")),
        ),
    ] {
        assert_eq!(baked(&image, "{}", Existing::Refuse), expected);
        assert_eq!(text(&expected), "{}");
    }
}

#[test]
fn a_byte_order_mark_stays_where_it_is() {
    let image = format!("\u{feff}{OPEN}>{BODY}");
    let baked = baked(&image, "{}", Existing::Refuse);
    assert_eq!(baked, format!("\u{feff}{OPEN}{DECLARED}>{}{BODY}", element("{}")));
    assert_eq!(text(&baked), "{}");
}

#[test]
fn a_baked_image_is_refused_or_gets_the_new_credential() {
    let plain = format!("{OPEN}>{BODY}");
    let once = baked(&plain, JWS, Existing::Refuse);
    assert_eq!(bake(once.as_bytes(), JSON, Existing::Refuse), Err(BakeError::AlreadyBaked));
    assert_eq!(baked(&once, JSON, Existing::Replace), baked(&plain, JSON, Existing::Refuse));
    // Also where somebody put it elsewhere, under another prefix, and more than once.
    let elsewhere = format!(
        "{OPEN}><g>a<o:credential xmlns:o='https://purl.imsglobal.org/ob/v3p0'>{{}}<x/></o:credential>b</g>\
         <o:credential xmlns:o='https://purl.imsglobal.org/ob/v3p0'/></svg>"
    );
    assert_eq!(
        baked(&elsewhere, "{}", Existing::Replace),
        format!("{OPEN}{DECLARED}>{}<g>ab</g></svg>", element("{}"))
    );
}

#[test]
fn the_namespace_counts_and_not_the_prefix() {
    let foreign = format!(
        "{OPEN} xmlns:openbadges='http://other.example'><openbadges:credential>{{}}</openbadges:credential></svg>"
    );
    assert_eq!(unbake(foreign.as_bytes()).unwrap(), None);
    // The prefix is taken, so the element declares its own.
    let baked = baked(&foreign, "{}", Existing::Refuse);
    let own = format!("<openbadges:credential{DECLARED}><![CDATA[{{}}]]></openbadges:credential>");
    assert!(baked.contains(&own) && baked.matches("http://other.example").count() == 1);
    assert_eq!(text(&baked), "{}");
    // By the default namespace of the element.
    let default =
        format!("{OPEN}><credential xmlns='https://purl.imsglobal.org/ob/v3p0'> {{}} </credential></svg>");
    assert_eq!(text(&default), "{}");
}

#[test]
fn open_badges_2_is_read_in_each_of_its_forms_and_stays() {
    let image = |inner: &str| format!("{OPEN} xmlns:openbadges='http://openbadges.org'>{inner}</svg>");
    for (inner, expected) in [
        ("<openbadges:assertion verify='https://b.example/1?a&amp;b'/>", "https://b.example/1?a&b"),
        (
            "<openbadges:assertion verify='https://b.example/1'><![CDATA[{\"id\":1}]]></openbadges:assertion>",
            "{\"id\":1}",
        ),
        ("<openbadges:assertion verify='a.b.c'></openbadges:assertion>", "a.b.c"),
    ] {
        let found = unbake(image(inner).as_bytes()).unwrap().unwrap();
        assert_eq!((found.generation, found.text.as_str()), (Generation::OpenBadges2, expected));
        let both = baked(&image(inner), "{}", Existing::Refuse);
        assert!(both.contains(inner));
        assert_eq!(text(&both), "{}");
    }
}

#[test]
fn json_that_was_escaped_in_place_of_cdata_is_read() {
    let image = format!(
        "{OPEN}{DECLARED}><openbadges:credential>{{\"a\":&quot;&#233;&lt;&quot;}}</openbadges:credential></svg>"
    );
    assert_eq!(text(&image), "{\"a\":\"é<\"}");
}

#[test]
fn no_entity_of_a_document_type_is_expanded() {
    let laughs = "<!DOCTYPE svg [<!ENTITY a '{\"a\":1}'><!ENTITY b '&a;&a;&a;'><!ENTITY c SYSTEM 'file:///etc/passwd'>]>";
    for entity in ["a", "b", "c"] {
        let image = format!(
            "{laughs}{OPEN}{DECLARED}>&{entity};<openbadges:credential>&{entity};</openbadges:credential></svg>"
        );
        let error = unbake(image.as_bytes()).unwrap_err().to_string();
        assert_eq!(
            error,
            format!(
                "the credential inside the image cannot be read: the entity `&{entity};` is not expanded"
            )
        );
    }
    // Outside of the credential it does no harm.
    let image =
        format!("{laughs}{OPEN}{DECLARED}>&a;<openbadges:credential>{{}}</openbadges:credential></svg>");
    assert_eq!(text(&image), "{}");
}

#[test]
fn the_first_counts_and_others_are_counted() {
    let image = format!("{OPEN}{DECLARED}><g>{}</g>{}</svg>", element("{\"n\":1}"), element("{\"n\":2}"));
    let found = unbake(image.as_bytes()).unwrap().unwrap();
    assert_eq!((found.text.as_str(), found.others), ("{\"n\":1}", 1));
}

#[test]
fn every_damage_is_named() {
    let message = |image: &[u8]| bake(image, "{}", Existing::Refuse).unwrap_err().to_string();
    assert_eq!(message(b"<html></html>"), "this is not an SVG image: its outermost element is `html`");
    assert_eq!(message(b"<svg>\xff</svg>"), "the SVG image is not UTF-8 text: byte 5 is wrong");
    assert_eq!(
        message(b"<?xml version='1.0' encoding='ISO-8859-1'?><svg/>"),
        "the SVG image is not UTF-8 text: it says that it is ISO-8859-1"
    );
    for (image, problem) in [
        ("<svg>", "not every element is closed"),
        ("<svg></g></svg>", "g"),
        ("", "there is no element"),
        ("<svg a='1' a='2'/>", "`a` is there twice"),
        ("<svg/><svg/>", "comes after the end"),
        ("<svg/>text", "text outside"),
        ("<svg a=1/>", ""),
        ("<svg><![CDATA[</svg>", ""),
    ] {
        let message = message(image.as_bytes());
        assert!(message.starts_with("the SVG image is not well-formed XML at byte "), "{image}: {message}");
        assert!(message.contains(problem), "{image}: {message}");
    }
    let deep = format!("<svg>{}{}</svg>", "<g>".repeat(1024), "</g>".repeat(1024));
    assert!(message(deep.as_bytes()).contains("more than 1024 levels"));
    let empty = format!("{OPEN}{DECLARED}>{}</svg>", element(" "));
    assert_eq!(
        unbake(empty.as_bytes()).unwrap_err().to_string(),
        "the credential inside the image cannot be read: it is empty"
    );
}
