//! What is read, what is kept, and what is refused with which words.

use openbadges::schema::{Schema, violations};
use openbadges::{
    AchievementCredential, EndorsementCredential, Problem, Profile, ReadError, Text, ValueError,
};
use serde_json::{Value, json};

use crate::{mutations, published, samples};

#[test]
fn a_document_as_the_standard_has_it_is_written_as_it_was_read() {
    for (name, schema, document) in samples::all() {
        if name == "compacted credential" {
            continue;
        }
        let mut expected = document.clone();
        // Dates are written in UTC and whole seconds.
        for (pointer, written) in [
            ("/validUntil", "2029-11-24T06:31:07Z"),
            ("/endorsement/0/validUntil", "2029-11-24T06:31:07Z"),
            ("/credentialSubject/activityEndDate", "2026-11-01T08:00:00Z"),
        ] {
            if let Some(time) = expected.pointer_mut(pointer) {
                *time = written.into();
            }
        }
        if name == "full credential" {
            expected["awardedDate"] = json!("2026-11-20T09:00:00Z");
        }
        assert_eq!(rewritten(schema, &document).unwrap(), expected, "{name}");
    }
}

#[test]
fn a_single_value_is_read_as_an_array_of_one() {
    let full = AchievementCredential::from_value(&samples::full_credential()).unwrap();
    assert_eq!(AchievementCredential::from_value(&samples::compacted_credential()).unwrap(), full);
}

#[test]
fn unknown_members_are_written_back_wherever_they_were() {
    let mut document = samples::full_credential();
    let objects: Vec<_> = mutations::pointers(&document)
        .into_iter()
        .filter(|pointer| document.pointer(pointer).unwrap().is_object())
        .filter(|pointer| !closed(document.pointer(pointer).unwrap()))
        .collect();
    assert!(objects.len() > 30, "{objects:?}");
    let unknown = json!({"of": ["ours", 1, null]});
    for pointer in &objects {
        document.pointer_mut(pointer).unwrap()["unknown"] = unknown.clone();
    }
    let written = AchievementCredential::from_value(&document).unwrap().to_value();
    for pointer in &objects {
        assert_eq!(written.pointer(&format!("{pointer}/unknown")), Some(&unknown), "{pointer}");
    }
}

/// Every mutation that the schema accepts is read and written as a valid document, or refused for one of
/// the reasons here.
#[test]
fn what_the_schema_accepts_is_read_or_refused_for_a_known_reason() {
    let (mut read, mut refused) = (0, 0);
    for (sample, schema, document) in samples::all() {
        for mutation in mutations::of(&document) {
            if !violations(schema, &mutation.document).is_empty() {
                continue;
            }
            match rewritten(schema, &mutation.document) {
                Ok(written) => {
                    read += 1;
                    assert_eq!(violations(schema, &written), [], "{sample}: {}", mutation.name);
                }
                Err(error) => {
                    refused += 1;
                    assert!(is_known(&error), "{sample}: {}: {error}", mutation.name);
                }
            }
        }
    }
    assert!(read > 1_000 && refused > 1_000, "{read} read, {refused} refused");
}

/// What the schema leaves open and the types do not: identifiers are absolute, types name the class,
/// contexts are those of the standard, and language maps are for words.
fn is_known(error: &ReadError) -> bool {
    let member = error.pointer.rsplit('/').find(|token| token.parse::<usize>().is_err()).unwrap_or_default();
    match &error.problem {
        Problem::Value(ValueError::NotAnIri { .. }) => ["id", "issuer"].contains(&member),
        Problem::Value(ValueError::Context { .. }) => member == "@context",
        Problem::Type { .. } => member == "type",
        Problem::Missing { member } => member == "type" && error.pointer.ends_with("issuer"),
        Problem::Kind { expected, .. } if expected == "a string" => {
            // Language maps of identifiers, addresses, codes and types.
            let maps = [
                "id",
                "type",
                "issuer",
                "url",
                "targetUrl",
                "resultDescription",
                "achievedLevel",
                "requiredLevel",
                "inLanguage",
                "endorsementJwt",
                "cryptosuite",
                "challenge",
                "domain",
                "nonce",
                "proofPurpose",
                "proofValue",
                "verificationMethod",
            ];
            maps.contains(&member)
        }
        Problem::Kind { expected, .. } => expected == "an array of contexts",
        _ => false,
    }
}

