//! The JSON-LD contexts: which versions of the standards the document speaks (Open Badges 3.0 §"`AchievementCredential`").

use crate::inspection::{CREDENTIALS_V1, CREDENTIALS_V2, Inspection, first_context};
use crate::member::items;
use crate::report::{Check, CheckName};

const OPEN_BADGES: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context";

/// The first context is that of the W3C data model, the second that of Open Badges 3.0: their order decides meanings.
pub(crate) fn check(inspection: &Inspection<'_>) -> Check {
    let name = CheckName::Context;
    let first = first_context(inspection.document).unwrap_or_default();
    if first != CREDENTIALS_V2 && first != CREDENTIALS_V1 {
        return Check::failed(name, format!("the first `@context` is not `{CREDENTIALS_V2}`"))
            .fact("found", first);
    }
    let second = items(inspection.document, "@context").nth(1).and_then(|context| context.as_str());
    let second = second.unwrap_or_default();
    if !is_open_badges(second) {
        let detail = "the second `@context` is not that of Open Badges 3.0, so this is not an Open Badges 3.0 document";
        return Check::failed(name, detail).fact("found", second);
    }
    Check::passed(name, "the document speaks Open Badges 3.0")
        .fact("data_model", first)
        .fact("open_badges", second)
}

/// `context.json`, `context-3.0.1.json` and so on, and the alias `context/ob_v3p0.jsonld`.
fn is_open_badges(context: &str) -> bool {
    let Some(rest) = context.strip_prefix(OPEN_BADGES) else {
        return false;
    };
    let version = rest.strip_prefix("-3.").and_then(|rest| rest.strip_suffix(".json"));
    let digits = |version: &str| version.split('.').all(|part| part.parse::<u8>().is_ok());
    matches!(rest, ".json" | "/ob_v3p0.jsonld") || version.is_some_and(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_published_context_of_open_badges_3_is_known_by_its_name() {
        for rest in [".json", "-3.0.1.json", "-3.0.2.json", "-3.0.3.json", "/ob_v3p0.jsonld"] {
            assert!(is_open_badges(&format!("{OPEN_BADGES}{rest}")), "{rest}");
        }
        for rest in ["", "-2.0.json", "-3.x.json", ".json/evil"] {
            assert!(!is_open_badges(&format!("{OPEN_BADGES}{rest}")), "{rest}");
        }
    }
}
