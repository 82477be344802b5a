use askama::Template;

use super::{Kind, Place, Problem, Wrong};
use crate::pages::frame::Frame;
use crate::pages::problem::{ProblemFault, ProblemPage};
use crate::pages::wording::sentence;

/// The page for a problem; `instance` is the id of the request.
///
/// # Errors
/// When the template cannot be filled.
pub fn page(problem: &Problem, instance: Option<&str>, frame: Frame) -> Result<String, askama::Error> {
    let general = ProblemPage::for_status(problem.kind.status().as_u16());
    let fault = |wrong: &Wrong| ProblemFault {
        place: match &wrong.place {
            Place::Pointer(place) | Place::Parameter(place) | Place::Header(place) => place.clone(),
        },
        message: sentence(&wrong.detail),
    };
    let explanation = match problem.kind {
        // What happened is worth more than what such a status means as a rule.
        Kind::Conflict
        | Kind::Refused
        | Kind::Forbidden
        | Kind::ForeignForm
        | Kind::TooLarge
        | Kind::TooMany => sentence(&problem.detail),
        _ => general.explanation.clone(),
    };
    let title = match problem.kind {
        Kind::Conflict => "This does not fit how things stand".to_owned(),
        Kind::ForeignForm => "This form cannot be used any more".to_owned(),
        _ => general.title.clone(),
    };
    // The id helps only where there is something to look up.
    let own_fault = matches!(problem.kind, Kind::Internal | Kind::Unavailable);
    ProblemPage {
        frame,
        explanation,
        title,
        faults: problem.errors.iter().map(fault).collect(),
        request_id: instance.filter(|_| own_fault).unwrap_or_default().to_owned(),
        ..general
    }
    .render()
}
