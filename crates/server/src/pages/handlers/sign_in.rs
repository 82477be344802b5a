//! Signing in by a link in the mail, and out again.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use program::Role;
use service::commands::sign_in::Origin;
use service::{Error, PersonView, commands, queries};

use super::next;
use crate::auth::{Browser, Visitor, expired_session, session_cookie};
use crate::form::{AnonymousForm, Form, SMALL, Shape};
use crate::middleware::{Limited, SignIn as Rate};
use crate::network::{ORGANIZATION, client, network};
use crate::pages::answer::{again, page, remember, see_other, with_status};
use crate::pages::faults::Faults;
use crate::pages::frame::{Frame, SignedInPerson};
use crate::pages::moment::Moment;
use crate::pages::outbox::{MailView, Outbox};
use crate::pages::paged::List;
use crate::pages::sign_in::{DemoPerson, SignIn, SignInConfirm, SignInSent};
use crate::pages::wording::sentence;
use crate::{Problem, Site};

const MAILS: List = List { parameter: "cursor", anchor: "main", what: "Mails", limit: 50 };
/// How long a link works, in minutes.
const MINUTES: u32 = 15;

/// `GET /sign-in`, with `next`, the page to come to after it.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn form(
    request: HttpRequest,
    site: Data<Site>,
    visitor: Visitor,
    browser: Browser,
) -> Result<HttpResponse, Problem> {
    let content = SignIn {
        frame: Frame::of(&request, visitor.0.as_ref())?,
        demo_people: demo_people(&site).await?,
        ..SignIn::default()
    };
    let mut answer = remember(page(&content)?, &browser)?;
    next::keep(&site, &request, &mut answer);
    Ok(answer)
}

/// The address that a link is mailed to.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Sent {
    email: String,
}

impl Shape for Sent {
    const TEXTS: &'static [&'static str] = &["email"];
    const TEXT_BYTES: usize = SMALL;
}

/// `POST /sign-in`: mails a link. The answer, and how long it takes, are the same whether or not the address is
/// known: what has to be done is done behind it.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn request(
    _: Limited<Rate>,
    request: HttpRequest,
    site: Data<Site>,
    visitor: Visitor,
    form: AnonymousForm<Sent>,
) -> Result<HttpResponse, Problem> {
    let frame = Frame::of(&request, visitor.0.as_ref())?;
    let email = form.fields.email.trim().to_owned();
    let network = network(client(&request, &site), ORGANIZATION).to_string();
    let origin = Origin { browser: form.browser.id, network: Some(network) };
    match commands::sign_in::ask(&site.service, &email, origin) {
        Ok(()) => page(&SignInSent { frame, email, minutes: MINUTES }),
        Err(Error::Invalid { .. }) => {
            let message = "Enter an email address, such as name@district.org.";
            let faults = Faults::default().with("email", message);
            again(&SignIn { frame, faults, email, demo_people: demo_people(&site).await? })
        }
        Err(other) => Err(other.into()),
    }
}

/// `GET /sign-in/{token}`: shows the button.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn look(
    _: Limited<Rate>,
    request: HttpRequest,
    site: Data<Site>,
    visitor: Visitor,
    browser: Browser,
    token: Path<String>,
) -> Result<HttpResponse, Problem> {
    let frame = Frame::of(&request, visitor.0.as_ref())?;
    match commands::sign_in::peek(&site.service, &token, &browser.id).await {
        Ok((name, district)) => {
            page(&SignInConfirm { frame, name, district, action: request.path().to_owned() })
        }
        Err(Error::Unauthenticated { why }) => remember(refused(&site, frame, why).await?, &browser),
        Err(other) => Err(other.into()),
    }
}

/// A form whose only field is the token that was checked.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Nothing {}

impl Shape for Nothing {
    const TEXTS: &'static [&'static str] = &[];
    const TEXT_BYTES: usize = SMALL;
}

