//! A coach approves, and the district signs.

use std::collections::BTreeSet;

use acceptance::{App, Town, scores};
use program::{Refusal, State};
use service::{Actor, Decision, Error, Outcome, commands, queries, verify};
use verifier::{CheckName, CheckResult};

use crate::on_both_databases;

on_both_databases!(
    from_submission_to_a_verified_badge,
    sixteen_approvals_at_once_give_one_credential,
    sixty_four_badges_at_once_have_bits_of_their_own,
    what_the_rules_refuse_changes_nothing,
    a_clock_set_back_dates_nothing_before_what_it_follows,
);

async fn from_submission_to_a_verified_badge(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let enrollment = town.enroll(&town.teacher).await;
    let first = town.submit(&town.teacher, enrollment.id).await;
    app.pass(3600);
    let returned = Decision {
        outcome: Outcome::Return,
        scores: program::Scores::new(),
        note: Some("Please say what the students did.".to_owned()),
        assessor: None,
    };
    let after =
        commands::assessments::decide(&app.service, &town.coach, first.assessment, returned).await.unwrap();
    assert!(matches!(after.summary.state, State::Returned { .. }));
    app.pass(3600);
    let second = town.submit(&town.teacher, enrollment.id).await;
    assert_eq!(second.attempt, 2);
    app.pass(3600);
    let approved = town.approve(second.assessment).await.unwrap();
    let badge =
        queries::credentials::one(&app.service, &town.manager, approved.credential.unwrap()).await.unwrap();
    assert_eq!(badge.awarded_at.to_string(), "2026-09-01T11:00:00Z");

    let shared = queries::credentials::shared(&app.service, &badge.share_token).await.unwrap();
    let report = verify::credential(&app.service, shared.text.as_bytes()).await.unwrap();
    assert_eq!(report.outcome, verifier::Outcome::Verified, "{}", report.finding);
    assert_eq!(report.facts.results.len(), town.definition.rubric.criteria.len());
    assert_eq!(report.check(CheckName::Status).unwrap().result, CheckResult::Passed);
    let tampered = shared.text.replace("Theo Teacher", "Thea Teacher");
    let report = verify::credential(&app.service, tampered.as_bytes()).await.unwrap();
    assert_eq!(report.outcome, verifier::Outcome::NotVerified);
    assert_eq!(report.check(CheckName::Proof).unwrap().result, CheckResult::Failed);
}

async fn sixteen_approvals_at_once_give_one_credential(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let assessment = town.waiting("Tia Teacher").await;
    let tries = (0..16).map(|_| town.approve(assessment));
    let answers = futures_util::future::join_all(tries).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    for answer in answers {
        if let Err(error) = answer {
            assert!(matches!(error, Error::Refused(Refusal::AlreadyDecided { .. })), "{error:?}");
        }
    }
    let all = queries::credentials::list(&app.service, &town.manager, service::CredentialQuery::default());
    assert_eq!(all.await.unwrap().items.len(), 1);
}

async fn sixty_four_badges_at_once_have_bits_of_their_own(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let mut waiting = Vec::new();
    for number in 0..64 {
        waiting.push(town.waiting(&format!("Teacher {number}")).await);
    }
    // Whoever is told to come again comes again: with this many at once the turn does not come in time for all.
    let patient = waiting.into_iter().map(async |id| {
        loop {
            match town.approve(id).await {
                Err(Error::Unavailable { .. }) => {}
                answer => return answer,
            }
        }
    });
    let answers = futures_util::future::join_all(patient).await;
    let failed: Vec<_> = answers.iter().filter_map(|answer| answer.as_ref().err()).collect();
    assert!(failed.is_empty(), "{failed:?}");
    let query = service::CredentialQuery { limit: Some(200), ..service::CredentialQuery::default() };
    let all = queries::credentials::list(&app.service, &town.manager, query).await.unwrap().items;
    let bits: BTreeSet<_> = all.iter().map(|badge| (&badge.status_list, badge.status_index)).collect();
    assert_eq!(bits.len(), 64);
    // Random, not in a row: 64 of 131,072 in their order of issue would be a strange chance.
    let in_order = all.windows(2).all(|pair| pair[0].status_index < pair[1].status_index);
    assert!(!in_order, "the bits tell the order of issue");
}

async fn what_the_rules_refuse_changes_nothing(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let assessment = town.waiting("Tia Teacher").await;
    let mut incomplete = town.approval();
    incomplete.scores = program::Scores::new();
    let refused = commands::assessments::decide(&app.service, &town.coach, assessment, incomplete).await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::CriteriaMissing { .. }))), "{refused:?}");
    let stranger =
        commands::assessments::decide(&app.service, &town.teacher, assessment, town.approval()).await;
    assert!(matches!(stranger, Err(Error::Forbidden { .. })), "{stranger:?}");
    let nobody =
        commands::assessments::decide(&app.service, &Actor::nobody(), assessment, town.approval()).await;
    assert!(matches!(nobody, Err(Error::Unauthenticated { .. })), "{nobody:?}");
    let seen = queries::assessments::one(&app.service, &town.coach, assessment).await.unwrap();
    assert!(matches!(seen.summary.state, State::Submitted { .. }));
    assert_eq!(seen.credential, None);
    assert_eq!(scores(&town.definition).len(), town.definition.rubric.criteria.len());
}

async fn a_clock_set_back_dates_nothing_before_what_it_follows(app: App) {
    let town = Town::new(&app.service, "maple").await;
    app.pass(7200);
    let assessment = town.waiting("Tia Teacher").await;
    app.pass(-36_000);
    // A new start reads the clock anew; the log tells it how late it is.
    let later = app.again().await.unwrap();
    let decided = commands::assessments::decide(&later.service, &town.coach, assessment, town.approval())
        .await
        .unwrap();
    assert!(decided.summary.state.at() >= decided.summary.submitted_at);
    let badge =
        queries::credentials::one(&later.service, &town.manager, decided.credential.unwrap()).await.unwrap();
    assert!(badge.issued_at >= badge.awarded_at && badge.awarded_at >= decided.summary.submitted_at);
    let shared = queries::credentials::shared(&later.service, &badge.share_token).await.unwrap();
    let report = verify::credential(&later.service, shared.text.as_bytes()).await.unwrap();
    assert_eq!(report.outcome, verifier::Outcome::Verified, "{}", report.finding);
}
