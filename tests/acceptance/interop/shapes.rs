//! Badges that differ in shape: each is the plain one and what sets it apart.

use openbadges::Timestamp;
use serde_json::{Value, json};

/// A badge before it is signed.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) name: &'static str,
    pub(super) document: Value,
}

/// What every badge is made of.
pub(super) struct Common {
    /// The DID of the issuer.
    pub(super) issuer: String,
    /// The `credentialStatus` that the badge has unless its shape is about that.
    pub(super) status: Option<Value>,
    /// When it is signed.
    pub(super) now: Timestamp,
}

const V2: &str = "https://www.w3.org/ns/credentials/v2";
const V1: &str = "https://www.w3.org/2018/credentials/v1";
const OPEN_BADGES: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
const EXTENSIONS: &str = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";

/// Every shape; no two have the same document.
pub(super) fn all(common: &Common) -> Vec<Shape> {
    let mut shapes = Vec::new();
    let mut number = 0;
    let mut add = |name: &'static str, change: &dyn Fn(&mut Value)| {
        number += 1;
        let mut document = plain(common, number);
        change(&mut document);
        shapes.push(Shape { name, document });
    };
    texts(&mut add);
    forms(&mut add);
    achievements(&mut add);
    people(&mut add);
    envelopes(&mut add);
    shapes
}

/// One character more in the name of what was achieved.
pub(super) fn change(badge: &mut Value) {
    let name = if badge["credentialSubject"].is_array() {
        "/credentialSubject/0/achievement/name"
    } else {
        "/credentialSubject/achievement/name"
    };
    let name = badge.pointer_mut(name).unwrap();
    *name = format!("{}.", name.as_str().unwrap()).into();
}

type Add<'a> = dyn FnMut(&'static str, &dyn Fn(&mut Value)) + 'a;

/// The plain badge.
pub(super) fn plain(common: &Common, number: u32) -> Value {
    let mut document = json!({
        "@context": [V2, OPEN_BADGES],
        "id": format!("https://badges.district.example/c/{number}"),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": { "id": common.issuer, "type": ["Profile"], "name": "Maple School District" },
        "validFrom": common.now.to_string(),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [{
                "type": "IdentityObject",
                "identityType": "name",
                "hashed": false,
                "identityHash": "Tia Teacher",
            }],
            "achievement": {
                "id": "https://badges.district.example/achievements/1",
                "type": ["Achievement"],
                "name": "Asking good questions",
                "description": "Plans questions that make pupils think.",
                "criteria": { "narrative": "Two lessons, observed." },
            },
        },
    });
    if let Some(status) = &common.status {
        document["credentialStatus"] = status.clone();
    }
    document
}

fn achievement(badge: &mut Value) -> &mut Value {
    &mut badge["credentialSubject"]["achievement"]
}

fn say(badge: &mut Value, language: &str, text: &str) {
    let achievement = achievement(badge);
    achievement["inLanguage"] = language.into();
    for member in ["name", "description"] {
        achievement[member] = format!("{text} ({member})").into();
    }
    achievement["criteria"]["narrative"] = text.into();
}

