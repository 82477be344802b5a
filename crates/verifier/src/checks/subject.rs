//! Whom the badge is about.

use crate::code::Code;
use crate::inspection::{Inspection, Kind};
use crate::member::items;
use crate::report::{Check, CheckName};

/// The subject has an `id` or at least one `identifier` (Open Badges 3.0 §"`AchievementSubject`"; no JSON Schema says so).
pub(crate) fn check(inspection: &Inspection<'_>) -> Check {
    let name = CheckName::Subject;
    if inspection.kind != Kind::Badge {
        return Check::not_applicable(name, Code::SubjectNotNeeded);
    }
    let mut subjects = items(inspection.document, "credentialSubject");
    let (subject, more) = (subjects.next(), subjects.next());
    let Some(subject) = subject.filter(|_| more.is_none()) else {
        return Check::failed(name, Code::SubjectNotOne);
    };
    let id = subject.get("id").and_then(|id| id.as_str()).filter(|id| !id.trim().is_empty());
    let identifiers = items(subject, "identifier").filter(|identifier| identifier.is_object()).count();
    if id.is_none() && identifiers == 0 {
        return Check::failed(name, Code::SubjectMissing);
    }
    Check::passed(name, Code::SubjectNamed).fact("id", id).fact("identifiers", identifiers)
}
