//! A database server that stops, or freezes, and comes back; and, on SQLite, another process that keeps the file to itself.

use acceptance::process::{Decisions, Process, serve};
use acceptance::{App, Postgres, Town, free_port};
use reqwest::StatusCode;
use sea_orm::{ConnectionTrait, Database};
use secrecy::ExposeSecret;
use uuid::Uuid;

use super::{BACK, register};

/// How many approvals are asked for while it is away.
const APPROVALS: usize = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_when_the_server_stops() {
    let Some(mut database) = Postgres::start("nothing_is_lost_when_the_server_stops") else { return };
    let story = Story::begin(App::on(database.url()).await).await;
    let asked = story.ask();
    database.stop();
    story.is_away().await;
    database.resume();
    story.comes_back(asked.await.unwrap()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_when_the_server_freezes() {
    let Some(database) = Postgres::start("nothing_is_lost_when_the_server_freezes") else { return };
    let story = Story::begin(App::on(database.url()).await).await;
    let asked = story.ask();
    database.freeze();
    story.is_away().await;
    database.thaw();
    story.comes_back(asked.await.unwrap()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_when_another_process_keeps_the_file() {
    let story = Story::begin(App::sqlite().await).await;
    let asked = story.ask();
    let mut options =
        sea_orm::ConnectOptions::new(story.app.settings.database_url.expose_secret().to_owned());
    options.max_connections(1);
    let other = Database::connect(options).await.unwrap();
    // The approvals under way have the file by turns.
    while other.execute_unprepared("BEGIN IMMEDIATE").await.is_err() {}
    story.is_away().await;
    // Who only reads does not wait.
    let page = story.decisions.get(story.port, "/issuers/maple").send().await.unwrap();
    assert_eq!(page.status(), StatusCode::OK);
    other.execute_unprepared("ROLLBACK").await.unwrap();
    other.close().await.unwrap();
    story.comes_back(asked.await.unwrap()).await;
}

struct Story {
    app: App,
    town: Town,
    waiting: Vec<Uuid>,
    decisions: Decisions,
    server: Process,
    port: u16,
}

impl Story {
    async fn begin(app: App) -> Self {
        let town = Town::new(&app.service, "maple").await;
        let mut waiting = Vec::new();
        for number in 0..=APPROVALS {
            waiting.push(town.waiting(&format!("Teacher {number}")).await);
        }
        let decisions = Decisions::prepare(&app, &town).await;
        app.service.close().await;
        let port = free_port();
        let server = Process::start(serve(&app, port));
        decisions.until_ready(port).await;
        Self { app, town, waiting, decisions, server, port }
    }

    /// Asks for all approvals but the first. Which of them were acknowledged, once all are answered; each is, in time.
    fn ask(&self) -> tokio::task::JoinHandle<Vec<Uuid>> {
        let asking: Vec<_> = self.waiting[1..]
            .iter()
            .map(|id| (*id, self.decisions.approval(self.port, &self.town, *id)))
            .map(|(id, request)| async move {
                let answer = tokio::time::timeout(BACK, request.send()).await.expect("no answer");
                let status = answer.unwrap().status();
                assert!(matches!(status.as_u16(), 200 | 503), "{status}");
                status.is_success().then_some(id)
            })
            .collect();
        tokio::spawn(
            async move { futures_util::future::join_all(asking).await.into_iter().flatten().collect() },
        )
    }

    /// While the database is away, everything that needs it is answered in time, with the advice to come again.
    async fn is_away(&self) {
        let first = self.waiting[0];
        for request in
            [self.decisions.approval(self.port, &self.town, first), self.decisions.get(self.port, "/readyz")]
        {
            let answer = tokio::time::timeout(BACK, request.send()).await.expect("no answer").unwrap();
            assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        }
        assert_eq!(self.decisions.get(self.port, "/healthz").send().await.unwrap().status(), StatusCode::OK);
    }

    /// Once the database is there again, so is the service; nothing is lost.
    async fn comes_back(mut self, mut acknowledged: Vec<Uuid>) {
        assert!(self.decisions.ready_within(self.port, BACK).await, "it is not back");
        for id in self.waiting.iter().filter(|id| !acknowledged.contains(id)) {
            let status =
                self.decisions.approval(self.port, &self.town, *id).send().await.unwrap().status().as_u16();
            // 409: it was through, and the answer was lost.
            assert!(matches!(status, 200 | 409), "{status}");
        }
        acknowledged.clone_from(&self.waiting);
        self.server.kill();
        assert_eq!(
            register::check(&self.app, &self.town, &self.waiting, &acknowledged).await,
            self.waiting.len()
        );
    }
}
