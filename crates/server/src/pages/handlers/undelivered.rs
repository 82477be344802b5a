//! The mails that could not be delivered, for the program manager.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use service::{UndeliveredView, commands, queries};
use uuid::Uuid;

use super::sign_in::Nothing;
use crate::auth::{Manager, SignedIn};
use crate::form::Form;
use crate::pages::answer::{page, see_other};
use crate::pages::frame::Frame;
use crate::pages::moment::Moment;
use crate::pages::paged::List;
use crate::pages::undelivered::{UndeliveredPage, UndeliveredRow};
use crate::{Problem, Site};

const MAILS: List = List { parameter: "cursor", anchor: "main", what: "Undelivered email", limit: 50 };

/// `GET /manager/undelivered`
///
/// # Errors
/// `forbidden` for whoever does not manage the program.
pub(super) async fn list(
    request: HttpRequest,
    site: Data<Site>,
    session: SignedIn<Manager>,
) -> Result<HttpResponse, Problem> {
    let found = queries::outbox::undelivered(&site.service, session.actor(), MAILS.place(&request)).await?;
    page(&UndeliveredPage {
        frame: Frame::of(&request, Some(&session))?,
        mails: MAILS.show(&request, found, row),
    })
}

/// `POST /manager/undelivered/{id}/retry`
///
/// # Errors
/// `forbidden`, or `not-found`.
pub(super) async fn retry(
    site: Data<Site>,
    id: Path<Uuid>,
    form: Form<Nothing>,
) -> Result<HttpResponse, Problem> {
    commands::outbox::retry(&site.service, form.session.actor(), *id).await?;
    Ok(see_other("/manager/undelivered?done=message-retried"))
}

fn row(view: UndeliveredView) -> UndeliveredRow {
    let what = match view.kind.as_str() {
        "sign_in" => "Sign-in link",
        "assessment_waiting" => "Work to assess",
        "assessment_decided" => "Decision on submitted work",
        "badge_issued" => "New badge",
        "status_changed" => "Change of a badge’s status",
        _ => "Message",
    };
    UndeliveredRow {
        what: what.to_owned(),
        name: view.recipient_name.unwrap_or_else(|| "a person who was removed".to_owned()),
        email: view.recipient_email.unwrap_or_default(),
        reason: view.reason,
        at: Moment::minute(&view.given_up_at.to_string()),
        attempts: view.attempts,
        retry_href: format!("/manager/undelivered/{}/retry", view.id),
    }
}
