//! `kill -9` in the middle of approvals, again and again.

use std::time::Duration;

use acceptance::process::{Decisions, Process, serve};
use acceptance::{App, Town, free_port};
use service::{CredentialQuery, queries};

use super::{BACK, register};
use crate::on_both_databases;

/// How often it is killed.
const KILLS: usize = 3;
/// How many approvals are under way at each.
const APPROVALS: usize = 16;

on_both_databases!(an_approval_is_whole_or_not_there);

async fn an_approval_is_whole_or_not_there(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let mut waiting = Vec::new();
    for number in 0..KILLS * APPROVALS {
        waiting.push(town.waiting(&format!("Teacher {number}")).await);
    }
    let decisions = Decisions::prepare(&app, &town).await;
    let port = free_port();
    let mut acknowledged = Vec::new();
    for round in waiting.chunks(APPROVALS) {
        let mut server = Process::start(serve(&app, port));
        decisions.until_ready(port).await;
        let before = badges(&app, &town).await;
        let asking: Vec<_> = round
            .iter()
            .map(|id| {
                let request = decisions.approval(port, &town, *id);
                tokio::spawn(
                    async move { request.send().await.is_ok_and(|answer| answer.status().is_success()) },
                )
            })
            .collect();
        // As soon as some are through, in the middle of the others.
        while badges(&app, &town).await < before + 3 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        server.kill();
        for (id, asked) in round.iter().zip(asking) {
            if asked.await.unwrap() {
                acknowledged.push(*id);
            }
        }
    }
    register::check(&app, &town, &waiting, &acknowledged).await;

    // Those that were not through can be approved now, or were approved without our hearing of it.
    let mut server = Process::start(serve(&app, port));
    assert!(decisions.ready_within(port, BACK).await, "it is not back");
    for id in waiting.iter().filter(|id| !acknowledged.contains(id)) {
        let status = decisions.approval(port, &town, *id).send().await.unwrap().status().as_u16();
        assert!(matches!(status, 200 | 409), "{status}");
    }
    server.kill();
    assert_eq!(register::check(&app, &town, &waiting, &waiting).await, waiting.len());
}

async fn badges(app: &App, town: &Town) -> usize {
    let query = CredentialQuery { limit: Some(200), ..CredentialQuery::default() };
    queries::credentials::list(&app.service, &town.manager, query).await.unwrap().items.len()
}
