use program::{EvidenceItem, State, SubmissionRefusal, submit};

use crate::given::{after, coach, definition, teacher, text};

fn submit_after(earlier: &[State], now: i64) -> Result<program::Attempt, SubmissionRefusal> {
    submit(&teacher(), teacher().id, &definition(), earlier, vec![text("plan", " my plan ")], after(now))
}

fn returned(at: i64) -> State {
    State::Returned { by: coach().id, at: after(at), note: "more".into() }
}

#[test]
fn the_first_submission_is_attempt_one_with_tidy_evidence() {
    let attempt = submit_after(&[], 5).unwrap();
    assert_eq!((attempt.number, attempt.at), (1, after(5)));
    assert_eq!(attempt.evidence, [text("plan", "my plan")]);
}

#[test]
fn returned_work_is_submitted_again() {
    assert_eq!(submit_after(&[returned(1), returned(2)], 5).unwrap().number, 3);
}

#[test]
fn one_submission_waits_at_a_time() {
    let waiting = State::Submitted { at: after(0) };
    let refused = submit_after(&[returned(-5), waiting], 5).unwrap_err();
    assert_eq!(refused, SubmissionRefusal::Waiting { since: after(0) });
}

#[test]
fn nothing_follows_an_approval_or_a_decline() {
    let approved = State::Approved { by: coach().id, at: after(0) };
    assert_eq!(
        submit_after(&[approved], 5).unwrap_err(),
        SubmissionRefusal::AlreadyApproved { at: after(0) }
    );
    let declined = State::Declined { by: coach().id, at: after(0), note: "no".into() };
    assert_eq!(
        submit_after(&[declined], 5).unwrap_err(),
        SubmissionRefusal::AlreadyDeclined { at: after(0) }
    );
}

#[test]
fn only_the_teacher_who_is_enrolled_submits() {
    let refused = submit(&coach(), teacher().id, &definition(), &[], vec![text("plan", "x")], after(0));
    assert_eq!(refused.unwrap_err(), SubmissionRefusal::NotYours);
}

#[test]
fn attempts_are_bounded() {
    let earlier: Vec<_> = (0..50).map(returned).collect();
    assert_eq!(submit_after(&earlier, 90).unwrap_err(), SubmissionRefusal::TooManyAttempts { limit: 50 });
}

#[test]
fn an_answer_is_never_dated_before_the_return() {
    assert_eq!(submit_after(&[returned(30)], 5).unwrap().at, after(30));
}

#[test]
fn incomplete_evidence_is_refused_with_what_is_missing() {
    let none: Vec<EvidenceItem> = Vec::new();
    let refused = submit(&teacher(), teacher().id, &definition(), &[], none, after(0)).unwrap_err();
    assert!(refused.to_string().contains("“Part plan” (plan) is required"), "{refused}");
}
