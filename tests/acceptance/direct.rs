//! A district's own system issues directly.

use acceptance::{App, Town};
use service::{Actor, DirectIssue, DirectRecipient, Error, NewClient, commands, queries, verify};

use crate::on_both_databases;

on_both_databases!(
    an_idempotency_key_gives_the_same_badge,
    a_client_gets_a_token_for_its_secret,
    every_fault_is_named,
    an_award_that_has_expired_is_a_fault_of_its_date,
    no_award_is_an_internal_error,
    an_idempotency_key_ends_after_thirty_days,
);

fn award(town: &Town, name: &str) -> DirectIssue {
    DirectIssue {
        micro_credential: town.micro_credential,
        recipient: DirectRecipient {
            name: name.to_owned(),
            email: Some("Ada@Example.org".to_owned()),
            publish_email: false,
            id: None,
        },
        scores: None,
        awarded_at: None,
        narrative: None,
    }
}

async fn client(app: &App, town: &Town, scopes: &[&str]) -> (Actor, String, String) {
    let new = NewClient {
        name: "Human resources".to_owned(),
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
    };
    let made = commands::clients::create(&app.service, &town.operator, new).await.unwrap();
    let id = made.client.client_id;
    let token = commands::tokens::grant(&app.service, &id, &made.client_secret, None).await.unwrap();
    let actor = queries::tokens::client(&app.service, &token.access_token).await.unwrap();
    (actor, id, made.client_secret)
}

async fn an_idempotency_key_gives_the_same_badge(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let (actor, ..) = client(&app, &town, &["credentials:issue", "credentials:read"]).await;
    let key = Some("hr-2026-17".to_owned());
    let tries = (0..8).map(|_| {
        commands::credentials::issue_directly(&app.service, &actor, award(&town, "Ada Award"), key.clone())
    });
    let answers: Vec<_> =
        futures_util::future::join_all(tries).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(answers.iter().filter(|(_, replayed)| !replayed).count(), 1);
    assert!(answers.iter().all(|(badge, _)| badge.id == answers[0].0.id));
    let other = commands::credentials::issue_directly(&app.service, &actor, award(&town, "Bob"), key).await;
    assert!(matches!(other, Err(Error::Conflict { .. })), "{other:?}");
    let text = queries::credentials::document(&app.service, &actor, answers[0].0.id).await.unwrap().text;
    let report = verify::credential(&app.service, text.as_bytes()).await.unwrap();
    assert_eq!(report.outcome, verifier::Outcome::Verified, "{}", report.finding);
    assert!(
        !text.to_lowercase().contains("ada@example.org"),
        "the address is hashed unless the recipient agreed"
    );
}

async fn a_client_gets_a_token_for_its_secret(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let (actor, id, secret) = client(&app, &town, &["credentials:read"]).await;
    let wrong = commands::tokens::grant(&app.service, &id, "csk_wrong", None).await;
    assert!(matches!(wrong, Err(Error::Unauthenticated { .. })), "{wrong:?}");
    let beyond = commands::tokens::grant(&app.service, &id, &secret, Some("audit:read")).await;
    assert!(matches!(beyond, Err(Error::Invalid { .. })), "{beyond:?}");
    let issue = commands::credentials::issue_directly(&app.service, &actor, award(&town, "Ada"), None).await;
    assert!(matches!(issue, Err(Error::Forbidden { .. })), "{issue:?}");
    let token = commands::tokens::grant(&app.service, &id, &secret, None).await.unwrap().access_token;
    app.pass(3601);
    let late = queries::tokens::client(&app.service, &token).await;
    assert!(matches!(late, Err(Error::Unauthenticated { .. })), "{late:?}");
    let fresh = commands::tokens::grant(&app.service, &id, &secret, None).await.unwrap().access_token;
    commands::clients::revoke(&app.service, &town.manager, &id).await.unwrap();
    let shut_out = queries::tokens::client(&app.service, &fresh).await;
    assert!(matches!(shut_out, Err(Error::Unauthenticated { .. })), "{shut_out:?}");
}

async fn every_fault_is_named(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let (actor, ..) = client(&app, &town, &["credentials:issue"]).await;
    let mut wrong = award(&town, "A\u{7}da");
    wrong.recipient.email = Some("nobody".to_owned());
    wrong.awarded_at = Some(app.service.now().plus_seconds(60));
    let Err(Error::Invalid { faults }) =
        commands::credentials::issue_directly(&app.service, &actor, wrong, None).await
    else {
        panic!("it was accepted");
    };
    let pointers: Vec<_> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
    for pointer in ["/recipient/name", "/recipient/email", "/awarded_at"] {
        assert!(pointers.contains(&pointer), "{pointer} is not among {pointers:?}");
    }
}

