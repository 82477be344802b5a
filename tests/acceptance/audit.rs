//! The log cannot be changed without its showing.

use acceptance::{App, Town};
use sea_orm::{ConnectionTrait, Database};
use secrecy::ExposeSecret;
use service::{PageQuery, queries};

use crate::on_both_databases;

on_both_databases!(a_changed_or_missing_entry_shows);

async fn a_changed_or_missing_entry_shows(app: App) {
    let town = Town::new(&app.service, "maple").await;
    town.badge("Tia Teacher").await;
    let page =
        async || queries::audit::page(&app.service, &town.manager, PageQuery::default()).await.unwrap();
    let log = page().await;
    assert!(log.intact);
    let actions: Vec<_> = log.items.iter().map(|entry| entry.action.as_str()).collect();
    for action in ["district.created", "submission.submitted", "credential.issued", "assessment.approved"] {
        assert!(actions.contains(&action), "{action} is not among {actions:?}");
    }
    let database = Database::connect(app.settings.database_url.expose_secret()).await.unwrap();
    let run = async |sql: &str| database.execute_unprepared(sql).await.unwrap();
    run("CREATE TABLE kept AS SELECT * FROM audit_entries").await;
    run("DELETE FROM audit_entries WHERE sequence = (SELECT max(sequence) FROM audit_entries)").await;
    assert!(!page().await.intact, "an end cut off");
    run("DELETE FROM audit_entries").await;
    run("INSERT INTO audit_entries SELECT * FROM kept").await;
    assert!(page().await.intact, "as it was");
    run("UPDATE audit_entries SET actor = 'nobody' WHERE sequence = 3").await;
    assert!(!page().await.intact, "a changed entry");
    run("DELETE FROM audit_entries WHERE sequence = 3").await;
    assert!(!page().await.intact, "a missing entry");
    run("DELETE FROM audit_entries WHERE sequence < 3").await;
    let rest = page().await;
    assert_eq!(rest.items[0].sequence, 4, "a cut beginning shows by its number");
}
