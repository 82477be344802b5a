//! Judging a piece of work: the page, what follows, and the decision.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use program::{Refusal, State};
use service::{AssessmentView, Error, Outcome, SubmissionView, commands, queries};
use uuid::Uuid;

use super::coach::state_tag;
use super::people::decider;
use super::scoring::{Judgment, refused};
use crate::auth::{Coach, Session, SignedIn};
use crate::form::{Form, Shape};
use crate::pages::answer::{again, page, see_other};
use crate::pages::assessment::{AssessmentConfirm, AssessmentForm, AssessmentPage, Decision, EarlierAttempt};
use crate::pages::evidence::EvidenceView;
use crate::pages::faults::Faults;
use crate::pages::frame::Frame;
use crate::pages::rubric::{RubricView, pass_rule};
use crate::pages::tag::{Tag, Tone};
use crate::pages::wording::{day, sentence};
use crate::{Problem, Site};

/// `GET /coach/assessments/{id}`
///
/// # Errors
/// `not-found`, `forbidden` for whoever does not assess.
pub(super) async fn show(
    request: HttpRequest,
    site: Data<Site>,
    session: SignedIn<Coach>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let work = Work::of(&site, &session, *id).await?;
    page(&work.page(&request, &session, &Judgment::default(), Faults::default())?)
}

/// Levels and comments of every criterion, the note, and the decision.
#[derive(Debug, serde::Deserialize)]
#[serde(transparent)]
pub(super) struct Sent(Vec<(String, String)>);

impl Shape for Sent {
    const TEXTS: &'static [&'static str] = &["level-*", "comment-*", "note", "decision", "confirmed"];
}

/// `POST /coach/assessments/{id}`: shows what follows; decides when that was confirmed.
///
/// # Errors
/// `not-found`, `refused` for whoever may not decide, `conflict` when someone decided before.
pub(super) async fn decide(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<Uuid>,
    form: Form<Sent>,
) -> Result<HttpResponse, Problem> {
    let session = &form.session;
    let rubric = queries::assessments::definition(&site.service, session.actor(), *id).await?.rubric;
    let judgment = Judgment::read(&rubric, &form.fields.0);
    let confirmed =
        form.fields.0.iter().find(|(name, _)| name == "confirmed").map(|(_, value)| value.as_str());
    let (Some(decision), Some("yes")) = (judgment.decision, confirmed) else {
        let work = Work::of(&site, session, *id).await?;
        if let Some(refusal) = work.hindrance {
            return Err(refusal.into());
        }
        let faults = judgment.faults(&rubric);
        return match (judgment.decision, confirmed) {
            (_, Some("no")) => page(&work.page(&request, session, &judgment, Faults::default())?),
            (Some(decision), _) if faults.is_empty() => {
                page(&work.confirm(&request, session, decision, &judgment)?)
            }
            _ => again(&work.page(&request, session, &judgment, faults)?),
        };
    };
    let (outcome, done) = match decision {
        Decision::Approve => (Outcome::Approve, "approved"),
        Decision::Return => (Outcome::Return, "returned"),
        Decision::Decline => (Outcome::Decline, "declined"),
    };
    let decision = service::Decision {
        outcome,
        scores: judgment.scores(),
        note: Some(judgment.note.clone()).filter(|note| !note.trim().is_empty()),
        assessor: None,
    };
    match commands::assessments::record_decision(&site.service, session.actor(), *id, decision).await {
        Ok(_) => Ok(see_other(&format!("/coach?done={done}"))),
        Err(Error::Refused(refusal)) => match refused(&refusal) {
            Some(faults) => {
                let work = Work::of(&site, session, *id).await?;
                again(&work.page(&request, session, &judgment, faults)?)
            }
            None => Err(refusal.into()),
        },
        Err(other) => Err(other.into()),
    }
}

/// Everything about one assessment.
struct Work {
    view: AssessmentView,
    /// Why the reader may not decide.
    hindrance: Option<Refusal>,
}

