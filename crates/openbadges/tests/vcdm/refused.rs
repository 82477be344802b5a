use openbadges::vcdm;
use serde_json::{Value, json};

use crate::{V1, V2, minimal, minimal_1_1, refuse, with, without};

#[test]
fn contexts() {
    refuse("no context", &without("@context"), "/@context");
    refuse("null", &with("@context", Value::Null), "/@context");
    refuse("no context in the array", &with("@context", json!([])), "/@context/0");
    for (pointer, context) in [
        ("/@context/0", json!(["https://www.w3.org/ns/credentials/examples/v2", V2])),
        ("/@context/0", json!([{ "a": "urn:a" }, V2])),
        ("/@context/1", json!([V2, "https ://not-a-url/contexts/example/v1"])),
        ("/@context/1", json!([V2, "relative"])),
        ("/@context/1", json!([V2, 123_192_875])),
        ("/@context/1", json!([V2, null])),
        ("/@context/1", json!([V2, "https://example.org/unknown/v1"])),
    ] {
        refuse(&context.to_string(), &with("@context", context.clone()), pointer);
    }
}

#[test]
fn identifiers() {
    for id in
        [Value::Null, json!(["urn:a", "urn:b"]), json!("not a url"), json!("relative"), json!(7), json!({})]
    {
        refuse(&id.to_string(), &with("id", id.clone()), "/id");
        refuse(
            "subject",
            &with("credentialSubject", json!({ "id": id, "name": "x" })),
            "/credentialSubject/id",
        );
    }
    let nested = with("credentialSubject", json!({ "name": "x", "https://example.org/p": { "id": null } }));
    refuse("a null id that JSON-LD drops", &nested, "/credentialSubject/https:~1~1example.org~1p/id");
}

#[test]
fn types() {
    refuse("no type", &without("type"), "/type");
    for (pointer, types) in [
        ("/type", json!([])),
        ("/type", json!("SomethingElse")),
        ("/type", json!(["https://example.org/#Other"])),
        ("/type/1", json!(["VerifiableCredential", 5])),
        ("/type/1", json!(["VerifiableCredential", null])),
        ("/type/1", json!(["VerifiableCredential", "NotDefinedAnywhere"])),
    ] {
        refuse(&types.to_string(), &with("type", types.clone()), pointer);
    }
    let mut null_vocabulary = with("type", json!(["VerifiableCredential", "Example"]));
    null_vocabulary["@context"] = json!([V2, { "@vocab": null }]);
    refuse("a type that nothing maps", &null_vocabulary, "/type/1");
    let mut no_url = with("type", json!(["VerifiableCredential", "Example"]));
    no_url["@context"] = json!([V2, { "Example": "https ://not-a-url#Example" }]);
    assert!(vcdm::check_credential(&no_url).is_err());
}

#[test]
fn issuers() {
    refuse("no issuer", &without("issuer"), "/issuer");
    for issuer in [Value::Null, json!("not a url"), json!(5), json!([]), json!({}), json!(true)] {
        refuse(&issuer.to_string(), &with("issuer", issuer.clone()), "/issuer");
    }
    for id in [Value::Null, json!("not a url"), json!(5), json!(["did:example:a"])] {
        refuse(&id.to_string(), &with("issuer", json!({ "id": id })), "/issuer/id");
    }
}

#[test]
fn subjects() {
    let member = "/credentialSubject";
    refuse("no subject", &without("credentialSubject"), member);
    for subject in [json!({}), json!([]), json!("did:example:s"), json!(1), json!(true), Value::Null] {
        refuse(&subject.to_string(), &with("credentialSubject", subject.clone()), member);
    }
    for other in [json!({}), json!("did:example:s"), Value::Null] {
        let several = json!([{ "id": "did:example:a" }, other]);
        refuse("one among several", &with("credentialSubject", several), "/credentialSubject/1");
    }
}

#[test]
fn dates() {
    for date in [
        json!("yesterday"),
        json!("2026-11-24"),
        json!("2026-11-24T06:31:07"),
        json!("2026-11-24 06:31:07Z"),
        json!("2026-11-24t06:31:07z"),
        json!("2026-13-24T06:31:07Z"),
        json!("2026-02-30T06:31:07Z"),
        json!("2026-11-24T25:31:07Z"),
        json!(1_795_502_667),
        Value::Null,
        json!(["2026-11-24T06:31:07Z"]),
    ] {
        refuse(&date.to_string(), &with("validFrom", date.clone()), "/validFrom");
        refuse(&date.to_string(), &with("validUntil", date.clone()), "/validUntil");
    }
    let mut backwards = with("validFrom", "2026-11-24T06:31:07Z".into());
    backwards["validUntil"] = "2026-11-24T06:31:06.9Z".into();
    refuse("from later than until", &backwards, "/validUntil");
    backwards["validUntil"] = "2026-11-24T07:31:06+01:00".into();
    refuse("from later than until, in another zone", &backwards, "/validUntil");
}

