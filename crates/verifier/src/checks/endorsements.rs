//! The endorsements inside a badge: credentials of their own, each with its own report.

use openbadges::Budget;
use serde_json::{Map, Value};

use crate::Facts;
use crate::claimed::Claimed;
use crate::code::Code;
use crate::flaw::Flaw;
use crate::inspection::Inspection;
use crate::member::{items, text};
use crate::report::{Check, CheckName, Outcome, Report};
use crate::verify::{Nesting, inspect};

/// How many endorsements of one badge are looked into.
const MOST: usize = 16;

/// The members that hold endorsements: objects with proofs, and JWTs.
const MEMBERS: [&str; 2] = ["endorsement", "endorsementJwt"];

/// The endorsements that the credential, its issuer, its achievement, and their profiles carry, or why one cannot be opened;
/// not those inside endorsements.
pub(crate) fn claimed(document: &Value, budget: &Budget) -> impl Iterator<Item = Result<Claimed, Flaw>> {
    placed(document).into_iter().take(MOST).map(|placed| Claimed::inside(placed.endorsement, budget))
}

/// Verifies every endorsement with the same evidence (Open Badges 3.0 §"Verification", step 6).
pub(crate) fn reports(inspection: &Inspection<'_>) -> Vec<Report> {
    claimed(inspection.document, inspection.work.budget)
        .map(|endorsement| match endorsement {
            Ok(claimed) => inspect(&claimed, inspection.circumstances(), Nesting::Endorsement),
            Err(flaw) => Report::of(vec![flaw.into_check(CheckName::Document)], Facts::default(), Vec::new()),
        })
        .collect()
}

/// Every endorsement holds.
pub(crate) fn check(inspection: &Inspection<'_>, reports: &[Report]) -> Check {
    let name = CheckName::Endorsements;
    let placed = placed(inspection.document);
    if placed.is_empty() {
        return Check::not_applicable(name, Code::EndorsementsNone);
    }
    let first = |outcome| reports.iter().find(|report| report.outcome == outcome);
    let check = if let Some(about) = stranger(&placed, inspection.work.budget) {
        Check::failed(name, Code::EndorsementMisplaced).fact("about", about)
    } else if let Some(why) = first(Outcome::NotVerified) {
        Check::failed(name, Code::EndorsementNotVerified).fact("because", why.finding.as_value())
    } else if let Some(why) = first(Outcome::CouldNotBeChecked) {
        Check::unchecked(name, Code::EndorsementUnchecked).fact("because", why.finding.as_value())
    } else if placed.len() > MOST {
        Check::unchecked(name, Code::EndorsementsTooMany).fact("most", MOST)
    } else {
        Check::passed(name, Code::EndorsementsVerified)
    };
    check.limited_by(reports).fact("endorsements", reports.len())
}

/// An endorsement, and the ids of what it may be about where it stands.
struct Placed<'a> {
    may_be_about: Vec<&'a str>,
    endorsement: &'a Value,
}

/// Every endorsement in a document, in its order. In the badge itself it may be about the badge, its achievement, or a
/// profile in it (Open Badges 3.0, `AchievementCredential`); everywhere else about the object that holds it.
fn placed(document: &Value) -> Vec<Placed<'_>> {
    let places = [
        "",
        "/issuer",
        "/credentialSubject",
        "/credentialSubject/source",
        "/credentialSubject/achievement",
        "/credentialSubject/achievement/creator",
    ];
    let in_the_badge = places
        .iter()
        .filter_map(|place| document.pointer(place))
        .filter_map(|object| object.as_str().or_else(|| text(object, "id")))
        .collect::<Vec<_>>();
    let mut found = Vec::new();
    if let Value::Object(members) = document {
        collect(members, &in_the_badge, &mut found);
    }
    found
}

/// The depth was limited when the text was read.
fn collect<'a>(object: &'a Map<String, Value>, may_be_about: &[&'a str], found: &mut Vec<Placed<'a>>) {
    for (member, value) in object {
        if MEMBERS.contains(&member.as_str()) {
            let several = value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice);
            found.extend(
                several.iter().map(|endorsement| Placed { may_be_about: may_be_about.to_vec(), endorsement }),
            );
        } else if member != "verifiableCredential" {
            // Credentials inside have endorsements of their own.
            collect_within(value, found);
        }
    }
}

fn collect_within<'a>(value: &'a Value, found: &mut Vec<Placed<'a>>) {
    match value {
        Value::Object(members) => {
            let own: Vec<&str> = text(value, "id").into_iter().collect();
            collect(members, &own, found);
        }
        Value::Array(values) => values.iter().for_each(|value| collect_within(value, found)),
        _ => {}
    }
}

/// What an endorsement is about that is about something else than what it stands in: a real one, put where it says what its
/// maker never said.
fn stranger(placed: &[Placed<'_>], budget: &Budget) -> Option<String> {
    placed.iter().take(MOST).find_map(|placed| {
        let claimed = Claimed::inside(placed.endorsement, budget).ok()?;
        let subject = items(&claimed.document, "credentialSubject").next();
        let about = subject.and_then(|subject| text(subject, "id")).unwrap_or("nothing");
        (!placed.may_be_about.contains(&about)).then(|| about.to_owned())
    })
}