impl Work {
    async fn of(site: &Site, session: &Session, id: Uuid) -> Result<Self, Problem> {
        let (service, actor) = (&site.service, session.actor());
        let view = queries::assessments::one(service, actor, id).await?;
        let hindrance = match queries::assessments::may_decide(service, actor, id).await {
            Ok(()) => None,
            Err(Error::Refused(refusal)) => Some(refusal),
            Err(other) => return Err(other.into()),
        };
        Ok(Self { view, hindrance })
    }

    fn href(&self) -> String {
        format!("/coach/assessments/{}", self.view.summary.id)
    }

    fn page(
        &self,
        request: &HttpRequest,
        session: &Session,
        judgment: &Judgment,
        faults: Faults,
    ) -> Result<AssessmentPage, Problem> {
        let (summary, definition) = (&self.view.summary, &self.view.definition);
        let waits = matches!(summary.state, State::Submitted { .. });
        let form = || AssessmentForm {
            action: self.href(),
            district: session.view.district.name.clone(),
            criteria: judgment.criteria(&definition.rubric),
            note: judgment.note.clone(),
            decision: judgment.decision,
        };
        Ok(AssessmentPage {
            frame: Frame::of(request, Some(session))?,
            faults,
            title: summary.title.clone(),
            teacher: summary.teacher_name.clone(),
            tag: match self.hindrance {
                Some(_) if waits => Tag::new(Tone::Wait, "Waiting for another assessor"),
                _ if waits => Tag::new(Tone::Act, "Waiting for you"),
                _ => state_tag(&summary.state),
            },
            detail: format!("attempt {}, submitted {}", summary.attempt, day(summary.submitted_at)),
            message: self.message(waits),
            evidence: EvidenceView::of(definition, &self.view.evidence, summary.submission),
            earlier: self.view.earlier.iter().rev().map(|attempt| self.earlier(attempt)).collect(),
            pass_rule: pass_rule(&definition.rubric),
            form: (waits && self.hindrance.is_none()).then(form),
            rubric: RubricView::of(&definition.rubric, &self.view.scores),
        })
    }

    /// Who decided what, or why the reader may not.
    fn message(&self, waits: bool) -> String {
        if waits {
            return self.hindrance.as_ref().map(|why| sentence(&why.to_string())).unwrap_or_default();
        }
        let state = &self.view.summary.state;
        let by = self.view.decided_by_name.as_deref().unwrap_or("a removed person");
        let said = format!("{} by {by} on {}.", state_tag(state).text, day(state.at()));
        match state.note().filter(|note| !note.is_empty()) {
            Some(note) => format!("{said}\n\n{note}"),
            None => said,
        }
    }

    fn earlier(&self, attempt: &SubmissionView) -> EarlierAttempt {
        let state = &attempt.state;
        let by = decider(attempt);
        let note = state.note().filter(|note| !note.is_empty()).map(str::to_owned);
        let comments = self.view.definition.rubric.criteria.iter().filter_map(|criterion| {
            let comment = attempt.scores.comment(&criterion.id)?;
            Some(format!("{}: {comment}", criterion.name))
        });
        EarlierAttempt {
            title: format!("Attempt {}, {} on {} by {by}", attempt.attempt, state.as_str(), day(state.at())),
            note: note.into_iter().chain(comments).collect::<Vec<_>>().join("\n\n"),
        }
    }

    fn confirm(
        &self,
        request: &HttpRequest,
        session: &Session,
        decision: Decision,
        judgment: &Judgment,
    ) -> Result<AssessmentConfirm, Problem> {
        let (summary, definition) = (&self.view.summary, &self.view.definition);
        Ok(AssessmentConfirm {
            frame: Frame::of(request, Some(session))?,
            assessment_href: self.href(),
            action: self.href(),
            title: summary.title.clone(),
            teacher: summary.teacher_name.clone(),
            district: session.view.district.name.clone(),
            coach_named: session.view.district.policy.name_assessor,
            decision,
            scores: judgment.chosen(&definition.rubric),
            note: judgment.note.clone(),
            fields: judgment.fields(&definition.rubric),
        })
    }
}
