use program::text::TextFault;
use program::{
    Assessment, CriterionName, Decision, PassRule, PointsShortfall, Policy, Refusal, Role, Score, Scores,
    Shortfall, State,
};

use crate::given::{after, assessment, assessor, coach, other_district, passing, person, teacher};

fn refusal(assessment: Assessment, scores: Scores) -> Refusal {
    assessment.approve(&coach(), scores, &Policy::default(), after(60)).unwrap_err()
}

fn depth() -> CriterionName {
    CriterionName { id: "depth".into(), name: "Criterion depth".into() }
}

#[test]
fn a_coach_approves_work_that_meets_the_standard() {
    let (decided, approval) =
        assessment().approve(&coach(), passing(), &Policy::default(), after(60)).unwrap();
    assert_eq!(*decided.state(), State::Approved { by: coach().id, at: after(60) });
    assert_eq!(*decided.scores(), passing());
    assert_eq!(approval.approved_at(), after(60));
}

#[test]
fn an_assessor_approves_too() {
    assert!(assessment().approve(&assessor(), passing(), &Policy::default(), after(60)).is_ok());
}

#[test]
fn managers_and_teachers_do_not_decide() {
    for by in [person(9, [Role::ProgramManager]), person(9, [Role::Teacher]), person(9, [])] {
        let refused = assessment().approve(&by, passing(), &Policy::default(), after(60)).unwrap_err();
        assert_eq!(refused, Refusal::NotAnAssessor);
    }
}

#[test]
fn nobody_decides_about_his_own_work() {
    let mut both = teacher();
    both.roles.insert(Role::Assessor);
    let policy = Policy::default();
    assert_eq!(assessment().approve(&both, passing(), &policy, after(60)).unwrap_err(), Refusal::OwnWork);
    assert_eq!(
        assessment().decline(&both, passing(), "no", &policy, after(60)).unwrap_err(),
        Refusal::OwnWork
    );
    let returned = assessment().return_for_revision(&both, passing(), "no", &policy, after(60));
    assert_eq!(returned.unwrap_err(), Refusal::OwnWork);
}

#[test]
fn a_second_account_with_the_same_address_is_the_same_person() {
    let mut second = coach();
    second.email = teacher().email.to_uppercase();
    assert_eq!(
        assessment().approve(&second, passing(), &Policy::default(), after(60)).unwrap_err(),
        Refusal::OwnWork
    );
}

#[test]
fn people_of_another_district_do_not_decide() {
    let mut stranger = coach();
    stranger.district = other_district();
    assert_eq!(
        assessment().approve(&stranger, passing(), &Policy::default(), after(60)).unwrap_err(),
        Refusal::OtherDistrict
    );
}

#[test]
fn a_coach_does_not_decide_about_a_coachee_when_the_district_says_so() {
    let policy = Policy { coach_may_assess_coachee: false, ..Policy::default() };
    assert_eq!(
        assessment().approve(&coach(), passing(), &policy, after(60)).unwrap_err(),
        Refusal::CoachOfTeacher
    );
    assert_eq!(assessment().may_decide(&coach(), &policy), Err(Refusal::CoachOfTeacher));
    let another = person(201, [Role::Coach]);
    assert!(assessment().approve(&another, passing(), &policy, after(60)).is_ok());
}

#[test]
fn a_decision_is_final_and_says_by_whom_and_when() {
    let policy = Policy::default();
    let decided = assessment().decline(&coach(), Scores::new(), "not yet", &policy, after(60)).unwrap();
    let again = decided.into_assessment().approve(&assessor(), passing(), &policy, after(90)).unwrap_err();
    assert_eq!(again, Refusal::AlreadyDecided { decision: Decision::Decline, by: coach().id, at: after(60) });
    assert_eq!(again.to_string(), "this work was already declined on 2026-09-21; a decision is final");
}

#[test]
fn who_may_not_decide_does_not_learn_what_was_decided() {
    let policy = Policy::default();
    let (decided, _) = assessment().approve(&coach(), passing(), &policy, after(60)).unwrap();
    let refused =
        decided.into_assessment().approve(&person(9, [Role::Teacher]), passing(), &policy, after(90));
    assert_eq!(refused.unwrap_err(), Refusal::NotAnAssessor);
}

#[test]
fn an_approval_needs_a_level_for_every_criterion() {
    let refused = refusal(assessment(), Scores::new().with("voice", "high", ""));
    assert_eq!(refused, Refusal::CriteriaMissing { criteria: vec![depth()] });
    assert_eq!(refused.to_string(), "choose a level for “Criterion depth” before you approve");
}

#[test]
fn a_comment_without_a_level_is_not_a_score() {
    let mut scores = passing();
    scores.insert("depth", Score { level: Some(String::new()), comment: "nice".into() });
    assert_eq!(refusal(assessment(), scores), Refusal::CriteriaMissing { criteria: vec![depth()] });
}

#[test]
fn a_level_below_the_required_one_is_below_standard() {
    let refused = refusal(assessment(), passing().with("depth", "low", ""));
    let short = Shortfall { criterion: depth(), given: "LOW".into(), required: "MID".into() };
    assert_eq!(refused, Refusal::BelowStandard { criteria: vec![short], points: None });
    assert_eq!(
        refused.to_string(),
        "the standard is not met yet, “Criterion depth” is \"LOW\" and must be \"MID\": return the work for revision, \
         or score it again"
    );
}

