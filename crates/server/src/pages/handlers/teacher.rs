//! A teacher's work and badges.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use program::CredentialState;
use service::{CredentialView, EnrollmentView, Progress, queries};

use super::people::{Names, own_enrollments};
use crate::auth::{SignedIn, Teacher};
use crate::pages::answer::page;
use crate::pages::badges::{BadgeCard, BadgesPage, Choice};
use crate::pages::frame::Frame;
use crate::pages::picture::Picture;
use crate::pages::tag::{Tag, Tone};
use crate::pages::teacher::{TeacherHome, WorkItem, WorkSection};
use crate::pages::wording::{day, listed};
use crate::{Problem, Site};

/// `GET /teacher`
///
/// # Errors
/// `forbidden` for whoever is no teacher.
pub(super) async fn home(
    request: HttpRequest,
    site: Data<Site>,
    session: SignedIn<Teacher>,
) -> Result<HttpResponse, Problem> {
    let enrollments = own_enrollments(&site, &session).await?;
    let coaches = enrollments.iter().filter_map(|enrollment| enrollment.coach);
    let names = Names::of(&site, session.view.district.id, coaches).await?;
    page(&TeacherHome {
        frame: Frame::of(&request, Some(&session))?,
        catalog_href: format!("/issuers/{}/catalog", session.view.district.slug),
        sections: sections(&enrollments, &names),
    })
}

/// The stages, the teacher's turn first.
const STAGES: [(&[Progress], &str, &str); 4] = [
    (&[Progress::Returned], "Come back to you", "Your coach has written what to change"),
    (&[Progress::InProgress], "To hand in", "Started, and nothing handed in yet"),
    (&[Progress::Waiting], "With your coach", "You get a mail when it is decided"),
    (&[Progress::Earned, Progress::Declined], "Finished", "Approved or declined"),
];

fn sections(enrollments: &[EnrollmentView], names: &Names) -> Vec<WorkSection> {
    let section = |(stages, title, explanation): &(&[Progress], &str, &str)| {
        let items: Vec<_> = enrollments
            .iter()
            .rev()
            .filter(|enrollment| stages.contains(&enrollment.progress))
            .map(|enrollment| item(enrollment, names))
            .collect();
        (!items.is_empty()).then(|| WorkSection {
            title: (*title).to_owned(),
            explanation: (*explanation).to_owned(),
            items,
        })
    };
    STAGES.iter().filter_map(section).collect()
}

fn item(enrollment: &EnrollmentView, names: &Names) -> WorkItem {
    let (next, action) = match enrollment.progress {
        Progress::Returned => ("Read what your coach says, revise, and hand it in again.", "Revise"),
        Progress::InProgress => ("Collect your evidence and hand it in.", "Hand in"),
        Progress::Waiting => ("Nothing to do: your coach is reading it.", "Look at it"),
        Progress::Earned => ("The badge is yours.", "See the result"),
        Progress::Declined => ("Read why it was not approved.", "Read why"),
    };
    WorkItem {
        title: enrollment.title.clone(),
        tag: progress_tag(enrollment.progress),
        next: next.to_owned(),
        detail: detail(enrollment, names),
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
pub(super) fn detail(enrollment: &EnrollmentView, names: &Names) -> String {
    let mut parts = names.belonging(enrollment);
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
    let badges = queries::credentials::of_teacher(&site.service, session.actor()).await?;
    let now = site.service.now();
    let district = &session.view.district;
    let choices = badges.iter().filter(|badge| stands(badge, now)).map(choice).collect();
    let cards = badges.into_iter().enumerate().map(|(number, badge)| {
        let forms = super::forms::of(&site, district, &badge, true)?;
        Ok(BadgeCard { forms, ..card(&district.slug, number, badge, now) })
    });
    let badges = cards.collect::<Result<_, Problem>>()?;
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