/// `POST /sign-in/{token}`: uses the link up.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn complete(
    _: Limited<Rate>,
    request: HttpRequest,
    site: Data<Site>,
    form: AnonymousForm<Nothing>,
    token: Path<String>,
) -> Result<HttpResponse, Problem> {
    let session = match commands::sign_in::complete(&site.service, &token, &form.browser.id).await {
        Ok(session) => session,
        Err(Error::Unauthenticated { why }) => {
            return refused(&site, Frame::of(&request, None)?, why).await;
        }
        Err(other) => return Err(other.into()),
    };
    let view = queries::sessions::person(&site.service, &session).await?;
    let target = next::target(&site, &request);
    let target = target.unwrap_or_else(|| SignedInPerson::start(&view.person.roles).to_owned());
    let mut answer = see_other(&target);
    set(&mut answer, &session_cookie(&site, &session))?;
    next::forget(&site, &mut answer);
    Ok(answer)
}

/// `POST /sign-out`
///
/// # Errors
/// When the database does not answer.
pub(super) async fn sign_out(site: Data<Site>, form: Form<Nothing>) -> Result<HttpResponse, Problem> {
    commands::sign_in::end(&site.service, &form.session.token).await?;
    let mut answer = see_other("/?done=signed-out");
    set(&mut answer, &expired_session(&site))?;
    Ok(answer)
}

/// `GET /outbox`, in the demo.
///
/// # Errors
/// `not-found` outside the demo.
pub(super) async fn outbox(
    request: HttpRequest,
    site: Data<Site>,
    visitor: Visitor,
) -> Result<HttpResponse, Problem> {
    let mails = queries::outbox::kept_mails_page(&site.service, MAILS.place(&request)).await?;
    let view = |mail: service::KeptMail| MailView {
        to: mail.to,
        subject: mail.subject,
        at: Moment::minute(&mail.sent_at.to_string()),
        links: links(&mail.body, &site.base),
        text: mail.body,
    };
    page(&Outbox {
        frame: Frame::of(&request, visitor.0.as_ref())?,
        mails: MAILS.show(&request, mails, view),
    })
}

/// The addresses of this site in a text, as paths.
fn links(text: &str, base: &str) -> Vec<String> {
    let path = |word: &str| word.strip_prefix(base).filter(|path| path.starts_with('/')).map(str::to_owned);
    text.split_whitespace().filter_map(path).collect()
}

async fn refused(site: &Site, frame: Frame, why: &str) -> Result<HttpResponse, Problem> {
    let faults = Faults::default().with_general(sentence(why));
    let demo_people = demo_people(site).await?;
    with_status(StatusCode::FORBIDDEN, &SignIn { frame, faults, demo_people, email: String::new() })
}

fn set(answer: &mut HttpResponse, cookie: &actix_web::cookie::Cookie<'_>) -> Result<(), Problem> {
    answer.add_cookie(cookie).map_err(|error| {
        tracing::error!(%error, "a cookie could not be set");
        Problem::internal()
    })
}

/// Whom a visitor of the demo can be: of every role someone, of teachers two.
async fn demo_people(site: &Site) -> Result<Vec<DemoPerson>, Problem> {
    let wanted = [
        (Role::Teacher, 3, "Teacher: submits work and shares badges."),
        (Role::Coach, 2, "Coach: assesses work against the rubric."),
        (Role::Assessor, 1, "Assessor: assesses the work of other coaches’ teachers."),
        (Role::ProgramManager, 1, "Program manager: sees all badges and can revoke them."),
    ];
    let mut listed = Vec::new();
    for (role, most, words) in wanted {
        let people = queries::people::demo(&site.service, role, most).await?;
        let person = |person: PersonView| DemoPerson {
            name: person.name,
            role: words.to_owned(),
            email: person.email,
        };
        listed.extend(people.into_iter().map(person));
    }
    Ok(listed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_to_this_site_become_buttons() {
        let text =
            "Hello,\n\nhttp://localhost:8080/c/abc\nhttp://localhost:8080.evil.example/x https://x.org/";
        assert_eq!(links(text, "http://localhost:8080"), ["/c/abc"]);
    }
}
