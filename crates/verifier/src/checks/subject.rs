//! Whom the badge is about.

use crate::inspection::{Inspection, Kind};
use crate::member::items;
use crate::report::{Check, CheckName};

/// The subject has an `id` or at least one `identifier` (Open Badges 3.0 §"`AchievementSubject`"; no JSON Schema says so).
pub(crate) fn check(inspection: &Inspection<'_>) -> Check {
    let name = CheckName::Subject;
    if inspection.kind != Kind::Badge {
        return Check::not_applicable(name, "only a badge must say to whom it was awarded");
    }
    let mut subjects = items(inspection.document, "credentialSubject");
    let (subject, more) = (subjects.next(), subjects.next());
    let Some(subject) = subject.filter(|_| more.is_none()) else {
        return Check::failed(name, "`credentialSubject` is not exactly one subject");
    };
    let id = subject.get("id").and_then(|id| id.as_str()).filter(|id| !id.trim().is_empty());
    let identifiers = items(subject, "identifier").filter(|identifier| identifier.is_object()).count();
    if id.is_none() && identifiers == 0 {
        return Check::failed(
            name,
            "`credentialSubject` has neither an `id` nor an `identifier`: it is awarded to nobody",
        );
    }
    Check::passed(name, "the badge says to whom it was awarded")
        .fact("id", id)
        .fact("identifiers", identifiers)
}
