use serde_json::{Value, json};

use crate::{EXAMPLES, V2, accept, minimal, minimal_1_1, with};

#[test]
fn the_smallest_credentials_of_both_versions_are_accepted() {
    accept("a minimal credential of 2.0", &minimal());
    accept("a minimal credential of 1.1", &minimal_1_1());
    let mut dated = minimal_1_1();
    dated["expirationDate"] = "2027-11-24T06:31:07Z".into();
    accept("a credential of 1.1 with an end", &dated);
}

#[test]
fn issuers_and_texts_are_accepted_in_every_form() {
    let forms = [
        json!("A name"),
        json!({ "@value": "A name" }),
        json!({ "@value": "A name", "@language": "en" }),
        json!({ "@value": "اسم", "@language": "ar", "@direction": "rtl" }),
        json!([{ "@value": "Dog", "@language": "en" }, { "@value": "Chien", "@language": "fr" }]),
        json!(["one", { "@value": "zwei", "@language": "de" }]),
    ];
    accept("an issuer object", &with("issuer", json!({ "id": "did:example:issuer" })));
    for member in ["name", "description"] {
        for form in &forms {
            accept(member, &with(member, form.clone()));
            let mut issuer = json!({ "id": "did:example:issuer" });
            issuer[member] = form.clone();
            accept("issuer", &with("issuer", issuer));
        }
    }
}

#[test]
fn subjects_and_types_are_accepted_in_every_form() {
    accept(
        "several subjects",
        &with("credentialSubject", json!([{ "id": "did:example:a" }, { "id": "did:example:b" }])),
    );
    accept("a subject without id", &with("credentialSubject", json!({ "name": "Somebody" })));
    let mapped = json!([V2, { "Example": "https://example.org/#Example" }]);
    for types in [
        json!("VerifiableCredential"),
        json!(["VerifiableCredential", "https://example.org/#Example"]),
        json!(["https://example.org/#Example", "VerifiableCredential"]),
        json!(["https://example.org/#1", "VerifiableCredential", "https://example.org/#2"]),
        json!(["VerifiableCredential", "Example"]),
    ] {
        let mut credential = with("type", types.clone());
        credential["@context"] = mapped.clone();
        accept(&types.to_string(), &credential);
    }
    let mut undefined = with("type", json!(["VerifiableCredential", "AnythingAtAll"]));
    undefined["@context"] = json!([V2, EXAMPLES]);
    accept("a type under a context with a vocabulary", &undefined);
}

#[test]
fn identifiers_may_be_any_url() {
    for id in ["https://example.org/1", "did:example:1", "urn:uuid:0198f1a2-0000-7000-8000-000000000001"] {
        accept(id, &with("id", id.into()));
    }
}

#[test]
fn dates_are_accepted_with_fractions_and_offsets() {
    for date in [
        "2026-11-24T06:31:07Z",
        "2026-11-24T06:31:07.123Z",
        "2026-11-24T06:31:07.123456789Z",
        "2026-11-24T06:31:07-05:00",
        "2026-11-24T06:31:07+14:00",
        "9999-12-31T23:59:59Z",
        "1066-10-14T09:00:00Z",
    ] {
        accept(date, &with("validFrom", date.into()));
        accept(date, &with("validUntil", date.into()));
    }
    let mut equal = with("validFrom", "2026-11-24T06:31:07Z".into());
    equal["validUntil"] = "2026-11-24T07:31:07+01:00".into();
    accept("a moment of validity", &equal);
}

#[test]
fn extension_points_are_accepted_single_and_several() {
    for member in ["evidence", "termsOfUse", "refreshService", "credentialSchema", "credentialStatus"] {
        let bare = json!({ "type": "https://example.org/#Kind", "id": "https://example.org/1" });
        let other = json!({ "type": "https://example.org/#Kind", "id": "did:example:2" });
        accept(member, &with(member, bare.clone()));
        accept(member, &with(member, json!([bare, other])));
        if member != "credentialSchema" {
            accept(member, &with(member, json!({ "type": "https://example.org/#Kind" })));
        }
        let mut mapped = with(member, json!({ "type": "Kind", "id": "did:example:1" }));
        mapped["@context"] = json!([V2, { "Kind": "https://example.org/#Kind" }]);
        accept(member, &mapped);
    }
}

#[test]
fn an_open_badge_is_a_credential() {
    let badge: Value = json!({
        "@context": [V2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "urn:uuid:0198f1a2-0000-7000-8000-000000000001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "A badge",
        "issuer": { "id": "did:web:oak.example", "type": ["Profile"], "name": "Oak" },
        "validFrom": "2026-11-24T06:31:07Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://oak.example/a/1", "type": ["Achievement"], "name": "A", "description": "B",
                "criteria": { "narrative": "C" },
            },
        },
    });
    accept("a badge", &badge);
}
