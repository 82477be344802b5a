//! JSON-LD safe mode: a term that no context defines is silently left out of what was signed, so there may be none
//! (Data Integrity 1.0 `DATA_LOSS_DETECTION_ERROR`).

use std::borrow::Cow;

use openbadges::{CanonicalError, check_safe_mode_within};
use serde_json::{Map, Value};

use crate::code::Code;
use crate::flaw::Flaw;
use crate::inspection::{Inspection, Kind};
use crate::member::items;
use crate::report::{Check, CheckName};

use super::proof::ProofFinding;

/// Every term and type is defined, and every id is absolute.
pub(crate) fn check(inspection: &Inspection<'_>, proofs: &[ProofFinding]) -> Check {
    let name = CheckName::SafeMode;
    // Such a proof was computed over canonical N-Quads, which are made in safe mode only. A proof over the JSON itself (JCS)
    // holds for undefined terms too, and so does the signature of a token.
    if proofs.iter().any(|proof| proof.signature.is_ok() && proof.signs_meaning) {
        return Check::passed(name, Code::TermsDefined);
    }
    if proofs.iter().any(|proof| proof.signature.as_ref().is_err_and(Flaw::is_too_much_work)) {
        // To expand it once more would come to the same.
        return Flaw::too_much_work().into_check(name);
    }
    if inspection.kind == Kind::Presentation && inspection.claimed.token().is_some() {
        // No one reads the terms of a token with a presentation, and credentials inside it may be texts.
        return Check::not_applicable(name, Code::TermsOfTokenUnread);
    }
    let document = by_itself(inspection, proofs);
    match check_safe_mode_within(&document, inspection.work.budget) {
        Ok(()) => Check::passed(name, Code::TermsDefined),
        Err(error) => flaw(&error).into_check(name),
    }
}

/// A presentation that no one signed, without the credentials inside it that are signed by themselves: each of them has a report
/// of its own, which says the same of it.
fn by_itself<'a>(inspection: &Inspection<'a>, proofs: &[ProofFinding]) -> Cow<'a, Value> {
    let Some(members) = inspection.document.as_object() else { return Cow::Borrowed(inspection.document) };
    if inspection.kind != Kind::Presentation || !proofs.is_empty() {
        return Cow::Borrowed(inspection.document);
    }
    let own = |value: &&Value| !(value.get("@context").is_some() && value.get("proof").is_some());
    let mut outer: Map<String, Value> = members
        .iter()
        .filter(|(name, _value)| *name != "verifiableCredential")
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let left: Vec<Value> = items(inspection.document, "verifiableCredential").filter(own).cloned().collect();
    if !left.is_empty() {
        outer.insert("verifiableCredential".into(), left.into());
    }
    Cow::Owned(outer.into())
}

fn flaw(error: &CanonicalError) -> Flaw {
    if is_too_much_work(error) {
        return Flaw::too_much_work();
    }
    let code = if matches!(error, CanonicalError::UnknownContext { .. }) {
        Code::ContextUnknown
    } else {
        Code::TermsNotCovered
    };
    Flaw::new(!leaves_open(error), code).fact("cause", error.to_string()).standard(standard_code(error))
}

/// Whether the error says that this program cannot tell: a context that it does not hold, or too much work.
pub(crate) fn leaves_open(error: &CanonicalError) -> bool {
    matches!(error, CanonicalError::UnknownContext { .. } | CanonicalError::NoStack)
        || is_too_much_work(error)
}

/// Whether it would take more work than a document, or a request, is given.
pub(crate) fn is_too_much_work(error: &CanonicalError) -> bool {
    use CanonicalError::{TooIntricate, TooMuch, TooMuchWork};
    matches!(error, TooMuch { .. } | TooIntricate | TooMuchWork)
}

/// The name of the error in Data Integrity 1.0.
fn standard_code(error: &CanonicalError) -> &'static str {
    use CanonicalError::{LanguageTag, OnlyAnId, RelativeReference, UndefinedMember, UndefinedType};
    match error {
        UndefinedMember { .. }
        | UndefinedType { .. }
        | RelativeReference { .. }
        | LanguageTag { .. }
        | OnlyAnId { .. } => "DATA_LOSS_DETECTION_ERROR",
        _ => "PROOF_TRANSFORMATION_ERROR",
    }
}
