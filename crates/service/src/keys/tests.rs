use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use openbadges::Algorithm;
use sea_orm::ConnectionTrait;
use tempfile::TempDir;

use super::Change;
use crate::danger::CommandLine;
use crate::{
    Actor, KeyView, MailSettings, NewDistrict, PageQuery, Service, Settings, World, commands, queries,
};

fn settings(dir: &Path) -> Settings {
    Settings {
        public_url: "http://localhost:8080".parse().unwrap(),
        database_url: format!("sqlite:{}", dir.join("countersign.db").display()).into(),
        key_file: dir.join("keys"),
        mail: MailSettings::Keep,
        status_ttl: 300,
        fetch_from_loopback: false,
        demo: false,
        connections: 2,
    }
}

async fn start(dir: &TempDir) -> Service {
    Service::open(settings(dir.path()), World::with_clock(|| 1_790_000_000)).await.unwrap()
}

/// A district of a service whose files lie in a directory of their own.
async fn maple() -> (TempDir, Service, Actor) {
    let dir = tempfile::tempdir().unwrap();
    let mut private = std::fs::OpenOptions::new();
    private.write(true).create_new(true).mode(0o600).open(dir.path().join("keys")).unwrap();
    let service = start(&dir).await;
    let actor = add(&service, "maple").await.unwrap();
    (dir, service, actor)
}

async fn add(service: &Service, slug: &str) -> Result<Actor, crate::Error> {
    let (slug, name) = (slug.to_owned(), "Maple Ridge".to_owned());
    let new = NewDistrict { slug, name, website: None, email: None, description: None, policy: None };
    let view = commands::districts::create(service, &CommandLine::of_this_machine().operator(), new).await?;
    Ok(CommandLine::of_this_machine().operator_of(program::DistrictId::from_uuid(view.id)))
}

async fn keys(service: &Service, actor: &Actor) -> Vec<KeyView> {
    queries::keys::list(service, actor).await.unwrap()
}

async fn entries(service: &Service, actor: &Actor) -> usize {
    let log = queries::audit::page(service, actor, PageQuery::default()).await.unwrap();
    log.items.iter().filter(|entry| entry.action == "key.created").count()
}

fn waiting(dir: &TempDir) -> usize {
    let text = std::fs::read_to_string(dir.path().join("keys")).unwrap();
    issuer::keys::pending(&text).unwrap().len()
}

#[tokio::test]
async fn a_new_key_of_a_process_that_ended_before_the_commit_is_given_up() {
    let (dir, service, actor) = maple().await;
    let before = keys(&service, &actor).await;
    let change = Change::begin(&service).await.unwrap();
    change.pend(&service, "maple", vec![Algorithm::Ed25519]).await.unwrap();
    assert_eq!(waiting(&dir), 1);
    assert_eq!(keys(&start(&dir).await, &actor).await.len(), before.len(), "another process leaves it alone");
    assert_eq!(waiting(&dir), 1);
    drop((change, service));
    let service = start(&dir).await;
    let after = keys(&service, &actor).await;
    assert_eq!(after[0].public_key_multibase, before[0].public_key_multibase);
    assert_eq!((after.len(), waiting(&dir), entries(&service, &actor).await), (before.len(), 0, 0));
}

#[tokio::test]
async fn a_new_key_of_a_process_that_ended_after_the_commit_is_used() {
    let (dir, service, actor) = maple().await;
    let before = keys(&service, &actor).await;
    let change = Change::begin(&service).await.unwrap();
    let pending = change.pend(&service, "maple", vec![Algorithm::Ed25519]).await.unwrap();
    let id = actor.district().unwrap();
    commands::keys::commit(&service, &actor, id, Algorithm::Ed25519, &pending).await.unwrap();
    drop((change, service));
    let service = start(&dir).await;
    let after = keys(&service, &actor).await;
    assert_eq!(after.len(), before.len() + 1);
    assert_eq!(after[0].public_key_multibase, pending[0].public.to_multibase());
    assert!(after[0].signs && !after[1].signs);
    assert_eq!((waiting(&dir), entries(&service, &actor).await), (0, 1));
    service.signing_keys("maple").unwrap();
}

#[tokio::test]
async fn a_new_key_that_is_not_written_is_not_in_the_log() {
    let (dir, service, actor) = maple().await;
    let before = std::fs::read_to_string(dir.path().join("keys")).unwrap();
    // The file that takes the place of the old one cannot be written.
    std::fs::create_dir(dir.path().join("keys.new")).unwrap();
    commands::keys::rotate(&service, &actor, Algorithm::Ed25519).await.unwrap_err();
    assert_eq!(entries(&service, &actor).await, 0);
    assert_eq!(std::fs::read_to_string(dir.path().join("keys")).unwrap(), before);
    std::fs::remove_dir(dir.path().join("keys.new")).unwrap();
    commands::keys::rotate(&service, &actor, Algorithm::Ed25519).await.unwrap();
    assert_eq!(entries(&service, &actor).await, 1);
}

#[tokio::test]
async fn a_new_key_that_cannot_be_put_to_use_is_put_to_use_by_the_next_start() {
    let (dir, service, actor) = maple().await;
    let change = Change::begin(&service).await.unwrap();
    let pending = change.pend(&service, "maple", vec![Algorithm::P256]).await.unwrap();
    let id = actor.district().unwrap();
    let committed = commands::keys::commit(&service, &actor, id, Algorithm::P256, &pending).await;
    std::fs::create_dir(dir.path().join("keys.new")).unwrap();
    change.settle(&service, pending.clone(), committed).await.unwrap_err();
    std::fs::remove_dir(dir.path().join("keys.new")).unwrap();
    let public = pending[0].public.to_multibase();
    let signs = |keys: Vec<KeyView>| keys.iter().any(|key| key.signs && key.public_key_multibase == public);
    assert!(!signs(keys(&service, &actor).await));
    assert!(signs(keys(&start(&dir).await, &actor).await));
}

#[tokio::test]
async fn a_new_key_that_is_not_committed_leaves_nothing() {
    let (dir, service, actor) = maple().await;
    let before = std::fs::read_to_string(dir.path().join("keys")).unwrap();
    let refuse = "CREATE TRIGGER refuse BEFORE INSERT ON audit_entries WHEN NEW.action IN ('key.created', 'district.created') \
                  BEGIN SELECT RAISE(ABORT, 'no'); END";
    let tx = service.backend().begin().await.unwrap();
    tx.execute_unprepared(refuse).await.unwrap();
    tx.commit().await.unwrap();
    commands::keys::rotate(&service, &actor, Algorithm::Ed25519).await.unwrap_err();
    add(&service, "birch").await.unwrap_err();
    assert_eq!(std::fs::read_to_string(dir.path().join("keys")).unwrap(), before);
    let tx = service.backend().begin().await.unwrap();
    tx.execute_unprepared("DROP TRIGGER refuse").await.unwrap();
    tx.commit().await.unwrap();
    add(&service, "birch").await.unwrap();
    commands::keys::rotate(&service, &actor, Algorithm::Ed25519).await.unwrap();
    start(&dir).await;
}

#[tokio::test]
async fn a_district_whose_keys_wait_is_whole_after_the_next_start() {
    let (dir, service, _actor) = maple().await;
    let taken = add(&service, "maple").await.unwrap_err();
    assert!(matches!(taken, crate::Error::Conflict { .. }), "{taken}");
    assert_eq!(waiting(&dir), 0);
    assert_eq!(service.keys().entries("maple").len(), 2, "nobody else's keys came to it");
}
