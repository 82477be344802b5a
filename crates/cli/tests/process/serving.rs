//! A `countersign serve` of its own process, on the database of a story.

use std::process::{Command, Stdio};
use std::time::Duration;

use acceptance::{App, Town};
use reqwest::RequestBuilder;
use secrecy::ExposeSecret;
use service::{NewClient, commands};
use uuid::Uuid;

use crate::countersign;

/// The process, not started yet.
pub(crate) fn command(app: &App, port: u16) -> Command {
    let mut command = countersign();
    command
        .env("DATABASE_URL", app.settings.database_url.expose_secret())
        .args(["--key-file", app.key_file().to_str().unwrap()])
        .args(["--public-url", &format!("http://localhost:{port}")])
        .args(["serve", "--listen", &format!("127.0.0.1:{port}")])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// A client of it that records coaches' decisions.
pub(crate) struct Serving {
    base: String,
    client: reqwest::Client,
    bearer: String,
}

impl Serving {
    /// Gets a token for it, before it runs.
    pub(crate) async fn prepare(app: &App, town: &Town, port: u16) -> Self {
        let new = NewClient { name: "Decisions".to_owned(), scopes: vec!["assessments:write".to_owned()] };
        let made = commands::clients::create(&app.service, &town.operator, new).await.unwrap();
        // The process has the machine's clock, which is ahead of the story's: the token must still work then.
        let later = service::Service::open(app.settings.clone(), service::World::system()).await.unwrap();
        let id = &made.client.client_id;
        let token = commands::tokens::grant(&later, id, &made.client_secret, None).await.unwrap();
        later.close().await;
        let bearer = format!("Bearer {}", token.access_token);
        Self { base: format!("http://127.0.0.1:{port}"), client: reqwest::Client::new(), bearer }
    }

    /// Waits until it answers; whether it can write is another question.
    pub(crate) async fn until_it_answers(&self) {
        for _ in 0..400 {
            let answer = self.client.get(format!("{}/healthz", self.base)).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the server never answered");
    }

    /// A coach's approval.
    pub(crate) fn approval(&self, town: &Town, assessment: Uuid) -> RequestBuilder {
        let decision = serde_json::json!({
            "outcome": "approve",
            "assessor": town.coach.person().unwrap().id,
            "scores": acceptance::scores(&town.definition),
        });
        self.client
            .post(format!("{}/api/v1/assessments/{assessment}/decision", self.base))
            .header("authorization", &self.bearer)
            .header("content-type", "application/json")
            .body(decision.to_string())
    }
}
