//! Endorsements: what others say of the district, and what it says of others.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use openbadges::Timestamp;
use program::{CredentialState, OfferState};
use service::{
    EndorsementView, Error, Fault, NewEndorsement, OfferedEndorsementView, OfferedQuery, PageQuery,
    StatusReason, commands, queries,
};
use uuid::Uuid;

use crate::auth::{Manager, Session, SignedIn};
use crate::form::{Form, SMALL, Shape};
use crate::pages::answer::{again, page, see_other};
use crate::pages::endorsed::{Endorsed, EndorsedItem, advice};
use crate::pages::endorsements::{
    EndorsementMadePage, EndorsementOfferPage, EndorsementRow, EndorsementsPage, TypedEndorsement,
};
use crate::pages::faults::Faults;
use crate::pages::frame::Frame;
use crate::pages::micro_credential::Fact;
use crate::pages::moment::Moment;
use crate::pages::paged::List;
use crate::pages::tag::{Tag, Tone};
use crate::pages::verdict::Standing;
use crate::pages::wording::{day, sentence};
use crate::{Problem, Site};

const WAITING: List = List { parameter: "waiting", anchor: "waiting", what: "Waiting for you", limit: 50 };
const DECIDED: List =
    List { parameter: "decided", anchor: "decided", what: "What others say of you", limit: 50 };
const MADE: List = List { parameter: "made", anchor: "made", what: "Endorsements you made", limit: 50 };

/// `GET /manager/endorsements`
///
/// # Errors
/// `forbidden` for whoever does not manage the program.
pub(super) async fn list(request: HttpRequest, session: SignedIn<Manager>) -> Result<HttpResponse, Problem> {
    page(&lists(&request, &session, TypedEndorsement::default(), Faults::default()).await?)
}

/// The form to endorse.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Sent {
    #[serde(default)]
    about: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    comment: String,
    #[serde(default)]
    valid_until: String,
}

impl Shape for Sent {
    const TEXTS: &'static [&'static str] = &["about", "name", "comment", "valid_until"];
}

/// `POST /manager/endorsements`
///
/// # Errors
/// `forbidden`, `conflict` when the district endorses the same thing already.
pub(super) async fn make(
    request: HttpRequest,
    site: Data<Site>,
    form: Form<Sent>,
) -> Result<HttpResponse, Problem> {
    let Sent { about, name, comment, valid_until } = form.fields;
    let typed = TypedEndorsement { about, name, comment, valid_until };
    let day = typed.valid_until.trim();
    let until = (!day.is_empty()).then(|| Timestamp::parse(&format!("{day}T23:59:59Z"))).transpose();
    let Ok(valid_until) = until else {
        let faults = Faults::default()
            .with("valid_until", "Enter a date, such as 2029-06-30, or leave this field empty.");
        return again(&lists(&request, &form.session, typed, faults).await?);
    };
    let new = NewEndorsement {
        about: typed.about.clone(),
        name: typed.name.clone(),
        comment: Some(typed.comment.clone()),
        valid_until,
    };
    match commands::endorsements::make(&site.service, form.session.actor(), new).await {
        Ok(made) => Ok(see_other(&format!("/manager/endorsements/{}?done=endorsed", made.id))),
        Err(Error::Invalid { faults }) => {
            again(&lists(&request, &form.session, typed, as_typed(&faults)).await?)
        }
        Err(other) => Err(other.into()),
    }
}

/// The faults at their fields, as sentences.
fn as_typed(faults: &[Fault]) -> Faults {
    faults.iter().fold(Faults::default(), |listed, fault| {
        let subject = match fault.pointer.as_str() {
            "/name" => "the name ",
            "/comment" => "the comment ",
            "/valid_until" => "the expiry date ",
            _ => "",
        };
        listed.with(fault.pointer.trim_start_matches('/'), sentence(&format!("{subject}{}", fault.message)))
    })
}