#[test]
fn names() {
    for member in ["name", "description"] {
        let pointer = format!("/{member}");
        for text in [
            json!({ "@value": "x", "@language": "en", "url": "did:example:credential" }),
            json!({ "@language": "en" }),
            json!({ "@value": 5 }),
            json!({}),
            json!(5),
            json!([]),
            Value::Null,
        ] {
            refuse(&text.to_string(), &with(member, text.clone()), &pointer);
            let mut issuer = json!({ "id": "did:example:issuer" });
            issuer[member] = text;
            refuse("issuer", &with("issuer", issuer), &format!("/issuer/{member}"));
        }
        let tag = json!({ "@value": "x", "@language": "not a tag" });
        refuse("no tag", &with(member, tag), &format!("/{member}/@language"));
        let direction = json!({ "@value": "x", "@direction": "up" });
        refuse("no direction", &with(member, direction), &format!("/{member}/@direction"));
    }
}

#[test]
fn terms_that_bend_or_are_not_defined() {
    let bent = json!([V2, { "VerifiableCredential": "https://example.org/#Mine" }]);
    refuse("a protected term redefined", &with("@context", bent), "/@context");
    let twice = json!([
        V2,
        { "@protected": true, "Example": "https://example.org/#Example" },
        { "Example": "https://example.org/#Other" },
    ]);
    refuse("a term that an inline context protects", &with("@context", twice), "/@context");
    refuse("an undefined term", &with("color", "red".into()), "/color");
    let deep = with("credentialSubject", json!({ "id": "did:example:s", "color": "red" }));
    refuse("an undefined term of the subject", &deep, "/credentialSubject/color");
    let mut dated = minimal();
    dated["issuanceDate"] = "2026-11-24T06:31:07Z".into();
    refuse("a term of 1.1", &dated, "/issuanceDate");
}

#[test]
fn extension_points() {
    for member in ["credentialStatus", "evidence", "termsOfUse", "refreshService", "credentialSchema"] {
        let pointer = format!("/{member}");
        refuse("no type", &with(member, json!({ "id": "https://example.org/1" })), &pointer);
        let second = json!([
            { "id": "https://example.org/1", "type": "https://example.org/#Kind" },
            { "id": "https://example.org/2" },
        ]);
        refuse("no type in the second", &with(member, second), &format!("/{member}/1"));
        for value in [json!("https://example.org/1"), json!([]), Value::Null, json!(5)] {
            refuse(&value.to_string(), &with(member, value.clone()), &pointer);
        }
        for id in
            [json!(["https://a.example", "https://b.example"]), json!("not a url"), Value::Null, json!(5)]
        {
            let object = json!({ "id": id, "type": "https://example.org/#Kind" });
            refuse(&object.to_string(), &with(member, object.clone()), &format!("/{member}/id"));
        }
        let object = json!({ "id": "https://example.org/1", "type": 2 });
        refuse("a type that is no text", &with(member, object), &format!("/{member}/type"));
    }
    let schema = json!({ "type": "https://example.org/#Kind" });
    refuse("a schema without id", &with("credentialSchema", schema), "/credentialSchema");
}

#[test]
fn credentials_of_1_1() {
    let changed = |member: &str, value: Value| {
        let mut credential = minimal_1_1();
        credential[member] = value;
        credential
    };
    let mut undated = minimal_1_1();
    undated.as_object_mut().unwrap().shift_remove("issuanceDate");
    refuse("no date", &undated, "/issuanceDate");
    refuse("a bad date", &changed("issuanceDate", "soon".into()), "/issuanceDate");
    let before = changed("expirationDate", "2020-01-01T00:00:00Z".into());
    refuse("an end before the beginning", &before, "/expirationDate");
    let bent = changed("@context", json!([V1, { "VerifiableCredential": "https://example.org/#Mine" }]));
    refuse("a protected term redefined", &bent, "/@context");
}

#[test]
fn what_is_no_object_is_no_credential() {
    for document in [json!([]), json!("x"), Value::Null] {
        assert!(vcdm::check_credential(&document).is_err());
        assert!(vcdm::check_presentation(&document).is_err());
    }
}
