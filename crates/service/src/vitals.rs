//! How the work beside the requests goes, for `/readyz` and `/metrics`.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use program::DistrictId;
use tokio::time::Instant;

use crate::outbox::Outcome;
use crate::{ConditionState, Error, Readiness};

/// How long a restart is shown at `/readyz`.
const RESTART_SHOWN: Duration = Duration::from_mins(10);
/// How many lists are named at `/readyz`.
const NAMED: usize = 5;

/// Work that runs beside the requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Work {
    /// Delivers messages.
    Outbox,
    /// Signs status lists that changed.
    Lists,
    /// Signs status lists whose signature is old, and removes what is no longer needed.
    Sweep,
    /// Listens for what other replicas announce.
    Notices,
    /// Compares the clock with what else is known of the time.
    Clock,
}

impl Work {
    /// The name at `/readyz`.
    pub(crate) const fn condition(self) -> &'static str {
        match self {
            Self::Outbox => "message worker",
            Self::Lists => "status list worker",
            Self::Sweep => "sweep worker",
            Self::Notices => "notice listener",
            Self::Clock => "clock watch",
        }
    }

    /// The name in metrics.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Outbox => "outbox",
            Self::Lists => "status_lists",
            Self::Sweep => "sweep",
            Self::Notices => "notices",
            Self::Clock => "clock",
        }
    }
}

#[derive(Debug, Default)]
struct State {
    restarts: u64,
    last_restart: Option<Instant>,
    failing: Option<String>,
}

/// A status list that should be signed and cannot be.
#[derive(Debug)]
struct Overdue {
    /// The district's slug.
    slug: String,
    /// When it is tried again.
    again_at: Instant,
}