async fn lists(
    request: &HttpRequest,
    session: &Session,
    typed: TypedEndorsement,
    faults: Faults,
) -> Result<EndorsementsPage, Problem> {
    let service = &Site::of(request)?.service;
    let offers = async |list: &List, state: &str| {
        let PageQuery { cursor, limit } = list.place(request);
        let query = OfferedQuery { cursor, limit, state: Some(state.to_owned()) };
        queries::endorsements::offered(service, session.actor(), query).await
    };
    let waiting = offers(&WAITING, "offered").await?;
    let decided = offers(&DECIDED, "decided").await?;
    let made = queries::endorsements::made(service, session.actor(), MADE.place(request)).await?;
    Ok(EndorsementsPage {
        frame: Frame::of(request, Some(session))?,
        faults,
        waiting: WAITING.show(request, waiting, |offer| offer_row(&offer)),
        decided: DECIDED.show(request, decided, |offer| offer_row(&offer)),
        made: MADE.show(request, made, |made| made_row(&made)),
        typed,
        address: session.view.district.url.clone(),
    })
}

fn offer_row(offer: &OfferedEndorsementView) -> EndorsementRow {
    EndorsementRow {
        who: offer.endorser_name.clone(),
        name: offer.name.clone(),
        about: about(&offer.about_kind, &offer.about_name),
        on: Moment::day(&offer.offered_at.to_string()),
        tag: offer_tag(offer.state),
        href: format!("/manager/endorsement-offers/{}", offer.id),
    }
}

fn made_row(made: &EndorsementView) -> EndorsementRow {
    let about = made_about(made);
    EndorsementRow {
        who: about.clone(),
        name: made.name.clone(),
        about,
        on: Moment::day(&made.valid_from.to_string()),
        tag: made_tag(&made.state),
        href: format!("/manager/endorsements/{}", made.id),
    }
}

fn about(kind: &str, name: &str) -> String {
    match kind {
        "profile" => "your district".to_owned(),
        "achievement" => format!("the micro-credential “{name}”"),
        _ => format!("the badge “{name}”"),
    }
}

fn made_about(made: &EndorsementView) -> String {
    made.about_name.clone().unwrap_or_else(|| made.about.clone())
}

fn offer_tag(state: OfferState) -> Tag {
    match state {
        OfferState::Offered => Tag::new(Tone::Act, "Your decision"),
        OfferState::Accepted { .. } => Tag::new(Tone::Good, "Accepted"),
        OfferState::Declined { .. } => Tag::new(Tone::Quiet, "Declined"),
    }
}

fn made_tag(state: &CredentialState) -> Tag {
    match state {
        CredentialState::Active => Tag::new(Tone::Good, "Stands"),
        CredentialState::Suspended { .. } => Tag::new(Tone::Pause, "Suspended"),
        CredentialState::Revoked { .. } => Tag::new(Tone::Bad, "Revoked"),
    }
}

/// `GET /manager/endorsement-offers/{id}`
///
/// # Errors
/// `not-found`, `forbidden`.
pub(super) async fn offer(
    request: HttpRequest,
    site: Data<Site>,
    session: SignedIn<Manager>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let shown = queries::endorsements::offer_verified(&site.service, session.actor(), *id).await?;
    let offer = &shown.endorsement;
    let about = about(&offer.about_kind, &offer.about_name);
    let item = EndorsedItem::of(&shown.report, &format!("About {about}"), site.service.now());
    let standing = item.verdict.standing;
    let href = |action: &str, offered: bool| {
        if offered { format!("/manager/endorsement-offers/{id}/{action}") } else { String::new() }
    };
    let accepted = matches!(offer.state, OfferState::Accepted { .. });
    page(&EndorsementOfferPage {
        frame: Frame::of(&request, Some(&session))?,
        endorser: offer.endorser_name.clone(),
        tag: offer_tag(offer.state),
        accept_href: href("accept", !accepted && standing == Standing::Verified),
        decline_href: href("decline", !matches!(offer.state, OfferState::Declined { .. })),
        advice: if accepted {
            "It is shown, and new badges contain it.".to_owned()
        } else {
            advice(standing)
        },
        facts: offer_facts(offer),
        endorsed: Endorsed { list: vec![item] },
        about,
    })
}

fn offer_facts(offer: &OfferedEndorsementView) -> Vec<Fact> {
    let fact = |name: &str, value: String| Fact { name: name.to_owned(), value };
    let until = offer.valid_until.map_or_else(|| "no end date".to_owned(), day);
    vec![
        fact("Who endorses", offer.endorser.clone()),
        fact("About", offer.about.clone()),
        fact("Signed on", day(offer.valid_from)),
        fact("Valid until", until),
        fact("Offered on", day(offer.offered_at)),
        fact("Id", offer.endorsement_id.clone()),
    ]
}

