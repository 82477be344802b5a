//! What an assertion, its badge class and its issuer say, in the form in which badges are shown.

use openbadges::Timestamp;
use serde_json::Value;

use super::linked::Linked;
use crate::facts::{AlignmentFact, CriteriaFact, EvidenceFact, Facts, ImageFact, RecipientFact, link, owned};
use crate::member::{items, reference, text, texts};

pub(super) fn read(linked: &Linked<'_>) -> Facts {
    let assertion = linked.assertion();
    let class = linked.class.as_ref().map_or(&Value::Null, |class| *class);
    let issuer = linked.issuer.as_ref().map_or(&Value::Null, |issuer| *issuer);
    let date = |member| text(assertion, member).and_then(|text| Timestamp::parse_date_time(text).ok());
    let image = image(assertion).or_else(|| image(class));
    Facts {
        id: owned(assertion, "id"),
        kind: Some("badge"),
        title: owned(class, "name"),
        description: owned(class, "description"),
        achievement_id: reference(assertion, "badge").map(String::from),
        criteria: criteria(class),
        image,
        issuer_id: linked.issuer_id().map(String::from),
        issuer_name: owned(issuer, "name"),
        issuer_url: link(issuer, "url"),
        recipients: recipient(assertion).into_iter().collect(),
        awarded_at: date("issuedOn"),
        valid_from: date("issuedOn"),
        valid_until: date("expires"),
        evidence: items(assertion, "evidence").map(evidence).collect(),
        alignments: items(class, "alignment").map(alignment).collect(),
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

fn image(of: &Value) -> Option<ImageFact> {
    let written = reference(of, "image")?;
    let shown = written.starts_with("data:image/png;")
        || written.starts_with("data:image/svg+xml;")
        || url::Url::parse(written).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    let caption = of.get("image").and_then(|image| owned(image, "caption"));
    shown.then(|| ImageFact { url: written.into(), caption })
}

/// Criteria are a page, or an object with a page and a text.
fn criteria(class: &Value) -> CriteriaFact {
    match class.get("criteria") {
        Some(Value::String(_)) => CriteriaFact { narrative: None, url: link(class, "criteria") },
        Some(criteria) => CriteriaFact { narrative: owned(criteria, "narrative"), url: link(criteria, "id") },
        None => CriteriaFact::default(),
    }
}

fn evidence(item: &Value) -> EvidenceFact {
    if item.is_string() {
        let page = serde_json::json!({ "id": item });
        return EvidenceFact { url: link(&page, "id"), ..EvidenceFact::default() };
    }
    EvidenceFact {
        name: owned(item, "name"),
        description: owned(item, "description"),
        narrative: owned(item, "narrative"),
        genre: owned(item, "genre"),
        url: link(item, "id"),
    }
}

fn alignment(item: &Value) -> AlignmentFact {
    AlignmentFact {
        name: owned(item, "targetName"),
        code: owned(item, "targetCode"),
        framework: owned(item, "targetFramework"),
        description: owned(item, "targetDescription"),
        url: link(item, "targetUrl"),
    }
}
