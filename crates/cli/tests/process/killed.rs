//! `kill -9` in the middle of approvals: afterwards each has its whole credential, or none.

use std::time::Duration;

use acceptance::{App, Town, free_port};
use program::State;
use service::{commands, queries, verify};

use crate::serving::{self, Serving};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_approval_is_whole_or_not_there() {
    let port = free_port();
    let app = App::at_port(port).await;
    let town = Town::new(&app.service, "maple").await;
    let mut waiting = Vec::new();
    for number in 0..40 {
        waiting.push(town.waiting(&format!("Teacher {number}")).await);
    }
    let serving = Serving::prepare(&app, &town, port).await;
    let mut server = serving::command(&app, port).spawn().unwrap();
    serving.until_it_answers().await;
    let approvals: Vec<_> = waiting
        .iter()
        .map(|id| {
            let request = serving.approval(&town, *id);
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
                assert_eq!(report.outcome, verifier::Outcome::Verified, "{}", report.finding);
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