/// A form whose only field is the token that was checked.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Nothing {}

impl Shape for Nothing {
    const TEXTS: &'static [&'static str] = &[];
    const TEXT_BYTES: usize = SMALL;
}

/// `POST /manager/endorsement-offers/{id}/{action}` with `accept` or `decline`.
///
/// # Errors
/// `not-found`, `forbidden`, `conflict` when it cannot be accepted now, or was decided so before.
pub(super) async fn decide(
    site: Data<Site>,
    path: Path<(Uuid, String)>,
    form: Form<Nothing>,
) -> Result<HttpResponse, Problem> {
    let (id, action) = path.into_inner();
    let (service, actor) = (&site.service, form.session.actor());
    let done = match action.as_str() {
        "accept" => commands::endorsements::accept(service, actor, id).await.map(|_| "endorsement-accepted"),
        "decline" => {
            commands::endorsements::decline(service, actor, id).await.map(|_| "endorsement-declined")
        }
        _ => return Err(Problem::not_found()),
    };
    Ok(see_other(&format!("/manager/endorsement-offers/{id}?done={}", done?)))
}

/// `GET /manager/endorsements/{id}`
///
/// # Errors
/// `not-found`, `forbidden`.
pub(super) async fn made(
    request: HttpRequest,
    site: Data<Site>,
    session: SignedIn<Manager>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let made = queries::endorsements::one(&site.service, session.actor(), *id).await?;
    page(&made_page(&request, &session, &made, String::new(), Faults::default())?)
}

/// Why.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Reason {
    #[serde(default)]
    reason: String,
}

impl Shape for Reason {
    const TEXTS: &'static [&'static str] = &["reason"];
}

/// `POST /manager/endorsements/{id}/revoke`
///
/// # Errors
/// `not-found`, `forbidden`, `conflict` when it was revoked before.
pub(super) async fn revoke(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<Uuid>,
    form: Form<Reason>,
) -> Result<HttpResponse, Problem> {
    let (service, actor, typed) = (&site.service, form.session.actor(), form.fields.reason);
    let given = StatusReason { reason: typed.clone() };
    match commands::endorsements::revoke(service, actor, *id, given).await {
        Ok(_) => Ok(see_other(&format!("/manager/endorsements/{id}?done=endorsement-revoked"))),
        Err(Error::Invalid { faults }) => {
            let made = queries::endorsements::one(service, actor, *id).await?;
            let messages: Vec<_> = faults.iter().map(|fault| sentence(&fault.message)).collect();
            let message = sentence(&format!("the reason {}", messages.join(" ").to_lowercase()));
            let faults = Faults::default().with("reason", message);
            again(&made_page(&request, &form.session, &made, typed, faults)?)
        }
        Err(other) => Err(other.into()),
    }
}

fn made_page(
    request: &HttpRequest,
    session: &Session,
    made: &EndorsementView,
    reason: String,
    faults: Faults,
) -> Result<EndorsementMadePage, Problem> {
    let (state_title, state_reason) = match &made.state {
        CredentialState::Active => (String::new(), String::new()),
        CredentialState::Suspended { reason, at } => (format!("Suspended on {}", day(*at)), reason.clone()),
        CredentialState::Revoked { reason, at } => (format!("Revoked on {}", day(*at)), reason.clone()),
    };
    let stands = made.state == CredentialState::Active;
    let fact = |name: &str, value: String| Fact { name: name.to_owned(), value };
    let slug = &session.view.district.slug;
    Ok(EndorsementMadePage {
        frame: Frame::of(request, Some(session))?,
        faults,
        name: made.name.clone(),
        about: made_about(made),
        comment: made.comment.clone().unwrap_or_default(),
        tag: made_tag(&made.state),
        state_title,
        state_reason,
        revoke_href: if stands { format!("/manager/endorsements/{}/revoke", made.id) } else { String::new() },
        reason,
        facts: vec![
            fact("About", made.about.clone()),
            fact("Signed on", day(made.valid_from)),
            fact("Valid until", made.valid_until.map_or_else(|| "no end date".to_owned(), day)),
            fact("Id", made.endorsement_id.clone()),
        ],
        json_href: format!("/issuers/{slug}/endorsements/{}", made.id),
    })
}
