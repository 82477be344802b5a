//! What was issued can be taken back, and everybody sees it.

use acceptance::{App, Town};
use openbadges::{Algorithm, StatusList};
use serde_json::Value;
use service::{CredentialQuery, CredentialView, Error, StatusReason, commands, queries, verify};
use verifier::{CheckName, CheckResult, Outcome};

use crate::on_both_databases;

on_both_databases!(
    revocation_is_seen_at_once_and_is_final,
    suspension_can_be_undone,
    the_list_is_signed_anew_within_a_burst,
    lists_show_what_is_asked_for,
    a_new_key_signs_and_the_old_one_verifies,
);

fn because(reason: &str) -> StatusReason {
    StatusReason { reason: reason.to_owned() }
}

async fn outcome(app: &App, badge: &CredentialView) -> (Outcome, CheckResult) {
    let shared = queries::credentials::shared(&app.service, &badge.share_token).await.unwrap();
    let report = verify::credential(&app.service, shared.text.as_bytes()).await.unwrap();
    (report.outcome, report.check(CheckName::Status).unwrap().result)
}

/// The bit in the list as it is published.
async fn published_bit(app: &App, slug: &str, badge: &CredentialView) -> bool {
    let number = badge.status_list.rsplit('/').next().unwrap().parse().unwrap();
    let list = queries::published::status_list(&app.service, slug, number).await.unwrap();
    let document: Value = serde_json::from_str(&list.text).unwrap();
    let encoded = document["credentialSubject"]["encodedList"].as_str().unwrap();
    let bits = StatusList::decode(encoded, 1 << 20).unwrap();
    bits.get(usize::try_from(badge.status_index).unwrap()).unwrap()
}

async fn revocation_is_seen_at_once_and_is_final(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let badge = town.badge("Tia Teacher").await;
    let other = town.badge("Tom Teacher").await;
    assert_eq!(outcome(&app, &badge).await, (Outcome::Verified, CheckResult::Passed));
    let blank = commands::credentials::revoke(&app.service, &town.manager, badge.id, because(" ")).await;
    assert!(matches!(blank, Err(Error::Invalid { .. })), "{blank:?}");
    commands::credentials::revoke(&app.service, &town.manager, badge.id, because("Awarded by mistake"))
        .await
        .unwrap();
    assert_eq!(outcome(&app, &badge).await, (Outcome::NotVerified, CheckResult::Failed));
    assert_eq!(outcome(&app, &other).await, (Outcome::Verified, CheckResult::Passed));
    let again =
        commands::credentials::reinstate(&app.service, &town.manager, badge.id, because("Sorry")).await;
    assert!(matches!(again, Err(Error::Conflict { .. })), "{again:?}");
    let coach = commands::credentials::revoke(&app.service, &town.coach, other.id, because("No")).await;
    assert!(matches!(coach, Err(Error::Forbidden { .. })), "{coach:?}");
}

async fn suspension_can_be_undone(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let badge = town.badge("Tia Teacher").await;
    commands::credentials::suspend(&app.service, &town.manager, badge.id, because("Under review"))
        .await
        .unwrap();
    assert_eq!(outcome(&app, &badge).await, (Outcome::NotVerified, CheckResult::Failed));
    let shared = queries::credentials::shared(&app.service, &badge.share_token).await.unwrap();
    let report = verify::credential(&app.service, shared.text.as_bytes()).await.unwrap();
    assert_eq!(report.finding.code, verifier::Code::Suspended);
    commands::credentials::reinstate(&app.service, &town.manager, badge.id, because("Cleared"))
        .await
        .unwrap();
    assert_eq!(outcome(&app, &badge).await, (Outcome::Verified, CheckResult::Passed));
}

