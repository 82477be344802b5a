//! A teacher's page for one micro-credential, and handing in.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use program::{Definition, State};
use service::{
    EnrollmentView, Error, NewEnrollment, NewSubmission, Progress, SubmissionView, commands, queries,
};
use uuid::Uuid;

use super::evidence_form::{EvidenceSent, field_faults, parts};
use super::people::decider;
use super::teacher::{detail, progress_tag};
use crate::auth::{Session, SignedIn, Teacher};
use crate::form::{Form, SMALL, Shape};
use crate::pages::answer::{again, page, see_other};
use crate::pages::enrollment::{EnrollmentPage, EvidenceForm};
use crate::pages::evidence::EvidenceView;
use crate::pages::faults::Faults;
use crate::pages::frame::Frame;
use crate::pages::rubric::{RubricView, pass_rule};
use crate::{Problem, Site};

/// What a teacher begins with.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Begin {
    micro_credential: Uuid,
}

impl Shape for Begin {
    const TEXTS: &'static [&'static str] = &["micro_credential"];
    const TEXT_BYTES: usize = SMALL;
}

/// The evidence, in fields of every part that the micro-credential asks for.
#[derive(Debug, serde::Deserialize)]
#[serde(transparent)]
pub(super) struct Sent(Vec<(String, String)>);

impl Shape for Sent {
    const TEXTS: &'static [&'static str] = &["part-*-text", "part-*-link"];
    const FILES: &'static [&'static str] = &["part-*-file"];
    const MOST_FILES: usize = 8;
}

/// `POST /teacher/enrollments`
///
/// # Errors
/// `conflict` when the teacher has begun before.
pub(super) async fn enroll(site: Data<Site>, form: Form<Begin>) -> Result<HttpResponse, Problem> {
    let micro_credential = form.fields.micro_credential;
    let new = NewEnrollment { teacher: None, micro_credential, cohort: None, coach: None, due_at: None };
    let enrollment = commands::enrollments::enroll(&site.service, form.session.actor(), new).await?;
    Ok(see_other(&format!("/teacher/enrollments/{}?done=enrolled", enrollment.id)))
}

/// `GET /teacher/enrollments/{id}`
///
/// # Errors
/// `not-found` when it is someone else's.
pub(super) async fn show(
    request: HttpRequest,
    site: Data<Site>,
    session: SignedIn<Teacher>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let work = Work::of(&site, &session, *id).await?;
    page(&work.page(&request, &session, &EvidenceSent::of(work.evidence()), Faults::default())?)
}

/// `POST /teacher/enrollments/{id}`
///
/// # Errors
/// `not-found` when it is somebody else's, `conflict` when it is not the teacher's turn.
pub(super) async fn submit(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<Uuid>,
    form: Form<Sent>,
) -> Result<HttpResponse, Problem> {
    let work = Work::of(&site, &form.session, *id).await?;
    let sent = EvidenceSent::read(&work.definition, &form.fields.0, work.evidence());
    let handed_in = sent.items(&work.definition, form.files);
    let fields = handed_in.fields;
    let new = NewSubmission { enrollment: *id, evidence: handed_in.evidence, files: handed_in.files };
    match commands::submissions::submit(&site.service, form.session.actor(), new).await {
        Ok(_) => Ok(see_other(&format!("/teacher/enrollments/{id}?done=submitted"))),
        Err(Error::Invalid { faults }) => {
            let faults = field_faults(&work.definition, &fields, &faults);
            again(&work.page(&request, &form.session, &sent, faults)?)
        }
        Err(other) => Err(other.into()),
    }
}

/// Everything about one enrollment of the person signed in.
struct Work {
    enrollment: EnrollmentView,
    definition: Definition,
    last: Option<SubmissionView>,
    badge_href: String,
}

impl Work {
    async fn of(site: &Site, session: &Session, id: Uuid) -> Result<Self, Problem> {
        let (service, actor) = (&site.service, session.actor());
        let enrollment = queries::enrollments::one(service, actor, id).await?;
        if enrollment.teacher != session.view.person.id.uuid() {
            // Staff read the work of teachers on their own pages.
            return Err(Problem::not_found());
        }
        let slug = &session.view.district.slug;
        let (_, version) =
            queries::micro_credentials::version_public(service, slug, enrollment.version).await?;
        let last = queries::submissions::list(service, actor, id).await?.pop();
        // By the assessment: a badge of the same version may have been earned again since.
        let badge = match (&enrollment.progress, &last) {
            (Progress::Earned, Some(last)) => {
                queries::credentials::of_assessment(service, actor, last.assessment).await?
            }
            _ => None,
        };
        let badge_href = badge.map(|badge| format!("/c/{}", badge.share_token));
        Ok(Self {
            enrollment,
            definition: version.definition,
            last,
            badge_href: badge_href.unwrap_or_default(),
        })
    }

    /// What was submitted last.
    fn evidence(&self) -> &[program::EvidenceItem] {
        self.last.as_ref().map_or(&[], |last| last.evidence.as_slice())
    }

    fn page(
        &self,
        request: &HttpRequest,
        session: &Session,
        sent: &EvidenceSent,
        faults: Faults,
    ) -> Result<EnrollmentPage, Problem> {
        let definition = &self.definition;
        let decided = self.last.as_ref().filter(|last| !matches!(last.state, State::Submitted { .. }));
        let scores = decided.map(|last| last.scores.clone()).unwrap_or_default();
        let (message_title, message) = self.message();
        Ok(EnrollmentPage {
            frame: Frame::of(request, Some(session))?,
            faults,
            title: self.enrollment.title.clone(),
            tag: progress_tag(self.enrollment.progress),
            detail: detail(&self.enrollment),
            message_title,
            message,
            badge_href: self.badge_href.clone(),
            pass_rule: pass_rule(&definition.rubric),
            feedback: decided.is_some(),
            rubric: RubricView::of(&definition.rubric, &scores),
            form: self.form(sent),
            evidence: match &self.last {
                Some(last) => EvidenceView::of(definition, &last.evidence, last.id),
                None => EvidenceView::default(),
            },
        })
    }

    /// Who says something about the work as a whole, and what.
    fn message(&self) -> (String, String) {
        let nothing = (String::new(), String::new());
        let Some(last) = &self.last else { return nothing };
        match &last.state {
            State::Submitted { .. } => (
                "Submitted".to_owned(),
                "You cannot change anything until your coach has decided. You will get an email then."
                    .to_owned(),
            ),
            State::Returned { note, .. } | State::Declined { note, .. } if !note.is_empty() => {
                (format!("{} writes", decider(last)), note.clone())
            }
            State::Returned { .. } => (
                format!("{} asks you to revise", decider(last)),
                "Read the comments next to the criteria.".to_owned(),
            ),
            State::Approved { .. } | State::Declined { .. } => nothing,
        }
    }

    /// The form, when it is the teacher's turn.
    fn form(&self, sent: &EvidenceSent) -> Option<EvidenceForm> {
        let (title, button) = match self.enrollment.progress {
            Progress::InProgress => ("Submit your evidence", "Submit"),
            Progress::Returned => ("Revise and submit again", "Submit again"),
            Progress::Waiting | Progress::Earned | Progress::Declined => return None,
        };
        Some(EvidenceForm {
            title: title.to_owned(),
            action: format!("/teacher/enrollments/{}", self.enrollment.id),
            parts: parts(&self.definition, sent),
            what_follows: "We notify your coach. You cannot change anything until your coach has decided."
                .to_owned(),
            button: button.to_owned(),
        })
    }
}
