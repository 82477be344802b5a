//! The program manager's page.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use service::{CredentialView, PersonView, queries};

use super::teacher::state_tag;
use crate::auth::{Manager, SignedIn};
use crate::pages::answer::page;
use crate::pages::frame::Frame;
use crate::pages::manager::{CredentialRow, ManagerHome, PersonRow};
use crate::pages::micro_credential::Fact;
use crate::pages::moment::Moment;
use crate::pages::paged::List;
use crate::pages::picture::Picture;
use crate::pages::wording::listed;
use crate::{Problem, Site};

const BADGES: List = List { parameter: "cursor", anchor: "credentials", what: "Badges signed", limit: 50 };
const PEOPLE: List = List { parameter: "people", anchor: "people", what: "People", limit: 50 };
/// How many letters of what is searched for count.
const LONGEST: usize = 200;

/// `GET /manager`, with `find`, part of the name or email address of people.
///
/// # Errors
/// `forbidden` for whoever does not manage the program.
pub(super) async fn home(
    request: HttpRequest,
    site: Data<Site>,
    session: SignedIn<Manager>,
) -> Result<HttpResponse, Problem> {
    let (service, actor) = (&site.service, session.actor());
    let find = find(request.query_string())?;
    let badges = queries::credentials::newest(service, actor, BADGES.place(&request)).await?;
    let people = queries::people::by_name(service, actor, &find, PEOPLE.place(&request)).await?;
    let now = service.now();
    let fact = |name: &str, value: String| Fact { name: name.to_owned(), value };
    let facts = vec![
        fact("People", queries::people::count(service, actor).await?.to_string()),
        fact("Work waiting", queries::assessments::waiting(service, actor).await?.to_string()),
        fact("Address of the district", session.view.district.url.clone()),
    ];
    page(&ManagerHome {
        frame: Frame::of(&request, Some(&session))?,
        district: session.view.district.name.clone(),
        facts,
        undelivered: queries::outbox::undelivered_count(service, actor).await?,
        credentials: BADGES.show(&request, badges, |badge| row(&session.view.district.slug, &badge, now)),
        people: PEOPLE.show(&request, people, person),
        find,
    })
}

/// What is searched for.
fn find(query: &str) -> Result<String, Problem> {
    let pairs = crate::form::parse_query(query)?;
    let find = pairs.into_iter().find(|(name, _)| name == "find").map(|(_, text)| text).unwrap_or_default();
    Ok(find.trim().chars().take(LONGEST).collect())
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
