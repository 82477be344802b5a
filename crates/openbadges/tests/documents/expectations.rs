//! What our schemas accept and refuse, by the clauses of the standard, wherever the tests run.

use openbadges::schema::{Schema, violations};
use serde_json::{Value, json};

use crate::samples;

#[test]
fn the_samples_are_valid() {
    for (name, schema, document) in samples::all() {
        assert_eq!(violations(schema, &document), [], "{name}");
    }
}

#[test]
fn a_required_member_may_not_be_absent_and_any_other_may() {
    for (class, parent, required) in CLASSES {
        let document = samples::full_credential();
        let object =
            document.pointer(parent).unwrap_or_else(|| panic!("{class}: {parent}")).as_object().unwrap();
        for member in object.keys() {
            let mut document = document.clone();
            document.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(member);
            let found = violations(Schema::AchievementCredential, &document);
            let wanted = required.contains(&member.as_str());
            assert_eq!(!found.is_empty(), wanted, "{class} without {member}: {found:?}");
            assert!(
                found.iter().all(|violation| violation.pointer == *parent),
                "{class} without {member}: {found:?}"
            );
        }
        for member in *required {
            assert!(object.contains_key(*member), "{class} has no {member} to remove");
        }
    }
}

/// The class, where the full credential has one, and its required members (§1.1–1.5).
const CLASSES: &[(&str, &str, &[&str])] = &[
    ("AchievementCredential", "", &["@context", "id", "type", "credentialSubject", "issuer", "validFrom"]),
    (
        "EndorsementCredential",
        "/endorsement/0",
        &["@context", "id", "type", "name", "credentialSubject", "issuer", "validFrom"],
    ),
    ("EndorsementSubject", "/endorsement/0/credentialSubject", &["id", "type"]),
    ("AchievementSubject", "/credentialSubject", &["type", "achievement"]),
    ("Achievement", "/credentialSubject/achievement", &["id", "type", "name", "description", "criteria"]),
    ("Criteria", "/credentialSubject/achievement/criteria", &[]),
    ("Evidence", "/evidence/0", &["type"]),
    ("Alignment", "/credentialSubject/achievement/alignment/0", &["type", "targetName", "targetUrl"]),
    ("Image", "/image", &["id", "type"]),
    ("Profile", "/credentialSubject/source", &["id", "type"]),
    ("Profile as issuer", "/issuer", &["id", "type"]),
    ("Address", "/issuer/address", &["type"]),
    ("GeoCoordinates", "/issuer/address/geo", &["type", "latitude", "longitude"]),
    ("IdentifierEntry", "/issuer/otherIdentifier/0", &["type", "identifier", "identifierType"]),
    (
        "IdentityObject",
        "/credentialSubject/identifier/0",
        &["type", "hashed", "identityHash", "identityType"],
    ),
    ("Related", "/credentialSubject/achievement/related/0", &["id", "type"]),
    ("Result", "/credentialSubject/result/0", &["type"]),
    (
        "ResultDescription",
        "/credentialSubject/achievement/resultDescription/0",
        &["id", "type", "name", "resultType"],
    ),
    (
        "RubricCriterionLevel",
        "/credentialSubject/achievement/resultDescription/0/rubricCriterionLevel/0",
        &["id", "type", "name"],
    ),
    ("CredentialSchema", "/credentialSchema/0", &["id", "type"]),
    ("CredentialStatus", "/credentialStatus", &["type"]),
    ("RefreshService", "/refreshService", &["id", "type"]),
    ("TermsOfUse", "/termsOfUse/0", &["type"]),
    ("Proof", "/proof/0", &["type"]),
];