async fn an_award_that_has_expired_is_a_fault_of_its_date(app: App) {
    let mut town = Town::new(&app.service, "maple").await;
    let (actor, ..) = client(&app, &town, &["credentials:issue"]).await;
    let mut definition = town.definition.clone();
    definition.validity_months = Some(12);
    let new = service::NewMicroCredential { slug: "yearly".to_owned(), definition };
    let created = commands::micro_credentials::create(&app.service, &town.operator, new).await.unwrap();
    commands::micro_credentials::publish(&app.service, &town.operator, created.id).await.unwrap();
    town.micro_credential = created.id;
    for ago in [366, 40 * 366] {
        let mut old = award(&town, "Ada Award");
        old.awarded_at = Some(app.service.now().plus_seconds(-ago * 24 * 3600));
        let answer = commands::credentials::issue_directly(&app.service, &actor, old, None).await;
        let Err(Error::Invalid { faults }) = answer else { panic!("{answer:?}") };
        assert_eq!(faults[0].pointer, "/awarded_at", "{faults:?}");
    }
    let mut recent = award(&town, "Ada Award");
    recent.awarded_at = Some(app.service.now().plus_seconds(-300 * 24 * 3600));
    commands::credentials::issue_directly(&app.service, &actor, recent, None).await.unwrap();
}

/// Values at the borders of what is taken: each is signed, or refused with the member that is wrong.
async fn no_award_is_an_internal_error(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let (actor, ..) = client(&app, &town, &["credentials:issue"]).await;
    let plain = || award(&town, "Ada Award");
    let mut awards = Vec::new();
    for id in [
        "did:x",
        "did:web:",
        "did:key:z",
        "urn:x",
        "urn:a:b",
        "urn::",
        "mailto:x",
        "mailto:%",
        "mailto:a@b",
        "https://a",
        "https://a/%zz",
        "https://a/[",
        "https://[::1]/",
        "https://a/#",
        "urn:x:%41",
        "did:web:a%3A80#k",
        "urn:uuid:x",
        "https://a.example/\u{e9}",
        "did:example:\u{0}",
        "mailto:a'b",
        "urn:x:a|b",
        "urn:x:a^b",
        "https://localhost/c/x",
    ] {
        let mut one = plain();
        one.recipient.id = Some(id.to_owned());
        awards.push(one);
    }
    for text in [
        "\u{85}",
        "a\u{7f}b",
        "\u{fffe}",
        "\u{200b}",
        "\u{202e}x",
        "\u{1f600}",
        "x\r\ny",
        "\u{ad}",
        "\u{2028}",
        "\\u0000",
    ] {
        for member in 0..3 {
            let mut one = plain();
            match member {
                0 => text.clone_into(&mut one.recipient.name),
                1 => one.narrative = Some(format!("x{text}y")),
                _ => one.recipient.email = Some(format!("a{text}@b.example")),
            }
            awards.push(one);
        }
    }
    for email in ["a@b.c", "a+b@x-y.example", "\u{e9}@b.example", "a@b..c", "'@b.example", "a@1.2"] {
        let mut one = plain();
        one.recipient.email = Some(email.to_owned());
        awards.push(one);
    }
    for at in ["0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z"] {
        let mut one = plain();
        one.awarded_at = openbadges::Timestamp::parse(at).ok();
        awards.push(one);
    }
    let mut long = plain();
    long.narrative = Some("\u{1f600}".repeat(4_000));
    awards.push(long);
    for one in awards {
        let said = format!("{:?} {:?} {:?}", one.recipient.name, one.recipient.id, one.awarded_at);
        match commands::credentials::issue_directly(&app.service, &actor, one, None).await {
            Ok(_) => {}
            Err(Error::Invalid { faults }) => {
                assert!(faults.iter().all(|fault| fault.pointer.starts_with('/')), "{said}: {faults:?}");
            }
            Err(other) => panic!("{said}: {other:?}"),
        }
    }
}

async fn an_idempotency_key_ends_after_thirty_days(mut app: App) {
    const DAY: i64 = 24 * 3600;
    let town = Town::new(&app.service, "maple").await;
    let (actor, ..) = client(&app, &town, &["credentials:issue", "credentials:read"]).await;
    let issue = async |app: &App, key: &str| {
        let key = Some(key.to_owned());
        let input = award(&town, "Ada Award");
        commands::credentials::issue_directly(&app.service, &actor, input, key).await.unwrap()
    };
    let (first, _) = issue(&app, "a").await;
    issue(&app, "b").await;
    app.pass(30 * DAY);
    assert_eq!(issue(&app, "a").await.0.id, first.id, "thirty days are not over");
    app.pass(1);
    let (second, replayed) = issue(&app, "a").await;
    assert!(!replayed && second.id != first.id, "a new key");
    assert_eq!(issue(&app, "a").await.0.id, second.id);

    // The worker takes away those that no one uses any more.
    let database =
        sea_orm::Database::connect(secrecy::ExposeSecret::expose_secret(&app.settings.database_url))
            .await
            .unwrap();
    let kept = async || {
        use sea_orm::ConnectionTrait;
        let sql = "SELECT key FROM idempotency_keys ORDER BY key";
        let ask = sea_orm::Statement::from_string(database.get_database_backend(), sql);
        let rows = database.query_all_raw(ask).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(kept().await, ["a", "b"]);
    app.work();
    for _ in 0..400 {
        if kept().await == ["a"] {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("it was never swept: {:?}", kept().await);
}
