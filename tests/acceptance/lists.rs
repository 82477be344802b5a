//! The worker signs what changed: one list that cannot be signed keeps no other from being published.

use acceptance::{App, Town};
use openbadges::StatusList;
use serde_json::Value;
use service::{CredentialView, StatusReason, commands, queries};

use crate::on_both_databases;

on_both_databases!(
    a_list_that_cannot_be_signed_keeps_no_other_from_being_published,
    a_replica_shows_what_another_one_signed,
);

async fn bit(app: &App, slug: &str, badge: &CredentialView) -> bool {
    let list = queries::published::status_list(&app.service, slug, 1).await.unwrap();
    let document: Value = serde_json::from_str(&list.text).unwrap();
    let encoded = document["credentialSubject"]["encodedList"].as_str().unwrap();
    StatusList::decode(encoded, 1 << 20).unwrap().get(usize::try_from(badge.status_index).unwrap()).unwrap()
}

async fn until_revoked(app: &App, slug: &str, badge: &CredentialView) {
    for _ in 0..800 {
        if bit(app, slug, badge).await {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("the revocation in {slug} is never published");
}

async fn until_said(app: &App, line: &str) {
    for _ in 0..800 {
        if app.service.readiness().await.to_string().contains(line) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("{line:?} is never said: {}", app.service.readiness().await);
}

async fn a_list_that_cannot_be_signed_keeps_no_other_from_being_published(app: App) {
    let slugs = ["ash", "birch", "cedar"];
    let mut towns = Vec::new();
    for slug in slugs {
        let town = Town::new(&app.service, slug).await;
        let badge = town.badge("Tia Teacher").await;
        towns.push((town, badge));
    }
    let whole = std::fs::read_to_string(app.key_file()).unwrap();
    // Of the one in the middle the keys are missing, as when another replica made the district.
    let lines: Vec<&str> = whole.lines().filter(|line| !line.contains("birch")).collect();
    assert!(lines.len() < whole.lines().count());
    std::fs::write(app.key_file(), lines.join("\n") + "\n").unwrap();
    let mut worker = app.again_to_mend().await.unwrap();
    for (town, badge) in &towns {
        bit(&worker, &town.slug, badge).await;
        let reason = StatusReason { reason: "Mistake".to_owned() };
        commands::credentials::revoke(&worker.service, &town.manager, badge.id, reason).await.unwrap();
    }
    worker.work();
    for number in [0, 2] {
        until_revoked(&worker, slugs[number], &towns[number].1).await;
    }
    until_said(&worker, "status lists: warning: 1 overdue: birch/1\n").await;
    assert!(worker.service.readiness().await.is_ready(), "the others are served");
    assert_eq!(worker.service.measurements().await.lists_overdue, 1);

    // Its keys are back: here by a replica that has them.
    std::fs::write(app.key_file(), whole).unwrap();
    let mut whole = app.again().await.unwrap();
    whole.work();
    until_revoked(&whole, "birch", &towns[1].1).await;
    until_said(&worker, "status lists: ok\n").await;
    until_revoked(&worker, "birch", &towns[1].1).await;
}

async fn a_replica_shows_what_another_one_signed(mut app: App) {
    let town = Town::new(&app.service, "maple").await;
    let badge = town.badge("Tia Teacher").await;
    let mut other = app.again().await.unwrap();
    assert!(!bit(&other, "maple", &badge).await, "now it is on the board of the other");
    other.work();
    let reason = StatusReason { reason: "Mistake".to_owned() };
    commands::credentials::revoke(&app.service, &town.manager, badge.id, reason).await.unwrap();
    app.work();
    until_revoked(&app, "maple", &badge).await;
    until_revoked(&other, "maple", &badge).await;
}
