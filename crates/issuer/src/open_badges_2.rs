//! The hosted twin of a badge in Open Badges 2.0: an assertion, its badge class and its issuer, each at an address of its own.
//!
//! Nothing is signed: a hosted badge is believed because its issuer serves it (Open Badges 2.0 §"Hosted verification"). The twin
//! is therefore made of the signed badge whenever it is asked for.

use program::Definition;
use serde_json::{Map, Value, json};
use thiserror::Error;

use crate::district::District;

const CONTEXT: &str = "https://w3id.org/openbadges/v2";

/// Why a badge has no twin in Open Badges 2.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NoHostedTwin {
    /// Backpacks know their people by e-mail address.
    #[error(
        "the badge does not hold the e-mail address of its recipient, by which Open Badges 2.0 identifies people"
    )]
    NoEmail,
    /// The issuer must have an address (Open Badges 2.0 §"Profile").
    #[error("the district has no public e-mail address, which Open Badges 2.0 asks of every issuer")]
    NoIssuerEmail,
    /// The badge lacks a member that every badge has.
    #[error("the badge has no `{member}`")]
    Malformed {
        /// Its name.
        member: &'static str,
    },
}

/// The assertion at `url`, made of a signed badge. The address of the recipient is hashed where the badge hashes it, with the
/// same salt.
///
/// # Errors
///
/// [`NoHostedTwin`] when the badge names nobody by an e-mail address.
pub fn hosted_assertion(badge: &Value, url: &str) -> Result<Value, NoHostedTwin> {
    let text = |pointer: &str| badge.pointer(pointer).and_then(Value::as_str);
    let missing = |member| NoHostedTwin::Malformed { member };
    let achievement = text("/credentialSubject/achievement/id").ok_or_else(|| missing("achievement"))?;
    let issued = text("/awardedDate").or_else(|| text("/validFrom")).ok_or_else(|| missing("validFrom"))?;
    let mut assertion = revocable(url);
    assertion.extend([
        ("recipient".to_owned(), recipient(badge)?),
        ("badge".to_owned(), badge_class_url(achievement).into()),
        ("verification".to_owned(), json!({"type": "HostedBadge"})),
        ("issuedOn".to_owned(), issued.into()),
    ]);
    if let Some(until) = text("/validUntil") {
        assertion.insert("expires".into(), until.into());
    }
    if let Some(narrative) = text("/credentialSubject/narrative") {
        assertion.insert("narrative".into(), narrative.into());
    }
    let evidence: Vec<Value> = items(badge, "/evidence").iter().map(evidence).collect();
    if !evidence.is_empty() {
        assertion.insert("evidence".into(), evidence.into());
    }
    Ok(Value::Object(assertion))
}

/// What stands at the address of an assertion that is revoked, with the status 410 (Open Badges 2.0 §"Assertion").
pub fn revoked_assertion(url: &str, reason: &str) -> Value {
    let mut assertion = revocable(url);
    assertion.extend([("revoked".to_owned(), true.into()), ("revocationReason".to_owned(), reason.into())]);
    Value::Object(assertion)
}

/// The badge class of a version of a micro-credential.
pub fn hosted_badge_class(
    definition: &Definition,
    achievement_id: &str,
    image: &str,
    district: &District<'_>,
) -> Value {
    let mut class = json!({
        "@context": CONTEXT,
        "type": "BadgeClass",
        "id": badge_class_url(achievement_id),
        "name": definition.title,
        "description": definition.summary,
        "image": image,
        "criteria": {"id": achievement_id, "narrative": definition.criteria_narrative},
        "issuer": hosted_issuer_url(district),
    });
    let alignment: Vec<Value> = definition
        .alignments
        .iter()
        .map(|to| {
            let mut alignment =
                json!({"targetName": to.name, "targetUrl": to.url, "targetFramework": to.framework});
            insert(&mut alignment, "targetCode", to.code.as_deref());
            insert(&mut alignment, "targetDescription", to.description.as_deref());
            alignment
        })
        .collect();
    if let Some(members) = class.as_object_mut() {
        if !alignment.is_empty() {
            members.insert("alignment".into(), alignment.into());
        }
        if !definition.tags.is_empty() {
            members.insert("tags".into(), definition.tags.clone().into());
        }
    }
    class
}

/// The district as an issuer of Open Badges 2.0.
///
/// # Errors
///
/// [`NoHostedTwin::NoIssuerEmail`].
pub fn hosted_issuer(district: &District<'_>) -> Result<Value, NoHostedTwin> {
    let email = district.email.ok_or(NoHostedTwin::NoIssuerEmail)?;
    let mut issuer = json!({
        "@context": CONTEXT,
        "type": "Issuer",
        "id": hosted_issuer_url(district),
        "name": district.name,
        "url": district.website.unwrap_or(district.url),
        "email": email,
    });
    insert(&mut issuer, "description", district.description);
    Ok(issuer)
}

fn hosted_issuer_url(district: &District<'_>) -> String {
    format!("{}/issuer-v2.json", district.url)
}

fn badge_class_url(achievement_id: &str) -> String {
    format!("{achievement_id}/badge-class.json")
}

fn revocable(url: &str) -> Map<String, Value> {
    let members = [("@context", CONTEXT), ("type", "Assertion"), ("id", url)];
    members.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect()
}

/// The recipient's e-mail address. A hash is made in the same way in both versions: of the address and the salt.
fn recipient(badge: &Value) -> Result<Value, NoHostedTwin> {
    let text = |of: &Value, member: &str| of.get(member).and_then(Value::as_str).map(str::to_owned);
    let identifiers = items(badge, "/credentialSubject/identifier").iter();
    let email = identifiers
        .clone()
        .find(|known| known.get("identityType").is_some_and(|kind| kind == "emailAddress"));
    let email = email.ok_or(NoHostedTwin::NoEmail)?;
    let identity = text(email, "identityHash").ok_or(NoHostedTwin::Malformed { member: "identityHash" })?;
    let hashed = email.get("hashed").and_then(Value::as_bool).unwrap_or(false);
    let mut recipient = json!({"type": "email", "hashed": hashed, "identity": identity});
    insert(&mut recipient, "salt", text(email, "salt").as_deref());
    Ok(recipient)
}

/// A piece of evidence: the members that both versions have.
fn evidence(item: &Value) -> Value {
    let mut evidence = Map::new();
    for member in ["id", "name", "narrative", "description", "genre", "audience"] {
        if let Some(value) = item.get(member) {
            evidence.insert(member.into(), value.clone());
        }
    }
    Value::Object(evidence)
}

fn insert(into: &mut Value, member: &str, value: Option<&str>) {
    if let (Some(members), Some(value)) = (into.as_object_mut(), value) {
        members.insert(member.into(), value.into());
    }
}

fn items<'a>(of: &'a Value, pointer: &str) -> &'a [Value] {
    match of.pointer(pointer) {
        Some(Value::Array(items)) => items,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    }
}