/// The counts.
#[derive(Debug, Default)]
pub(crate) struct Vitals {
    work: Mutex<BTreeMap<Work, State>>,
    overdue: Mutex<BTreeMap<(DistrictId, i32), Overdue>>,
    delivered: AtomicU64,
    put_off: AtomicU64,
    hears: AtomicBool,
    refused: AtomicU64,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Vitals {
    /// Notes that the work was begun.
    pub(crate) fn began(&self, work: Work) {
        lock(&self.work).entry(work).or_default();
    }

    /// Notes that the work ended by itself or panicked, and is begun again.
    pub(crate) fn ended(&self, work: Work) {
        let mut all = lock(&self.work);
        let state = all.entry(work).or_default();
        state.restarts += 1;
        state.last_restart = Some(Instant::now());
    }

    /// Notes how a run of the work went. An error is logged once, not twice a second.
    pub(crate) fn ran(&self, work: Work, error: Option<&Error>) {
        let mut all = lock(&self.work);
        let state = all.entry(work).or_default();
        match error {
            None => state.failing = None,
            Some(error) => {
                if state.failing.is_none() {
                    tracing::error!(work = work.label(), %error, "background work failed; it is tried again");
                }
                state.failing = Some(match error {
                    // What an internal error says is for the log.
                    Error::Internal(_) => "it fails with an internal error; see the log".to_owned(),
                    other => format!("it fails: {other}"),
                });
            }
        }
    }

    /// Notes whether the announcements of other replicas are heard.
    pub(crate) fn listens(&self, hears: bool) {
        self.hears.store(hears, Ordering::Relaxed);
    }

    /// Whether they are.
    pub(crate) fn hears(&self) -> bool {
        self.hears.load(Ordering::Relaxed)
    }

    /// Counts deliveries.
    pub(crate) fn recorded(&self, results: impl Iterator<Item = Delivery>) {
        for result in results {
            let counter = match result {
                Delivery::Delivered => &self.delivered,
                Delivery::PutOff => &self.put_off,
                Delivery::Refused => &self.refused,
            };
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Whether a list that could not be signed should wait a little longer.
    pub(crate) fn waits(&self, list: (DistrictId, i32)) -> bool {
        lock(&self.overdue).get(&list).is_some_and(|overdue| overdue.again_at > Instant::now())
    }

    /// Notes that a list could not be signed, to be tried again after a pause; whether that is news.
    pub(crate) fn overdue(&self, list: (DistrictId, i32), slug: String, pause: Duration) -> bool {
        lock(&self.overdue).insert(list, Overdue { slug, again_at: Instant::now() + pause }).is_none()
    }

    /// Notes that a list is signed.
    pub(crate) fn signed(&self, list: (DistrictId, i32)) {
        lock(&self.overdue).remove(&list);
    }

    /// Which lists are overdue.
    pub(crate) fn overdue_lists(&self) -> Vec<(DistrictId, i32)> {
        lock(&self.overdue).keys().copied().collect()
    }

    /// Adds the conditions of the work. None of them is failing: another replica that gets the requests instead
    /// would not be better off.
    pub(crate) fn conditions(&self, readiness: &mut Readiness) {
        for (work, state) in lock(&self.work).iter() {
            readiness.add(work.condition(), condition(state));
        }
        let overdue = lock(&self.overdue);
        let mut names: Vec<String> =
            overdue.iter().take(NAMED).map(|((_, number), it)| format!("{}/{number}", it.slug)).collect();
        if overdue.len() > NAMED {
            names.push("…".to_owned());
        }
        readiness.add(
            "status lists",
            match overdue.len() {
                0 => ConditionState::Ok,
                count => ConditionState::Warning(format!("{count} overdue: {}", names.join(", "))),
            },
        );
    }

    /// The counts as they are now.
    pub(crate) fn measured(&self) -> Measurements {
        let number = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Measurements {
            messages_delivered: number(&self.delivered),
            messages_put_off: number(&self.put_off),
            messages_refused: number(&self.refused),
            lists_overdue: u64::try_from(lock(&self.overdue).len()).unwrap_or(u64::MAX),
            restarts: lock(&self.work).iter().map(|(work, state)| (work.label(), state.restarts)).collect(),
            waiting: None,
        }
    }
}

fn condition(state: &State) -> ConditionState {
    if let Some(why) = &state.failing {
        return ConditionState::Warning(why.clone());
    }
    match state.last_restart {
        Some(at) if at.elapsed() < RESTART_SHOWN => {
            ConditionState::Warning(format!("restarted {} times since the start", state.restarts))
        }
        _ => ConditionState::Ok,
    }
}

/// How a delivery ended, as it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delivery {
    Delivered,
    PutOff,
    Refused,
}

impl From<&Outcome> for Delivery {
    fn from(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Done | Outcome::Keep(_) => Self::Delivered,
            Outcome::Later(_) | Outcome::Fault(_) => Self::PutOff,
            Outcome::Refused(_) => Self::Refused,
        }
    }
}

/// What `/metrics` shows of the service.
#[derive(Debug, Clone)]
pub struct Measurements {
    /// Messages that this process delivered.
    pub messages_delivered: u64,
    /// Attempts of this process that failed and are made again.
    pub messages_put_off: u64,
    /// Messages of this process that were refused for good.
    pub messages_refused: u64,
    /// Status lists that should be signed and cannot be.
    pub lists_overdue: u64,
    /// How often each worker was started again.
    pub restarts: Vec<(&'static str, u64)>,
    /// What the queue holds, if the database answers.
    pub waiting: Option<Waiting>,
}

/// What the queue of messages holds, of all replicas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Messages to be delivered.
    pub messages: u64,
    /// How long the oldest message that is due has waited, in seconds.
    pub oldest_seconds: u64,
    /// Messages that could not be delivered.
    pub undelivered: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(vitals: &Vitals) -> String {
        let mut readiness = Readiness::default();
        vitals.conditions(&mut readiness);
        assert!(readiness.is_ready(), "background work makes no process unready");
        readiness.to_string()
    }

    #[test]
    fn overdue_lists_are_named_until_they_are_signed() {
        let vitals = Vitals::default();
        let list = (DistrictId::from_uuid(uuid::Uuid::nil()), 3);
        assert!(vitals.overdue(list, "maple".to_owned(), Duration::ZERO), "news");
        assert!(!vitals.overdue(list, "maple".to_owned(), Duration::from_mins(1)), "no news");
        assert!(vitals.waits(list));
        assert!(shown(&vitals).contains("status lists: warning: 1 overdue: maple/3\n"));
        assert_eq!(vitals.measured().lists_overdue, 1);
        vitals.signed(list);
        assert!(shown(&vitals).contains("status lists: ok\n"));
    }

    #[test]
    fn work_that_fails_is_shown_until_it_does_not() {
        let vitals = Vitals::default();
        vitals.ran(Work::Outbox, Some(&Error::Unavailable { what: "the database" }));
        assert!(
            shown(&vitals).contains("message worker: warning: it fails: the database"),
            "{}",
            shown(&vitals)
        );
        vitals.ran(Work::Outbox, None);
        assert!(shown(&vitals).contains("message worker: ok\n"));
    }
}
