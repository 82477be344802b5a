//! What two do at once on PostgreSQL: neither waits for the other without end.

use acceptance::{App, Town};
use openbadges::Algorithm;
use sea_orm::{ConnectionTrait, Database};
use secrecy::ExposeSecret;
use service::{Actor, Error, StatusReason, TwinForm, commands};

/// How often each pair is tried.
const TIMES: u64 = 100;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_is_signed_while_its_badge_is_revoked() {
    let Some(app) = App::postgresql("a_token_is_signed_while_its_badge_is_revoked").await else { return };
    let town = Town::new(&app.service, "maple").await;
    commands::keys::rotate(&app.service, &town.operator, Algorithm::P256).await.unwrap();
    let nobody = Actor::nobody();
    for number in 0..TIMES {
        let badge = town.badge(&format!("Teacher {number}")).await;
        let signing = commands::twins::twin(&app.service, &nobody, &badge.share_token, TwinForm::Jwt);
        let reason = StatusReason { reason: "Issued by mistake.".to_owned() };
        let revoking = async {
            // Signing takes a moment before its transaction begins; some of these meet it.
            tokio::time::sleep(std::time::Duration::from_millis(number % 25)).await;
            commands::credentials::revoke(&app.service, &town.manager, badge.id, reason).await
        };
        let (signed, revoked) = tokio::join!(signing, revoking);
        revoked.unwrap();
        // Conflict: it was revoked before it was signed.
        assert!(matches!(signed, Ok(_) | Err(Error::Conflict { .. })), "{:?}", signed.err());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_first_badges_of_a_version_without_picture_get_the_same_one() {
    let test = "two_first_badges_of_a_version_without_picture_get_the_same_one";
    let Some(app) = App::postgresql(test).await else { return };
    let town = Town::new(&app.service, "maple").await;
    let database = Database::connect(app.settings.database_url.expose_secret()).await.unwrap();
    for number in 0..TIMES {
        let first = town.waiting(&format!("First {number}")).await;
        let second = town.waiting(&format!("Second {number}")).await;
        // As before there were pictures.
        database.execute_unprepared("UPDATE versions SET artwork_id = NULL").await.unwrap();
        database.execute_unprepared("DELETE FROM artworks").await.unwrap();
        let (one, other) = tokio::join!(town.approve(first), town.approve(second));
        one.unwrap();
        other.unwrap();
        let rows = database.query_all_raw(sea_orm::Statement::from_string(
            sea_orm::DbBackend::Postgres,
            "SELECT id FROM artworks",
        ));
        assert_eq!(rows.await.unwrap().len(), 1, "the picture of a version changed");
    }
}
