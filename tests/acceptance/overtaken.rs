//! A badge is signed before its transaction. What changes between the two is seen: the badge that is stored is the one that would
//! have been signed just then.

use std::time::Duration;

use acceptance::{App, Town};
use openbadges::Algorithm;
use program::Role;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement, TransactionTrait};
use service::{DistrictChange, Error, PersonChange, StatusReason, commands, queries, verify};
use uuid::Uuid;

/// Waits until someone waits for a row.
async fn somebody_waits(database: &DatabaseConnection) {
    let ask =
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    for _ in 0..3000 {
        let ask = Statement::from_string(DbBackend::Postgres, ask);
        if database.query_one_raw(ask).await.unwrap().is_some() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("nobody waits");
}

/// Does something while an approval waits for the row of its assessment, with its badge signed already.
async fn approved_meanwhile(
    app: &App,
    town: &Town,
    assessment: Uuid,
    change: impl AsyncFnOnce(),
) -> Result<String, Error> {
    let database = app.database().await;
    let held = database.begin().await.unwrap();
    let lock = format!("SELECT 1 FROM assessments WHERE id = '{assessment}' FOR UPDATE");
    held.execute_unprepared(&lock).await.unwrap();
    let changing = async {
        somebody_waits(&database).await;
        change().await;
        held.rollback().await.unwrap();
    };
    let (approved, ()) = tokio::join!(town.approve(assessment), changing);
    let credential = approved?.credential.unwrap();
    Ok(queries::credentials::document(&app.service, &town.manager, credential).await.unwrap().text)
}

async fn is_verified(app: &App, text: &str) {
    let report = verify::credential(&app.service, text.as_bytes()).await.unwrap();
    assert_eq!(report.outcome, verifier::Outcome::Verified, "{}", report.finding);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_badge_is_signed_with_the_key_that_signs_when_it_is_stored() {
    let test = "overtaken::a_badge_is_signed_with_the_key_that_signs_when_it_is_stored";
    let Some(app) = App::postgresql(test).await else { return };
    let town = Town::new(&app.service, "maple").await;
    let assessment = town.waiting("Tia Teacher").await;
    let old = queries::keys::list(&app.service, &town.operator).await.unwrap().remove(0).public_key_multibase;
    let approving = approved_meanwhile(&app, &town, assessment, async || {
        commands::keys::rotate(&app.service, &town.operator, Algorithm::Ed25519).await.unwrap();
    });
    let signed = approving.await.unwrap();
    assert!(!signed.contains(&old), "{signed}");
    is_verified(&app, &signed).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_badge_says_what_is_true_when_it_is_stored() {
    let Some(app) = App::postgresql("overtaken::a_badge_says_what_is_true_when_it_is_stored").await else {
        return;
    };
    let town = Town::new(&app.service, "maple").await;
    // One after the other: each of the changes alone is seen.
    let (name, person) = ("Tia Newname", town.person("Tia Teacher", Role::Teacher).await);
    let enrollment = town.enroll(&person).await;
    let assessment = town.submit(&person, enrollment.id).await.assessment;
    let text = approved_meanwhile(&app, &town, assessment, async || {
        let change = PersonChange { name: Some(name.to_owned()), roles: None, publish_email: None };
        let id = person.person().unwrap().id.uuid();
        commands::people::change(&app.service, &town.manager, id, change).await.unwrap();
    });
    let text = text.await.unwrap();
    assert!(text.contains(name), "{text}");
    is_verified(&app, &text).await;

    let text = approved_meanwhile(&app, &town, town.waiting("Tom Teacher").await, async || {
        let change = DistrictChange { name: Some("Maple Renamed".to_owned()), ..DistrictChange::default() };
        commands::districts::change(&app.service, &town.operator, change).await.unwrap();
    });
    let text = text.await.unwrap();
    assert!(text.contains("Maple Renamed"), "{text}");
    is_verified(&app, &text).await;

    let text = approved_meanwhile(&app, &town, town.waiting("Tam Teacher").await, async || app.pass(3600));
    let text = text.await.unwrap();
    assert!(text.contains(&app.service.now().to_string()), "{text}");
    is_verified(&app, &text).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_no_coach_any_more_approves_nothing() {
    let test = "overtaken::whoever_is_no_coach_any_more_approves_nothing";
    let Some(app) = App::postgresql(test).await else { return };
    let town = Town::new(&app.service, "maple").await;
    let assessment = town.waiting("Tia Teacher").await;
    let refused = approved_meanwhile(&app, &town, assessment, async || {
        let change = PersonChange { name: None, roles: Some(vec![Role::Teacher]), publish_email: None };
        let id = town.coach.person().unwrap().id.uuid();
        commands::people::change(&app.service, &town.manager, id, change).await.unwrap();
    });
    let refused = refused.await;
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    let seen = queries::assessments::one(&app.service, &town.manager, assessment).await.unwrap();
    assert!(matches!(seen.summary.state, program::State::Submitted { .. }));
    let all = queries::credentials::list(&app.service, &town.manager, service::CredentialQuery::default());
    assert!(all.await.unwrap().items.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_earlier_badge_revoked_meanwhile_stays_revoked() {
    let Some(app) = App::postgresql("overtaken::an_earlier_badge_revoked_meanwhile").await else { return };
    let town = Town::new(&app.service, "maple").await;
    let earlier = town.badge("Tia Teacher").await;
    let assessment = town.waiting("Tom Teacher").await;
    let text = approved_meanwhile(&app, &town, assessment, async || {
        let reason = StatusReason { reason: "Issued by mistake.".to_owned() };
        commands::credentials::revoke(&app.service, &town.manager, earlier.id, reason).await.unwrap();
    });
    is_verified(&app, &text.await.unwrap()).await;
    let seen = queries::credentials::one(&app.service, &town.manager, earlier.id).await.unwrap();
    assert!(matches!(seen.state, program::CredentialState::Revoked { .. }), "{:?}", seen.state);
}
