//! This machine's clock is wrong for a moment.

use acceptance::{App, Town};
use openbadges::Timestamp;
use service::danger::CommandLine;
use service::{Actor, ClockTrouble, Error, PageQuery, commands, queries};

use crate::on_both_databases;

on_both_databases!(
    nothing_is_signed_while_the_clock_is_ahead,
    a_clock_that_is_ahead_is_recognized_at_the_start,
    a_quiet_time_is_no_jump,
    a_log_that_is_ahead_is_mended,
    a_clock_that_was_wrong_before_anything_was_written_does_no_harm,
);

const TEN_YEARS: i64 = 10 * 365 * 24 * 3600;
const DAY: i64 = 24 * 3600;

fn refused_ahead<T: std::fmt::Debug>(answer: &Result<T, Error>) {
    assert!(matches!(answer, Err(Error::Clock(ClockTrouble::Ahead { .. }))), "{answer:?}");
}

async fn ready(app: &App) {
    let readiness = app.service.readiness().await;
    assert!(readiness.is_ready(), "{readiness}");
}

async fn issued_at(app: &App, town: &Town, name: &str) -> Timestamp {
    let badge = town.badge(name).await;
    let text = queries::credentials::document(&app.service, &town.manager, badge.id).await.unwrap().text;
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    Timestamp::parse(document["validFrom"].as_str().unwrap()).unwrap()
}

async fn nothing_is_signed_while_the_clock_is_ahead(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let first = town.waiting("Tia Teacher").await;
    let right = app.service.now();
    for ahead in [301, DAY, TEN_YEARS] {
        app.set_wrong(ahead);
        refused_ahead(&town.approve(first).await);
        let says = app.service.readiness().await.to_string();
        assert!(says.starts_with("not ready\n") && says.contains("\nclock: failing: "), "{says}");
        assert_eq!(app.service.now(), right, "everything else is dated right");
        app.set_wrong(0);
        ready(&app).await;
    }
    app.set_wrong(TEN_YEARS);
    let second = town.waiting("Ulla Teacher").await;
    refused_ahead(&town.approve(second).await);
    app.set_wrong(0);
    town.approve(first).await.unwrap();
    town.approve(second).await.unwrap();
    let later = app.again().await.unwrap();
    assert_eq!(later.service.now(), right, "nothing was dated later, the log either");
}

async fn a_clock_that_is_ahead_is_recognized_at_the_start(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let waiting = town.waiting("Tia Teacher").await;
    app.pass(8 * 3600);
    app.set_wrong(TEN_YEARS);
    let later = app.again().await.unwrap();
    let approve = async |app: &App| {
        commands::assessments::decide(&app.service, &town.coach, waiting, town.approval()).await
    };
    refused_ahead(&approve(&later).await);
    app.set_wrong(0);
    approve(&later).await.unwrap();
}

async fn a_quiet_time_is_no_jump(mut app: App) {
    let town = Town::new(&app.service, "maple").await;
    app.work();
    for quiet in [3600, 9 * DAY, 400 * DAY] {
        app.pass(quiet);
        ready(&app).await;
        assert_eq!(issued_at(&app, &town, &format!("Teacher of {quiet}")).await, app.service.now());
        let later = app.again().await.unwrap();
        app.pass(quiet);
        ready(&later).await;
        let later = app.again().await.unwrap();
        ready(&later).await;
    }
}

async fn a_log_that_is_ahead_is_mended(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let right = app.service.now();
    // Time passes, and then it did not: as when the very first start was with a wrong clock.
    app.pass(TEN_YEARS);
    town.badge("Tia Teacher").await;
    let list = queries::published::status_list(&app.service, "maple", 1).await.unwrap().text;
    assert!(list.contains("\"validFrom\":\"2036-"), "{list}");
    app.pass(-TEN_YEARS);

    let later = app.again().await.unwrap();
    let waiting = town.waiting("Ulla Teacher").await;
    let approve = async |app: &App| {
        commands::assessments::decide(&app.service, &town.coach, waiting, town.approval()).await
    };
    let answer = approve(&later).await;
    assert!(matches!(answer, Err(Error::Clock(ClockTrouble::Behind { .. }))), "{answer:?}");

    let operator = CommandLine::of_this_machine().operator();
    for actor in [&town.manager, &town.coach, &Actor::nobody()] {
        let answer = commands::clock::mend(&later.service, actor).await;
        assert!(matches!(answer, Err(Error::Forbidden { .. })), "{answer:?}");
    }
    let mended = commands::clock::mend(&later.service, &operator).await.unwrap();
    assert_eq!((mended.clock, mended.misdated), (right, 1));
    assert_eq!(mended.districts, ["maple"]);
    assert_eq!(later.service.now(), right);
    approve(&later).await.unwrap();

    let again = app.again().await.unwrap();
    assert_eq!(again.service.now(), right, "also after a restart");
    ready(&again).await;
    let query = PageQuery { limit: Some(200), ..PageQuery::default() };
    let log = queries::audit::page(&again.service, &town.manager, query).await.unwrap();
    assert!(log.intact, "the chain holds");
    let entry = log.items.iter().find(|entry| entry.action == "clock.mended").expect("an entry says so");
    assert_eq!(entry.at, right);
    assert!(entry.detail["newest"].as_str().unwrap().starts_with("2036-"), "{entry:?}");
    let list = queries::published::status_list(&again.service, "maple", 1).await.unwrap().text;
    assert!(list.contains("\"validFrom\":\"2026-"), "{list}");

    let nothing = commands::clock::mend(&again.service, &operator).await.unwrap();
    assert_eq!(nothing.districts, Vec::<String>::new(), "mending twice changes nothing");
}

async fn a_clock_that_was_wrong_before_anything_was_written_does_no_harm(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let waiting = town.waiting("Tia Teacher").await;
    let right = app.service.now();
    // The first start of this machine with a clock that is ten years behind, as without a battery.
    app.set_wrong(-TEN_YEARS);
    let later = app.again().await.unwrap();
    let approve = async |app: &App| {
        commands::assessments::decide(&app.service, &town.coach, waiting, town.approval()).await
    };
    let answer = approve(&later).await;
    assert!(matches!(answer, Err(Error::Clock(ClockTrouble::Behind { .. }))), "{answer:?}");
    assert!(later.service.now() >= right, "nothing is dated before what it follows");
    app.set_wrong(0);
    approve(&later).await.unwrap();
}
