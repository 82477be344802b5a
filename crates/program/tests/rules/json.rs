use program::{CredentialState, Definition, EvidenceItem, PassRule, Scores, State};
use serde_json::{Value, json};

use crate::given::{after, coach, definition, link, passing, text};

fn reads_back<T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(
    value: &T,
) -> Value {
    let json = serde_json::to_value(value).unwrap();
    assert_eq!(serde_json::from_value::<T>(json.clone()).unwrap(), *value);
    json
}

#[test]
fn what_is_stored_reads_back() {
    reads_back(&definition());
    assert_eq!(reads_back(&passing())["depth"], json!({"level": "mid", "comment": "good questions"}));
    assert_eq!(
        reads_back(&link("film", "https://video.example/1")),
        json!({"part": "film", "title": "Title", "content": {"kind": "link", "url": "https://video.example/1"}})
    );
    assert_eq!(
        reads_back(&State::Approved { by: coach().id, at: after(0) }),
        json!({"state": "approved", "by": coach().id, "at": "2026-09-21T14:13:20Z"})
    );
    assert_eq!(reads_back(&CredentialState::Active), json!({"state": "active"}));
    assert_eq!(reads_back(&PassRule::EveryCriterion), json!({"rule": "every_criterion"}));
    assert_eq!(reads_back(&PassRule::Points { minimum: 3 }), json!({"rule": "points", "minimum": 3}));
}

/// Every object inside a JSON value, by its pointer.
fn objects(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.push(at.to_owned());
            for (name, member) in members {
                objects(member, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                objects(item, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn an_unknown_member_is_refused_wherever_it_stands() {
    let json = serde_json::to_value(definition()).unwrap();
    let mut places = Vec::new();
    objects(&json, "", &mut places);
    assert!(places.len() > 10);
    for place in places {
        let mut slipped = json.clone();
        slipped.pointer_mut(&place).unwrap()["requierd"] = json!(true);
        assert!(serde_json::from_value::<Definition>(slipped).is_err(), "{place}");
    }
}

#[test]
fn unknown_members_of_evidence_and_scores_are_refused() {
    let mut item = serde_json::to_value(text("plan", "x")).unwrap();
    item["content"]["url"] = json!("https://example.org/");
    assert!(serde_json::from_value::<EvidenceItem>(item).is_err());
    assert!(serde_json::from_value::<Scores>(json!({"depth": {"levle": "mid"}})).is_err());
}

#[test]
fn numbers_that_are_not_whole_or_negative_are_refused() {
    for hours in [json!(-1), json!(1.5), json!("15"), json!(1e300)] {
        let mut json = serde_json::to_value(definition()).unwrap();
        json["hours"] = hours;
        assert!(serde_json::from_value::<Definition>(json).is_err());
    }
}
