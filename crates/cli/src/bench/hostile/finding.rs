//! What a case cost, and whether it was answered well.

use std::collections::BTreeMap;
use std::time::Duration;

use hostile::{Case, Class, Manner, Request};

use super::client::Answer;
use crate::bench::megabytes;

/// One case.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) class: Class,
    pub(super) name: String,
    /// The CPU time of each of its requests, on average: they are all alike.
    pub(super) each: Duration,
    /// The most memory that the process held, in bytes.
    pub(super) peak: u64,
    answers: BTreeMap<String, usize>,
    wrong: Vec<String>,
}

/// Durations as they are printed.
pub(super) trait Unit {
    fn seconds(&self) -> String;
}

impl Unit for Duration {
    fn seconds(&self) -> String {
        format!("{:.2} s", self.as_secs_f64())
    }
}

impl Finding {
    pub(super) fn new(case: Case, answers: &[Answer], computed: Duration, peak: u64) -> Self {
        let requests = u32::try_from(answers.len()).unwrap_or(u32::MAX).max(1);
        let mut counted = BTreeMap::new();
        let mut wrong = Vec::new();
        for (number, (answer, request)) in answers.iter().zip(&case.requests).enumerate() {
            *counted.entry(answer.word()).or_insert(0) += 1;
            let fault = fault(answer, request, case.manner);
            wrong.extend(fault.map(|fault| format!("request {}: {fault}", number + 1)));
        }
        wrong.sort_unstable();
        wrong.dedup();
        Self { class: case.class, name: case.name, each: computed / requests, peak, answers: counted, wrong }
    }

    /// A line for people.
    pub(super) fn line(&self) -> String {
        let answers: Vec<_> =
            self.answers.iter().map(|(answer, count)| format!("{count} × {answer}")).collect();
        let what = format!("{}: {}", self.class.name(), self.name);
        format!("{what:62}{:>8}{:>8}  {}", self.each.seconds(), megabytes(self.peak), answers.join(", "))
    }

    /// What is wrong with it.
    pub(super) fn faults(&self, most_time: Duration, most_memory: u64) -> Vec<String> {
        let mut faults = self.wrong.clone();
        if self.each > most_time {
            faults.push(format!("{} of CPU time; the limit is {}", self.each.seconds(), most_time.seconds()));
        }
        if self.peak > most_memory {
            faults.push(format!(
                "{} of memory; the limit is {}",
                megabytes(self.peak),
                megabytes(most_memory)
            ));
        }
        faults.iter().map(|fault| format!("{}: {}: {fault}", self.class.name(), self.name)).collect()
    }
}

/// What is wrong with an answer. A connection that is closed without one is an answer, too.
fn fault(answer: &Answer, request: &Request, manner: Manner) -> Option<String> {
    match answer {
        Answer::Status { verified: true, .. } if !request.genuine => Some("verified".to_owned()),
        Answer::Status { code: 429, .. } if request.counted => {
            Some("answered “try again later”, so the case was not tested".to_owned())
        }
        Answer::Status { code: 500..=502 | 504.., .. } => Some(format!("answered {}", answer.word())),
        Answer::Silence if manner != Manner::Drip => Some("neither answered nor closed".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Request {
        let target = hostile::Target {
            traps: "http://localhost:1".to_owned(),
            district: "maple".to_owned(),
            micro_credential: "1".to_owned(),
        };
        let case = hostile::corpus(&target).into_iter().next().unwrap();
        Request { counted: true, genuine: false, ..case.requests[0].clone() }
    }

    #[test]
    fn only_what_hurts_is_a_fault() {
        let request = request();
        let may_wait = Request { counted: false, ..request.clone() };
        let genuine = Request { genuine: true, ..request.clone() };
        let status = |code| Answer::Status { code, verified: false };
        let wrong = |answer, request| fault(&answer, request, Manner::AtOnce).is_some();
        assert!(
            !wrong(status(200), &request) && !wrong(status(413), &request) && !wrong(status(503), &request)
        );
        assert!(wrong(status(500), &may_wait) && wrong(status(504), &may_wait));
        assert!(wrong(status(429), &request) && !wrong(status(429), &may_wait));
        let verified = || Answer::Status { code: 200, verified: true };
        assert!(wrong(verified(), &request) && !wrong(verified(), &genuine));
        assert!(wrong(Answer::Silence, &request) && !wrong(Answer::Closed, &request));
    }
}
