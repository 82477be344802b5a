//! A database that fails in the middle: nothing is half done, nothing acknowledged is lost, and the next request finds it as
//! good as new.

use std::time::Duration;

use acceptance::{App, Cut, Proxy, Town};
use program::State;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use secrecy::ExposeSecret;
use service::{Error, NewEnrollment, queries};
use uuid::Uuid;

use crate::on_both_databases;

on_both_databases!(a_lookup_that_fails_is_no_fault_of_the_input);

/// Tables that a trigger can be put on, of those that an approval could write.
const TABLES: [&str; 9] = [
    "assessments",
    "credentials",
    "status_lists",
    "audit_entries",
    "districts",
    "outbox",
    "artworks",
    "versions",
    "enrollments",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transaction_that_sqlite_rolls_back_by_itself_leaves_nothing() {
    // With one connection to read and one to write, the next approval gets the connection that failed.
    let mut settings = App::sqlite().await;
    settings.settings.connections = 1;
    let app = settings.again().await.unwrap();
    let town = Town::new(&app.service, "maple").await;
    let outside = outside(&app).await;
    let mut failed = 0;
    for table in TABLES {
        for event in ["INSERT", "UPDATE"] {
            let assessment = town.waiting(&format!("Teacher {table} {event}")).await;
            // As a full disk, an I/O error and a lack of memory do, this ends the transaction inside of SQLite.
            let trigger = format!(
                "CREATE TRIGGER fault BEFORE {event} ON {table} BEGIN SELECT RAISE(ROLLBACK, 'injected'); END"
            );
            outside.execute_unprepared(&trigger).await.unwrap();
            let answer = town.approve(assessment).await;
            outside.execute_unprepared("DROP TRIGGER fault").await.unwrap();
            if answer.is_ok() {
                // An approval does not do that.
                continue;
            }
            failed += 1;
            is_untouched(&app, &town, assessment).await;
            town.approve(assessment).await.unwrap();
            is_stored(&app, &town, assessment).await;
        }
    }
    assert!(failed >= 6, "only {failed} statements of an approval were made to fail");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_approval_is_whole_or_not_there_wherever_the_connection_is_cut() {
    let test = "an_approval_is_whole_or_not_there_wherever_the_connection_is_cut";
    let Some((app, proxy)) = behind_a_proxy(test, 2).await else { return };
    let town = Town::new(&app.service, "maple").await;
    for cut in [Cut::Before, Cut::After] {
        let mut cuts = 0;
        loop {
            let assessment = town.waiting(&format!("Teacher {cut:?} {cuts}")).await;
            proxy.cut(cuts, cut);
            let answer = town.approve(assessment).await;
            if proxy.take_back() {
                // It has no message of this number.
                answer.unwrap();
                break;
            }
            match answer {
                // A connection that broke before anything was sent on it is replaced, and no one hears of it; and what is
                // read for the answer is read after the commit.
                Ok(_) => is_stored(&app, &town, assessment).await,
                Err(Error::Unavailable { .. }) => {
                    if !is_whole(&app, &town, assessment).await {
                        town.approve(assessment).await.unwrap();
                        is_stored(&app, &town, assessment).await;
                    }
                }
                Err(other) => panic!("message {cuts}: {other:?}"),
            }
            cuts += 1;
        }
        assert!(cuts > 20, "only {cuts} messages of an approval were cut off");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_given_up_while_its_transaction_begins_leaves_no_transaction_behind() {
    let test = "a_request_given_up_while_its_transaction_begins_leaves_no_transaction_behind";
    let Some((app, proxy)) = behind_a_proxy(test, 1).await else { return };
    let direct = outside(&app).await;
    let town = Town::new(&app.service, "maple").await;
    for given_up_after in 1..40 {
        let assessment = town.waiting(&format!("Teacher {given_up_after}")).await;
        // Answers stay away from some moment on, and then whoever waits for them goes away.
        let approval = town.approve(assessment);
        proxy.cut(u32::MAX, Cut::After);
        {
            let mut approval = std::pin::pin!(approval);
            let until_sent = async {
                while proxy.seen() < given_up_after {
                    tokio::task::yield_now().await;
                }
                proxy.hold_answers(true);
            };
            tokio::select! {
                _ = &mut approval => {}
                () = until_sent => {
                    let _ = tokio::time::timeout(Duration::from_millis(20), &mut approval).await;
                }
            }
        }
        proxy.hold_answers(false);
        no_transaction_stays_open(&direct).await;
        // With one connection, a transaction that stayed open would swallow this approval.
        match town.approve(assessment).await {
            Ok(_) | Err(Error::Refused(_)) => is_stored(&app, &town, assessment).await,
            Err(other) => panic!("given up after {given_up_after} messages: {other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_waits_to_write_stops_nobody_who_reads() {
    let app = App::sqlite().await;
    let town = Town::new(&app.service, "maple").await;
    let badge = town.badge("Tia Teacher").await;
    let mut waiting = Vec::new();
    for number in 0..20 {
        waiting.push(town.waiting(&format!("Teacher {number}")).await);
    }
    let other = outside(&app).await;
    other.execute_unprepared("BEGIN IMMEDIATE").await.unwrap();
    let approvals = futures_util::future::join_all(waiting.iter().map(|id| town.approve(*id)));
    let reading = async {
        // More writers wait than there are connections.
        tokio::time::sleep(Duration::from_millis(500)).await;
        for _ in 0..50 {
            queries::credentials::shared(&app.service, &badge.share_token).await.unwrap();
        }
    };
    let mut approvals = std::pin::pin!(approvals);
    tokio::select! {
        biased;
        () = reading => {}
        _ = &mut approvals => panic!("the readers waited for the writers"),
    }
    for answer in approvals.await {
        assert!(matches!(answer, Err(Error::Unavailable { .. })), "{answer:?}");
    }
    assert!(!app.service.readiness().await.is_ready(), "it cannot write");
    other.execute_unprepared("ROLLBACK").await.unwrap();
    town.approve(waiting[0]).await.unwrap();
    assert!(app.service.readiness().await.is_ready());
}

async fn a_lookup_that_fails_is_no_fault_of_the_input(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let assessment = town.waiting("Tia Teacher").await;
    let outside = outside(&app).await;
    let named = |new: NewEnrollment| service::commands::enrollments::enroll(&app.service, &town.manager, new);
    let enrollment = |cohort| NewEnrollment {
        teacher: town.teacher.person().map(|person| person.id.uuid()),
        micro_credential: town.micro_credential,
        cohort,
        coach: None,
        due_at: None,
    };
    for table in ["people", "cohorts", "micro_credentials"] {
        outside.execute_unprepared(&format!("ALTER TABLE {table} RENAME TO gone")).await.unwrap();
        let errors = match table {
            "people" => [town.approve(assessment).await.err(), named(enrollment(None)).await.err()],
            "cohorts" => [named(enrollment(Some(Uuid::nil()))).await.err(), Some(Error::internal("none"))],
            _ => [named(enrollment(None)).await.err(), Some(Error::internal("none"))],
        };
        outside.execute_unprepared(&format!("ALTER TABLE gone RENAME TO {table}")).await.unwrap();
        for error in errors {
            assert!(
                matches!(error, Some(Error::Internal(_) | Error::Unavailable { .. })),
                "{table}: {error:?}"
            );
        }
    }
    let nobody = named(enrollment(Some(Uuid::nil()))).await;
    assert!(
        matches!(&nobody, Err(Error::Invalid { faults }) if faults[0].pointer == "/cohort"),
        "{nobody:?}"
    );
    town.approve(assessment).await.unwrap();
}

/// Soon, at least: the server has to hear of a connection that was closed.
async fn no_transaction_stays_open(database: &DatabaseConnection) {
    let open = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
    for _ in 0..100 {
        let found = Statement::from_string(DbBackend::Postgres, open);
        if database.query_all_raw(found).await.unwrap().is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("a transaction that nobody ends stays open");
}

/// A PostgreSQL database behind a proxy; `None`, after saying so, when there is none.
async fn behind_a_proxy(test: &str, connections: u32) -> Option<(App, Proxy)> {
    let direct = App::postgresql(test).await?;
    let url: url::Url = direct.settings.database_url.expose_secret().parse().unwrap();
    let server = (url.host_str().unwrap(), url.port().unwrap());
    let server = tokio::net::lookup_host(server).await.unwrap().next().unwrap();
    let proxy = Proxy::before(server).await;
    let mut through = url.clone();
    through.set_host(Some("127.0.0.1")).unwrap();
    through.set_port(Some(proxy.address().port())).unwrap();
    // Without TLS the server cannot do, the first message is not a question about it.
    through.set_query(Some("sslmode=disable"));
    let mut app = direct;
    app.settings.database_url = through.to_string().into();
    app.settings.connections = connections;
    Some((app.again().await.unwrap(), proxy))
}

/// A connection of another program.
async fn outside(app: &App) -> DatabaseConnection {
    let mut options = ConnectOptions::new(app.settings.database_url.expose_secret().to_owned());
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap()
}

/// Whether all of an approval is there, and not nothing of it.
async fn is_whole(app: &App, town: &Town, assessment: Uuid) -> bool {
    let seen = queries::assessments::one(&app.service, &town.coach, assessment).await.unwrap();
    match (&seen.summary.state, seen.credential) {
        (State::Submitted { .. }, None) => false,
        (State::Approved { .. }, Some(badge)) => {
            queries::credentials::document(&app.service, &town.manager, badge).await.unwrap();
            true
        }
        (state, badge) => panic!("half done: {state:?} with {badge:?}"),
    }
}

async fn is_untouched(app: &App, town: &Town, assessment: Uuid) {
    assert!(!is_whole(app, town, assessment).await, "something of it is there");
}

/// Whether it is there for others, too, and not only for a connection with a transaction that never ends.
async fn is_stored(app: &App, town: &Town, assessment: Uuid) {
    let later = app.again().await.unwrap();
    assert!(is_whole(&later, town, assessment).await, "an approval that was acknowledged is not there");
    later.service.close().await;
}
