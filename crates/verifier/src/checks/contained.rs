//! The credentials inside a presentation (VCDM 2.0 §4.13) or a learner record (CLR 2.0 `ClrSubject`).

use serde_json::Value;

use crate::claimed::Claimed;
use crate::flaw::Flaw;
use crate::inspection::{Inspection, Kind};
use crate::member::items;
use crate::report::{Check, CheckName, Outcome, Report};
use crate::verify::{Nesting, inspect};

/// How many credentials inside one document are looked into; each costs as much as a badge of its own.
const MOST: usize = 32;

/// The credentials that a document holds, or why one cannot be opened.
pub(crate) fn credentials(document: &Value) -> impl Iterator<Item = Result<Claimed, Flaw>> {
    found(document).into_iter().take(MOST).map(Claimed::inside)
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
    credentials(inspection.document)
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
        Check::not_applicable(name, "no credentials belong inside it")
    } else if let Some((number, report)) = first(Outcome::NotVerified) {
        let detail = format!("credential {number} of {count} inside it does not hold: {}", report.summary);
        Check::failed(name, detail)
    } else if let Some((number, report)) = first(Outcome::CouldNotBeChecked) {
        let detail =
            format!("credential {number} of {count} inside it could not be checked: {}", report.summary);
        Check::unchecked(name, detail)
    } else if count > MOST {
        Check::unchecked(name, format!("it holds {count} credentials; no more than {MOST} are looked into"))
    } else if count == 0 && inspection.expectations.any_credential {
        // VCDM 2.0 §4.13: it may hold none, such as one that only shows who signs.
        Check::not_applicable(name, "it holds no credentials")
    } else if count == 0 {
        Check::unchecked(name, "it holds no credentials, so there is nothing to be verified")
    } else {
        Check::passed(name, format!("every credential inside it holds ({count})"))
    };
    check.fact("credentials", count)
}
