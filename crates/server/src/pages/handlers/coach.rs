//! A coach's queue.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use openbadges::Timestamp;
use program::{Decision, State};
use service::{AssessmentSummary, SessionView, queries};

use crate::auth::{Coach, SignedIn};
use crate::pages::answer::page;
use crate::pages::coach::{CoachQueue, QueueItem};
use crate::pages::frame::Frame;
use crate::pages::paged::List;
use crate::pages::tag::{Tag, Tone};
use crate::pages::wording::{count, day, sentence};
use crate::{Problem, Site};

const WAITING: List = List { parameter: "waiting", anchor: "waiting", what: "Waiting for you", limit: 50 };
const DECIDED: List = List { parameter: "decided", anchor: "decided", what: "Decided", limit: 20 };

/// `GET /coach`
///
/// # Errors
/// `forbidden` for whoever does not assess.
pub(super) async fn queue(
    request: HttpRequest,
    site: Data<Site>,
    session: SignedIn<Coach>,
) -> Result<HttpResponse, Problem> {
    let (service, actor) = (&site.service, session.actor());
    let waiting = queries::assessments::queue(service, actor, WAITING.place(&request), true).await?;
    let decided = queries::assessments::decided(service, actor, DECIDED.place(&request)).await?;
    let now = service.now();
    let summary = match queries::assessments::waiting(service, actor).await? {
        0 => "Nothing is waiting.".to_owned(),
        1 => "One piece of work is waiting.".to_owned(),
        number => format!("{} of work are waiting.", count(number, "piece")),
    };
    page(&CoachQueue {
        frame: Frame::of(&request, Some(&session))?,
        summary,
        waiting: WAITING.show(&request, waiting, |item| queue_item(item, &session.view, now)),
        decided: DECIDED.show(&request, decided, |item| queue_item(item, &session.view, now)),
    })
}

fn queue_item(item: AssessmentSummary, reader: &SessionView, now: Timestamp) -> QueueItem {
    let waits = matches!(item.state, State::Submitted { .. });
    let hindrance = if waits { hindrance(&item, reader) } else { String::new() };
    let tag = match &item.state {
        State::Submitted { .. } => {
            let tone = if hindrance.is_empty() { Tone::Act } else { Tone::Wait };
            Tag::new(tone, waiting_since(item.submitted_at, now))
        }
        decided => state_tag(decided),
    };
    let mut detail = format!("Attempt {}, submitted {}", item.attempt, day(item.submitted_at));
    if waits && item.coach == Some(reader.person.id.uuid()) {
        detail.push_str(", your coachee");
    }
    QueueItem {
        title: item.title,
        teacher: item.teacher_name,
        tag,
        detail,
        hindrance,
        href: format!("/coach/assessments/{}", item.id),
    }
}

/// Why the reader will not be allowed to decide; the rules themselves have the last word on the next page.
fn hindrance(item: &AssessmentSummary, reader: &SessionView) -> String {
    let own = reader.person.id.uuid();
    if item.teacher == own {
        return "This is your own work, so another assessor decides.".to_owned();
    }
    if item.coach == Some(own) && !reader.district.policy.coach_may_assess_coachee {
        return "You coach this teacher, so another assessor decides.".to_owned();
    }
    String::new()
}

fn waiting_since(since: Timestamp, now: Timestamp) -> String {
    match now.unix().saturating_sub(since.unix()) / 86_400 {
        days if days >= 2 => format!("Waiting for {days} days"),
        1 => "Waiting for 1 day".to_owned(),
        _ => "New".to_owned(),
    }
}

/// How work stands, to its coach.
pub(super) fn state_tag(state: &State) -> Tag {
    match state {
        State::Submitted { .. } => Tag::new(Tone::Act, "Waiting"),
        State::Returned { .. } => Tag::new(Tone::Quiet, past(Decision::Return)),
        State::Approved { .. } => Tag::new(Tone::Good, past(Decision::Approve)),
        State::Declined { .. } => Tag::new(Tone::Bad, past(Decision::Decline)),
    }
}

fn past(decision: Decision) -> String {
    sentence(decision.past()).trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_is_told_in_whole_days() {
        let since = |seconds| waiting_since(Timestamp::EPOCH, Timestamp::EPOCH.plus_seconds(seconds));
        assert_eq!(since(86_399), "New");
        assert_eq!(since(86_400), "Waiting for 1 day");
        assert_eq!(since(3 * 86_400), "Waiting for 3 days");
    }

    #[test]
    fn a_clock_that_went_back_makes_nothing_wait_for_less_than_nothing() {
        assert_eq!(waiting_since(Timestamp::EPOCH.plus_seconds(900_000), Timestamp::EPOCH), "New");
    }
}
