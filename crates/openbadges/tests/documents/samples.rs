//! Valid documents, written for these tests, that between them have every member of every class.

use openbadges::schema::Schema;
use serde_json::{Value, json};

/// Each valid document with its name and its schema.
pub(crate) fn all() -> Vec<(&'static str, Schema, Value)> {
    vec![
        ("full credential", Schema::AchievementCredential, full_credential()),
        ("smallest credential", Schema::AchievementCredential, smallest_credential()),
        ("compacted credential", Schema::AchievementCredential, compacted_credential()),
        ("credential in languages", Schema::AchievementCredential, credential_in_languages()),
        ("endorsement", Schema::EndorsementCredential, endorsement()),
        ("profile", Schema::Profile, profile()),
    ]
}

pub(crate) fn smallest_credential() -> Value {
    json!({
        "@context": contexts(),
        "id": "urn:uuid:0190f0aa-1111-7000-8000-000000000001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:badges.lakeside.example", "type": ["Profile"], "name": "Lakeside Schools"},
        "validFrom": "2026-11-24T06:31:07Z",
        "credentialSubject": {
            "id": "did:example:teacher",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://badges.lakeside.example/achievements/1",
                "type": ["Achievement"],
                "name": "Asking good questions",
                "description": "Plans questions that make pupils think.",
                "criteria": {"narrative": "Two lessons, observed."},
            },
        },
    })
}

pub(crate) fn full_credential() -> Value {
    let mut credential = json!({
        "@context": contexts(),
        "id": "https://badges.lakeside.example/credentials/7",
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": "Asking good questions",
        "description": "Awarded after two observed lessons.",
        "image": image(),
        "issuer": profile(),
        "awardedDate": "2026-11-20T10:00:00+01:00",
        "credentialSubject": subject(),
        "evidence": [{
            "id": "https://badges.lakeside.example/evidence/3",
            "type": ["Evidence"],
            "narrative": "The *plan* of the lesson.",
            "name": "Lesson plan",
            "description": "Four pages.",
            "genre": "Plan",
            "audience": "Teachers",
        }],
        "endorsement": [endorsement()],
        "endorsementJwt": ["eyJhbGciOiJSUzI1NiJ9.e30.c2ln"],
    });
    extend(&mut credential, envelope());
    credential
}

/// As JSON-LD compaction leaves it: a single value for every array of one.
pub(crate) fn compacted_credential() -> Value {
    let mut credential = full_credential();
    for pointer in [
        "/evidence",
        "/evidence/type",
        "/endorsement",
        "/endorsementJwt",
        "/proof",
        "/credentialSchema",
        "/termsOfUse",
        "/credentialSubject/type",
        "/credentialSubject/identifier",
        "/credentialSubject/result",
        "/credentialSubject/result/alignment",
        "/credentialSubject/achievement/type",
        "/credentialSubject/achievement/alignment",
        "/credentialSubject/achievement/related",
        "/credentialSubject/achievement/otherIdentifier",
        "/credentialSubject/achievement/endorsement",
        "/credentialSubject/achievement/tag",
        "/credentialSubject/achievement/resultDescription",
        "/credentialSubject/achievement/resultDescription/allowedValue",
        "/credentialSubject/achievement/resultDescription/rubricCriterionLevel",
    ] {
        let value = credential.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}"));
        *value = value[0].take();
    }
    credential
}

/// Language maps wherever the text is meant for people.
pub(crate) fn credential_in_languages() -> Value {
    let mut credential = smallest_credential();
    let words = || json!({"en": "Questions", "de-CH": "Fragen"});
    credential["name"] = words();
    credential["issuer"]["name"] = words();
    credential["evidence"] = json!([{"type": ["Evidence"], "name": words()}]);
    let subject = &mut credential["credentialSubject"];
    subject["narrative"] = words();
    subject["result"] = json!([{"type": ["Result"], "value": words()}]);
    for member in ["name", "description", "fieldOfStudy"] {
        subject["achievement"][member] = words();
    }
    subject["achievement"]["criteria"]["narrative"] = words();
    subject["achievement"]["tag"] = json!([words(), "questions"]);
    credential
}

pub(crate) fn endorsement() -> Value {
    let mut endorsement = json!({
        "@context": contexts(),
        "id": "https://state.example/endorsements/1",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "In good standing",
        "description": "Looked at in 2026.",
        "awardedDate": "2026-01-01T00:00:00Z",
        "issuer": {"id": "https://state.example", "type": ["Profile"], "name": "The State"},
        "credentialSubject": {
            "id": "did:web:badges.lakeside.example",
            "type": ["EndorsementSubject"],
            "endorsementComment": "Its micro-credentials count as training hours.",
        },
        "evidence": [{"type": ["Evidence"]}],
    });
    extend(&mut endorsement, envelope());
    endorsement
}

fn smallest_endorsement() -> Value {
    json!({
        "@context": contexts(),
        "id": "https://state.example/endorsements/2",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Known to us",
        "issuer": "https://state.example",
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:web:badges.lakeside.example", "type": ["EndorsementSubject"]},
    })
}

