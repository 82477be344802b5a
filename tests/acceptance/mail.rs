//! Mails at a real SMTP server: what arrives there byte for byte, and what becomes of mails when it is slow, hangs,
//! refuses or hangs up, and when the service stops in the middle.

use std::process::{Command, Stdio};

use acceptance::smtp::{Behavior, Caught, SmtpServer, Stage, until};
use acceptance::{App, Town};
use program::Role;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use serde_json::{Value, json};
use service::{Error, PageQuery, commands, queries};

use crate::on_both_databases;

on_both_databases!(
    a_sign_in_link_goes_before_forty_mails_that_hang,
    a_mail_that_hangs_is_leased_again_and_again_and_sent_once,
    a_stop_gives_mails_back_at_once,
    what_a_killed_process_had_is_taken_over_when_its_lease_ends,
    a_refused_mail_waits_for_the_program_manager,
    a_mail_goes_through_whatever_the_server_did_before,
    a_mail_is_given_up_after_a_bounded_number_of_tries,
    each_of_two_workers_sends_what_the_other_does_not,
);

/// What is leased in the queue, and how often it was tried.
async fn queue(db: &DatabaseConnection) -> Vec<(i32, Option<i64>)> {
    let sql = "SELECT attempts, leased_until FROM outbox WHERE dead_at IS NULL ORDER BY id";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.iter()
        .map(|row| (row.try_get("", "attempts").unwrap(), row.try_get("", "leased_until").unwrap()))
        .collect()
}

