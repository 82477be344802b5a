//! Two processes on one PostgreSQL, with a mail server: one is killed or stopped under load, and the other takes
//! over.

use std::collections::BTreeSet;

use acceptance::process::{Decisions, Process, serve};
use acceptance::smtp::{Behavior, SmtpServer, Stage, until};
use acceptance::{App, Town, free_port};
use sea_orm::{ConnectionTrait, Statement};
use service::{PageQuery, StatusReason, World, commands, queries};

fn start(app: &App, server: &SmtpServer) -> (Process, u16) {
    let port = free_port();
    let mut command = serve(app, port);
    command
        .env("COUNTERSIGN_MAIL_HOST", "127.0.0.1")
        .env("COUNTERSIGN_MAIL_PORT", server.port().to_string())
        .env("COUNTERSIGN_MAIL_TLS", "false")
        .env("COUNTERSIGN_MAIL_FROM", "badges@maple.example");
    (Process::start(command), port)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_two_is_killed_under_load_and_nothing_is_lost() {
    let name = "replicas::one_of_two_is_killed_under_load_and_nothing_is_lost";
    let Some(app) = App::postgresql(name).await else { return };
    let town = Town::new(&app.service, "maple").await;
    let mut waiting = Vec::new();
    for number in 0..24 {
        waiting.push(town.waiting(&format!("Teacher {number}")).await);
    }
    let old = town.badge("Early Teacher").await;
    let server = SmtpServer::start().await;
    // What is being sent when the process is killed hangs before it is accepted, so nothing is ambiguous.
    server.behave(Stage::Recipient, Behavior::Hang);
    let decisions = Decisions::prepare(&app, &town).await;
    let ((mut killed, one), (_kept, two)) = (start(&app, &server), start(&app, &server));
    decisions.until_ready(one).await;
    decisions.until_ready(two).await;
    let mut approvals = Vec::new();
    for (number, assessment) in waiting.iter().enumerate() {
        let request = decisions.approval(if number % 2 == 0 { one } else { two }, &town, *assessment);
        approvals.push(tokio::spawn(async move {
            request.send().await.is_ok_and(|answer| answer.status().is_success())
        }));
    }
    server.until_hanging(5).await;
    let reason = StatusReason { reason: "Mistake".to_owned() };
    commands::credentials::revoke(&app.service, &town.manager, old.id, reason).await.unwrap();
    killed.kill();
    let mut answered = 0;
    for approval in approvals {
        answered += usize::from(approval.await.unwrap());
    }
    server.recover();
    server.release();

    // The bit is published by the one that lives.
    let published = async || {
        let answer =
            decisions.get(two, "/issuers/maple/status/1").send().await.unwrap().text().await.unwrap();
        let document: serde_json::Value = serde_json::from_str(&answer).unwrap();
        let encoded = document["credentialSubject"]["encodedList"].as_str().unwrap().to_owned();
        let bits = openbadges::StatusList::decode(&encoded, 1 << 20).unwrap();
        bits.get(usize::try_from(old.status_index).unwrap()).unwrap()
    };
    let mut seen = false;
    for _ in 0..400 {
        seen = published().await;
        if seen {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert!(seen, "the revocation is never published");

    // Every badge that exists has its mail, once; so has all that was waiting before.
    let later = service::Service::open(app.settings.clone(), World::system()).await.unwrap();
    let query = service::CredentialQuery {
        include: Some("revoked".to_owned()),
        limit: Some(200),
        ..service::CredentialQuery::default()
    };
    let badges = queries::credentials::list(&later, &town.manager, query).await.unwrap().items;
    assert!(badges.len() > answered, "an approval that was answered is lost");
    let congratulated = || {
        let mails = server.accepted();
        let of = |mail: &&acceptance::smtp::Caught| mail.header("Subject").unwrap().contains("You earned");
        mails.iter().filter(of).map(|mail| mail.to.clone()).collect::<Vec<_>>()
    };
    until("a mail for every badge", || congratulated().len() >= badges.len()).await;
    let db = app.database().await;
    let count = "SELECT COUNT(*) AS n FROM outbox";
    for _ in 0..1200 {
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), count)).await.unwrap();
        if row.unwrap().try_get::<i64>("", "n").unwrap() == 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let mails = server.accepted();
    let ids: BTreeSet<_> = mails.iter().map(|mail| mail.header("Message-ID").unwrap()).collect();
    assert_eq!(ids.len(), mails.len(), "nothing twice");
    assert_eq!(congratulated().len(), badges.len());
    let left = queries::outbox::undelivered(&later, &town.manager, PageQuery::default()).await.unwrap();
    assert!(left.items.is_empty(), "{left:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_is_told_to_stop_gives_its_mails_back() {
    let name = "replicas::a_process_that_is_told_to_stop_gives_its_mails_back";
    let Some(app) = App::postgresql(name).await else { return };
    let town = Town::new(&app.service, "maple").await;
    for number in 0..3 {
        town.waiting(&format!("Teacher {number}")).await;
    }
    let server = SmtpServer::start().await;
    server.behave(Stage::Recipient, Behavior::Hang);
    let decisions = Decisions::prepare(&app, &town).await;
    let (mut stopped, port) = start(&app, &server);
    decisions.until_ready(port).await;
    server.until_hanging(3).await;
    stopped.signal("TERM");
    assert!(stopped.wait().success());
    let db = app.database().await;
    let sql = "SELECT COUNT(*) AS n FROM outbox WHERE leased_until IS NULL AND attempts = 0";
    let row =
        db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap().unwrap();
    assert_eq!(row.try_get::<i64>("", "n").unwrap(), 3);
    server.recover();
    let (_next, _) = start(&app, &server);
    let mails = server.until_accepted(3).await;
    let ids: BTreeSet<_> = mails.iter().map(|mail| mail.header("Message-ID").unwrap()).collect();
    assert_eq!(ids.len(), 3);
}
