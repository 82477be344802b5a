//! The JSON-LD contexts: which versions of the standards the document speaks (Open Badges 3.0 §"`AchievementCredential`").

use crate::code::Code;
use crate::flaw::Flaw;
use crate::inspection::{CREDENTIALS_V1, CREDENTIALS_V2, Inspection, Kind, first_context};
use crate::member::items;
use crate::report::{Check, CheckName};

const OPEN_BADGES: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context";
const LEARNER_RECORD: &str = "https://purl.imsglobal.org/spec/clr/v2p0/context";

/// The first context is that of the W3C data model, the second that of Open Badges 3.0: their order decides meanings.
pub(crate) fn check(inspection: &Inspection<'_>) -> Check {
    let name = CheckName::Context;
    let first = match data_model(inspection) {
        Ok(first) => first,
        Err(flaw) => return flaw.into_check(name),
    };
    if inspection.expectations.any_credential && inspection.kind == Kind::Other {
        return Check::passed(name, Code::ContextDataModel).fact("data_model", first);
    }
    let second = items(inspection.document, "@context").nth(1).and_then(|context| context.as_str());
    let second = second.unwrap_or_default();
    if inspection.kind == Kind::Record && is_version(second, LEARNER_RECORD) {
        return Check::passed(name, Code::ContextLearnerRecord)
            .fact("data_model", first)
            .fact("learner_record", second);
    }
    if !is_open_badges(second) {
        return Check::failed(name, Code::ContextNotOpenBadges).fact("found", second);
    }
    Check::passed(name, Code::ContextOpenBadges).fact("data_model", first).fact("open_badges", second)
}

/// The first context of a presentation is that of the W3C data model; what else it speaks is its own affair.
pub(crate) fn of_presentation(inspection: &Inspection<'_>) -> Check {
    match data_model(inspection) {
        Ok(first) => Check::passed(CheckName::Context, Code::ContextDataModel).fact("data_model", first),
        Err(flaw) => flaw.into_check(CheckName::Context),
    }
}

fn data_model<'a>(inspection: &Inspection<'a>) -> Result<&'a str, Flaw> {
    let first = first_context(inspection.document).unwrap_or_default();
    if first == CREDENTIALS_V2 || first == CREDENTIALS_V1 {
        return Ok(first);
    }
    Err(Flaw::wrong(Code::ContextNotDataModel).fact("wanted", CREDENTIALS_V2).fact("found", first))
}

/// `context.json`, `context-3.0.1.json` and so on, and the alias `context/ob_v3p0.jsonld`.
fn is_open_badges(context: &str) -> bool {
    context.strip_prefix(OPEN_BADGES) == Some("/ob_v3p0.jsonld") || is_version(context, OPEN_BADGES)
}

/// `{start}.json` or `{start}-3.0.3.json`.
fn is_version(context: &str, start: &str) -> bool {
    let Some(rest) = context.strip_prefix(start).and_then(|rest| rest.strip_suffix(".json")) else {
        return false;
    };
    let digits = |version: &str| version.split('.').all(|part| part.parse::<u8>().is_ok());
    rest.is_empty() || rest.strip_prefix('-').is_some_and(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_published_context_of_open_badges_3_is_known_by_its_name() {
        for rest in [".json", "-3.0.1.json", "-3.0.2.json", "-3.0.3.json", "/ob_v3p0.jsonld"] {
            assert!(is_open_badges(&format!("{OPEN_BADGES}{rest}")), "{rest}");
        }
        for rest in ["", "-2.json/", "-3.0.3", "-3.x.json", ".json/evil"] {
            assert!(!is_open_badges(&format!("{OPEN_BADGES}{rest}")), "{rest}");
        }
    }
}
