//! A running Countersign whose district signs real badges, and badges that its program would not give.

use acceptance::{App, Town};
use openbadges::proof::{self, ProofError, ProofOptions};
use openbadges::{SecretKey, Timestamp};
use reqwest::Client;
use serde_json::{Map, Value};
use server::{RateLimits, Running, ServerSettings};
use service::{CredentialView, StatusReason, commands};

/// A running Countersign, with a clock that agrees with that of the independent programs.
pub(super) struct Served {
    pub(super) app: App,
    pub(super) town: Town,
    running: Running,
    client: Client,
}

impl Served {
    pub(super) async fn new() -> Self {
        let mut app = App::sqlite().await;
        // A minute ago, so that what is signed is valid already.
        app.pass(service::World::system().now().unix() - app.service.now().unix() - 60);
        app.work();
        let town = Town::new(&app.service, "maple").await;
        let settings = ServerSettings {
            listen: "127.0.0.1:0".parse().unwrap(),
            workers: Some(1),
            rate_limits: RateLimits::NONE,
            shutdown_seconds: 1,
            ..ServerSettings::default()
        };
        let running = server::start(app.service.clone(), &settings).unwrap();
        let client = Client::builder().no_proxy().build().unwrap();
        Self { app, town, running, client }
    }

    /// The moment at which what is signed is signed.
    pub(super) fn now(&self) -> Timestamp {
        self.app.service.now()
    }

    /// The DID of the district.
    pub(super) fn did(&self) -> String {
        openbadges::did::web_did(&self.public("issuers/maple")).unwrap()
    }

    /// The public address of a path.
    pub(super) fn public(&self, path: &str) -> String {
        format!("{}{path}", self.app.settings.public_url)
    }

    /// What strangers get at a public address.
    pub(super) async fn get(&self, url: &str) -> Value {
        let path = url.strip_prefix(self.app.settings.public_url.as_str()).unwrap();
        let address = format!("http://{}/{path}", self.running.address());
        let request = self.client.get(address).header("accept", "application/json");
        let answer = request.send().await.unwrap().error_for_status().unwrap();
        serde_json::from_str(&answer.text().await.unwrap()).unwrap()
    }

    /// The documents that a verifier of the district's badges asks for.
    pub(super) async fn documents(&self, badge: &CredentialView) -> Value {
        let did = self.public("issuers/maple/did.json");
        let mut documents = Map::new();
        documents.insert(did.clone(), self.get(&did).await);
        documents.insert(badge.status_list.clone(), self.get(&badge.status_list).await);
        documents.into()
    }

    /// A badge as strangers get it.
    pub(super) async fn badge(&self, badge: &CredentialView) -> Value {
        self.get(&self.public(&format!("c/{}", badge.share_token))).await
    }

    /// Signs a document as the district, with the key that it publishes.
    ///
    /// # Errors
    /// Why it is not signed.
    pub(super) fn sign(&self, mut document: Value) -> Result<Value, ProofError> {
        let key = self.key();
        let method = format!("{}#{}", self.did(), key.public().to_multibase());
        document["proof"] = proof::create(&document, &ProofOptions::new(method, self.now()), &key)?;
        Ok(document)
    }

    fn key(&self) -> SecretKey {
        let file = std::fs::read_to_string(self.app.key_file()).unwrap();
        let line = file.lines().find(|line| line.starts_with("maple ")).unwrap();
        SecretKey::from_multibase(line.split_whitespace().last().unwrap()).unwrap()
    }

    /// Revokes a badge, and waits until the published list says so.
    pub(super) async fn revoke(&self, badge: &CredentialView) {
        let before = self.get(&badge.status_list).await;
        let reason = StatusReason { reason: "Awarded by mistake".to_owned() };
        commands::credentials::revoke(&self.app.service, &self.town.manager, badge.id, reason).await.unwrap();
        self.app.pass(30);
        for _ in 0..400 {
            let after = self.get(&badge.status_list).await;
            if after["credentialSubject"]["encodedList"] != before["credentialSubject"]["encodedList"] {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("the published list never showed the revocation");
    }
}