#[test]
fn a_value_of_another_form_is_refused_where_it_stands() {
    let refused: Vec<(&str, Value)> = vec![
        // §1: complex types are objects; null and empty are omitted.
        ("/credentialSubject", json!([samples::full_credential()["credentialSubject"]])),
        ("/credentialStatus", json!([samples::full_credential()["credentialStatus"]])),
        ("/image", json!("https://badges.lakeside.example/i.png")),
        ("/name", json!(null)),
        ("/credentialSubject/achievement/criteria", json!("https://badges.lakeside.example/criteria/1")),
        // §1.1: the contexts and types.
        ("/@context/0", json!("https://www.w3.org/2018/credentials/v1")),
        ("/@context/1", json!("https://purl.imsglobal.org/spec/ob/v2p1/context.json")),
        ("/type", json!(["VerifiableCredential"])),
        ("/credentialSubject/type", json!([])),
        ("/credentialSubject/achievement/type", json!(["achievement"])),
        // Dates carry a time zone and exist.
        ("/validFrom", json!("2026-11-24T06:31:07")),
        ("/validFrom", json!("2026-11-24")),
        ("/awardedDate", json!("2026-02-30T00:00:00Z")),
        ("/proof/0/created", json!("yesterday")),
        ("/issuer/dateOfBirth", json!("28.2.1970")),
        // Points, values and limits are strings; credits are numbers; `hashed` is a Boolean.
        ("/credentialSubject/result/0/value", json!(3)),
        ("/credentialSubject/achievement/resultDescription/0/valueMax", json!(4)),
        ("/credentialSubject/achievement/resultDescription/0/rubricCriterionLevel/0/points", json!(3)),
        ("/credentialSubject/creditsEarned", json!("1.5")),
        ("/credentialSubject/identifier/0/hashed", json!("true")),
        // §1.7: words of the enumerations, and `ext:` where they are extensible.
        ("/credentialSubject/identifier/0/identityType", json!("email")),
        ("/credentialSubject/achievement/achievementType", json!("microCredential")),
        ("/credentialSubject/achievement/achievementType", json!("ext:")),
        ("/credentialSubject/result/0/status", json!("ext:Late")),
        // §1.5: forms of strings.
        ("/credentialSubject/achievement/inLanguage", json!("english")),
        ("/endorsementJwt/0", json!("a.b")),
        // §1.5: `type` is one string in these.
        ("/image/type", json!(["Image"])),
        ("/credentialSubject/identifier/0/type", json!(["IdentityObject"])),
    ];
    for (pointer, value) in refused {
        let mut document = samples::full_credential();
        *document.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value.clone();
        let found = violations(Schema::AchievementCredential, &document);
        assert!(!found.is_empty(), "{pointer} = {value} is accepted");
        assert!(
            found.iter().all(|violation| violation.pointer.starts_with(pointer)),
            "{pointer} = {value}: {found:?}"
        );
    }
}

#[test]
fn what_the_standard_leaves_open_is_accepted() {
    let accepted: Vec<(&str, Value)> = vec![
        ("/issuer", json!("did:web:badges.lakeside.example")),
        ("/type", json!("OpenBadgeCredential")),
        ("/evidence", json!([])),
        ("/@context/2", json!({"own": "https://lakeside.example/terms#own"})),
        ("/@context/1", json!("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json")),
        ("/credentialSubject/achievement/achievementType", json!("ext:Own")),
        ("/credentialSubject/achievement/name", json!({"en": "Questions"})),
        ("/credentialSubject/identifier/0/identityType", json!("ext:badge.number")),
        ("/credentialStatus", json!({"type": "SomethingElse", "further": [1]})),
        ("/validFrom", json!("2026-11-24T06:31:07.123+05:30")),
    ];
    for (pointer, value) in accepted {
        let mut document = samples::full_credential();
        *document.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value.clone();
        assert_eq!(violations(Schema::AchievementCredential, &document), [], "{pointer} = {value}");
    }
}

#[test]
fn further_members_are_accepted_but_in_the_closed_classes() {
    for (class, parent, _) in CLASSES {
        let mut document = samples::full_credential();
        document.pointer_mut(parent).unwrap()["further"] = json!(1);
        let closed = ["Image", "IdentifierEntry", "IdentityObject"].contains(class);
        let found = violations(Schema::AchievementCredential, &document);
        assert_eq!(!found.is_empty(), closed, "{class}: {found:?}");
    }
}
