//! What an assertion, its badge class and its issuer say, in the form in which badges are shown.

use openbadges::Timestamp;
use serde_json::Value;

use super::linked::Linked;
use crate::facts::read::{self, link, owned};
use crate::facts::{CriteriaFact, EvidenceFact, Facts, RecipientFact};
use crate::member::{items, reference, text, texts};

pub(super) fn of(linked: &Linked<'_>) -> Facts {
    let assertion = linked.assertion();
    let class = linked.class.as_ref().map_or(&Value::Null, |class| *class);
    let issuer = linked.issuer.as_ref().map_or(&Value::Null, |issuer| *issuer);
    let date = |member| text(assertion, member).and_then(|text| Timestamp::parse_date_time(text).ok());
    Facts {
        id: owned(assertion, "id"),
        kind: Some("badge"),
        title: owned(class, "name"),
        description: owned(class, "description"),
        achievement_id: reference(assertion, "badge").map(String::from),
        criteria: criteria(class),
        image: read::image(assertion).or_else(|| read::image(class)),
        issuer_id: linked.issuer_id().map(String::from),
        issuer_name: owned(issuer, "name"),
        issuer_url: link(issuer, "url"),
        recipients: recipient(assertion).into_iter().collect(),
        awarded_at: date("issuedOn"),
        valid_from: date("issuedOn"),
        valid_until: date("expires"),
        evidence: items(assertion, "evidence").map(evidence).collect(),
        alignments: items(class, "alignment").map(read::alignment).collect(),
        tags: texts(class, "tags").map(String::from).collect(),
        narrative: owned(assertion, "narrative"),
        signed_with: linked.creator().map(String::from).into_iter().collect(),
        ..Facts::default()
    }
}

fn recipient(assertion: &Value) -> Option<RecipientFact> {
    let recipient = assertion.get("recipient")?;
    let kind = match text(recipient, "type")? {
        "email" => "emailAddress".to_owned(),
        other => other.to_owned(),
    };
    let hashed = recipient.get("hashed").and_then(Value::as_bool).unwrap_or(true);
    Some(RecipientFact { kind, value: owned(recipient, "identity").filter(|_identity| !hashed) })
}

/// Criteria are a page, or an object with a page and a text.
fn criteria(class: &Value) -> CriteriaFact {
    if class.get("criteria").is_some_and(Value::is_string) {
        return CriteriaFact { narrative: None, url: link(class, "criteria") };
    }
    read::criteria(class)
}

/// Evidence is a page, or an object as in Open Badges 3.0.
fn evidence(item: &Value) -> EvidenceFact {
    if item.is_string() {
        let page = serde_json::json!({ "id": item });
        return EvidenceFact { url: link(&page, "id"), ..EvidenceFact::default() };
    }
    read::evidence(item)
}
