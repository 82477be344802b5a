//! The schemas of what crate `program` defines. That crate knows no OpenAPI, so they are written by hand
//! and put in where the views and inputs say only "an object"; a test holds them against the types.

use serde_json::{Value, json};

const TEXT: &str = include_str!("program_schemas.json");

/// Schema, member, and what stands there instead of an object; the last says whether it may be null.
const PLACES: [(&str, &str, &str, bool); 17] = [
    ("DistrictView", "policy", "Policy", false),
    ("NewDistrict", "policy", "PolicyInput", true),
    ("DistrictChange", "policy", "PolicyInput", true),
    ("NewMicroCredential", "definition", "Definition", false),
    ("VersionView", "definition", "Definition", false),
    ("AssessmentView", "definition", "Definition", false),
    ("AssessmentView", "scores", "Scores", false),
    ("AssessmentView", "evidence", "EvidenceList", false),
    ("SubmissionView", "evidence", "EvidenceList", false),
    ("SubmissionView", "scores", "Scores", false),
    ("SubmissionView", "state", "State", false),
    ("AssessmentSummary", "state", "State", false),
    ("NewSubmission", "evidence", "EvidenceList", false),
    ("Decision", "scores", "Scores", false),
    ("DirectIssue", "scores", "Scores", true),
    ("CredentialView", "state", "CredentialState", false),
    ("PersonView", "roles", "Roles", false),
];

/// More places of the same kind, where roles are written.
const ROLES: [(&str, &str, &str, bool); 2] =
    [("NewPerson", "roles", "Roles", false), ("PersonChange", "roles", "Roles", true)];

/// Puts them into an OpenAPI document.
pub(super) fn add(document: &mut Value) {
    let by_hand: Value = serde_json::from_str(TEXT).unwrap_or_default();
    let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) else {
        return;
    };
    for (name, schema) in by_hand.as_object().into_iter().flatten() {
        schemas.insert(name.clone(), schema.clone());
    }
    for (schema, member, by_hand, nullable) in PLACES.into_iter().chain(ROLES) {
        if let Some(place) = schemas.get_mut(schema).and_then(|schema| member_of(schema, member)) {
            let description = place.get("description").cloned();
            let reference = format!("#/components/schemas/{by_hand}");
            *place = if nullable {
                json!({"oneOf": [{"type": "null"}, {"$ref": reference}]})
            } else {
                json!({"$ref": reference})
            };
            if let (Some(text), Some(members)) = (description, place.as_object_mut()) {
                members.insert("description".to_owned(), text);
            }
        }
    }
    schemas.insert("DefinitionBody".to_owned(), json!({"$ref": "#/components/schemas/Definition"}));
}

/// A member of a schema, also of one that is put together by `allOf`.
fn member_of<'a>(schema: &'a mut Value, member: &str) -> Option<&'a mut Value> {
    let direct = schema.pointer(&format!("/properties/{member}")).is_some();
    if direct {
        return schema.pointer_mut(&format!("/properties/{member}"));
    }
    schema
        .get_mut("allOf")?
        .as_array_mut()?
        .iter_mut()
        .find_map(|part| part.pointer_mut(&format!("/properties/{member}")))
}

#[cfg(test)]
mod tests {
    use program::{Definition, Policy, RecipientIdentity, Scores};

    use super::*;
    use crate::api::{Schemas, document};

    fn definition() -> Value {
        json!({
            "title": "Checking for understanding", "summary": "s", "description": "d", "criteria_narrative": "c",
            "tags": ["assessment"], "hours": 15, "validity_months": 36, "language": "en",
            "alignments": [{"framework": "InTASC", "name": "n", "code": "6(a)", "url": "https://ccsso.org/", "description": "d"}],
            "evidence_parts": [{"id": "plan", "title": "t", "instructions": "i", "required": true, "kinds": ["text", "link", "file"], "word_limit": 500}],
            "rubric": {
                "criteria": [{"id": "reach", "name": "n", "description": "d", "required_level": "good", "levels": [
                    {"id": "low", "name": "n", "descriptor": "d", "points": 0}, {"id": "good", "name": "n", "descriptor": "d", "points": 2}]}],
                "pass_rule": {"rule": "points", "minimum": 2}
            }
        })
    }

