//! People sign in by a mailed link.

use acceptance::{App, Town};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, Statement};
use secrecy::ExposeSecret;
use service::commands::sign_in::Origin;
use service::{Error, commands, queries};

use crate::on_both_databases;

on_both_databases!(
    a_link_works_once_in_one_browser_for_fifteen_minutes,
    strangers_cannot_use_up_the_links_of_a_person,
);

/// Asks for a link and takes it from the mail.
async fn link(app: &App, email: &str, browser: impl Into<Origin>) -> String {
    let before = queries::outbox::kept_mails(&app.service).await.unwrap().len();
    commands::sign_in::request(&app.service, email, browser).await.unwrap();
    for _ in 0..400 {
        let mails = queries::outbox::kept_mails(&app.service).await.unwrap();
        if mails.len() > before {
            assert_eq!(mails[0].to, "theo.teacher@maple.example");
            let start = mails[0].body.find("/sign-in/").unwrap() + "/sign-in/".len();
            return mails[0].body[start..].split_whitespace().next().unwrap().to_owned();
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("no mail came");
}

async fn a_link_works_once_in_one_browser_for_fifteen_minutes(mut app: App) {
    Town::new(&app.service, "maple").await;
    app.work();
    let s = app.service.clone();
    let refused = |what: &str, answer: Result<String, Error>| {
        assert!(matches!(answer, Err(Error::Unauthenticated { .. })), "{what}: {answer:?}");
    };
    commands::sign_in::request(&s, "stranger@nowhere.example", "browser").await.unwrap();
    let token = link(&app, "Theo.Teacher@maple.example ", "browser").await;
    refused("another browser", commands::sign_in::complete(&s, &token, "elsewhere").await);
    assert_eq!(commands::sign_in::peek(&s, &token, "browser").await.unwrap().0, "Theo Teacher");
    let session = commands::sign_in::complete(&s, &token, "browser").await.unwrap();
    refused("a second time", commands::sign_in::complete(&s, &token, "browser").await);
    assert_eq!(queries::sessions::person(&s, &session).await.unwrap().person.name, "Theo Teacher");
    commands::sign_in::end(&s, &session).await.unwrap();
    assert!(queries::sessions::person(&s, &session).await.is_err());

    // A stranger who asks again and again does not keep the teacher from signing in.
    for _ in 0..8 {
        commands::sign_in::request(&s, "theo.teacher@maple.example", "stranger").await.unwrap();
    }
    app.pass(1);
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    let late = link(&app, "theo.teacher@maple.example", "browser").await;
    app.pass(15 * 60 + 1);
    refused("too late", commands::sign_in::complete(&s, &late, "browser").await);
    refused("a forged token", commands::sign_in::complete(&s, "csi_forged", "browser").await);
}

/// How many links were asked for and not refused.
async fn links(app: &App) -> i64 {
    let db = Database::connect(app.settings.database_url.expose_secret()).await.unwrap();
    let count = Statement::from_string(db.get_database_backend(), "SELECT COUNT(*) AS n FROM sign_ins");
    let row = db.query_one_raw(count).await.unwrap().unwrap();
    db.close().await.unwrap();
    row.try_get("", "n").unwrap()
}

async fn strangers_cannot_use_up_the_links_of_a_person(mut app: App) {
    Town::new(&app.service, "maple").await;
    app.work();
    let s = app.service.clone();
    let email = "theo.teacher@maple.example";
    let from = |browser: &str, network: &str| Origin {
        browser: browser.to_owned(),
        network: Some(network.to_owned()),
    };
    let token = link(&app, email, from("home", "198.51.100.1")).await;
    commands::sign_in::complete(&s, &token, "home").await.unwrap();

    let asked = async |origin: Origin| {
        let before = links(&app).await;
        commands::sign_in::request(&s, email, origin).await.unwrap();
        links(&app).await - before
    };

    // Many browsers in one network.
    let before = links(&app).await;
    for number in 0..100 {
        asked(from(&format!("made up {number}"), "203.0.113.1")).await;
    }
    assert_eq!(links(&app).await - before, 10, "mails to the person from one network");
    assert_eq!(asked(from("new browser", "192.0.2.1")).await, 1);
    // Even in the network of the stranger, such as that of the school.
    assert_eq!(asked(from("home", "203.0.113.1")).await, 1);

    // Many browsers in many networks.
    for number in 0..100 {
        asked(from(&format!("again {number}"), &format!("203.0.113.{number}"))).await;
    }
    let sent = links(&app).await - before;
    assert!(sent < 70, "{sent} mails");
    assert_eq!(asked(from("home", "192.0.2.2")).await, 1);
    assert_eq!(asked(from("another new browser", "198.51.100.1")).await, 1);

    // An hour later everybody may again.
    app.pass(3600);
    assert_eq!(asked(from("a third browser", "192.0.2.3")).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cookies_that_are_made_up_bring_no_mail() {
    let site = crate::pages::Site::new().await;
    let email = "theo.teacher@maple.example";
    for number in 0..100 {
        let mut stranger = site.visitor();
        stranger.pretend(&format!("made-up-cookie-{number:040}"));
        let (status, _) = stranger.post("/sign-in", &[("email", email)]).await;
        assert_eq!(status, 403);
    }
    assert_eq!(links(&site.app).await, 0);
    site.person(email).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_answer_waits_for_nothing_that_depends_on_the_address() {
    let site = crate::pages::Site::new().await;
    let mut visitor = site.visitor();
    visitor.get("/sign-in").await;
    // No one can write as long as this transaction is open.
    let mut options = ConnectOptions::new(site.app.settings.database_url.expose_secret());
    options.max_connections(1);
    let db = Database::connect(options).await.unwrap();
    db.execute_unprepared("BEGIN IMMEDIATE").await.unwrap();
    let mut pages = Vec::new();
    for email in ["theo.teacher@maple.example", "nobody.at.all@maple.example"] {
        let (status, page) = visitor.post("/sign-in", &[("email", email)]).await;
        assert_eq!(status, 200, "{page}");
        pages.push(page.replace(email, "EMAIL"));
    }
    assert_eq!(pages[0], pages[1]);
    db.execute_unprepared("ROLLBACK").await.unwrap();
    for _ in 0..400 {
        if links(&site.app).await == 1 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("the link was not sent behind the answer");
}
