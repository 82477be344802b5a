//! Verifying what others publish, with servers that say what they are told to.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use openbadges::jose::vc_jwt;
use openbadges::proof::{self, ProofOptions};
use openbadges::{SecretKey, StatusList};
use serde_json::json;
use verifier::Outcome;

use super::*;
use crate::fetch::tests::{Server, document};

/// How often a list is asked for that is looked at twice.
async fn asked(control: &str, list: &'static str) -> usize {
    let answer = document(&format!("Cache-Control: {control}\r\n"), list);
    let server = Server::saying(answer).await;
    let (fetcher, need) = (Fetcher::new(true).unwrap(), Need::StatusList(server.url("/list")));
    for _ in 0..2 {
        assert_eq!(fetch(&fetcher, &need, &Budget::default()).await.as_deref(), Ok(list));
    }
    server.requests().len()
}

#[tokio::test]
async fn a_list_is_kept_no_longer_than_itself_and_its_server_say() {
    assert_eq!(asked("max-age=60", r#"{"credentialSubject":{"ttl":60000}}"#).await, 1);
    assert_eq!(asked("max-age=60", r#"{"credentialSubject":{}}"#).await, 1);
    assert_eq!(asked("max-age=60", r#"{"credentialSubject":{"ttl":0}}"#).await, 2);
    assert_eq!(asked("no-store", r#"{"credentialSubject":{"ttl":60000}}"#).await, 2);
}

fn time(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn now() -> Timestamp {
    time("2026-11-24T12:00:00Z")
}

fn key() -> SecretKey {
    SecretKey::from_seed([7; 32])
}

fn method(key: &SecretKey) -> String {
    let did = key.public().did_key();
    format!("{did}#{}", did.trim_start_matches("did:key:"))
}

fn signed(mut credential: Value, key: &SecretKey) -> Value {
    let options = ProofOptions::new(method(key), time("2026-01-01T00:00:00Z"));
    let proof = proof::create(&credential, &options, key).unwrap();
    credential["proof"] = json!([proof]);
    credential
}

/// A server with a badge's refresh service, and whatever else a test puts there.
struct Issuer {
    server: Server,
    pages: Arc<Mutex<HashMap<String, Vec<u8>>>>,
}

impl Issuer {
    async fn new() -> Self {
        let pages: Arc<Mutex<HashMap<String, Vec<u8>>>> = Arc::default();
        let shown = Arc::clone(&pages);
        let server = Server::answering(move |request| {
            let path = request.split(' ').nth(1).unwrap();
            let missing =
                || b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec();
            shown.lock().unwrap().get(path).cloned().unwrap_or_else(missing)
        })
        .await;
        Self { server, pages }
    }

    fn show(&self, path: &str, body: &(impl ToString + ?Sized)) {
        self.answer(path, document("", body.to_string()));
    }

    fn answer(&self, path: &str, answer: Vec<u8>) {
        self.pages.lock().unwrap().insert(path.to_owned(), answer);
    }

    /// The badge without a signature, changed.
    fn unsigned(&self, change: impl FnOnce(&mut Value)) -> Value {
        let mut badge = json!({
            "@context": [
                "https://www.w3.org/ns/credentials/v2",
                "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
                "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
            ],
            "id": "urn:uuid:6f6b2a0e-3c1f-4b7e-9f5e-6f0a4b8f7c11",
            "type": ["VerifiableCredential", "AchievementCredential"],
            "name": "Checking for Understanding",
            "issuer": {"id": key().public().did_key(), "type": ["Profile"], "name": "Riverside"},
            "validFrom": "2026-01-01T00:00:00Z",
            "validUntil": "2026-06-30T00:00:00Z",
            "credentialSubject": {
                "id": "did:example:teacher",
                "type": ["AchievementSubject"],
                "achievement": {
                    "id": "urn:uuid:0d6a1b1e-58a4-4c9c-8f0b-6f9a5c8f7c12",
                    "type": ["Achievement"],
                    "name": "Checking for Understanding",
                    "description": "Finds out what a class has understood.",
                    "criteria": {"narrative": "Shows it in a lesson."},
                },
            },
            "refreshService": {"id": self.server.url("/newest"), "type": "1EdTechCredentialRefresh"},
        });
        change(&mut badge);
        badge
    }

    /// The badge as it was given to the teacher; it has expired.
    fn original(&self) -> Value {
        signed(self.unsigned(|_badge| ()), &key())
    }

    /// The version that the refresh service has, changed.
    fn newer(&self, change: impl FnOnce(&mut Value)) -> Value {
        signed(
            self.unsigned(|badge| {
                badge["validUntil"] = "2027-06-30T00:00:00Z".into();
                change(badge);
            }),
            &key(),
        )
    }

    async fn report(&self, badge: &Value) -> Report {
        standalone(&Fetcher::new(true).unwrap(), badge.to_string().as_bytes(), now()).await
    }

    /// The report on the original, and what it says about newer versions.
    async fn refreshed(&self) -> (Report, Check) {
        let report = self.report(&self.original()).await;
        let check =
            report.check(CheckName::Refresh).expect("the report says which version it is about").clone();
        (report, check)
    }

    /// The report is about the original, and says why.
    async fn not_followed(&self, reason: &str) {
        let (report, check) = self.refreshed().await;
        assert_eq!(report.finding.code, Code::Expired);
        assert_eq!((report.outcome, check.result), (Outcome::NotVerified, CheckResult::NotApplicable));
        let said = sentence(&check.finding());
        assert!(said.contains(reason), "{said}");
    }

    fn asked(&self, path: &str) -> usize {
        let line = format!("GET {path} ");
        self.server.requests().iter().filter(|request| request.starts_with(&line)).count()
    }
}

#[tokio::test]
async fn the_report_is_about_the_newer_version() {
    let issuer = Issuer::new().await;
    issuer.show("/newest", &issuer.newer(|_badge| ()));
    let (report, check) = issuer.refreshed().await;
    assert_eq!(
        (report.outcome, check.result),
        (Outcome::Verified, CheckResult::Passed),
        "{:#?}",
        report.checks
    );
    assert_eq!(check.facts["address"], issuer.server.url("/newest"));
    assert_eq!(report.check(CheckName::ValidUntil).unwrap().facts["valid_until"], "2027-06-30T00:00:00Z");
}

#[tokio::test]
async fn the_newer_version_may_come_as_a_token() {
    let issuer = Issuer::new().await;
    let newer = issuer.unsigned(|badge| badge["validUntil"] = "2027-06-30T00:00:00Z".into());
    issuer.show("/newest", &vc_jwt::sign(&newer, &method(&key()), &key()).unwrap());
    let (report, check) = issuer.refreshed().await;
    assert_eq!(
        (report.outcome, check.result),
        (Outcome::Verified, CheckResult::Passed),
        "{:#?}",
        report.checks
    );
}

#[tokio::test]
async fn a_newer_version_that_no_longer_stands_counts_too() {
    let issuer = Issuer::new().await;
    let good = signed(issuer.unsigned(|badge| badge["validUntil"] = "2027-06-30T00:00:00Z".into()), &key());
    issuer.show("/newest", &issuer.newer(|badge| badge["validUntil"] = "2026-03-01T00:00:00Z".into()));
    let report = issuer.report(&good).await;
    assert_eq!((report.outcome, report.finding.code), (Outcome::NotVerified, Code::Expired));

    let mut bits = StatusList::new(0);
    bits.set(23, true).unwrap();
    let url = issuer.server.url("/list");
    let list = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": url, "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": key().public().did_key(), "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": bits.encode()},
    });
    issuer.show("/list", &signed(list, &key()));
    issuer.show(
        "/newest",
        &issuer.newer(|badge| {
            badge["credentialStatus"] = json!({
                "id": format!("{url}#23"), "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
                "statusListIndex": "23", "statusListCredential": url,
            });
        }),
    );
    let report = issuer.report(&good).await;
    assert_eq!((report.outcome, report.finding.code), (Outcome::NotVerified, Code::Revoked));
}

#[tokio::test]
async fn the_same_version_is_the_newest() {
    let issuer = Issuer::new().await;
    issuer.show("/newest", &issuer.original());
    let (report, check) = issuer.refreshed().await;
    assert_eq!((report.outcome, check.code), (Outcome::NotVerified, Code::NewestVersion));
}

#[tokio::test]
async fn what_is_no_newer_version_changes_nothing() {
    let issuer = Issuer::new().await;
    issuer.not_followed("the server answered 404").await;
    issuer.show("/newest", "[]");
    issuer.not_followed("a credential is a JSON object").await;
    issuer.show("/newest", &issuer.newer(|badge| badge["id"] = "urn:uuid:1".into()));
    issuer.not_followed("another credential").await;
    let other = SecretKey::from_seed([9; 32]);
    let others = issuer.unsigned(|badge| {
        badge["validUntil"] = "2027-06-30T00:00:00Z".into();
        badge["issuer"]["id"] = other.public().did_key().into();
    });
    issuer.show("/newest", &signed(others, &other));
    issuer.not_followed("another credential").await;
    issuer.answer("/newest", crate::fetch::tests::redirect("https://10.0.0.1/"));
    issuer.not_followed("not a public one").await;
}

#[tokio::test]
async fn a_newer_version_without_the_issuers_signature_changes_nothing() {
    let issuer = Issuer::new().await;
    let unsigned = || issuer.unsigned(|badge| badge["validUntil"] = "2027-06-30T00:00:00Z".into());
    issuer.show("/newest", &unsigned());
    issuer.not_followed("no good signature").await;
    issuer.show("/newest", &signed(unsigned(), &SecretKey::from_seed([9; 32])));
    issuer.not_followed("no good signature").await;
    let mut changed = issuer.newer(|_badge| ());
    changed["name"] = "Another".into();
    issuer.show("/newest", &changed);
    issuer.not_followed("no good signature").await;
}

#[tokio::test]
async fn a_refresh_service_is_asked_once_and_that_of_the_newer_version_never() {
    let issuer = Issuer::new().await;
    let second = issuer.server.url("/second");
    issuer.show("/newest", &issuer.newer(|badge| badge["refreshService"]["id"] = second.into()));
    issuer.show("/second", &issuer.newer(|badge| badge["name"] = "Second".into()));
    let (report, _check) = issuer.refreshed().await;
    assert_eq!(report.outcome, Outcome::Verified);
    assert_eq!((issuer.asked("/newest"), issuer.asked("/second")), (1, 0));
}

#[tokio::test]
async fn a_forger_sends_nobody_anywhere() {
    let issuer = Issuer::new().await;
    issuer.show("/newest", &issuer.newer(|_badge| ()));
    let mut changed = issuer.original();
    changed["name"] = "Another".into();
    let strangers = signed(issuer.unsigned(|_badge| ()), &SecretKey::from_seed([9; 32]));
    for forged in [changed, strangers, issuer.unsigned(|_badge| ())] {
        let report = issuer.report(&forged).await;
        assert_eq!(report.outcome, Outcome::NotVerified);
        assert!(report.check(CheckName::Refresh).is_none());
    }
    assert!(issuer.server.requests().is_empty());
}