async fn the_list_is_signed_anew_within_a_burst(mut app: App) {
    let town = Town::new(&app.service, "maple").await;
    let badge = town.badge("Tia Teacher").await;
    let other = town.badge("Tom Teacher").await;
    let before = queries::published::status_list(&app.service, "maple", 1).await.unwrap();
    assert!(!published_bit(&app, "maple", &badge).await);
    app.pass(60);
    app.work();
    commands::credentials::revoke(&app.service, &town.manager, badge.id, because("Mistake")).await.unwrap();
    commands::credentials::revoke(&app.service, &town.manager, other.id, because("Mistake")).await.unwrap();
    let mut tries = 0;
    while !(published_bit(&app, "maple", &badge).await && published_bit(&app, "maple", &other).await) {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        tries += 1;
        assert!(tries < 400, "the published list never showed the revocation");
    }
    let after = queries::published::status_list(&app.service, "maple", 1).await.unwrap();
    assert_ne!(before.etag, after.etag);
    let revocations = queries::published::revocations(&app.service, "maple").await.unwrap();
    let document: Value = serde_json::from_str(&revocations.text).unwrap();
    assert_eq!(document["revokedCredentials"].as_array().unwrap().len(), 2);
    assert_eq!(document["revokedCredential"], document["revokedCredentials"]);
}

async fn lists_show_what_is_asked_for(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let mut badges = Vec::new();
    for number in 0..5 {
        badges.push(town.badge(&format!("Teacher {number}")).await);
    }
    app.pass(600);
    let since = app.service.now().to_string();
    commands::credentials::revoke(&app.service, &town.manager, badges[1].id, because("Mistake"))
        .await
        .unwrap();
    let list = async |query| queries::credentials::list(&app.service, &town.manager, query).await.unwrap();
    assert_eq!(list(CredentialQuery::default()).await.items.len(), 4);
    let all =
        CredentialQuery { include: Some("revoked".to_owned()), limit: Some(2), ..CredentialQuery::default() };
    let first = list(all.clone()).await;
    let second = list(CredentialQuery { cursor: first.next.clone(), ..all.clone() }).await;
    let third = list(CredentialQuery { cursor: second.next.clone(), ..all.clone() }).await;
    let ids: Vec<_> =
        [first, second, third].into_iter().flat_map(|page| page.items).map(|badge| badge.id).collect();
    assert_eq!(ids, badges.iter().map(|badge| badge.id).collect::<Vec<_>>());
    let changed = list(CredentialQuery { since: Some(since), limit: None, ..all }).await.items;
    assert_eq!(changed.iter().map(|badge| badge.id).collect::<Vec<_>>(), [badges[1].id]);
    let revoked = CredentialQuery { status: Some("revoked".to_owned()), ..CredentialQuery::default() };
    assert_eq!(list(revoked).await.items.len(), 1);
}

async fn a_new_key_signs_and_the_old_one_verifies(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let old = town.badge("Tia Teacher").await;
    let before = queries::keys::list(&app.service, &town.manager).await.unwrap();
    let kinds: Vec<_> = before.iter().map(|key| (key.algorithm, key.signs)).collect();
    assert_eq!(kinds, [("ed25519", true), ("p256", true)]);
    let after = commands::keys::rotate(&app.service, &town.operator, Algorithm::Ed25519).await.unwrap();
    let kinds: Vec<_> = after.iter().map(|key| (key.algorithm, key.signs)).collect();
    assert_eq!(kinds, [("ed25519", true), ("ed25519", false), ("p256", true)]);
    assert_eq!(after[1].public_key_multibase, before[0].public_key_multibase);
    assert_eq!(
        after[2].public_key_multibase, before[1].public_key_multibase,
        "the key of another kind stays"
    );
    let new = town.badge("Tom Teacher").await;
    for badge in [&old, &new] {
        assert_eq!(outcome(&app, badge).await, (Outcome::Verified, CheckResult::Passed));
    }
    let text = queries::credentials::shared(&app.service, &new.share_token).await.unwrap().text;
    assert!(text.contains(&after[0].verification_method));
}
