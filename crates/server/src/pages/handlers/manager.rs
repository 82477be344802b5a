//! The program manager's page.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use service::{CredentialView, PageQuery, PersonView, queries};

use super::teacher::state_tag;
use crate::auth::{Manager, SignedIn};
use crate::pages::answer::page;
use crate::pages::frame::Frame;
use crate::pages::manager::{CredentialRow, ManagerHome, PersonRow};
use crate::pages::micro_credential::Fact;
use crate::pages::moment::Moment;
use crate::pages::picture::Picture;
use crate::pages::wording::listed;
use crate::{Problem, Site};

/// How many badges one page shows.
const BADGES: u32 = 50;

/// Which page of the badges.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Place {
    cursor: Option<String>,
}

/// `GET /manager`
///
/// # Errors
/// `forbidden` for whoever does not manage the program.
pub(super) async fn home(
    request: HttpRequest,
    site: Data<Site>,
    session: SignedIn<Manager>,
    place: Query<Place>,
) -> Result<HttpResponse, Problem> {
    let (service, actor) = (&site.service, session.actor());
    let many = || PageQuery { cursor: None, limit: Some(200) };
    let query = PageQuery { cursor: place.into_inner().cursor, limit: Some(BADGES) };
    let badges = queries::credentials::newest(service, actor, query).await?;
    let people = queries::people::list(service, actor, many()).await?;
    let waiting = queries::assessments::queue(service, actor, many(), true).await?;
    let now = service.now();
    let fact = |name: &str, value: String| Fact { name: name.to_owned(), value };
    let number =
        |number: usize, more: bool| if more { format!("more than {number}") } else { number.to_string() };
    let facts = vec![
        fact("People", number(people.items.len(), people.next.is_some())),
        fact("Work waiting", number(waiting.items.len(), waiting.next.is_some())),
        fact("Address of the district", session.view.district.url.clone()),
    ];
    let mut people: Vec<PersonRow> = people.items.into_iter().map(person).collect();
    people.sort_by(|one, other| one.name.cmp(&other.name));
    page(&ManagerHome {
        frame: Frame::of(&request, Some(&session))?,
        district: session.view.district.name.clone(),
        facts,
        undelivered: queries::outbox::undelivered_count(service, actor).await?,
        credentials: badges.items.iter().map(|badge| row(&session.view.district.slug, badge, now)).collect(),
        more_href: badges.next.map(|next| format!("/manager?cursor={next}")).unwrap_or_default(),
        people,
    })
}

fn row(slug: &str, badge: &CredentialView, now: openbadges::Timestamp) -> CredentialRow {
    CredentialRow {
        recipient: badge.recipient_name.clone(),
        picture: Picture::of_version(slug, badge.version),
        title: badge.title.clone(),
        awarded_on: Moment::day(&badge.awarded_at.to_string()),
        tag: state_tag(badge, now),
        href: format!("/manager/credentials/{}", badge.id),
    }
}

fn person(person: PersonView) -> PersonRow {
    PersonRow {
        name: person.name,
        email: person.email,
        roles: listed(person.roles.iter().map(|role| role.title().to_owned())),
    }
}
