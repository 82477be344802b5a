//! What pages show of people beside the work of a teacher.

use service::{EnrollmentView, SubmissionView};

/// Where an enrollment belongs: cohort, coach.
pub(super) fn belonging(enrollment: &EnrollmentView) -> Vec<String> {
    let cohort = enrollment.cohort_name.clone();
    let coach = enrollment.coach_name.as_ref().map(|name| format!("coach {name}"));
    cohort.into_iter().chain(coach).collect()
}

/// The name of the person who decided about an attempt; `somebody` when there is none.
pub(super) fn decider(attempt: &SubmissionView) -> &str {
    attempt.decided_by_name.as_deref().unwrap_or("a removed person")
}
