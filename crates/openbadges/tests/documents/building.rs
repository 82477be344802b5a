//! Whatever the builders make is valid, and the same after a journey through JSON.

use std::sync::LazyLock;

use jsonschema::{Draft, Validator};
use openbadges::schema::{Schema, violations};
use openbadges::{AchievementCredential, EndorsementCredential, Profile};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::generate::{self, Tape};
use crate::published;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_credential_from_the_builders_is_valid_and_round_trips(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let credential = generate::credential(&mut Tape::new(&bytes));
        let value = credential.to_value();
        prop_assert_eq!(violations(Schema::AchievementCredential, &value), vec![], "{}", value);
        let text = serde_json::to_string(&credential).unwrap();
        prop_assert_eq!(serde_json::from_str::<AchievementCredential>(&text).unwrap(), credential);
        prop_assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }

    #[test]
    fn an_endorsement_from_the_builders_is_valid_and_round_trips(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let endorsement = generate::endorsement(&mut Tape::new(&bytes));
        let value = endorsement.to_value();
        prop_assert_eq!(violations(Schema::EndorsementCredential, &value), vec![], "{}", value);
        prop_assert_eq!(EndorsementCredential::from_value(&value).unwrap(), endorsement);
    }

    #[test]
    fn a_profile_from_the_builders_is_valid_and_round_trips(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let profile = generate::profile(&mut Tape::new(&bytes));
        let value = profile.to_value();
        prop_assert_eq!(violations(Schema::Profile, &value), vec![], "{}", value);
        prop_assert_eq!(Profile::from_value(&value).unwrap(), profile);
    }

    #[test]
    fn the_builders_use_arrays_and_plain_strings_wherever_the_standard_has_them(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        static STRICT: LazyLock<Validator> = LazyLock::new(|| compile(&strict()));
        let value = generate::credential(&mut Tape::new(&bytes)).to_value();
        let errors: Vec<_> = STRICT.iter_errors(&value).map(|error| error.to_string()).collect();
        prop_assert_eq!(errors, Vec::<String>::new());
    }
}

/// The same, against the published schemas: today's and the one of 2024, which takes arrays alone.
#[test]
fn what_the_builders_make_passes_the_published_schemas() {
    let Some(data) = published::shared("what_the_builders_make_passes_the_published_schemas") else { return };
    let schemas = [published::current(&data, Schema::AchievementCredential), published::strict_2024(&data)];
    let judge = |bytes: Vec<u8>| {
        let value = generate::credential(&mut Tape::new(&bytes)).to_value();
        for schema in &schemas {
            if let Err(error) = schema.validate(&value) {
                return Err(TestCaseError::fail(format!("{}: {error}", error.instance_path())));
            }
        }
        Ok(())
    };
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    proptest::test_runner::TestRunner::new(config)
        .run(&prop::collection::vec(any::<u8>(), 0..600), judge)
        .unwrap();
    let everything = generate::credential(&mut Tape::of_everything()).to_value();
    for schema in &schemas {
        schema.validate(&everything).unwrap();
    }
}

/// So that no member is forgotten in `generate`, hence in the tests above: with any member of any class
/// forbidden, the document that has everything is no longer valid.
#[test]
fn every_member_of_every_class_is_built() {
    let everything = generate::credential(&mut Tape::of_everything()).to_value();
    let schema = strict();
    let mut missing = Vec::new();
    for (class, definition) in schema["$defs"].as_object().unwrap() {
        for member in definition["properties"].as_object().into_iter().flat_map(|members| members.keys()) {
            let mut schema = schema.clone();
            schema["$defs"][class]["properties"][member] = json!(false);
            if compile(&schema).is_valid(&everything) {
                missing.push(format!("{class}.{member}"));
            }
        }
    }
    // A proof is made by `proof::create` and kept as it is; evidence of an endorsement is in the published
    // schema but not in the class table (§1.2).
    let expected = ["EndorsementCredential.evidence".to_owned()].into_iter().chain(
        ["cryptosuite", "challenge", "domain", "nonce", "proofPurpose", "verificationMethod"]
            .map(|member| format!("Proof.{member}")),
    );
    assert_eq!(missing, expected.collect::<Vec<_>>());
}

/// Our schema without its tolerance: arrays alone, none empty, no language maps.
fn strict() -> Value {
    let mut schema: Value = serde_json::from_str(Schema::classes()).unwrap();
    tighten(&mut schema);
    schema["$ref"] = json!("#/$defs/AchievementCredential");
    schema
}

fn tighten(schema: &mut Value) {
    match schema {
        Value::Object(keywords) => {
            if keywords.get("if") == Some(&json!({"type": "array"})) {
                let Some(Value::Object(then)) = keywords.remove("then") else {
                    panic!("an array without items")
                };
                keywords.retain(|key, _| !["if", "else"].contains(&key.as_str()));
                keywords.extend(then);
                keywords.insert("type".to_owned(), json!("array"));
                keywords.entry("minItems").or_insert(json!(1));
            }
            if keywords.get("type") == Some(&json!(["string", "object"]))
                && keywords.contains_key("propertyNames")
            {
                keywords.insert("type".to_owned(), json!("string"));
            }
            keywords.values_mut().for_each(tighten);
        }
        Value::Array(values) => values.iter_mut().for_each(tighten),
        _ => {}
    }
}

fn compile(schema: &Value) -> Validator {
    jsonschema::options().with_draft(Draft::Draft201909).offline().build(schema).unwrap()
}
