//! A verification, step by step: what is needed is found out and looked into at the gate, and fetched between.

use std::sync::Arc;

use futures_util::future::join_all;
use openbadges::{Budget, Timestamp};
use verifier::{Evidence, Expectations, Need, Report, Unavailable, Unverified};

/// How often more is fetched: a hosted badge leads to its badge class, that to its issuer, that to the issuer's keys.
const MOST_ROUNDS: usize = 4;

/// Where evidence comes from, and where documents are looked into.
pub(crate) trait Sources {
    /// What makes verifying impossible, beside anything that a document could do.
    type Error;

    /// Computes something, off the threads that answer requests.
    async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Self::Error>;

    /// What is there for a need, spent from the budget of the request.
    async fn answer(&self, need: &Need, budget: &Budget) -> Result<Result<String, Unavailable>, Self::Error>;
}

/// A document to be verified, for whom and when. Whatever is done for it is spent from one budget.
#[derive(Debug, Clone)]
pub(crate) struct Examination {
    pub(crate) unverified: Arc<Unverified>,
    pub(crate) expectations: Expectations,
    pub(crate) now: Timestamp,
    pub(crate) budget: Arc<Budget>,
}

/// What comes of a look at a document.
enum Step {
    /// More is needed.
    Ask(Evidence, Vec<Need>),
    /// It was verified with this evidence.
    Done(Evidence, Box<Report>),
}

type Found = Vec<(Need, Result<String, Unavailable>)>;

impl Examination {
    /// An Open Badge, for anybody.
    pub(crate) fn new(unverified: Unverified, now: Timestamp, budget: &Arc<Budget>) -> Self {
        let expectations = Expectations::default();
        Self { unverified: Arc::new(unverified), expectations, now, budget: Arc::clone(budget) }
    }

    /// Gathers what the evidence does not hold yet, and verifies. The evidence comes back for the next document.
    pub(crate) async fn report<S: Sources>(
        &self,
        sources: &S,
        mut evidence: Evidence,
    ) -> Result<(Report, Evidence), S::Error> {
        let (mut found, mut round) = (Found::new(), 0);
        loop {
            let this = self.clone();
            let last = round == MOST_ROUNDS;
            match sources.compute(move || this.step(evidence, found, last)).await? {
                Step::Done(evidence, report) => return Ok((*report, evidence)),
                Step::Ask(so_far, needs) => {
                    evidence = so_far;
                    found = self.ask(sources, needs).await?;
                    round += 1;
                }
            }
        }
    }

    async fn ask<S: Sources>(&self, sources: &S, needs: Vec<Need>) -> Result<Found, S::Error> {
        let answers = join_all(needs.iter().map(|need| sources.answer(need, &self.budget))).await;
        let answers = answers.into_iter().collect::<Result<Vec<_>, _>>()?;
        Ok(needs.into_iter().zip(answers).collect())
    }

    fn step(&self, mut evidence: Evidence, found: Found, last: bool) -> Step {
        for (need, text) in found {
            evidence.insert(&need, text);
        }
        if !last {
            let needs = self.unverified.needs_within(&evidence, &self.budget);
            // Once the budget is exhausted, nothing more is looked into.
            if !needs.is_empty() && !self.budget.is_exhausted() {
                return Step::Ask(evidence, needs);
            }
        }
        let report =
            verifier::verify_within(&self.unverified, &evidence, self.now, &self.expectations, &self.budget);
        Step::Done(evidence, Box::new(report))
    }
}
