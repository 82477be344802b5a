//! JSON-LD safe mode: a term that no context defines is silently left out of what was signed, so there may be none
//! (Data Integrity 1.0 `DATA_LOSS_DETECTION_ERROR`).

use openbadges::{CanonicalError, check_safe_mode_within};

use crate::code::Code;
use crate::flaw::Flaw;
use crate::inspection::{Inspection, Kind};
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
    if inspection.kind == Kind::Presentation && inspection.claimed.token().is_some() {
        // Nobody reads the terms of a token with a presentation, and credentials inside it may be texts.
        return Check::not_applicable(name, Code::TermsOfTokenUnread);
    }
    match check_safe_mode_within(inspection.document, inspection.work.budget) {
        Ok(()) => Check::passed(name, Code::TermsDefined),
        Err(error) => flaw(&error).into_check(name),
    }
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
    matches!(error, CanonicalError::UnknownContext { .. } | CanonicalError::NoStack) || is_too_much_work(error)
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
