//! The credentials inside a presentation (VCDM 2.0 §4.13) or a learner record (CLR 2.0 `ClrSubject`).

use openbadges::Budget;
use serde_json::Value;

use crate::claimed::Claimed;
use crate::code::Code;
use crate::flaw::Flaw;
use crate::inspection::{Inspection, Kind};
use crate::member::items;
use crate::report::{Check, CheckName, Outcome, Report};
use crate::verify::{Nesting, inspect};

/// How many credentials inside one document are looked into; each costs as much as a badge of its own.
const MOST: usize = 32;

/// The credentials that a document holds, or why one cannot be opened.
pub(crate) fn credentials(document: &Value, budget: &Budget) -> impl Iterator<Item = Result<Claimed, Flaw>> {
    found(document).into_iter().take(MOST).map(|value| Claimed::inside(value, budget))
}

fn found(document: &Value) -> Vec<&Value> {
    match Kind::of(document) {
        Kind::Presentation => items(document, "verifiableCredential").collect(),
        Kind::Record => items(document, "credentialSubject")
            .flat_map(|subject| items(subject, "verifiableCredential"))
            .collect(),
        Kind::Badge | Kind::Endorsement | Kind::Other => Vec::new(),
    }
}

/// Verifies every credential inside, each with its own report.
pub(crate) fn reports(inspection: &Inspection<'_>) -> Vec<Report> {
    let circumstances = inspection.circumstances();
    credentials(inspection.document, inspection.work.budget)
        .map(|credential| match credential {
            Ok(claimed) => inspect(&claimed, circumstances, Nesting::Contained),
            Err(flaw) => {
                let check = flaw.into_check(CheckName::Document);
                Report::of(vec![check], crate::Facts::default(), Vec::new())
            }
        })
        .collect()
}

/// Every credential inside holds. One that does not spoils the whole: it would be shown among the good ones.
pub(crate) fn check(inspection: &Inspection<'_>, reports: &[Report]) -> Check {
    let name = CheckName::Contained;
    let count = found(inspection.document).len();
    let first = |outcome| {
        let mut numbered = (1..).zip(reports);
        numbered.find(|(_number, report): &(usize, &Report)| report.outcome == outcome)
    };
    let check = if !matches!(inspection.kind, Kind::Presentation | Kind::Record) {
        Check::not_applicable(name, Code::ContainsNoCredentials)
    } else if let Some((number, report)) = first(Outcome::NotVerified) {
        Check::failed(name, Code::ContainedNotVerified)
            .fact("number", number)
            .fact("because", report.finding.as_value())
    } else if let Some((number, report)) = first(Outcome::CouldNotBeChecked) {
        Check::unchecked(name, Code::ContainedUnchecked)
            .fact("number", number)
            .fact("because", report.finding.as_value())
    } else if count > MOST {
        Check::unchecked(name, Code::ContainedTooMany).fact("most", MOST)
    } else if count == 0 && inspection.expectations.any_credential {
        // VCDM 2.0 §4.13: it may hold none, such as one that only shows who signs.
        Check::not_applicable(name, Code::ContainsNone)
    } else if count == 0 {
        Check::unchecked(name, Code::ContainsNone)
    } else {
        Check::passed(name, Code::ContainedVerified)
    };
    check.limited_by(reports).fact("credentials", count)
}
