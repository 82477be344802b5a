use serde_json::{Value, json};

use crate::{CanonicalError, canonical_form, check_safe_mode};

const V2: &str = "https://www.w3.org/ns/credentials/v2";
const OB: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

fn badge() -> Value {
    json!({
        "@context": [V2, OB],
        "id": "urn:uuid:0198f1a2-0000-7000-8000-000000000001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": { "id": "did:web:oak.example", "type": ["Profile"], "name": "Oak" },
        "validFrom": "2026-11-24T06:31:07Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://oak.example/a/1", "type": ["Achievement"], "name": "A", "description": "B",
                "criteria": { "narrative": "C" },
            },
        },
    })
}

fn error(change: impl FnOnce(&mut Value)) -> CanonicalError {
    let mut document = badge();
    change(&mut document);
    check_safe_mode(&document).unwrap_err()
}

#[test]
fn a_badge_passes_safe_mode_and_has_the_known_quirks_of_the_context() {
    assert_eq!(check_safe_mode(&badge()), Ok(()));
    let mut document = badge();
    document["awardedDate"] = "2026-11-24T06:31:07Z".into();
    document["credentialSubject"]["creditsEarned"] = json!(3.0);
    let form = canonical_form(&document).unwrap();
    // The context types it with a prefix that it does not define, and others with https.
    assert!(form.contains(r#""2026-11-24T06:31:07Z"^^<xsd:dateTime>"#));
    assert!(form.contains(r#""3"^^<https://www.w3.org/2001/XMLSchema#float>"#));
}

#[test]
fn an_undefined_member_is_named_where_it_stands() {
    let undefined = |pointer: &str| CanonicalError::UndefinedMember { pointer: pointer.into() };
    assert_eq!(error(|d| d["color"] = "red".into()), undefined("/color"));
    let deep = error(|d| d["credentialSubject"]["achievement"]["a/b"] = 1.into());
    assert_eq!(deep, undefined("/credentialSubject/achievement/a~1b"));
    // `criteria` is defined for achievements, not for the issuer's profile.
    let scoped = error(|d| d["issuer"]["criteria"] = "x".into());
    assert_eq!(scoped, undefined("/issuer/criteria"));
    // Without its type a profile has no address.
    let untyped = error(|d| {
        d["issuer"] = json!({ "id": "did:web:oak.example", "phone": "1" });
    });
    assert_eq!(untyped, undefined("/issuer/phone"));
    assert_eq!(error(|d| d["@vocabulary"] = "x".into()), undefined("/@vocabulary"));
}

#[test]
fn an_undefined_type_is_named_where_it_stands() {
    let undefined = error(|d| d["issuer"]["type"] = json!(["Profile", "School"]));
    assert_eq!(
        undefined,
        CanonicalError::UndefinedType { value: "School".into(), pointer: "/issuer/type/1".into() }
    );
    let schema = json!({ "id": "https://x.example/s", "type": "1EdTechJsonSchemaValidator2019" });
    let undefined = error(|d| d["credentialSchema"] = json!([schema]));
    assert!(
        matches!(undefined, CanonicalError::UndefinedType { pointer, .. } if pointer == "/credentialSchema/0/type")
    );
    let reserved = error(|d| d["type"] = json!(["VerifiableCredential", "@unknown"]));
    assert!(matches!(reserved, CanonicalError::UndefinedType { pointer, .. } if pointer == "/type"));
}

#[test]
fn a_relative_reference_is_named_where_it_stands() {
    let relative = error(|d| d["id"] = "credentials/1".into());
    assert_eq!(
        relative,
        CanonicalError::RelativeReference { value: "credentials/1".into(), pointer: "/id".into() }
    );
    let relative = error(|d| d["credentialSubject"]["id"] = "no iri".into());
    assert!(
        matches!(relative, CanonicalError::RelativeReference { pointer, .. } if pointer == "/credentialSubject/id")
    );
    let broken = error(|d| d["credentialSubject"]["id"] = "https://x.example/<b>".into());
    assert!(matches!(broken, CanonicalError::RelativeReference { .. }));
}

#[test]
fn what_would_not_be_signed_is_refused() {
    let tag = error(|d| d["name"] = json!({ "@value": "x", "@language": "not a tag" }));
    let pointer = "/name/@language".to_owned();
    assert_eq!(tag, CanonicalError::LanguageTag { value: "not a tag".into(), pointer });
    let nothing = json!({ "@context": [V2], "id": "urn:uuid:1" });
    assert!(matches!(check_safe_mode(&nothing), Err(CanonicalError::NotJsonLd { .. })));
    let mut bare = badge();
    bare["proof"] = "urn:uuid:1".into();
    assert_eq!(check_safe_mode(&bare), Err(CanonicalError::OnlyAnId { value: "urn:uuid:1".into() }));
    assert_eq!(check_safe_mode(&json!("x")), Err(CanonicalError::NotAnObject));
}

#[test]
fn a_base_direction_is_signed_as_part_of_the_datatype() {
    let form = |name: Value| {
        let mut document = badge();
        document["name"] = name;
        canonical_form(&document).unwrap()
    };
    let both = form(json!({ "@value": "x", "@language": "ar-EG", "@direction": "rtl" }));
    assert!(both.contains(r#""x"^^<https://www.w3.org/ns/i18n#ar-eg_rtl>"#), "{both}");
    let alone = form(json!({ "@value": "x", "@direction": "ltr" }));
    assert!(alone.contains(r#""x"^^<https://www.w3.org/ns/i18n#_ltr>"#), "{alone}");
}

#[test]
fn contexts_are_never_fetched() {
    let unknown = |pointer: &str| CanonicalError::UnknownContext {
        url: "https://x.example/c".into(),
        pointer: pointer.into(),
    };
    assert_eq!(error(|d| d["@context"] = json!([V2, "https://x.example/c"])), unknown("/@context/1"));
    assert_eq!(
        error(|d| d["issuer"]["@context"] = "https://x.example/c".into()),
        unknown("/issuer/@context")
    );
    let import = json!([V2, { "@version": 1.1, "@import": "https://x.example/c" }]);
    assert_eq!(error(|d| d["@context"] = import), unknown("/@context/1"));
    let scoped = json!([V2, { "T": { "@id": "urn:T", "@context": "https://x.example/c" } }]);
    assert!(matches!(
        error(|d| d["@context"] = scoped),
        CanonicalError::UnknownContext { .. } | CanonicalError::UnusableContext { .. }
    ));
}

#[test]
fn an_inline_context_works_but_may_not_bend_protected_terms() {
    let mut extended = badge();
    extended["@context"] = json!([V2, OB, { "color": "https://x.example/color" }]);
    extended["color"] = "red".into();
    assert!(canonical_form(&extended).unwrap().contains("<https://x.example/color> \"red\""));
    let bent = error(|d| d["@context"] = json!([V2, OB, { "name": "https://x.example/name" }]));
    assert!(matches!(bent, CanonicalError::UnusableContext { .. }));
    let erased = error(|d| d["@context"] = json!([V2, OB, null]));
    assert!(matches!(erased, CanonicalError::UnusableContext { .. }));
}

#[test]
fn the_order_of_members_and_items_does_not_matter() {
    let text = badge().to_string();
    let mut members: Vec<_> = badge().as_object().unwrap().clone().into_iter().collect();
    members.reverse();
    let reversed: Value = members.into_iter().collect::<serde_json::Map<_, _>>().into();
    assert_ne!(reversed.to_string(), text);
    assert_eq!(canonical_form(&reversed).unwrap(), canonical_form(&badge()).unwrap());
}

#[test]
fn documents_beyond_the_bounds_are_refused() {
    let much = |error: CanonicalError| matches!(error, CanonicalError::TooMuch { .. });
    assert!(much(error(|d| d["name"] = json!(vec!["x"; 20_001]))));
    assert!(much(error(|d| d["issuer"]["type"] = json!(vec!["Profile"; 5_001]))));
    let deep = (0..70).fold(json!("x"), |inner, _level| json!({ "urn:x:p": inner }));
    assert!(much(error(|d| d["urn:x:p"] = deep)));
    let terms: serde_json::Map<_, _> =
        (0..600).map(|n| (format!("t{n}"), json!(format!("urn:t{n}")))).collect();
    assert!(much(error(|d| d["@context"] = json!([V2, OB, terms]))));
    let nested: Vec<_> =
        (0..201).map(|n| json!({ "@context": V2, "id": format!("urn:{n}"), "urn:x:p": 1 })).collect();
    assert!(much(error(|d| d["urn:x:p"] = json!(nested))));
}

#[test]
fn the_deepest_allowed_document_fits_a_thread_of_two_mebibytes() {
    let deep = (0..62).fold(json!("x"), |inner, _level| json!({ "type": "Achievement", "urn:x:p": inner }));
    let mut document = badge();
    document["urn:x:p"] = deep;
    let thread = std::thread::Builder::new().stack_size(2 << 20);
    let answer = thread.spawn(move || canonical_form(&document).map(|form| form.lines().count())).unwrap();
    assert!(answer.join().unwrap().is_ok());
}

#[test]
fn a_poisoned_document_is_too_intricate() {
    let node = |n: usize| json!({ "@id": format!("_:b{n}"), "urn:p": (0..12).filter(|m| *m != n).map(|m| json!({ "@id": format!("_:b{m}") })).collect::<Vec<_>>() });
    let document = json!({ "@context": [V2], "@graph": (0..12).map(node).collect::<Vec<_>>() });
    assert_eq!(canonical_form(&document), Err(CanonicalError::TooIntricate));
}

#[test]
fn what_processors_write_a_different_number_of_times_is_refused() {
    let twice = json!({ "id": "urn:r", "type": ["ResultDescription"], "name": "R", "allowedValue": [] });
    let doubled =
        error(|d| d["credentialSubject"]["achievement"]["resultDescription"] = json!([twice, twice]));
    assert!(matches!(doubled, CanonicalError::NotJsonLd { .. }));
}

#[test]
fn language_tags_are_written_in_lower_case() {
    let mut document = badge();
    document["name"] = json!({ "@value": "Zähler", "@language": "de-CH" });
    assert!(canonical_form(&document).unwrap().contains("\"Zähler\"@de-ch"));
}

#[test]
fn lists_numbers_and_json_literals_are_written_as_json_ld_says() {
    let document = json!({
        "@context": [V2, {
            "list": { "@id": "urn:list", "@container": "@list" }, "json": { "@id": "urn:json", "@type": "@json" },
        }],
        "@id": "urn:s", "list": ["a", 2, 2.5, true], "json": { "b": [1, 2.50, "\u{e9}"], "a": null },
    });
    let form = canonical_form(&document).unwrap();
    assert_eq!(form.matches("rdf-syntax-ns#first>").count(), 4);
    assert_eq!(form.matches("rdf-syntax-ns#nil>").count(), 1);
    for literal in [
        r#""a" ."#,
        r#""2"^^<http://www.w3.org/2001/XMLSchema#integer>"#,
        r#""2.5E0"^^<http://www.w3.org/2001/XMLSchema#double>"#,
        r#""true"^^<http://www.w3.org/2001/XMLSchema#boolean>"#,
        r#""{\"a\":null,\"b\":[1,2.5,\"é\"]}"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>"#,
    ] {
        assert!(form.contains(literal), "{literal} in {form}");
    }
}

#[test]
fn the_first_badges_call_their_context_otherwise() {
    let form = |context: &str| {
        let document = json!({
            "@context": ["https://www.w3.org/2018/credentials/v1", context],
            "id": "urn:uuid:1", "type": ["VerifiableCredential", "OpenBadgeCredential"], "name": "Oak",
            "issuer": { "id": "did:web:x", "type": ["Profile"], "name": "Oak" },
            "credentialSubject": { "id": "urn:uuid:2", "type": ["AchievementSubject"] },
        });
        canonical_form(&document).unwrap()
    };
    let published = form("https://purl.imsglobal.org/spec/ob/v3p0/context.json");
    assert_eq!(form("https://purl.imsglobal.org/spec/ob/v3p0/context/ob_v3p0.jsonld"), published);
}

#[test]
fn contexts_of_older_badges_define_what_they_are_named_for() {
    let status = json!({
        "@context": ["https://www.w3.org/2018/credentials/v1", "https://w3id.org/vc/status-list/2021/v1"],
        "id": "urn:uuid:1", "type": ["VerifiableCredential"], "issuer": "did:web:x",
        "credentialSubject": { "id": "urn:uuid:2" },
        "credentialStatus": {
            "id": "https://x.example/1#2", "type": "StatusList2021Entry", "statusPurpose": "revocation",
            "statusListIndex": "2", "statusListCredential": "https://x.example/1",
        },
    });
    assert!(
        canonical_form(&status).unwrap().contains("<https://w3id.org/vc/status-list#statusListIndex> \"2\"")
    );
    let record = json!({
        "@context": [
            "https://www.w3.org/2018/credentials/v1", "https://purl.imsglobal.org/spec/clr/v2p0/context.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/context.json", "https://w3id.org/security/suites/jws-2020/v1",
        ],
        "id": "urn:uuid:1", "type": ["VerifiableCredential", "ClrCredential"], "name": "Record",
        "issuer": { "id": "did:web:x", "type": ["Profile"], "name": "Oak" },
        "credentialSubject": { "id": "urn:uuid:2", "type": ["ClrSubject"] },
    });
    assert!(canonical_form(&record).unwrap().contains("vocab.html#ClrCredential>"));
}

/// `toRdf` te122 of the W3C: the `json-ld` crate drops the third value; we refuse the document.
#[test]
fn identifiers_that_look_like_keywords_are_not_dropped() {
    let document = json!({
        "@context": { "@base": "http://example.org/" },
        "http://example.org/vocab/at": { "@id": "@" },
        "http://example.org/vocab/foo.bar": { "@id": "@foo.bar" },
        "http://example.org/vocab/ignoreme": { "@id": "@ignoreMe" },
    });
    let refused = canonical_form(&document).unwrap_err();
    assert!(
        matches!(&refused, CanonicalError::RelativeReference { value, .. } if value == "@ignoreMe"),
        "{refused}"
    );
}

/// `toRdf` tli12 of the W3C: an item that is no IRI leaves a list without its item; we refuse the document.
#[test]
fn lists_do_not_lose_items_that_are_no_iris() {
    let document = json!({
        "@context": {
            "@base": "http://invalid/<>/", "list": { "@id": "foo:bar", "@container": "@list", "@type": "@id" },
        },
        "list": ["test"],
    });
    let refused = canonical_form(&document).unwrap_err();
    assert!(matches!(refused, CanonicalError::UnusableContext { .. }), "{refused}");
    let mut without_base = document.clone();
    without_base["@context"].as_object_mut().unwrap().remove("@base");
    let refused = canonical_form(&without_base).unwrap_err();
    assert!(
        matches!(&refused, CanonicalError::RelativeReference { value, .. } if value == "test"),
        "{refused}"
    );
}

/// Whatever the crate or other processors drop or read otherwise is refused, not dropped.
#[test]
fn what_others_read_differently_is_refused() {
    let double = "http://www.w3.org/2001/XMLSchema#double";
    for (value, words) in [
        (json!({ "@set": ["a"] }), "is a set"),
        (json!({ "@list": [["a"]] }), "holds an array"),
        (json!({ "@included": [{ "@id": "urn:b" }] }), "another context"),
        (json!({ "@container": "@list" }), "would not be signed"),
        (json!({ "@none": "x" }), "would not be signed"),
        (json!({ "@language": "en" }), "no text"),
        (json!({ "@value": "3.5", "@type": double }), "to be a number"),
        (json!([{ "@value": true, "@index": "a" }, { "@value": true, "@index": "b" }]), "twice"),
        (json!(["x", { "@value": "x", "@direction": "rtl" }]), "twice"),
        (
            json!([{ "@id": "urn:b", "@index": "a", "urn:q": "1" }, { "@id": "urn:b", "@index": "b", "urn:q": "1" }]),
            "conflicting",
        ),
        (json!({ "@id": "urn:x\u{a0}y" }), "absolute"),
    ] {
        let document = json!({ "@id": "urn:a", "urn:p": value });
        let refused = canonical_form(&document).map_err(|error| error.to_string());
        assert!(refused.as_ref().is_err_and(|error| error.contains(words)), "{document}: {refused:?}");
    }
}

#[test]
fn a_null_is_no_empty_list() {
    let context = json!({ "list": { "@id": "urn:list", "@container": "@list" }, "p": "urn:p" });
    let with_null = json!({ "@context": context, "@id": "urn:a", "list": null, "p": "x" });
    assert!(canonical_form(&with_null).is_err());
    let empty = json!({ "@context": context, "@id": "urn:a", "list": [], "p": "x" });
    assert!(canonical_form(&empty).unwrap().contains("#nil>"));
}