pub(crate) fn profile() -> Value {
    json!({
        "id": "did:web:badges.lakeside.example",
        "type": ["Profile"],
        "name": "Lakeside Schools",
        "url": "https://lakeside.example",
        "phone": "+1 555 0100",
        "description": "A district of nine schools.",
        "image": image(),
        "email": "badges@lakeside.example",
        "address": {
            "type": ["Address"],
            "addressCountry": "United States",
            "addressCountryCode": "US",
            "addressRegion": "CA",
            "addressLocality": "Lakeside",
            "streetAddress": "1 Shore Road",
            "postOfficeBoxNumber": "17",
            "postalCode": "00000",
            "geo": {"type": "GeoCoordinates", "latitude": 33.5, "longitude": -117},
        },
        "official": "The superintendent",
        "parentOrg": {"id": "https://state.example", "type": ["Profile"], "name": "The State"},
        "familyName": "Lopes",
        "givenName": "Ana",
        "additionalName": "Maria",
        "patronymicName": "Ivanovna",
        "honorificPrefix": "Dr",
        "honorificSuffix": "MSc",
        "familyNamePrefix": "de",
        "dateOfBirth": "1970-02-28",
        "endorsement": [smallest_endorsement()],
        "endorsementJwt": ["a.b.c"],
        "otherIdentifier": [
            {"type": "IdentifierEntry", "identifier": "0612345", "identifierType": "ext:NCES"},
            {"type": "IdentifierEntry", "identifier": "lakeside", "identifierType": "sourcedId"},
        ],
    })
}

fn contexts() -> Value {
    json!([
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    ])
}

fn image() -> Value {
    json!({"id": "https://badges.lakeside.example/i.png", "type": "Image", "caption": "A question mark"})
}

/// The members that every credential can have.
fn envelope() -> Value {
    json!({
        "validFrom": "2026-11-24T06:31:07Z",
        "validUntil": "2029-11-24T06:31:07.5Z",
        "credentialStatus": {
            "id": "https://badges.lakeside.example/status/1#9",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "9",
            "statusListCredential": "https://badges.lakeside.example/status/1",
        },
        "credentialSchema": [{"id": "https://badges.lakeside.example/schema", "type": "1EdTechJsonSchemaValidator2019"}],
        "refreshService": {"id": "https://badges.lakeside.example/new/7", "type": "1EdTechCredentialRefresh"},
        "termsOfUse": [{"id": "https://badges.lakeside.example/terms", "type": "Terms"}],
        "proof": [{
            "type": "DataIntegrityProof",
            "created": "2026-11-24T06:31:07Z",
            "cryptosuite": "eddsa-rdfc-2022",
            "challenge": "c",
            "domain": "badges.lakeside.example",
            "nonce": "n",
            "proofPurpose": "assertionMethod",
            "proofValue": "z",
            "verificationMethod": "did:web:badges.lakeside.example#key",
        }],
    })
}

fn subject() -> Value {
    json!({
        "id": "did:example:teacher",
        "type": ["AchievementSubject"],
        "achievement": achievement(),
        "identifier": [{
            "type": "IdentityObject",
            "hashed": true,
            "identityHash": "sha256$00",
            "identityType": "emailAddress",
            "salt": "salt",
        }],
        "result": [{
            "type": ["Result"],
            "resultDescription": "urn:x:criterion",
            "achievedLevel": "urn:x:level",
            "value": "3",
            "status": "Completed",
            "alignment": [alignment()],
        }],
        "source": {"id": "https://lakeside.example/coaches/2", "type": ["Profile"], "name": "Office of coaching"},
        "activityStartDate": "2026-09-01T00:00:00Z",
        "activityEndDate": "2026-11-01T00:00:00-08:00",
        "creditsEarned": 1.5,
        "image": image(),
        "licenseNumber": "L-1",
        "narrative": "Two lessons.",
        "role": "Teacher",
        "term": "Autumn",
    })
}

fn achievement() -> Value {
    json!({
        "id": "https://badges.lakeside.example/achievements/1",
        "type": ["Achievement"],
        "name": "Asking good questions",
        "description": "Plans questions that make pupils think.",
        "criteria": {"id": "https://badges.lakeside.example/criteria/1", "narrative": "Two lessons, observed."},
        "achievementType": "MicroCredential",
        "creator": {"id": "did:web:badges.lakeside.example", "type": ["Profile"]},
        "creditsAvailable": 2,
        "fieldOfStudy": "Teaching",
        "humanCode": "T-1",
        "image": image(),
        "inLanguage": "en-US",
        "specialization": "Formative assessment",
        "version": "2",
        "alignment": [alignment()],
        "endorsement": [smallest_endorsement()],
        "endorsementJwt": ["a..c"],
        "otherIdentifier": [{"type": "IdentifierEntry", "identifier": "q", "identifierType": "productId"}],
        "related": [{"id": "urn:x:other", "type": ["Related"], "inLanguage": "es-419", "version": "1"}],
        "resultDescription": [{
            "id": "urn:x:criterion",
            "type": ["ResultDescription"],
            "name": "Depth of questions",
            "resultType": "RubricCriterionLevel",
            "requiredLevel": "urn:x:level",
            "requiredValue": "2",
            "valueMin": "1",
            "valueMax": "4",
            "allowedValue": ["low"],
            "rubricCriterionLevel": [{
                "id": "urn:x:level",
                "type": ["RubricCriterionLevel"],
                "name": "Proficient",
                "description": "Most questions are open.",
                "level": "Proficient",
                "points": "3",
                "alignment": [alignment()],
            }],
            "alignment": [alignment()],
        }],
        "tag": ["questions"],
    })
}

fn alignment() -> Value {
    json!({
        "type": ["Alignment"],
        "targetName": "InTASC 8(f)",
        "targetUrl": "https://standards.example/8f",
        "targetCode": "8f",
        "targetDescription": "Questions.",
        "targetFramework": "InTASC",
        "targetType": "CFItem",
    })
}

fn extend(document: &mut Value, members: Value) {
    let (Value::Object(document), Value::Object(members)) = (document, members) else {
        panic!("two objects")
    };
    document.extend(members);
}
