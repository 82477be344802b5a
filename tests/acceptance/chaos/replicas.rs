//! Two processes on one PostgreSQL, of which one dies in the middle of approvals.

use std::time::Duration;

use acceptance::process::{Decisions, Process, serve};
use acceptance::{App, Town, free_port};
use program::State;
use service::{CredentialQuery, queries};

use super::BACK;

/// How many approvals are asked for.
const APPROVALS: usize = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replica_that_dies_takes_nothing_along_and_the_other_goes_on() {
    let test = concat!(module_path!(), "::a_replica_that_dies_takes_nothing_along_and_the_other_goes_on");
    let Some(app) = App::postgresql(test).await else { return };
    let town = Town::new(&app.service, "maple").await;
    let mut waiting = Vec::new();
    for number in 0..APPROVALS {
        waiting.push(town.waiting(&format!("Teacher {number}")).await);
    }
    let decisions = Decisions::prepare(&app, &town).await;
    let (dying, staying) = (free_port(), free_port());
    let mut first = Process::start(serve(&app, dying));
    let second = Process::start(serve(&app, staying));
    decisions.until_ready(dying).await;
    decisions.until_ready(staying).await;

    // Every second one goes to the process that dies, and some go to both.
    let ask = |port: u16, number: usize| {
        let request = decisions.approval(port, &town, waiting[number]);
        tokio::spawn(async move {
            (number, request.send().await.is_ok_and(|answer| answer.status().is_success()))
        })
    };
    let mut asked: Vec<_> =
        (0..APPROVALS).map(|number| ask(if number % 2 == 0 { dying } else { staying }, number)).collect();
    asked.extend((0..APPROVALS).step_by(8).map(|number| ask(staying, number)));
    while credentials(&app, &town).await < 5 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    first.kill();
    let mut answered = [false; APPROVALS];
    for approval in asked {
        let (number, done) = approval.await.unwrap();
        answered[number] |= done;
    }

    // The other one answers for all, also for what the dead one had begun.
    assert!(decisions.ready_within(staying, BACK).await);
    for (number, id) in waiting.iter().enumerate() {
        let again = tokio::time::timeout(BACK, decisions.approval(staying, &town, *id).send()).await;
        let status = again.expect("it waits for the dead one").unwrap().status().as_u16();
        assert!(matches!(status, 200 | 409), "{status}");
        assert!(!(answered[number] && status == 200), "an approval that was answered was lost");
    }
    for id in &waiting {
        let seen = queries::assessments::one(&app.service, &town.coach, *id).await.unwrap();
        assert!(matches!(seen.summary.state, State::Approved { .. }) && seen.credential.is_some());
    }
    assert_eq!(credentials(&app, &town).await, APPROVALS, "one credential for each, and no more");
    let page = queries::audit::page(&app.service, &town.manager, service::PageQuery::default()).await;
    assert!(page.unwrap().intact);
    drop(second);
}

/// How many credentials there are.
async fn credentials(app: &App, town: &Town) -> usize {
    let query = CredentialQuery { limit: Some(200), ..CredentialQuery::default() };
    queries::credentials::list(&app.service, &town.manager, query).await.unwrap().items.len()
}