#[test]
fn too_few_points_are_below_standard() {
    let mut work = assessment();
    work.definition.rubric.pass_rule = PassRule::Points { minimum: 6 };
    let refused = refusal(work, passing());
    let points = Some(PointsShortfall { given: 5, required: 6 });
    assert_eq!(refused, Refusal::BelowStandard { criteria: vec![], points });
    assert!(refused.to_string().contains("5 of the 6 points needed"), "{refused}");
}

#[test]
fn a_required_level_holds_under_a_points_rule_too() {
    let mut work = assessment();
    work.definition.rubric.pass_rule = PassRule::Points { minimum: 3 };
    let scores = Scores::new().with("depth", "low", "").with("voice", "high", "");
    assert!(matches!(refusal(work, scores), Refusal::BelowStandard { points: None, .. }));
}

#[test]
fn a_required_level_that_does_not_exist_is_never_reached() {
    let mut work = assessment();
    work.definition.rubric.criteria[0].required_level = Some("gone".into());
    let scores = Scores::new().with("depth", "high", "").with("voice", "high", "");
    assert!(matches!(refusal(work, scores), Refusal::BelowStandard { .. }));
}

#[test]
fn scores_that_the_rubric_does_not_know_are_refused() {
    assert_eq!(
        refusal(assessment(), passing().with("speed", "mid", "")),
        Refusal::UnknownCriterion { criterion: "speed".into() }
    );
    assert_eq!(
        refusal(assessment(), passing().with("depth", "best", "")),
        Refusal::UnknownLevel { criterion: depth(), level: "best".into() }
    );
}

#[test]
fn a_refusal_repeats_only_the_beginning_of_a_wild_id() {
    let Refusal::UnknownCriterion { criterion } =
        refusal(assessment(), passing().with("x".repeat(100_000), "mid", ""))
    else {
        panic!("expected an unknown criterion");
    };
    assert!(criterion.len() < 100);
}

#[test]
fn a_comment_is_bounded_and_shown_as_it_is() {
    let long = "x".repeat(4_001);
    let fault = TextFault::TooLong { length: 4_001, limit: 4_000 };
    assert_eq!(
        refusal(assessment(), passing().with("depth", "mid", long)),
        Refusal::CommentInvalid { criterion: depth(), fault }
    );
    let refused = refusal(assessment(), passing().with("depth", "mid", "a\u{7}b"));
    assert_eq!(
        refused.to_string(),
        "your comment on “Criterion depth” holds the control character U+0007, which cannot be shown; remove it"
    );
}

#[test]
fn comments_are_kept_tidy() {
    let scores = passing().with("depth", "mid", " one\r\ntwo\tthree ");
    let (decided, _) = assessment().approve(&coach(), scores, &Policy::default(), after(60)).unwrap();
    assert_eq!(decided.scores().comment("depth"), Some("one\ntwo three"));
}

#[test]
fn a_return_needs_a_note_or_a_comment() {
    let policy = Policy::default();
    let silent = assessment().return_for_revision(
        &coach(),
        passing().with("depth", "mid", " "),
        " \n",
        &policy,
        after(60),
    );
    assert_eq!(silent.unwrap_err(), Refusal::NoteMissing { decision: Decision::Return });
    let note =
        assessment().return_for_revision(&coach(), Scores::new(), "add a plan", &policy, after(60)).unwrap();
    assert_eq!(note.state().note(), Some("add a plan"));
    let mut scores = Scores::new();
    scores.insert("voice", Score { level: None, comment: "who spoke?".into() });
    let comment = assessment().return_for_revision(&coach(), scores, "", &policy, after(60)).unwrap();
    assert_eq!((comment.state().note(), comment.scores().comment("voice")), (None, Some("who spoke?")));
}

#[test]
fn a_decline_needs_a_note() {
    let policy = Policy::default();
    let silent = assessment().decline(&coach(), passing(), "", &policy, after(60)).unwrap_err();
    assert_eq!(silent, Refusal::NoteMissing { decision: Decision::Decline });
    let decided = assessment().decline(&coach(), Scores::new(), "copied", &policy, after(60)).unwrap();
    assert_eq!(*decided.state(), State::Declined { by: coach().id, at: after(60), note: "copied".into() });
}

#[test]
fn a_note_is_bounded() {
    let note = "é".repeat(4_001);
    let refused =
        assessment().decline(&coach(), Scores::new(), &note, &Policy::default(), after(60)).unwrap_err();
    assert_eq!(refused, Refusal::NoteInvalid { fault: TextFault::TooLong { length: 4_001, limit: 4_000 } });
}

#[test]
fn a_clock_that_went_backwards_does_not_date_a_decision_before_the_submission() {
    let policy = Policy::default();
    let (decided, approval) = assessment().approve(&coach(), passing(), &policy, after(-3600)).unwrap();
    assert_eq!((decided.at(), approval.approved_at()), (after(0), after(0)));
    assert_eq!(decided.state().at(), after(0));
}
