//! What the document says it is.

use serde_json::Value;

use crate::code::Code;
use crate::inspection::{Inspection, Kind};
use crate::member::{is_a, texts};
use crate::report::{Check, CheckName};

/// `type` holds `VerifiableCredential` and one of the classes of Open Badges 3.0.
pub(crate) fn check(inspection: &Inspection<'_>) -> Check {
    let name = CheckName::Types;
    let found: Vec<Value> = texts(inspection.document, "type").map(Value::from).collect();
    let check = if !is_a(inspection.document, "VerifiableCredential") {
        Check::failed(name, Code::TypeNotCredential)
    } else if inspection.kind == Kind::Other && inspection.expectations.any_credential {
        Check::passed(name, Code::TypeCredential)
    } else if inspection.kind == Kind::Record {
        Check::passed(name, Code::TypeLearnerRecord)
    } else if inspection.kind == Kind::Other {
        Check::failed(name, Code::TypeNotBadge)
    } else {
        Check::passed(name, Code::TypeBadge).fact("class", inspection.kind.noun())
    };
    check.fact("found", found)
}

/// `type` holds `VerifiablePresentation`; that decided that it is looked into as one.
pub(crate) fn of_presentation(inspection: &Inspection<'_>) -> Check {
    let found: Vec<Value> = texts(inspection.document, "type").map(Value::from).collect();
    Check::passed(CheckName::Types, Code::TypePresentation).fact("found", found)
}
