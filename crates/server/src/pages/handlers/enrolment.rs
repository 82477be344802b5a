//! A teacher's page for one micro-credential, and handing in.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use programme::{Definition, State};
use service::{
    EnrolmentView, Error, NewEnrolment, NewSubmission, Progress, SubmissionView, commands, queries,
};
use uuid::Uuid;

use super::evidence_form::{EvidenceSent, field_faults, parts};
use super::people::Names;
use super::teacher::{detail, progress_tag};
use crate::auth::{Session, SignedIn, Teacher};
use crate::form::Form;
use crate::pages::answer::{again, page, see_other};
use crate::pages::enrolment::{EnrolmentPage, EvidenceForm};
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

/// `POST /teacher/enrolments`
///
/// # Errors
/// `conflict` when the teacher has begun before.
pub(super) async fn enrol(site: Data<Site>, form: Form<Begin>) -> Result<HttpResponse, Problem> {
    let micro_credential = form.fields.micro_credential;
    let new = NewEnrolment { teacher: None, micro_credential, cohort: None, coach: None, due_at: None };
    let enrolment = commands::enrolments::enrol(&site.service, form.session.actor(), new).await?;
    Ok(see_other(&format!("/teacher/enrolments/{}?done=enrolled", enrolment.id)))
}

/// `GET /teacher/enrolments/{id}`
///
/// # Errors
/// `not-found` when it is somebody else's.
pub(super) async fn show(
    request: HttpRequest,
    site: Data<Site>,
    session: SignedIn<Teacher>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let work = Work::of(&site, &session, *id).await?;
    page(&work.page(&request, &session, &EvidenceSent::of(work.evidence()), Faults::default())?)
}

/// `POST /teacher/enrolments/{id}`
///
/// # Errors
/// `not-found` when it is somebody else's, `conflict` when it is not the teacher's turn.
pub(super) async fn submit(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<Uuid>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let work = Work::of(&site, &form.session, *id).await?;
    let sent = EvidenceSent::read(&work.definition, &form.fields, work.evidence());
    let handed_in = sent.items(&work.definition, form.files);
    let fields = handed_in.fields;
    let new = NewSubmission { enrolment: *id, evidence: handed_in.evidence, files: handed_in.files };
    match commands::submissions::submit(&site.service, form.session.actor(), new).await {
        Ok(_) => Ok(see_other(&format!("/teacher/enrolments/{id}?done=submitted"))),
        Err(Error::Invalid { faults }) => {
            let faults = field_faults(&work.definition, &fields, &faults);
            again(&work.page(&request, &form.session, &sent, faults)?)
        }
        Err(other) => Err(other.into()),
    }
}

/// Everything about one enrolment of the person signed in.
struct Work {
    enrolment: EnrolmentView,
    definition: Definition,
    last: Option<SubmissionView>,
    names: Names,
    badge_href: String,
}

impl Work {
    async fn of(site: &Site, session: &Session, id: Uuid) -> Result<Self, Problem> {
        let (service, actor) = (&site.service, session.actor());
        let enrolment = queries::enrolments::one(service, actor, id).await?;
        if enrolment.teacher != session.view.person.id.uuid() {
            // Staff read the work of teachers on their own pages.
            return Err(Problem::not_found());
        }
        let slug = &session.view.district.slug;
        let (_, version) =
            queries::micro_credentials::version_public(service, slug, enrolment.version).await?;
        let last = queries::submissions::list(service, actor, id).await?.pop();
        let decided_by = last.as_ref().and_then(|last| decided_by(&last.state));
        let people = enrolment.coach.into_iter().chain(decided_by);
        let names = Names::of(site, session.view.district.id, people).await?;
        let badge_href = match enrolment.progress {
            Progress::Earned => queries::credentials::of_teacher(service, actor)
                .await?
                .into_iter()
                .find(|badge| badge.version == enrolment.version)
                .map(|badge| format!("/c/{}", badge.share_token)),
            _ => None,
        };
        Ok(Self {
            enrolment,
            definition: version.definition,
            last,
            names,
            badge_href: badge_href.unwrap_or_default(),
        })
    }

    /// What was handed in last.
    fn evidence(&self) -> &[programme::EvidenceItem] {
        self.last.as_ref().map_or(&[], |last| last.evidence.as_slice())
    }

    fn page(
        &self,
        request: &HttpRequest,
        session: &Session,
        sent: &EvidenceSent,
        faults: Faults,
    ) -> Result<EnrolmentPage, Problem> {
        let definition = &self.definition;
        let decided = self.last.as_ref().filter(|last| decided_by(&last.state).is_some());
        let scores = decided.map(|last| last.scores.clone()).unwrap_or_default();
        let (message_title, message) = self.message();
        Ok(EnrolmentPage {
            frame: Frame::of(request, Some(session))?,
            faults,
            title: self.enrolment.title.clone(),
            tag: progress_tag(self.enrolment.progress),
            detail: detail(&self.enrolment, &self.names),
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
                "Handed in".to_owned(),
                "Nothing can be changed until your coach has decided. You get a mail then.".to_owned(),
            ),
            State::Returned { by, note, .. } | State::Declined { by, note, .. } if !note.is_empty() => {
                (format!("{} writes", self.names.person(by.uuid())), note.clone())
            }
            State::Returned { by, .. } => (
                format!("{} asks you to revise", self.names.person(by.uuid())),
                "Read the comments beside the criteria.".to_owned(),
            ),
            State::Approved { .. } | State::Declined { .. } => nothing,
        }
    }

    /// The form, when it is the teacher's turn.
    fn form(&self, sent: &EvidenceSent) -> Option<EvidenceForm> {
        let (title, button) = match self.enrolment.progress {
            Progress::InProgress => ("Hand in your evidence", "Hand in"),
            Progress::Returned => ("Revise and hand in again", "Hand in again"),
            Progress::Waiting | Progress::Earned | Progress::Declined => return None,
        };
        Some(EvidenceForm {
            title: title.to_owned(),
            action: format!("/teacher/enrolments/{}", self.enrolment.id),
            parts: parts(&self.definition, sent),
            what_follows: "Your coach is told and decides. Until then nothing can be changed.".to_owned(),
            button: button.to_owned(),
        })
    }
}

/// Who decided, if somebody did.
pub(super) fn decided_by(state: &State) -> Option<Uuid> {
    match state {
        State::Submitted { .. } => None,
        State::Returned { by, .. } | State::Approved { by, .. } | State::Declined { by, .. } => {
            Some(by.uuid())
        }
    }
}
