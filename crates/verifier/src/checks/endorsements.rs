//! The endorsements inside a badge: credentials of their own, each with its own report.

use serde_json::Value;

use crate::claimed::Claimed;
use crate::inspection::Inspection;
use crate::member::{items, text};
use crate::report::{Check, CheckName, Outcome, Report};
use crate::verify::{Nesting, inspect};

/// How many endorsements of one badge are looked into.
const MOST: usize = 16;

/// Verifies every embedded endorsement with the same evidence (Open Badges 3.0 §"Verification", step 6).
pub(crate) fn reports(inspection: &Inspection<'_>) -> Vec<Report> {
    let embedded = embedded(inspection.document).into_iter().take(MOST);
    embedded
        .map(|endorsement| {
            let claimed = Claimed::embedded(endorsement.clone());
            inspect(&claimed, inspection.circumstances(), Nesting::Endorsement)
        })
        .collect()
}

/// Every endorsement holds.
pub(crate) fn check(inspection: &Inspection<'_>, reports: &[Report]) -> Check {
    let name = CheckName::Endorsements;
    let jwt = endorses_by_jwt(inspection.document);
    if reports.is_empty() && !jwt {
        return Check::not_applicable(name, "it holds no endorsements");
    }
    let first =
        |outcome| reports.iter().find(|report| report.outcome == outcome).map(|report| &report.summary);
    let check = if let Some(about) = stranger(inspection.document) {
        Check::failed(name, format!("an endorsement inside it is about something else: `{about}`"))
    } else if let Some(why) = first(Outcome::NotVerified) {
        Check::failed(name, format!("an endorsement inside it does not hold: {why}"))
    } else if let Some(why) = first(Outcome::CouldNotBeChecked) {
        Check::unchecked(name, format!("an endorsement inside it could not be checked: {why}"))
    } else if jwt {
        Check::unchecked(name, "it holds an endorsement as JWT, which is not supported yet")
    } else if embedded(inspection.document).len() > MOST {
        Check::unchecked(name, format!("it holds more than {MOST} endorsements"))
    } else {
        Check::passed(name, "every endorsement inside it holds")
    };
    check.fact("endorsements", reports.len())
}

/// The endorsements that the credential, its issuer, its achievement, and their profiles carry; not those inside
/// endorsements.
pub(crate) fn embedded(document: &Value) -> Vec<&Value> {
    let mut found = Vec::new();
    walk(document, &mut |member, value| {
        let is_endorsement = member == "endorsement";
        // Credentials inside have endorsements of their own.
        if member == "verifiableCredential" {
            return false;
        }
        if is_endorsement {
            found.extend(value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice).iter());
        }
        !is_endorsement
    });
    found.retain(|endorsement| endorsement.is_object());
    found
}

/// An endorsement that is about something else than what it stands in: a real one, put where it says what its maker never
/// said. What it is about. In the badge itself it may be about the badge, its achievement, or a profile in it (Open Badges
/// 3.0, `AchievementCredential`); everywhere else about the object that holds it.
fn stranger(badge: &Value) -> Option<&str> {
    let places =
        ["", "/issuer", "/credentialSubject", "/credentialSubject/source", "/credentialSubject/achievement"];
    let in_the_badge = places
        .iter()
        .chain(&["/credentialSubject/achievement/creator"])
        .filter_map(|place| badge.pointer(place))
        .filter_map(|object| object.as_str().or_else(|| text(object, "id")))
        .collect::<Vec<_>>();
    let mut endorsements = items(badge, "endorsement").map(subject_id);
    endorsements.find(|about| !in_the_badge.contains(about)).or_else(|| {
        let members = badge.as_object()?;
        members.iter().filter(|(member, _)| *member != "endorsement").find_map(|(_, value)| misplaced(value))
    })
}

fn misplaced(value: &Value) -> Option<&str> {
    match value {
        Value::Object(members) => {
            let holder = text(value, "id");
            let own = items(value, "endorsement").map(subject_id).find(|about| Some(*about) != holder);
            own.or_else(|| {
                let others = members.iter().filter(|(member, _)| *member != "endorsement");
                others.into_iter().find_map(|(_, value)| misplaced(value))
            })
        }
        Value::Array(values) => values.iter().find_map(misplaced),
        _ => None,
    }
}

fn subject_id(endorsement: &Value) -> &str {
    let subject = items(endorsement, "credentialSubject").next();
    subject.and_then(|subject| text(subject, "id")).unwrap_or("nothing")
}

fn endorses_by_jwt(document: &Value) -> bool {
    let mut found = false;
    walk(document, &mut |member, _value| {
        found |= member == "endorsementJwt";
        !matches!(member, "endorsement" | "verifiableCredential")
    });
    found
}

/// Visits every member of every object; goes on into a value when the visitor says so. The depth was limited when the text
/// was read.
fn walk<'a>(value: &'a Value, visit: &mut impl FnMut(&str, &'a Value) -> bool) {
    match value {
        Value::Object(members) => {
            for (member, value) in members {
                if visit(member, value) {
                    walk(value, visit);
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| walk(value, visit)),
        _ => {}
    }
}
