//! A teacher's work and badges.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use program::CredentialState;
use service::{CredentialView, EnrollmentView, Progress, queries};

use super::people::belonging;
use crate::auth::{SignedIn, Teacher};
use crate::pages::answer::page;
use crate::pages::badges::{BadgeCard, BadgesPage, Choice};
use crate::pages::frame::Frame;
use crate::pages::paged::{List, Paged};
use crate::pages::picture::Picture;
use crate::pages::tag::{Tag, Tone};
use crate::pages::teacher::{TeacherHome, WorkItem, WorkSection};
use crate::pages::wording::{day, listed};
use crate::{Problem, Site};

/// What is under way. There is one for each micro-credential at most, so few teachers have more than one part.
const OPEN: List = List { parameter: "open", anchor: "main", what: "Under way", limit: 100 };
const FINISHED: List = List { parameter: "finished", anchor: "finished", what: "Finished", limit: 20 };
/// A file holds as many badges as one part of the list, so that all of a part can go into one file.
const BADGES: List =
    List { parameter: "cursor", anchor: "main", what: "Badges", limit: service::MOST_IN_A_FILE };

/// `GET /teacher`
///
/// # Errors
/// `forbidden` for whoever is no teacher.
pub(super) async fn home(
    request: HttpRequest,
    site: Data<Site>,
    session: SignedIn<Teacher>,
) -> Result<HttpResponse, Problem> {
    let own = async |list: &List, over| {
        queries::enrollments::own_by_stage(&site.service, session.actor(), over, list.place(&request)).await
    };
    let open = OPEN.show(&request, own(&OPEN, false).await?, |enrollment| enrollment);
    let finished = FINISHED.show(&request, own(&FINISHED, true).await?, |enrollment| item(&enrollment));
    page(&TeacherHome {
        frame: Frame::of(&request, Some(&session))?,
        catalog_href: format!("/issuers/{}/catalog", session.view.district.slug),
        sections: sections(&open.items),
        open: open.pager,
        finished,
    })
}

/// The stages of what is under way, the teacher's turn first.
const STAGES: [(Progress, &str, &str); 3] = [
    (Progress::Returned, "Returned to you", "Your coach has written what to change"),
    (Progress::InProgress, "To submit", "Started, nothing submitted yet"),
    (Progress::Waiting, "With your coach", "You get a mail when it is decided"),
];

fn sections(enrollments: &[EnrollmentView]) -> Vec<WorkSection> {
    let section = |(stage, title, explanation): &(Progress, &str, &str)| {
        let items: Vec<_> =
            enrollments.iter().filter(|enrollment| enrollment.progress == *stage).map(item).collect();
        (!items.is_empty()).then(|| WorkSection {
            title: (*title).to_owned(),
            explanation: (*explanation).to_owned(),
            items,
        })
    };
    STAGES.iter().filter_map(section).collect()
}

fn item(enrollment: &EnrollmentView) -> WorkItem {
    let (next, action) = match enrollment.progress {
        Progress::Returned => ("Read what your coach says, revise, and submit it again.", "Revise"),
        Progress::InProgress => ("Collect your evidence and submit it.", "Submit"),
        Progress::Waiting => ("Nothing to do: your coach is reading it.", "View"),
        Progress::Earned => ("The badge is yours.", "See the result"),
        Progress::Declined => ("Read why it was not approved.", "Read why"),
    };
    WorkItem {
        title: enrollment.title.clone(),
        tag: progress_tag(enrollment.progress),
        next: next.to_owned(),
        detail: detail(enrollment),
        action: action.to_owned(),
        href: format!("/teacher/enrollments/{}", enrollment.id),
        urgent: matches!(enrollment.progress, Progress::Returned | Progress::InProgress),
    }
}

