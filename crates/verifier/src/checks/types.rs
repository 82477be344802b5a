//! What the document says it is.

use serde_json::Value;

use crate::inspection::{Inspection, Kind};
use crate::member::{is_a, texts};
use crate::report::{Check, CheckName};

/// `type` holds `VerifiableCredential` and one of the classes of Open Badges 3.0.
pub(crate) fn check(inspection: &Inspection<'_>) -> Check {
    let name = CheckName::Types;
    let found: Vec<Value> = texts(inspection.document, "type").map(Value::from).collect();
    let check = if !is_a(inspection.document, "VerifiableCredential") {
        Check::failed(name, "`type` does not hold `VerifiableCredential`")
    } else if inspection.kind == Kind::Other {
        let wanted =
            "`type` holds none of `AchievementCredential`, `OpenBadgeCredential`, `EndorsementCredential`";
        Check::failed(name, wanted)
    } else {
        Check::passed(name, format!("the document is an Open Badges {}", inspection.kind.noun()))
    };
    check.fact("found", found)
}
