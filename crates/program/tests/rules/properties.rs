use program::{Criterion, Level, PassRule, Policy, Refusal, Rubric, Scores, text};
use proptest::prelude::*;

use crate::given::{after, assessment, assessor, coach};

/// A sound rubric and, for each criterion, the rank of the level given.
fn scored_rubric() -> impl Strategy<Value = (Rubric, Vec<usize>)> {
    let criterion =
        (prop::collection::vec(0_u32..5, 2..6), any::<prop::sample::Index>(), any::<prop::sample::Index>());
    (prop::collection::vec(criterion, 1..6), prop::option::of(1_u32..30)).prop_map(|(rows, minimum)| {
        let mut criteria = Vec::new();
        let mut ranks = Vec::new();
        for (index, (steps, required, given)) in rows.into_iter().enumerate() {
            let mut points = 0;
            let levels: Vec<_> = steps
                .iter()
                .enumerate()
                .map(|(rank, step)| {
                    points += step;
                    Level {
                        id: format!("l{rank}"),
                        name: format!("Level {rank}"),
                        descriptor: "d".into(),
                        points,
                    }
                })
                .collect();
            ranks.push(given.index(levels.len()));
            criteria.push(Criterion {
                id: format!("c{index}"),
                name: format!("Criterion {index}"),
                description: "d".into(),
                required_level: Some(format!("l{}", required.index(levels.len()))),
                levels,
            });
        }
        let pass_rule = minimum.map_or(PassRule::EveryCriterion, |minimum| PassRule::Points { minimum });
        (Rubric { criteria, pass_rule }, ranks)
    })
}

fn scores(ranks: &[usize]) -> Scores {
    ranks.iter().enumerate().fold(Scores::new(), |scores, (criterion, rank)| {
        scores.with(format!("c{criterion}"), format!("l{rank}"), "seen")
    })
}

proptest! {
    #[test]
    fn raising_a_level_never_turns_a_pass_into_a_fail((rubric, ranks) in scored_rubric(), which in any::<prop::sample::Index>()) {
        let which = which.index(ranks.len());
        let mut raised = ranks.clone();
        raised[which] = (ranks[which] + 1).min(rubric.criteria[which].levels.len() - 1);
        let (before, after) = (rubric.tally(&scores(&ranks)), rubric.tally(&scores(&raised)));
        prop_assert!(after.points >= before.points);
        prop_assert!(!before.passed || after.passed);
    }

    #[test]
    fn approval_agrees_with_the_tally((rubric, ranks) in scored_rubric()) {
        let passed = rubric.tally(&scores(&ranks)).passed;
        let mut work = assessment();
        work.definition.rubric = rubric;
        let result = work.approve(&coach(), scores(&ranks), &Policy::default(), after(1));
        match result {
            Ok((_, approval)) => {
                prop_assert!(passed);
                prop_assert_eq!(approval.achieved().count(), ranks.len());
            }
            Err(refusal) => {
                let below = matches!(refusal, Refusal::BelowStandard { .. });
                prop_assert!(!passed && below, "{}", refusal);
            }
        }
    }

    #[test]
    fn of_any_decisions_only_the_first_holds(decisions in prop::collection::vec((0..3, -100_i64..100), 1..8)) {
        let mut work = assessment();
        let mut first = None;
        for (kind, seconds) in decisions {
            let (policy, now, given) = (Policy::default(), after(seconds), crate::given::passing());
            let before = work.clone();
            let result = match kind {
                0 => work.approve(&coach(), given, &policy, now).map(|(decided, _)| decided),
                1 => work.return_for_revision(&assessor(), given, "why", &policy, now),
                _ => work.decline(&assessor(), given, "why", &policy, now),
            };
            work = match (result, &first) {
                (Ok(decided), None) => {
                    prop_assert!(decided.at() >= after(0));
                    first = Some(decided.state().clone());
                    decided.into_assessment()
                }
                (Err(Refusal::AlreadyDecided { by, at, .. }), Some(state)) => {
                    prop_assert_eq!((Some(by), at), (state.by(), state.at()));
                    before
                }
                (result, _) => return Err(TestCaseError::fail(format!("{result:?}"))),
            };
        }
        prop_assert_eq!(Some(&work.state), first.as_ref());
    }

    #[test]
    fn tidying_twice_is_tidying_once(raw in "\\PC*|[ \\t\\r\\nab]*") {
        let once = text::tidy(&raw);
        prop_assert_eq!(text::tidy(&once), once.clone());
        let line = text::tidy_line(&raw);
        prop_assert_eq!(text::tidy_line(&line), line);
    }

    #[test]
    fn a_tidy_web_address_stays_and_is_good_or_refused(raw in "https?://[ -~é]{0,40}") {
        let once = text::tidy_web_address(&raw);
        prop_assert_eq!(text::tidy_web_address(&once), once.clone());
        if text::web_address(&once).is_ok() {
            prop_assert!(once.is_ascii() && !once.contains(['<', '>', '"', ' ']));
        }
    }

    #[test]
    fn checks_answer_whatever_comes(raw in any::<String>()) {
        let _ = (text::line(&raw, 50), text::prose(&raw, 50), text::slug(&raw), text::email(&raw), text::web_address(&raw));
        let _ = (text::subject_id(&raw), text::language(&raw), text::sha256(&raw), text::media_type(&raw), text::words(&raw));
    }
}
