//! `kill -9` in the middle of approvals: afterwards each has its whole credential, or none.

use std::process::{Child, Stdio};
use std::time::Duration;

use acceptance::{App, Town, free_port};
use programme::State;
use secrecy::ExposeSecret;
use service::{NewClient, commands, queries, verify};

use crate::countersign;

fn serve(app: &App, port: u16) -> Child {
    countersign()
        .env("DATABASE_URL", app.settings.database_url.expose_secret())
        .args(["--key-file", app.key_file().to_str().unwrap()])
        .args(["--public-url", &format!("http://localhost:{port}")])
        .args(["serve", "--listen", &format!("127.0.0.1:{port}")])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

async fn until_it_answers(base: &str) {
    for _ in 0..300 {
        if reqwest::get(format!("{base}/readyz")).await.is_ok_and(|answer| answer.status().is_success()) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the server never answered");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_approval_is_whole_or_not_there() {
    let port = free_port();
    let base = format!("http://127.0.0.1:{port}");
    let app = App::at_port(port).await;
    let town = Town::new(&app.service, "maple").await;
    let mut waiting = Vec::new();
    for number in 0..40 {
        waiting.push(town.waiting(&format!("Teacher {number}")).await);
    }
    let new = NewClient { name: "Killer".to_owned(), scopes: vec!["assessments:write".to_owned()] };
    let made = commands::clients::create(&app.service, &town.operator, new).await.unwrap();
    let decision = serde_json::json!({
        "outcome": "approve",
        "assessor": town.coach.person().unwrap().id,
        "scores": acceptance::scores(&town.definition),
    })
    .to_string();

    let mut server = serve(&app, port);
    until_it_answers(&base).await;
    let client = reqwest::Client::new();
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        made.client.client_id, made.client_secret
    );
    let token = client
        .post(format!("{base}/oauth/token"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let token: serde_json::Value = serde_json::from_str(&token).unwrap();
    let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
    let approvals: Vec<_> = waiting
        .iter()
        .map(|id| {
            let request = client
                .post(format!("{base}/api/v1/assessments/{id}/decision"))
                .header("authorization", &bearer)
                .header("content-type", "application/json")
                .body(decision.clone());
            tokio::spawn(async move { request.send().await.is_ok_and(|answer| answer.status().is_success()) })
        })
        .collect();
    // As soon as some are through, in the middle of the others.
    loop {
        let query = service::CredentialQuery { limit: Some(200), ..service::CredentialQuery::default() };
        if queries::credentials::list(&app.service, &town.manager, query).await.unwrap().items.len() >= 5 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    server.kill().unwrap();
    server.wait().unwrap();
    let mut answered = Vec::new();
    for (id, approval) in waiting.iter().zip(approvals) {
        if approval.await.unwrap() {
            answered.push(*id);
        }
    }

    let later = app.again().await.unwrap();
    let mut whole = 0;
    for id in &waiting {
        let seen = queries::assessments::one(&later.service, &town.coach, *id).await.unwrap();
        match (&seen.summary.state, seen.credential) {
            (State::Submitted { .. }, None) => {
                assert!(!answered.contains(id), "an approval that was answered is lost");
            }
            (State::Approved { .. }, Some(credential)) => {
                let shared =
                    queries::credentials::document(&later.service, &town.manager, credential).await.unwrap();
                // The killed server had the machine's clock, which is ahead of the story's.
                let report = verify::credential(&later.service, shared.text.as_bytes()).await.unwrap();
                assert_eq!(report.outcome, verifier::Outcome::Verified, "{}", report.summary);
                whole += 1;
            }
            (state, credential) => panic!("half done: {state:?} with {credential:?}"),
        }
    }
    assert!(whole >= 5);
    assert!(
        queries::audit::page(&later.service, &town.manager, service::PageQuery::default())
            .await
            .unwrap()
            .intact
    );
    let left = waiting.iter().find(|id| !answered.contains(id));
    if let Some(id) = left {
        // Those that were not through can be approved now, or were approved without our hearing of it.
        let again = commands::assessments::decide(&later.service, &town.coach, *id, town.approval()).await;
        assert!(matches!(again, Ok(_) | Err(service::Error::Refused(_))), "{again:?}");
    }
}
