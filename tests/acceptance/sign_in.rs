//! People sign in by a mailed link.

use acceptance::{App, Town};
use service::{Error, commands, queries};

use crate::on_both_databases;

on_both_databases!(a_link_works_once_in_one_browser_for_fifteen_minutes);

/// Asks for a link and takes it from the mail.
async fn link(app: &App, email: &str, browser: &str) -> String {
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