#[test]
fn an_error_names_the_member_and_what_is_wrong_with_it() {
    for (pointer, value, message) in [
        ("/credentialSubject/achievement/name", json!(7), "expected a string, found a number"),
        ("/credentialSubject/result/0/status", json!("Done"), "`Done` is not a word of ResultStatus"),
        ("/proof/0/created", json!("now"), "`now` is not a date and time with a time zone (RFC 3339)"),
        ("/issuer/id", json!("/issuers/1"), "`/issuers/1` is not an absolute IRI"),
        ("/image", json!([]), "expected Image, found an array"),
        (
            "/credentialSubject/type",
            json!(["Person"]),
            "the types [Person] of this AchievementSubject do not include AchievementSubject",
        ),
    ] {
        let mut document = samples::full_credential();
        *document.pointer_mut(pointer).unwrap() = value;
        let error = AchievementCredential::from_value(&document).unwrap_err();
        assert_eq!(error.to_string(), format!("{pointer}: {message}"));
        let by_serde = serde_json::from_value::<AchievementCredential>(document).unwrap_err();
        assert_eq!(by_serde.to_string(), format!("{pointer}: {message}"));
    }
    let mut document = samples::full_credential();
    document["credentialSubject"]["identifier"][0]["own"] = json!(1);
    let error = AchievementCredential::from_value(&document).unwrap_err();
    assert_eq!(error.to_string(), "/credentialSubject/identifier/0: IdentityObject has no member `own`");
    document["credentialSubject"]["identifier"][0].as_object_mut().unwrap().clear();
    let error = AchievementCredential::from_value(&document).unwrap_err();
    assert_eq!(error.to_string(), "/credentialSubject/identifier/0: the member `type` is missing");
}

#[test]
fn a_credential_in_the_form_of_vcdm_1_1_is_refused_by_its_context() {
    let mut document = samples::smallest_credential();
    document["@context"][0] = json!("https://www.w3.org/2018/credentials/v1");
    let error = AchievementCredential::from_value(&document).unwrap_err();
    assert_eq!(error.to_string(), "/@context/0: the context must be `https://www.w3.org/ns/credentials/v2`");
}

#[test]
fn the_members_that_people_ask_for_are_at_hand() {
    let credential = AchievementCredential::from_value(&samples::full_credential()).unwrap();
    assert_eq!(
        credential.to_string(),
        "Asking good questions (https://badges.lakeside.example/credentials/7)"
    );
    assert_eq!(credential.issuer().name().map(Text::as_str), Some("Lakeside Schools"));
    assert_eq!(credential.earned_at().to_string(), "2026-11-20T09:00:00Z");
    let subject = credential.credential_subject();
    let result = &subject.result()[0];
    let description =
        subject.achievement().described_by(result.result_description().unwrap().as_str()).unwrap();
    let level = description.level(result.achieved_level().unwrap().as_str()).unwrap();
    assert_eq!((description.name().as_str(), level.name().as_str()), ("Depth of questions", "Proficient"));
    let entry = credential.credential_status().unwrap().bitstring_entry().unwrap().unwrap();
    assert_eq!((entry.index, entry.purpose.as_str()), (9, "revocation"));

    let smallest = AchievementCredential::from_value(&samples::smallest_credential()).unwrap();
    assert_eq!(smallest.title(), &"Asking good questions");
    assert_eq!(smallest.earned_at(), *smallest.valid_from());
    assert!(smallest.credential_subject().is_identified());
}

#[test]
fn every_published_sample_in_the_form_of_vcdm_2_0_reads() {
    let Some(data) = published::shared("every_published_sample_in_the_form_of_vcdm_2_0_reads") else {
        return;
    };
    let mut read = Vec::new();
    for path in published::documents(&data) {
        let document = published::json(&path);
        let is = |class: &str| {
            document["type"].as_array().is_some_and(|types| types.iter().any(|name| name == class))
        };
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if document["@context"][0] != "https://www.w3.org/ns/credentials/v2" {
            continue;
        }
        if is("OpenBadgeCredential") || is("AchievementCredential") {
            let credential = AchievementCredential::from_value(&document)
                .unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(violations(Schema::AchievementCredential, &credential.to_value()), [], "{name}");
            read.push(name);
        } else if is("EndorsementCredential") {
            EndorsementCredential::from_value(&document).unwrap_or_else(|error| panic!("{name}: {error}"));
            read.push(name);
        }
    }
    println!("read: {read:?}");
    for name in ["simple.json", "credential.json", "ob-signed-credential.json", "endorsement-valid.json"] {
        assert!(read.iter().any(|found| found == name), "{name} is not among {read:?}");
    }
}

fn rewritten(schema: Schema, document: &Value) -> Result<Value, ReadError> {
    Ok(match schema {
        Schema::AchievementCredential => AchievementCredential::from_value(document)?.to_value(),
        Schema::EndorsementCredential => EndorsementCredential::from_value(document)?.to_value(),
        Schema::Profile => Profile::from_value(document)?.to_value(),
        Schema::ClrCredential => document.clone(),
    })
}

/// The three classes that allow no further members.
fn closed(object: &Value) -> bool {
    ["Image", "IdentityObject", "IdentifierEntry"].iter().any(|class| object["type"] == *class)
}