async fn until_queue(db: &DatabaseConnection, what: &str, holds: impl Fn(&[(i32, Option<i64>)]) -> bool) {
    for _ in 0..1200 {
        if holds(&queue(db).await) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the queue is never {what}: {:?}", queue(db).await);
}

async fn until_empty(db: &DatabaseConnection) {
    until_queue(db, "empty", <[_]>::is_empty).await;
}

/// A service with a district that mails to a server; nothing is sent before [`App::work`].
async fn start(app: App) -> (App, Town, SmtpServer) {
    let server = SmtpServer::start().await;
    let app = app.mailing(&server).await;
    let town = Town::new(&app.service, "maple").await;
    (app, town, server)
}

async fn sign_in(app: &App, who: &str) {
    commands::sign_in::request(&app.service, &format!("{who}@maple.example"), "browser").await.unwrap();
}

fn ids(mails: &[Caught]) -> std::collections::BTreeSet<String> {
    mails.iter().map(|mail| mail.header("Message-ID").unwrap()).collect()
}

async fn a_sign_in_link_goes_before_forty_mails_that_hang(app: App) {
    let (mut app, town, server) = start(app).await;
    let teacher = town.person("Tia Teacher", Role::Teacher).await;
    let enrollment = town.enroll(&teacher).await;
    let submission = town.submit(&teacher, enrollment.id).await;
    let db = app.database().await;
    // Forty more of the mail that tells the coach of the work.
    let copy = "INSERT INTO outbox (id, kind, district_id, target, subject, due_at, attempts, created_at) \
         SELECT {ID}, kind, district_id, target, subject, due_at, attempts, created_at FROM outbox LIMIT 1";
    for number in 0..39_u8 {
        let id = match db.get_database_backend() {
            sea_orm::DbBackend::Postgres => format!("'00000000-0000-7000-8000-0000000000{number:02x}'"),
            _ => format!("X'000000000000700080000000000000{number:02x}'"),
        };
        db.execute_unprepared(&copy.replace("{ID}", &id)).await.unwrap();
    }
    assert_eq!(queue(&db).await.len(), 40, "{}", submission.id);
    server.behave_to("cora.coach@maple.example", Stage::Message, Behavior::Hang);
    app.work();
    server.until_hanging(4).await;
    sign_in(&app, "mona.manager").await;
    let first = server.until_accepted(1).await;
    assert_eq!(first[0].to, "mona.manager@maple.example");
    assert!(server.hanging() <= 4, "the server is not given all at once: {}", server.hanging());
    server.recover();
    server.release();
    let all = server.until_accepted(41).await;
    until_empty(&db).await;
    assert_eq!(server.accepted().len(), 41);
    assert_eq!(ids(&all).len(), 41, "each once");
}

async fn a_mail_that_hangs_is_leased_again_and_again_and_sent_once(app: App) {
    let (mut app, _town, server) = start(app).await;
    let mut other = app.again().await.unwrap();
    let db = app.database().await;
    server.behave(Stage::Message, Behavior::Hang);
    sign_in(&app, "theo.teacher").await;
    app.work();
    server.until_hanging(1).await;
    other.work();
    for _ in 0..3 {
        app.pass(20);
        let end = app.service.now().unix() + 30;
        until_queue(&db, "renewed", |queue| queue[0].1 == Some(end)).await;
    }
    assert_eq!(server.connections(), 1, "nobody else tried, although three leases would have ended");
    server.recover();
    server.release();
    until_empty(&db).await;
    assert_eq!(server.accepted().len(), 1);
    assert_eq!(server.connections(), 1);
}

async fn a_stop_gives_mails_back_at_once(app: App) {
    let (mut app, _town, server) = start(app).await;
    let mut other = app.again().await.unwrap();
    let db = app.database().await;
    server.behave(Stage::Recipient, Behavior::Hang);
    for who in ["theo.teacher", "mona.manager"] {
        sign_in(&app, who).await;
    }
    app.work();
    server.until_hanging(2).await;
    app.rest().await;
    assert_eq!(queue(&db).await, [(0, None), (0, None)], "free, and the tries do not count");
    server.recover();
    // The clock stands: no lease ends.
    other.work();
    let mails = server.until_accepted(2).await;
    until_empty(&db).await;
    assert_eq!((ids(&mails).len(), server.accepted().len()), (2, 2));
}

async fn what_a_killed_process_had_is_taken_over_when_its_lease_ends(app: App) {
    let (mut app, _town, server) = start(app).await;
    let mut other = app.again().await.unwrap();
    let db = app.database().await;
    server.behave(Stage::Recipient, Behavior::Hang);
    sign_in(&app, "theo.teacher").await;
    app.work();
    server.until_hanging(1).await;
    app.kill_workers();
    until("the connection of the killed", || server.hanging() == 0).await;
    server.recover();
    other.work();
    // Another mail shows that the other worker had its turn, and left alone what is leased.
    sign_in(&app, "mona.manager").await;
    assert_eq!(server.until_accepted(1).await[0].to, "mona.manager@maple.example");
    assert_eq!(queue(&db).await[0].0, 1);
    app.pass(31);
    assert_eq!(server.until_accepted(2).await[1].to, "theo.teacher@maple.example");
    until_empty(&db).await;
    assert_eq!(server.accepted().len(), 2);
}

async fn a_refused_mail_waits_for_the_program_manager(app: App) {
    let (mut app, town, server) = start(app).await;
    let s = app.service.clone();
    server.behave(Stage::Recipient, Behavior::Answer("550 5.1.1 no such user here"));
    let badge = town.badge("Zoe Teacher").await;
    app.work();
    let list = || queries::outbox::undelivered(&s, &town.manager, PageQuery::default());
    let mut found = Vec::new();
    for _ in 0..400 {
        found = list().await.unwrap().items;
        if found.iter().any(|mail| mail.kind == "badge_issued") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let mail = found.iter().find(|mail| mail.kind == "badge_issued").expect("refused at once");
    assert_eq!((mail.attempts, mail.subject.as_str()), (1, badge.id.to_string().as_str()));
    assert_eq!(mail.recipient_email.as_deref(), Some("zoe.teacher@maple.example"));
    assert!(mail.reason.contains("RCPT TO") && mail.reason.contains("no such user here"), "{}", mail.reason);
    assert!(s.measurements().await.messages_refused >= 1);
    assert!(s.measurements().await.waiting.unwrap().undelivered >= 1);

    let refused = commands::outbox::retry(&s, &town.coach, mail.id).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
    let elsewhere = Town::new(&s, "oak").await;
    let stranger = commands::outbox::retry(&s, &elsewhere.manager, mail.id).await;
    assert!(matches!(stranger, Err(Error::NotFound { .. })), "{stranger:?}");

    server.recover();
    commands::outbox::retry(&s, &town.manager, mail.id).await.unwrap();
    let mails = server.until_accepted(1).await;
    assert_eq!(mails[0].to, "zoe.teacher@maple.example");
    assert_eq!(mails[0].header("Message-ID").unwrap(), format!("<{}@localhost>", mail.id));
    let again = commands::outbox::retry(&s, &town.manager, mail.id).await;
    assert!(matches!(again, Err(Error::NotFound { .. })), "{again:?}");
    let log =
        queries::audit::page(&s, &town.manager, PageQuery { cursor: None, limit: Some(200) }).await.unwrap();
    assert!(log.items.iter().any(|entry| entry.action == "message.retried"));
}

async fn a_mail_goes_through_whatever_the_server_did_before(app: App) {
    let (mut app, town, server) = start(app).await;
    let db = app.database().await;
    town.waiting("Tia Teacher").await;
    app.work();
    let misdeeds = Stage::ALL
        .into_iter()
        .flat_map(|stage| [(stage, Behavior::Answer("451 4.3.0 later")), (stage, Behavior::Drop)]);
    // A server that takes no mail at all says nothing about this one.
    let closed = [(Stage::Greeting, Behavior::Answer("554 5.3.2 no service"))];
    for (tries, (stage, misdeed)) in (1..).zip(closed.into_iter().chain(misdeeds)) {
        server.recover();
        server.behave(stage, misdeed);
        // Longer than any pause.
        app.pass(4 * 3600 + 1);
        until_queue(&db, "tried", |queue| queue[0] == (tries, None)).await;
    }
    server.recover();
    app.pass(4 * 3600 + 1);
    until_empty(&db).await;
    assert_eq!(server.accepted().len(), 1);
    let read = server.caught();
    assert_eq!(read.len(), 2, "it was read as a whole and put off once");
    assert_eq!(ids(&read).len(), 1, "one id over all attempts");
    assert_eq!(read[0].header("Date"), read[1].header("Date"));
}

async fn a_mail_is_given_up_after_a_bounded_number_of_tries(app: App) {
    let (mut app, town, server) = start(app).await;
    server.behave(Stage::Recipient, Behavior::Answer("451 4.3.0 later"));
    town.waiting("Tia Teacher").await;
    app.work();
    let given_up = || queries::outbox::undelivered(&app.service, &town.manager, PageQuery::default());
    for _ in 0..2000 {
        if let Some(mail) = given_up().await.unwrap().items.pop() {
            assert_eq!(mail.attempts, 24);
            assert_eq!(server.connections(), 24);
            return;
        }
        app.pass(3600);
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("it is tried for ever");
}

async fn each_of_two_workers_sends_what_the_other_does_not(app: App) {
    let (mut app, town, server) = start(app).await;
    let mut other = app.again().await.unwrap();
    for number in 0..12 {
        let name = format!("Teacher {number}");
        town.person(&name, Role::Teacher).await;
        sign_in(&app, &name.to_lowercase().replace(' ', ".")).await;
    }
    app.work();
    other.work();
    until_empty(&app.database().await).await;
    let mails = server.accepted();
    assert_eq!((mails.len(), ids(&mails).len()), (12, 12));
}

/// Reads a mail as a mail reader would: another program's parser.
fn as_read(raw: &[u8]) -> Option<Value> {
    const SCRIPT: &str = r"
import email, email.policy, json, sys
m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
parts = {p.get_content_type(): p.get_content() for p in m.walk() if not p.is_multipart()}
print(json.dumps({
    'type': m.get_content_type(), 'headers': {k.lower(): str(v) for k, v in m.items()}, 'parts': parts,
    'to': [[a.display_name, a.addr_spec] for a in m['to'].addresses],
    'date': m['date'].datetime.isoformat(),
    'defects': [str(d) for p in m.walk() for d in p.defects],
}))";
    let mut python = Command::new("python3")
        .args(["-c", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    std::io::Write::write_all(python.stdin.as_mut().unwrap(), raw).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(raw));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_sees_names_and_whole_links() {
    let (mut app, town, server) = start(App::sqlite().await).await;
    app.work();
    let new = service::NewPerson {
        name: "Zoë Müller-Łukasz".to_owned(),
        email: "zoe@maple.example".to_owned(),
        roles: vec![Role::Teacher],
        publish_email: false,
    };
    commands::people::add(&app.service, &town.manager, new).await.unwrap();
    sign_in(&app, "zoe").await;
    let mail = server.until_accepted(1).await.remove(0);
    assert!(mail.raw.is_ascii(), "servers need not take 8 bits");
    let Some(read) = as_read(&mail.raw) else {
        acceptance::skip("a_reader_sees_names_and_whole_links", "python3 is not installed");
        return;
    };
    assert_eq!(read["defects"], json!([]));
    assert_eq!(read["type"], "multipart/alternative");
    assert_eq!(read["to"], json!([["Zoë Müller-Łukasz", "zoe@maple.example"]]));
    assert_eq!(read["date"], "2026-09-01T08:00:00+00:00");
    let headers = &read["headers"];
    assert_eq!(headers["mime-version"], "1.0");
    assert_eq!(headers["auto-submitted"], "auto-generated");
    assert_eq!(headers["from"], "Maple Ridge Badges <badges@maple.example>");
    assert_eq!(headers["subject"], "Sign in to maple School District");
    assert!(headers["message-id"].as_str().unwrap().ends_with("@localhost>"), "{headers}");
    let (text, html) = (&read["parts"]["text/plain"], &read["parts"]["text/html"]);
    for part in [text, html] {
        let part = part.as_str().unwrap();
        assert!(part.contains("Hello Zoë Müller-Łukasz,") && !part.contains("=C3"), "{part}");
    }
    let start = "http://localhost:8080/sign-in/";
    let line = text.as_str().unwrap().lines().find(|line| line.starts_with(start)).unwrap();
    assert!(html.as_str().unwrap().contains(&format!("href=\"{line}\"")), "{html}");
    commands::sign_in::complete(&app.service, line.strip_prefix(start).unwrap(), "browser").await.unwrap();
}