    fn schemas() -> Schemas {
        Schemas::new(&document("https://h.example")).unwrap()
    }

    #[test]
    fn every_place_was_found() {
        let document = document("https://h.example");
        for (schema, member, by_hand, _) in PLACES.into_iter().chain(ROLES) {
            let text = document["components"]["schemas"][schema].to_string();
            assert!(text.contains(&format!("#/components/schemas/{by_hand}")), "{schema}.{member}: {text}");
        }
    }

    #[test]
    fn a_whole_definition_passes_both_the_schema_and_the_type() {
        let value = definition();
        assert_eq!(schemas().violations("Definition", &value), []);
        let read: Definition = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), value);
    }

    #[test]
    fn no_member_of_a_definition_is_forgotten_by_the_schema() {
        let schemas = schemas();
        for pointer in [
            "",
            "/alignments/0",
            "/evidence_parts/0",
            "/rubric",
            "/rubric/criteria/0",
            "/rubric/criteria/0/levels/0",
            "/rubric/pass_rule",
        ] {
            let names: Vec<String> =
                definition().pointer(pointer).unwrap().as_object().unwrap().keys().cloned().collect();
            for name in names {
                let mut value = definition();
                let members = value.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
                members.remove(&name);
                let by_schema = schemas.violations("Definition", &value).is_empty();
                let by_type = serde_json::from_value::<Definition>(value.clone()).is_ok();
                assert_eq!(by_schema, by_type, "{pointer}/{name} left out");
                let members = value.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
                members.insert(name.clone(), json!({"wrong": 1}));
                assert!(
                    !schemas.violations("Definition", &value).is_empty(),
                    "{pointer}/{name} of a wrong type"
                );
            }
            let mut value = definition();
            value.pointer_mut(pointer).unwrap().as_object_mut().unwrap().insert("more".to_owned(), json!(1));
            assert!(!schemas.violations("Definition", &value).is_empty(), "{pointer}/more");
        }
    }

    #[test]
    fn policies_and_scores_pass_as_they_are_written() {
        let schemas = schemas();
        assert_eq!(schemas.violations("Policy", &json!(Policy::default())), []);
        for recipient in [RecipientIdentity::NameAndEmail, RecipientIdentity::Email, RecipientIdentity::Name]
        {
            assert_eq!(schemas.violations("Policy", &json!(Policy { recipient, ..Policy::default() })), []);
        }
        for (proofs, is_good) in [
            (json!(["ecdsa-jcs-2019"]), true),
            (json!([]), false),
            (json!(["eddsa-jcs-2022", "eddsa-jcs-2022"]), false),
            (json!(["ecdsa-sd-2023"]), false),
        ] {
            let policy = json!({ "proofs": proofs });
            assert_eq!(schemas.violations("Policy", &policy).is_empty(), is_good, "{policy}");
            assert_eq!(serde_json::from_value::<Policy>(policy).is_ok(), is_good);
        }
        let wrong = json!({"name_assessor": "yes", "recipient": "shoe size", "more": 1});
        assert_eq!(
            schemas.violations("NewDistrict", &json!({"slug": "a", "name": "b", "policy": wrong})).len(),
            3
        );
        let scores = Scores::new().with("reach", "good", "Well done");
        assert_eq!(schemas.violations("Scores", &json!(scores)), []);
        assert_eq!(schemas.violations("Scores", &json!({"reach": {"level": 7, "points": 1}})).len(), 2);
    }

    #[test]
    fn evidence_of_each_kind_passes_and_others_are_named() {
        let good = json!([
            {"part": "plan", "title": "t", "content": {"kind": "text", "text": "x"}},
            {"part": "plan", "title": "t", "content": {"kind": "link", "url": "https://h.example"}},
        ]);
        let schemas = schemas();
        assert_eq!(schemas.violations("EvidenceList", &good), []);
        assert!(serde_json::from_value::<Vec<program::EvidenceItem>>(good).is_ok());
        assert!(
            !schemas
                .violations(
                    "EvidenceList",
                    &json!([{"part": "plan", "title": "t", "content": {"kind": "song"}}])
                )
                .is_empty()
        );
    }
}