/// Where an enrollment stands, to its teacher.
pub(super) fn progress_tag(progress: Progress) -> Tag {
    match progress {
        Progress::InProgress => Tag::new(Tone::Act, "Started"),
        Progress::Waiting => Tag::new(Tone::Wait, "Waiting for your coach"),
        Progress::Returned => Tag::new(Tone::Act, "Returned"),
        Progress::Earned => Tag::new(Tone::Good, "Approved"),
        Progress::Declined => Tag::new(Tone::Bad, "Declined"),
    }
}

/// Cohort, coach, attempt, due date.
pub(super) fn detail(enrollment: &EnrollmentView) -> String {
    let mut parts = belonging(enrollment);
    if enrollment.attempts > 0 {
        parts.push(format!("attempt {}", enrollment.attempts));
    }
    let over = matches!(enrollment.progress, Progress::Earned | Progress::Declined);
    match enrollment.due_at.filter(|_| !over) {
        Some(due) => parts.push(format!("finish by {}", day(due))),
        None => parts.push(format!("started {}", day(enrollment.enrolled_at))),
    }
    listed(parts)
}

/// `GET /teacher/badges`
///
/// # Errors
/// `forbidden` for whoever is no teacher.
pub(super) async fn badges(
    request: HttpRequest,
    site: Data<Site>,
    session: SignedIn<Teacher>,
) -> Result<HttpResponse, Problem> {
    let place = BADGES.place(&request);
    let badges = queries::credentials::of_teacher(&site.service, session.actor(), place).await?;
    let now = site.service.now();
    let district = &session.view.district;
    let choices = badges.items.iter().filter(|badge| stands(badge, now)).map(choice).collect();
    let badges = BADGES.show(&request, badges, |badge| badge);
    let cards = badges.items.into_iter().enumerate().map(|(number, badge)| {
        let forms = super::forms::of(&site, district, &badge, true)?;
        Ok(BadgeCard { forms, ..card(&district.slug, number, badge, now) })
    });
    let items = cards.collect::<Result<_, Problem>>()?;
    let badges = Paged { items, pager: badges.pager };
    page(&BadgesPage { frame: Frame::of(&request, Some(&session))?, badges, choices })
}

/// A badge to be put into one file with others.
fn choice(badge: &CredentialView) -> Choice {
    Choice { id: badge.id.to_string(), title: badge.title.clone() }
}

fn stands(badge: &CredentialView, now: openbadges::Timestamp) -> bool {
    badge.state == CredentialState::Active && badge.valid_until.is_none_or(|until| now <= until)
}

fn card(slug: &str, number: usize, badge: CredentialView, now: openbadges::Timestamp) -> BadgeCard {
    let until = match badge.valid_until {
        Some(until) => format!("valid until {}", day(until)),
        None => "no end date".to_owned(),
    };
    let href = format!("/c/{}", badge.share_token);
    BadgeCard {
        picture: Picture::of_version(slug, badge.version),
        tag: state_tag(&badge, now),
        detail: format!("Awarded {}, {until}", day(badge.awarded_at)),
        reason: reason(&badge.state).to_owned(),
        title: badge.title,
        field: format!("badge-{number}"),
        share_url: badge.share_url,
        download_href: format!("{href}?download=1"),
        forms: Vec::new(),
        href,
    }
}

/// Whether a badge counts, in a word.
pub(super) fn state_tag(badge: &CredentialView, now: openbadges::Timestamp) -> Tag {
    match &badge.state {
        CredentialState::Revoked { .. } => Tag::new(Tone::Bad, "Revoked"),
        CredentialState::Suspended { .. } => Tag::new(Tone::Pause, "Suspended"),
        CredentialState::Active if badge.valid_until.is_some_and(|until| until < now) => {
            Tag::new(Tone::Quiet, "Expired")
        }
        CredentialState::Active => Tag::new(Tone::Good, "Active"),
    }
}

/// Why a badge does not count; empty when it does.
pub(super) fn reason(state: &CredentialState) -> &str {
    match state {
        CredentialState::Active => "",
        CredentialState::Suspended { reason, .. } | CredentialState::Revoked { reason, .. } => reason,
    }
}
