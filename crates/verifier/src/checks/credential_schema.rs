//! The schemas that the document names itself (1EdTech JSON Schema Validator 2019).

use crate::code::Code;
use crate::inspection::{Inspection, Kind};
use crate::member::{is_a, items, text};
use crate::report::{Check, CheckName};

const OPEN_BADGES: &str = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json";

/// Every named schema of Open Badges 3.0 is covered by the check `schema`; others are not at hand and never fetched.
pub(crate) fn check(inspection: &Inspection<'_>) -> Check {
    let name = CheckName::CredentialSchema;
    let mut own = 0_usize;
    for schema in items(inspection.document, "credentialSchema") {
        if !is_a(schema, "1EdTechJsonSchemaValidator2019") {
            continue;
        }
        let id = text(schema, "id").unwrap_or_default();
        if !(is_open_badges(id) || inspection.kind == Kind::Record && is_learner_record(id)) {
            return Check::unchecked(name, Code::SchemaUnknown).fact("id", id);
        }
        own += 1;
    }
    match own {
        0 => Check::not_applicable(name, Code::SchemaNotNamed),
        _ => Check::passed(name, Code::SchemaOfStandard),
    }
}

/// `…/schema/json/clr_v2p0_clrcredential_schema.json` of CLR 2.0.
fn is_learner_record(id: &str) -> bool {
    let rest = id.strip_prefix("https://purl.imsglobal.org/spec/clr/v2p0/schema/json");
    let file = rest.and_then(|rest| rest.strip_prefix("/").or_else(|| rest.strip_prefix("-ld/")));
    matches!(file, Some("clr_v2p0_clrcredential_schema.json" | "clr_v2p0_anyclrcredential_schema.json"))
}

/// `…/schema/json/ob_v3p0_…` and its twin `…/schema/json-ld/…`.
fn is_open_badges(id: &str) -> bool {
    let rest = id.strip_prefix(OPEN_BADGES);
    let file = rest.and_then(|rest| rest.strip_prefix("/").or_else(|| rest.strip_prefix("-ld/")));
    let known = [
        "achievementcredential",
        "anyachievementcredential",
        "endorsementcredential",
        "anyendorsementcredential",
    ];
    let class = file.and_then(|file| file.strip_prefix("ob_v3p0_"));
    class.is_some_and(|class| {
        known.iter().any(|name| {
            let suffix = class.strip_prefix(name);
            matches!(suffix, Some("_schema.json" | "-jsonschema1.json"))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_under_which_the_schema_is_published_are_known() {
        for rest in [
            "/ob_v3p0_achievementcredential_schema.json",
            "-ld/ob_v3p0_achievementcredential_schema.json",
            "/ob_v3p0_anyachievementcredential_schema.json",
            "/ob_v3p0_endorsementcredential-jsonschema1.json",
        ] {
            assert!(is_open_badges(&format!("{OPEN_BADGES}{rest}")), "{rest}");
        }
        assert!(!is_open_badges("https://district.example/schema.json"));
        assert!(!is_open_badges(&format!("{OPEN_BADGES}/ob_v3p0_profile_schema.json")));
    }
}
