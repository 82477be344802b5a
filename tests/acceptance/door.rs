//! A running server, as another system of a district uses it.

use acceptance::{App, Town};
use openbadges::proof::{self, ProofOptions};
use openbadges::{SecretKey, Timestamp, did, jose};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use server::{RateLimits, Running, ServerSettings};
use service::{NewClient, Scope, World, commands};

/// A server on a fresh database, and the access token of a client of its district.
pub(crate) struct Door {
    pub(crate) app: App,
    pub(crate) town: Town,
    pub(crate) did: String,
    running: Running,
    client: Client,
    token: String,
}

impl Door {
    /// With a client that may do everything.
    pub(crate) async fn open(app: App) -> Self {
        Self::with(app, ServerSettings::default()).await
    }

    /// With settings.
    pub(crate) async fn with(app: App, settings: ServerSettings) -> Self {
        let town = Town::new(&app.service, "maple").await;
        let settings = ServerSettings {
            listen: "127.0.0.1:0".parse().unwrap(),
            workers: Some(2),
            rate_limits: RateLimits::NONE,
            shutdown_seconds: 1,
            ..settings
        };
        let running = server::start(app.service.clone(), &settings).unwrap();
        let client = Client::builder().no_proxy().build().unwrap();
        let token = token(&app, &town, &Scope::ALL[1..]).await;
        let did = did::web_did(&app.service.address("/issuers/maple")).unwrap();
        Self { app, town, did, running, client, token }
    }

    /// Another token of the same district.
    pub(crate) async fn token(&self, scopes: &[Scope]) -> String {
        token(&self.app, &self.town, scopes).await
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.address())
    }

    /// A request without any token.
    pub(crate) fn bare(&self, path: &str, body: &Value) -> RequestBuilder {
        let request = self.client.post(self.url(path)).header("content-type", "application/json");
        request.header("accept", "application/ld+json, application/json").body(body.to_string())
    }

    /// A request of the district's client.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        answer(self.bare(path, body).bearer_auth(&self.token)).await
    }

    /// What anyone reads at an address of this service, wherever it says that it is.
    pub(crate) async fn read(&self, address: &str) -> (u16, Value) {
        let path = address.strip_prefix(&self.app.service.address("")).unwrap_or(address);
        answer(self.client.get(self.url(path)).header("accept", "application/json")).await
    }

    /// A credential that the district may sign.
    pub(crate) fn credential(&self) -> Value {
        json!({
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "id": format!("urn:uuid:{}", World::system().id()),
            "type": ["VerifiableCredential"],
            "issuer": { "id": self.did },
            "credentialSubject": { "id": "did:example:subject" },
        })
    }
}

async fn token(app: &App, town: &Town, scopes: &[Scope]) -> String {
    let scopes = scopes.iter().map(|scope| scope.as_str().to_owned()).collect();
    let new = NewClient { name: "Other software".to_owned(), scopes };
    let made = commands::clients::create(&app.service, &town.operator, new).await.unwrap();
    let (id, secret) = (&made.client.client_id, &made.client_secret);
    commands::tokens::grant(&app.service, id, secret, None).await.unwrap().access_token
}

/// Status and body; every body of these addresses is JSON, whatever the status.
pub(crate) async fn answer(request: RequestBuilder) -> (u16, Value) {
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let media_type = answer.headers()["content-type"].to_str().unwrap().to_owned();
    let text = answer.text().await.unwrap();
    assert!(media_type.contains("json"), "{status} {media_type}: {text}");
    (status, serde_json::from_str(&text).unwrap())
}

/// A wallet with a key of its own.
pub(crate) struct Wallet {
    key: SecretKey,
    pub(crate) did: String,
}

impl Wallet {
    pub(crate) fn new(seed: u8) -> Self {
        let key = SecretKey::from_seed([seed; 32]);
        let did = key.public().did_key();
        Self { key, did }
    }

    /// A document as a token of its own, with whatever claims it has (VC-JOSE-COSE §3.1.1).
    pub(crate) fn token(&self, document: &Value) -> String {
        let method = did::method_of(&self.did, &self.key.public());
        let header = json!({ "alg": "EdDSA", "typ": "vc+jwt", "cty": "vc", "kid": method });
        jose::sign(header.as_object().unwrap(), document.to_string().as_bytes(), &self.key)
    }

    /// A presentation of some credentials, signed for a domain and a challenge.
    pub(crate) fn presents(
        &self,
        holder: &str,
        credentials: &[Value],
        domain: &str,
        challenge: &str,
    ) -> Value {
        let mut presentation = json!({
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiablePresentation"],
            "holder": holder,
        });
        if !credentials.is_empty() {
            presentation["verifiableCredential"] = credentials.into();
        }
        let method = did::method_of(&self.did, &self.key.public());
        let options = ProofOptions::new(method, Timestamp::parse("2026-09-01T08:00:00Z").unwrap())
            .with_purpose("authentication")
            .with_domain(domain)
            .with_challenge(challenge);
        let proof = proof::create(&presentation, &options, &self.key).unwrap();
        presentation["proof"] = proof;
        presentation
    }
}
