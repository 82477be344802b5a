//! One badge as the program manager sees it.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use program::CredentialState;
use service::{CredentialView, Error, StatusReason, commands, queries};
use uuid::Uuid;

use super::teacher::{reason, state_tag};
use crate::auth::{Manager, Session, SignedIn};
use crate::form::{Form, Shape};
use crate::pages::answer::{again, page, see_other};
use crate::pages::credential::{ActionKind, CredentialPage, StatusAction};
use crate::pages::faults::Faults;
use crate::pages::frame::Frame;
use crate::pages::micro_credential::Fact;
use crate::pages::picture::Picture;
use crate::pages::wording::{day, sentence};
use crate::{Problem, Site};

/// `GET /manager/credentials/{id}`
///
/// # Errors
/// `not-found`, `forbidden` for whoever does not manage the program.
pub(super) async fn show(
    request: HttpRequest,
    site: Data<Site>,
    session: SignedIn<Manager>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let badge = queries::credentials::one(&site.service, session.actor(), *id).await?;
    page(&content(&request, &session, &badge, None)?)
}

/// Why.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Sent {
    #[serde(default)]
    reason: String,
}

impl Shape for Sent {
    const TEXTS: &'static [&'static str] = &["reason"];
}

/// `POST /manager/credentials/{id}/{action}` with `suspend`, `reinstate` or `revoke`.
///
/// # Errors
/// `not-found`, `forbidden`, `conflict` when the badge is not in a state for it.
pub(super) async fn change(
    request: HttpRequest,
    site: Data<Site>,
    path: Path<(Uuid, String)>,
    form: Form<Sent>,
) -> Result<HttpResponse, Problem> {
    let (id, action) = path.into_inner();
    let (service, actor, typed) = (&site.service, form.session.actor(), form.fields.reason);
    let given = StatusReason { reason: typed.clone() };
    let (kind, changed, done) = match action.as_str() {
        "suspend" => (
            ActionKind::Suspend,
            commands::credentials::suspend(service, actor, id, given).await,
            "suspended",
        ),
        "reinstate" => (
            ActionKind::Reinstate,
            commands::credentials::reinstate(service, actor, id, given).await,
            "reinstated",
        ),
        "revoke" => {
            (ActionKind::Revoke, commands::credentials::revoke(service, actor, id, given).await, "revoked")
        }
        _ => return Err(Problem::not_found()),
    };
    match changed {
        Ok(_) => Ok(see_other(&format!("/manager/credentials/{id}?done={done}"))),
        Err(Error::Invalid { faults }) => {
            let badge = queries::credentials::one(service, actor, id).await?;
            let message = |fault: &service::Fault| sentence(&format!("the reason {}", fault.message));
            let messages = faults.iter().map(message).collect::<Vec<_>>().join(" ");
            again(&content(&request, &form.session, &badge, Some(&(kind, typed, messages)))?)
        }
        Err(other) => Err(other.into()),
    }
}

/// The page; `wrong` is what was typed for which action, and what is wrong with it.
fn content(
    request: &HttpRequest,
    session: &Session,
    badge: &CredentialView,
    wrong: Option<&(ActionKind, String, String)>,
) -> Result<CredentialPage, Problem> {
    let state_title = match &badge.state {
        CredentialState::Active => String::new(),
        CredentialState::Suspended { at, .. } => format!("Suspended on {}", day(*at)),
        CredentialState::Revoked { at, .. } => format!("Revoked on {}", day(*at)),
    };
    let actions: &[ActionKind] = match badge.state {
        CredentialState::Active => &[ActionKind::Suspend, ActionKind::Revoke],
        CredentialState::Suspended { .. } => &[ActionKind::Reinstate, ActionKind::Revoke],
        CredentialState::Revoked { .. } => &[],
    };
    let typed = |kind| match wrong {
        Some((wrong, typed, _)) if *wrong == kind => typed.clone(),
        _ => String::new(),
    };
    let action = |kind: &ActionKind| StatusAction {
        kind: *kind,
        href: format!("/manager/credentials/{}/{}", badge.id, name(*kind)),
        reason: typed(*kind),
    };
    let faults = match wrong {
        Some((kind, _, message)) => Faults::default().with(kind.field(), message),
        None => Faults::default(),
    };
    Ok(CredentialPage {
        frame: Frame::of(request, Some(session))?,
        faults,
        picture: Picture::of_version(&session.view.district.slug, badge.version)
            .large(format!("The badge: {}", badge.title)),
        title: badge.title.clone(),
        recipient: badge.recipient_name.clone(),
        tag: state_tag(badge, Site::of(request)?.service.now()),
        state_title,
        state_reason: reason(&badge.state).to_owned(),
        actions: actions.iter().map(action).collect(),
        facts: facts(badge),
        share_href: format!("/c/{}", badge.share_token),
    })
}

fn name(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::Suspend => "suspend",
        ActionKind::Reinstate => "reinstate",
        ActionKind::Revoke => "revoke",
    }
}

fn facts(badge: &CredentialView) -> Vec<Fact> {
    let fact = |name: &str, value: String| Fact { name: name.to_owned(), value };
    let until = badge.valid_until.map_or_else(|| "no end date".to_owned(), day);
    vec![
        fact("Awarded on", day(badge.awarded_at)),
        fact("Signed on", day(badge.issued_at)),
        fact("Valid until", until),
        fact("Credential id", badge.credential_id.clone()),
        fact("Status list", format!("{}, entry {}", badge.status_list, badge.status_index)),
    ]
}
