//! What the verifier found, in a sentence.

use serde_json::{Map, Value};

use crate::{Locale, say};

/// How much of an issuer's message is part of the sentence, in characters.
const SHOWN: usize = 200;

/// The sentence for the code of a check: lower case, no full stop.
pub fn check(locale: Locale, code: &str, facts: &Map<String, Value>) -> String {
    let sentence = say(locale, key(code)).with_facts(facts).to_string();
    let messages = facts.get("messages").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    messages.iter().filter_map(Value::as_str).fold(sentence, |sentence, message| {
        let shown: String = message.chars().take(SHOWN).collect();
        let more = if shown.len() < message.len() { "…" } else { "" };
        say(locale, "check-issuer-says")
            .with("sentence", sentence)
            .with("message", format!("{shown}{more}"))
            .to_string()
    })
}

/// Adds sentences to a report as JSON: `detail` to each check, and `summary` to each report in it.
pub fn explain(locale: Locale, report: &mut Value) {
    let Some(members) = report.as_object_mut() else { return };
    for check in members.get_mut("checks").and_then(Value::as_array_mut).into_iter().flatten() {
        add(locale, check.as_object_mut(), "detail");
    }
    let summary = members.get("finding").and_then(|finding| sentence_of(locale, finding));
    if let Some(summary) = summary {
        members.insert("summary".to_owned(), summary.into());
    }
    for inside in ["endorsements", "contained"] {
        for report in members.get_mut(inside).and_then(Value::as_array_mut).into_iter().flatten() {
            explain(locale, report);
        }
    }
}

fn add(locale: Locale, check: Option<&mut Map<String, Value>>, member: &str) {
    let Some(check) = check else { return };
    let Some(code) = check.get("code").and_then(Value::as_str) else { return };
    let none = Map::new();
    let facts = check.get("facts").and_then(Value::as_object).unwrap_or(&none);
    let sentence = self::check(locale, code, facts);
    check.insert(member.to_owned(), sentence.into());
}

/// The sentence of a finding, `{"code": …, "facts": {…}}`.
pub(crate) fn sentence_of(locale: Locale, finding: &Value) -> Option<String> {
    Some(check(locale, finding.get("code")?.as_str()?, finding.get("facts")?.as_object()?))
}

fn key(code: &str) -> String {
    format!("check-{}", code.replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn facts(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(facts) => facts,
            other => panic!("{other}"),
        }
    }

    #[test]
    fn a_finding_that_follows_from_another_says_so() {
        let because = json!({ "code": "status_list_unreachable", "facts": { "cause": "no answer" } });
        let said = check(Locale::EnUs, "status_unknown", &facts(json!({ "because": because })));
        assert_eq!(
            said,
            "whether it was revoked is unknown: the status list could not be fetched: no answer"
        );
    }

    #[test]
    fn what_the_issuer_says_is_part_of_the_sentence_and_cut_when_long() {
        let said = |text: &str| check(Locale::EnUs, "not_revoked", &facts(json!({ "messages": [text] })));
        assert_eq!(said("held"), "not revoked or suspended; its issuer says: “held”");
        assert!(said(&"é".repeat(300)).ends_with(&format!("“{}…”", "é".repeat(200))));
    }

    #[test]
    fn a_report_gains_its_sentences_at_every_depth() {
        let check = json!({ "name": "status", "result": "failed", "code": "revoked" });
        let finding = json!({ "code": "revoked", "facts": {} });
        let inner = json!({ "checks": [check], "finding": finding });
        let mut report = json!({ "checks": [check], "finding": finding, "contained": [inner] });
        explain(Locale::EnUs, &mut report);
        for report in [&report, &report["contained"][0]] {
            assert_eq!(
                (&report["summary"], &report["checks"][0]["detail"]),
                (&json!("revoked by its issuer"), &json!("revoked by its issuer"))
            );
        }
    }
}