/// Languages and odd characters.
fn texts(add: &mut Add<'_>) {
    add("plain", &|_badge| {});
    add("Spanish", &|badge| say(badge, "es", "¿Qué preguntas hacen pensar? Ñandú, pingüino, corazón"));
    add("Arabic, right to left", &|badge| say(badge, "ar", "طرح أسئلة جيدة في الصف ١٢٣"));
    add("Hebrew with Latin inside", &|badge| say(badge, "he", "לשאול שאלות טובות in English 42"));
    add("Chinese", &|badge| say(badge, "zh-Hans", "提出好问题，讓學生思考"));
    add("Japanese", &|badge| say(badge, "ja", "よい問いを立てる ｶﾀｶﾅ 㐀𠮷"));
    add("Hindi with combining marks", &|badge| say(badge, "hi", "अच्छे प्रश्न पूछना क्षेत्र"));
    add("Thai", &|badge| say(badge, "th", "การตั้งคำถามที่ดี"));
    add("emoji with joiners", &|badge| say(badge, "en", "👩🏽‍🏫 🏳️‍🌈 👨‍👩‍👧‍👦 🇳🇴 1️⃣"));
    add("composed and decomposed accents", &|badge| say(badge, "fr", "é e\u{301} Å A\u{30a} ﬁ ö"));
    add("line separators, joiners, byte order mark", &|badge| {
        say(badge, "en", "a\u{2028}b\u{2029}c\u{200b}d\u{feff}e\u{a0}f\u{85}g\u{ad}h");
    });
    add("bidirectional overrides", &|badge| say(badge, "en", "a\u{202e}cba\u{202c} \u{2066}x\u{2069}"));
    add("highest characters", &|badge| say(badge, "en", "\u{fffd} \u{1f600} \u{10fffd} \u{e000}"));
    add("quotes, backslashes, markup", &|badge| {
        say(badge, "en", r#"" \ \n \u0041 / <script>alert('x')</script> &amp; ${x} {{x}} _:b0 <http://x> ."#);
    });
    add("line breaks", &|badge| say(badge, "en", "one\ntwo\r\nthree\n\n- four\r"));
    add("long text", &|badge| {
        let long = "A long narrative about a lesson. ".repeat(1500);
        achievement(badge)["criteria"]["narrative"] = long.into();
    });
    add("spaces at both ends", &|badge| say(badge, "en", "  text  "));
    add("texts that look like identifiers", &|badge| {
        say(badge, "en", "https://example.com/ did:web:x _:b1 @id");
    });
}

/// What JSON-LD does with identifiers, blank nodes, numbers and contexts.
fn forms(add: &mut Add<'_>) {
    add("no blank nodes", &|badge| {
        badge["credentialSubject"]["id"] = "did:example:teacher".into();
        badge["credentialSubject"].as_object_mut().unwrap().remove("identifier");
        achievement(badge)["criteria"]["id"] =
            "https://badges.district.example/achievements/1#criteria".into();
    });
    add("many alike blank nodes", &|badge| {
        let same = json!({ "type": ["Evidence"], "narrative": "Observed." });
        badge["evidence"] = vec![same; 12].into();
    });
    add("a hundred pieces of evidence", &|badge| {
        let piece = |n| json!({ "id": format!("https://work.example/{n}"), "type": ["Evidence"], "name": format!("Work {n}") });
        badge["evidence"] = (0..100).map(piece).collect();
    });
    add("evidence with every member", &|badge| {
        badge["evidence"] = json!([{
            "id": "https://work.example/1?a=1&b=%20#c", "type": ["Evidence"], "narrative": "What was done",
            "name": "Plan", "description": "Four pages", "genre": "Plan", "audience": "Coaches",
        }, { "id": "urn:uuid:6e0a4a7c-0c1d-4a41-8c8f-1f6a3a1a2b3c", "type": ["Evidence"] }]);
    });
    add("whole numbers", &|badge| achievement(badge)["creditsAvailable"] = 3.into());
    add("decimals", &|badge| {
        achievement(badge)["creditsAvailable"] = 3.5.into();
        badge["credentialSubject"]["creditsEarned"] = 0.25.into();
    });
    add("single values where lists may be", &|badge| {
        badge["type"] = json!(["VerifiableCredential", "AchievementCredential"]);
        achievement(badge)["type"] = "Achievement".into();
        achievement(badge)["tag"] = "questions".into();
    });
    add("a context of its own", &|badge| {
        badge["@context"] = json!([V2, OPEN_BADGES, { "room": "https://district.example/terms#room" }]);
        badge["credentialSubject"]["room"] = "12 b".into();
    });
    add("a JSON literal", &|badge| {
        let term = json!({ "@id": "https://district.example/terms#raw", "@type": "@json" });
        badge["@context"] = json!([V2, OPEN_BADGES, { "raw": term }]);
        badge["credentialSubject"]["raw"] =
            json!({ "z": [1, 2.5, null, "é"], "a": { "€": true, "\u{1f600}": 1e3 } });
    });
    add("a list and a language map of its own", &|badge| {
        badge["@context"] = json!([V2, OPEN_BADGES, {
            "steps": { "@id": "https://district.example/terms#steps", "@container": "@list" },
            "label": { "@id": "https://district.example/terms#label", "@container": "@language" },
        }]);
        badge["credentialSubject"]["steps"] = json!(["plan", "teach", "look back"]);
        badge["credentialSubject"]["label"] =
            json!({ "en": "Questions", "de-CH": "Fragen", "zh-Hant": "問題" });
    });
    add("a list that repeats itself", &|badge| {
        let term = json!({ "@id": "https://district.example/terms#steps", "@container": "@list" });
        badge["@context"] = json!([V2, OPEN_BADGES, { "steps": term }]);
        badge["credentialSubject"]["steps"] = json!(["plan", "teach", "teach", "look back"]);
    });
    add("names in several languages", &|badge| {
        badge["name"] = json!([{ "@value": "Questions", "@language": "en" }, { "@value": "Preguntas", "@language": "es" }]);
    });
    add("identifiers of many schemes", &|badge| {
        badge["id"] = "urn:uuid:0190f0aa-1111-7000-8000-000000000001".into();
        badge["credentialSubject"]["id"] = "mailto:tia.teacher@district.example".into();
        achievement(badge)["id"] = "urn:isbn:9780131101630".into();
    });
    add("international addresses", &|badge| {
        badge["id"] = "https://district.example/ünï/résumé?q=naïve#é".into();
        achievement(badge)["id"] = "https://例え.example/バッジ".into();
    });
}

/// What an achievement can say.
fn achievements(add: &mut Add<'_>) {
    add("a micro-credential", &|badge| {
        let it = achievement(badge);
        it["achievementType"] = "MicroCredential".into();
        it["version"] = "2".into();
        it["humanCode"] = "Q-101".into();
        it["fieldOfStudy"] = "Teaching".into();
        it["specialization"] = "Dialogue".into();
        it["tag"] = json!(["questions", "dialogue", "Fragen"]);
    });
    add("an achievement type of our own", &|badge| {
        achievement(badge)["achievementType"] = "ext:MicroCourse".into();
    });
    add("alignments of every kind", &|badge| {
        let kinds = [
            "ceasn:Competency",
            "ceterms:Credential",
            "CFItem",
            "CFRubric",
            "CFRubricCriterion",
            "CFRubricCriterionLevel",
            "CTDL",
            "ext:Standard",
        ];
        let alignment = |(n, kind): (usize, &&str)| {
            json!({
                "type": ["Alignment"], "targetName": format!("Standard {n}"), "targetType": kind,
                "targetUrl": format!("https://standards.example/{n}"), "targetCode": format!("{n}(a)"),
                "targetDescription": "Asks questions.", "targetFramework": "InTASC",
            })
        };
        achievement(badge)["alignment"] = kinds.iter().enumerate().map(alignment).collect();
    });
    add("alike alignments", &|badge| {
        let same = json!({ "type": ["Alignment"], "targetName": "Standard", "targetUrl": "https://standards.example/1" });
        achievement(badge)["alignment"] = vec![same; 4].into();
    });
    add("results of every kind", &results);
    add("an ordered list of values", &|badge| {
        achievement(badge)["resultDescription"] = json!([{
            "id": "urn:uuid:0190f0aa-2222-7000-8000-000000000001", "type": ["ResultDescription"], "name": "Grade",
            "resultType": "LetterGrade", "allowedValue": ["C", "B", "A", "A"], "requiredValue": "B",
        }]);
        badge["credentialSubject"]["result"] = json!([{
            "type": ["Result"], "value": "A", "resultDescription": "urn:uuid:0190f0aa-2222-7000-8000-000000000001",
        }]);
    });
    add("an image with a caption", &|badge| {
        achievement(badge)["image"] = json!({
            "id": "https://badges.district.example/achievements/1/image.png", "type": "Image", "caption": "A question mark",
        });
    });
    add("an image within", &|badge| {
        let image = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        achievement(badge)["image"] = json!({ "id": image, "type": "Image" });
    });
    add("criteria elsewhere", &|badge| {
        achievement(badge)["criteria"] = json!({ "id": "https://district.example/criteria" });
    });
    add("a creator and another's number", &|badge| {
        achievement(badge)["creator"] = json!({
            "id": "https://union.example/", "type": ["Profile"], "name": "Teachers' Union", "url": "https://union.example/",
        });
        achievement(badge)["otherIdentifier"] = json!([
            { "type": "IdentifierEntry", "identifier": "ce-8d4a", "identifierType": "identifier" },
            { "type": "IdentifierEntry", "identifier": "Q1", "identifierType": "ext:catalog" },
        ]);
    });
    add("related achievements", &|badge| {
        achievement(badge)["related"] = json!([
            { "id": "https://badges.district.example/achievements/2", "type": ["Related"], "inLanguage": "es", "version": "1" },
        ]);
    });
}

fn results(badge: &mut Value) {
    let level = |n: u32| {
        json!({
            "id": format!("https://badges.district.example/achievements/1#level-{n}"), "type": ["RubricCriterionLevel"],
            "name": format!("Level {n}"), "level": n.to_string(), "points": n.to_string(), "description": "What it looks like",
        })
    };
    achievement(badge)["resultDescription"] = json!([
        { "id": "https://badges.district.example/achievements/1#rubric", "type": ["ResultDescription"], "name": "Rubric",
          "resultType": "RubricCriterionLevel", "rubricCriterionLevel": [level(1), level(2), level(3)],
          "requiredLevel": "https://badges.district.example/achievements/1#level-2" },
        { "id": "https://badges.district.example/achievements/1#percent", "type": ["ResultDescription"], "name": "Percent",
          "resultType": "Percent", "valueMin": "0", "valueMax": "100", "requiredValue": "60" },
        { "id": "https://badges.district.example/achievements/1#status", "type": ["ResultDescription"], "name": "Status",
          "resultType": "Status" },
    ]);
    badge["credentialSubject"]["result"] = json!([
        { "type": ["Result"], "resultDescription": "https://badges.district.example/achievements/1#rubric",
          "achievedLevel": "https://badges.district.example/achievements/1#level-3" },
        { "type": ["Result"], "resultDescription": "https://badges.district.example/achievements/1#percent", "value": "87.5" },
        { "type": ["Result"], "resultDescription": "https://badges.district.example/achievements/1#status", "status": "Completed" },
    ]);
}

/// Who gives and who gets.
fn people(add: &mut Add<'_>) {
    add("a hashed address", &|badge| {
        let hash = openbadges::identity_hash("tia.teacher@district.example", "Deliberate salt");
        badge["credentialSubject"]["identifier"] = json!([{
            "type": "IdentityObject", "hashed": true, "identityHash": hash, "identityType": "emailAddress",
            "salt": "Deliberate salt",
        }]);
    });
    add("several identifiers", &|badge| {
        let identity = |kind, value| json!({ "type": "IdentityObject", "hashed": false, "identityType": kind, "identityHash": value });
        badge["credentialSubject"]["identifier"] = json!([
            identity("name", "Tia Teacher"),
            identity("emailAddress", "tia@district.example"),
            identity("ext:orcid", "0000-0002-1825-0097"),
        ]);
    });
    add("a holder's key", &|badge| {
        badge["credentialSubject"]["id"] = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK".into();
    });
    add("every member of the subject", &|badge| {
        let subject = &mut badge["credentialSubject"];
        subject["activityStartDate"] = "2026-01-05T08:00:00Z".into();
        subject["activityEndDate"] = "2026-06-30T15:30:00-04:00".into();
        subject["licenseNumber"] = "T-88123".into();
        subject["narrative"] = "Taught **two** lessons.".into();
        subject["role"] = "Teacher".into();
        subject["term"] = "Spring".into();
        subject["creditsEarned"] = 1.into();
        subject["source"] =
            json!({ "id": "https://coach.example/cora", "type": ["Profile"], "name": "Cora Coach" });
    });
    add("an issuer with an address", &|badge| {
        badge["issuer"]["address"] = json!({
            "type": ["Address"], "addressCountry": "United States", "addressCountryCode": "US", "addressRegion": "Oregon",
            "addressLocality": "Maple", "streetAddress": "1 Main Street", "postOfficeBoxNumber": "7", "postalCode": "97000",
            "geo": { "type": "GeoCoordinates", "latitude": 44.5, "longitude": -123.25 },
        });
        badge["issuer"]["phone"] = "+15415550100".into();
        badge["issuer"]["email"] = "badges@district.example".into();
        badge["issuer"]["url"] = "https://district.example/".into();
    });
    add("an issuer within another", &|badge| {
        badge["issuer"]["parentOrg"] =
            json!({ "id": "https://state.example/", "type": ["Profile"], "name": "State of Maple" });
        badge["issuer"]["otherIdentifier"] =
            json!([{ "type": "IdentifierEntry", "identifier": "4100123", "identifierType": "sourcedId" }]);
        badge["issuer"]["image"] = json!({ "id": "https://district.example/logo.svg", "type": "Image" });
        badge["issuer"]["description"] = "Fourteen schools".into();
        badge["issuer"]["official"] = "Mona Manager".into();
    });
}

/// What stands around the claim: dates, status, versions.
fn envelopes(add: &mut Add<'_>) {
    add("a name, a description, an image", &|badge| {
        badge["name"] = "Asking good questions".into();
        badge["description"] = "A badge".into();
        badge["image"] = json!({ "id": "https://badges.district.example/c/1/image.png", "type": "Image" });
    });
    add("valid for long", &|badge| badge["validUntil"] = "9999-12-31T23:59:59Z".into());
    add("fractions of a second", &|badge| badge["validFrom"] = "2026-01-02T03:04:05.678901Z".into());
    add("another time zone", &|badge| badge["validFrom"] = "2026-01-02T03:04:05+05:45".into());
    add("a day of awarding", &|badge| badge["awardedDate"] = "2026-01-02T00:00:00Z".into());
    add("no status", &|badge| drop(badge.as_object_mut().unwrap().remove("credentialStatus")));
    add("a schema that checks", &|badge| {
        badge["@context"] = json!([V2, OPEN_BADGES, EXTENSIONS]);
        badge["credentialSchema"] = json!([{
            "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
            "type": "1EdTechJsonSchemaValidator2019",
        }]);
    });
    add("terms of use", &|badge| {
        badge["@context"] = json!([V2, OPEN_BADGES, { "License": "https://district.example/terms#License" }]);
        badge["termsOfUse"] = json!([{ "id": "https://district.example/license", "type": "License" }]);
    });
    add("another context version: 3.0.2", &|badge| {
        badge["@context"] = json!([V2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"]);
    });
    add("another context version: 3.0.1", &|badge| {
        badge["@context"] = json!([
            V1,
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
            "https://www.w3.org/ns/credentials/status/v1",
            "https://w3id.org/security/data-integrity/v2"
        ]);
        badge["issuanceDate"] = badge.as_object_mut().unwrap().remove("validFrom").unwrap();
        badge["name"] = "Asking good questions".into();
    });
    add("data model 1.1", &|badge| {
        badge["@context"] = json!([
            V1,
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://www.w3.org/ns/credentials/status/v1",
            "https://w3id.org/security/data-integrity/v2",
        ]);
        badge["issuanceDate"] = badge.as_object_mut().unwrap().remove("validFrom").unwrap();
        badge["name"] = "Asking good questions".into();
        badge["expirationDate"] = "2099-01-01T00:00:00Z".into();
    });
    add("several subjects", &|badge| {
        let mut second = badge["credentialSubject"].clone();
        second["identifier"][0]["identityHash"] = "Tom Teacher".into();
        badge["credentialSubject"] = json!([badge["credentialSubject"].clone(), second]);
    });
}
