//! What every page carries around its content: who is signed in, where they may go, the CSRF token.

use actix_web::HttpRequest;
use program::Role;
use service::SessionView;

use crate::auth::Session;
use crate::{Problem, Site};

/// The frame of a page. Every page struct has one as its field `frame`, which the base layout reads.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// The token that every form of the page repeats in its hidden field `csrf`.
    pub csrf: String,
    /// Who is signed in, if anyone.
    pub person: Option<SignedInPerson>,
    /// One sentence about what has just been done (after a redirect); empty for none.
    pub notice: String,
    /// Whether this is the demonstration, which has a mailbox page.
    pub demo: bool,
}

/// The person that the page greets.
#[derive(Debug, Clone)]
pub struct SignedInPerson {
    /// The person's name.
    pub name: String,
    /// The name of the person's district.
    pub district: String,
    /// The pages that the person's roles open.
    pub doors: Vec<Door>,
}

/// One link in the navigation of a signed-in person.
#[derive(Debug, Clone)]
pub struct Door {
    /// Where it leads, a path on this site.
    pub href: String,
    /// What it says.
    pub label: String,
    /// Whether it is the page being shown.
    pub here: bool,
}

/// What a page says after a redirect, by the value of the query parameter `done`. Only these sentences can be
/// called up by a link.
const NOTICES: [(&str, &str); 19] = [
    ("enrolled", "You have started. Submit your evidence when it is ready."),
    ("submitted", "Your work is submitted. You will get an email when your coach has decided."),
    ("approved", "Approved: the badge is signed, and the teacher gets an email with the link."),
    ("returned", "Returned for revision: the teacher gets an email with your comments."),
    ("declined", "Declined: the teacher gets an email with your comments."),
    ("suspended", "The badge is suspended."),
    ("reinstated", "The badge is valid again."),
    ("revoked", "The badge is revoked."),
    ("message-retried", "The email is being sent again. If that fails, it returns to this list."),
    ("proofs-saved", "Saved. Badges signed from now on use these settings."),
    ("colored", "The colors are saved. Images drawn from now on use them."),
    ("pictured", "The image is saved in the draft. Publish the draft to use it for new badges."),
    ("unpictured", "The draft uses the drawn image again."),
    ("published", "The draft is published. New enrollments use it, and their badges have its image."),
    (
        "endorsed",
        "The endorsement is signed. If it is about a district on this site, it was offered to that district.",
    ),
    ("endorsement-accepted", "The endorsement is accepted: badges signed from now on contain it."),
    ("endorsement-declined", "The endorsement is declined: it is not shown."),
    ("endorsement-revoked", "The endorsement is revoked."),
    ("signed-out", "You are signed out."),
];

impl Frame {
    /// The frame of the answer to a request.
    ///
    /// # Errors
    /// `internal` when the request did not come to a site.
    pub fn of(request: &HttpRequest, session: Option<&Session>) -> Result<Self, Problem> {
        let service = &Site::of(request)?.service;
        Ok(Self {
            csrf: session.map(|session| session.view.csrf.clone()).unwrap_or_default(),
            person: session.map(|session| SignedInPerson::of(&session.view, request.path())),
            notice: notice(request.query_string()).to_owned(),
            demo: service.is_demo() && service.keeps_mails(),
        })
    }
}

fn notice(query: &str) -> &'static str {
    let done = query.split('&').find_map(|pair| pair.strip_prefix("done=")).unwrap_or_default();
    NOTICES.iter().find(|(name, _)| *name == done).map_or("", |(_, sentence)| sentence)
}

impl SignedInPerson {
    fn of(view: &SessionView, path: &str) -> Self {
        let roles = &view.person.roles;
        let has = |role| roles.contains(&role);
        let mut doors = Vec::new();
        let mut open = |href: &str, label: &str| {
            doors.push(Door { href: href.to_owned(), label: label.to_owned(), here: path == href });
        };
        if has(Role::Coach) || has(Role::Assessor) {
            open("/coach", "Work to assess");
        }
        if has(Role::ProgramManager) {
            open("/manager", "Manage");
            open("/manager/images", "Badge images");
            open("/manager/endorsements", "Endorsements");
        }
        if has(Role::Teacher) {
            open("/teacher", "My work");
            open("/teacher/badges", "My badges");
        }
        Self { name: view.person.name.clone(), district: view.district.name.clone(), doors }
    }

    /// The page that a person begins on.
    pub fn start(roles: &std::collections::BTreeSet<Role>) -> &'static str {
        let has = |role| roles.contains(&role);
        if has(Role::Coach) || has(Role::Assessor) {
            "/coach"
        } else if has(Role::ProgramManager) {
            "/manager"
        } else {
            "/teacher"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_can_call_up_no_sentence_but_ours() {
        assert_eq!(notice("x=1&done=revoked"), "The badge is revoked.");
        assert_eq!(notice("done=You+have+won"), "");
        assert_eq!(notice(""), "");
    }

    #[test]
    fn everybody_begins_where_their_work_is() {
        assert_eq!(SignedInPerson::start(&[Role::Teacher, Role::Coach].into()), "/coach");
        assert_eq!(SignedInPerson::start(&[Role::Teacher, Role::ProgramManager].into()), "/manager");
        assert_eq!(SignedInPerson::start(&[Role::Teacher].into()), "/teacher");
    }
}
