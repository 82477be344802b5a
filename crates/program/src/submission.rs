use openbadges::Timestamp;

use crate::{Definition, EvidenceItem, Fault, Person, PersonId, State, check_evidence, tidy_evidence};

/// A submission that may be recorded: the next attempt of an enrollment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// 1 for the first.
    pub number: u32,
    /// When it was submitted; never before the decision to which it answers.
    pub at: Timestamp,
    /// What was handed in, tidied.
    pub evidence: Vec<EvidenceItem>,
}

/// Why somebody may not submit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SubmissionRefusal {
    /// The enrollment is somebody else's.
    #[error("this is the enrollment of another teacher; only they can submit work for it")]
    NotYours,
    /// A submission waits for its assessment.
    #[error("your work of {} waits for its assessment; you can submit again when it is returned to you", since.date())]
    Waiting {
        /// When it was submitted.
        since: Timestamp,
    },
    /// The work was approved.
    #[error("your work was approved on {}; there is nothing left to submit", at.date())]
    AlreadyApproved {
        /// When it was approved.
        at: Timestamp,
    },
    /// The work was declined.
    #[error("your work was declined on {}; ask your program manager whether you can enroll again", at.date())]
    AlreadyDeclined {
        /// When it was declined.
        at: Timestamp,
    },
    /// As many attempts as there may be.
    #[error(
        "you submitted {limit} times, which is as often as possible; ask your program manager to enroll you again"
    )]
    TooManyAttempts {
        /// How many attempts there may be.
        limit: u32,
    },
    /// The evidence is not as it must be.
    #[error("the evidence is not complete: {}", listed(faults))]
    Evidence {
        /// Every item that is not as it must be.
        faults: Vec<Fault>,
    },
}

/// How often work may be submitted for one enrollment. Programs do not limit revision; the database does.
const ATTEMPTS: usize = 50;

/// The next attempt of an enrollment, if there may be one.
///
/// `teacher` is who is enrolled, `earlier` are the states of the earlier attempts, oldest first.
///
/// # Errors
/// Somebody else's enrollment, an attempt that waits or was approved or declined, or evidence that is not as
/// `definition` asks.
pub fn submit(
    by: &Person,
    teacher: PersonId,
    definition: &Definition,
    earlier: &[State],
    evidence: Vec<EvidenceItem>,
    now: Timestamp,
) -> Result<Attempt, SubmissionRefusal> {
    if by.id != teacher {
        return Err(SubmissionRefusal::NotYours);
    }
    let mut at = now;
    for state in earlier {
        match *state {
            State::Submitted { at: since } => return Err(SubmissionRefusal::Waiting { since }),
            State::Approved { at, .. } => return Err(SubmissionRefusal::AlreadyApproved { at }),
            State::Declined { at, .. } => return Err(SubmissionRefusal::AlreadyDeclined { at }),
            // A clock that went backwards must not put an answer before its question.
            State::Returned { at: returned, .. } => at = at.max(returned),
        }
    }
    let number = match u32::try_from(earlier.len()) {
        Ok(attempts) if earlier.len() < ATTEMPTS => attempts.saturating_add(1),
        Ok(_) | Err(_) => {
            let limit = u32::try_from(ATTEMPTS).unwrap_or(u32::MAX);
            return Err(SubmissionRefusal::TooManyAttempts { limit });
        }
    };
    let evidence = tidy_evidence(definition, evidence);
    check_evidence(definition, &evidence).map_err(|faults| SubmissionRefusal::Evidence { faults })?;
    Ok(Attempt { number, at, evidence })
}

fn listed(faults: &[Fault]) -> String {
    faults.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>().join("; ")
}
