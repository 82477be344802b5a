//! A running Countersign.

use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use openbadges::Timestamp;
use sea_orm::{Database, DatabaseConnection};
use secrecy::ExposeSecret;
use service::{MailSettings, Service, Settings, StartError, Workers, World};
use tempfile::TempDir;

use crate::smtp::SmtpServer;

/// A running Countersign on a fresh database, with a clock that only the story moves.
#[derive(Debug)]
pub struct App {
    /// The use cases.
    pub service: Service,
    /// Its settings.
    pub settings: Settings,
    clock: Arc<AtomicI64>,
    /// By how much this machine's clock is wrong.
    wrong: Arc<AtomicI64>,
    workers: Option<Workers>,
    dir: Arc<TempDir>,
}

impl App {
    /// On a SQLite file with 8 connections.
    pub async fn sqlite() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", dir.path().join("countersign.db").display());
        Self::start(url, dir, 8080).await
    }

    /// On a SQLite file, for a server at `http://localhost:PORT`.
    pub async fn at_port(port: u16) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", dir.path().join("countersign.db").display());
        Self::start(url, dir, port).await
    }

    /// On a database of a private PostgreSQL server; `None`, after saying so, when there is none.
    pub async fn postgresql(test: &str) -> Option<Self> {
        match crate::postgres::database().await {
            Ok(url) => Some(Self::start(url, tempfile::tempdir().unwrap(), 8080).await),
            Err(why) => {
                crate::skip(test, &why);
                None
            }
        }
    }

    /// On a database of the story's own.
    pub async fn on(database_url: String) -> Self {
        Self::start(database_url, tempfile::tempdir().unwrap(), 8080).await
    }

    async fn start(database_url: String, dir: TempDir, port: u16) -> Self {
        let key_file = dir.path().join("keys");
        write_private(&key_file, "");
        let settings = Settings {
            public_url: format!("http://localhost:{port}").parse().unwrap(),
            database_url: database_url.into(),
            key_file,
            mail: MailSettings::Keep,
            status_ttl: 300,
            fetch_from_loopback: true,
            demo: true,
            connections: 8,
        };
        let start = Timestamp::parse("2026-09-01T08:00:00Z").unwrap().unix();
        let (clock, wrong) = (Arc::new(AtomicI64::new(start)), Arc::default());
        let service = Service::open(settings.clone(), world(&clock, &wrong)).await.unwrap();
        Self { service, settings, clock, wrong, workers: None, dir: Arc::new(dir) }
    }

    /// Opens the same database again, as another process or a later start would.
    ///
    /// # Errors
    /// Why it does not start.
    pub async fn again(&self) -> Result<Self, StartError> {
        let world = world(&self.clock, &self.wrong);
        Ok(self.beside(Service::open(self.settings.clone(), world).await?))
    }

    /// As [`App::again`], also when the key file lacks keys.
    ///
    /// # Errors
    /// Why it does not start.
    pub async fn again_to_mend(&self) -> Result<Self, StartError> {
        let world = world(&self.clock, &self.wrong);
        Ok(self.beside(Service::open_to_mend(self.settings.clone(), world).await?))
    }

    fn beside(&self, service: Service) -> Self {
        Self {
            service,
            settings: self.settings.clone(),
            clock: self.clock.clone(),
            wrong: self.wrong.clone(),
            workers: None,
            dir: self.dir.clone(),
        }
    }

    /// Where its files lie.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Where its key file lies.
    pub fn key_file(&self) -> &PathBuf {
        &self.settings.key_file
    }

    /// Lets time pass.
    pub fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Sets this machine's clock wrong by so many seconds, or right (0). No time passes.
    pub fn set_wrong(&self, seconds: i64) {
        self.wrong.store(seconds, Ordering::SeqCst);
    }

    /// The same, but mails go to this server.
    ///
    /// # Panics
    /// When it does not open again.
    pub async fn mailing(self, server: &SmtpServer) -> Self {
        let mail = MailSettings::Smtp {
            host: "127.0.0.1".to_owned(),
            port: server.port(),
            from: "Maple Ridge Badges <badges@maple.example>".to_owned(),
            tls: false,
            login: None,
        };
        let app = Self { settings: Settings { mail, ..self.settings.clone() }, ..self };
        app.again().await.unwrap()
    }

    /// The database, to look at what no query shows.
    pub async fn database(&self) -> DatabaseConnection {
        Database::connect(self.settings.database_url.expose_secret()).await.unwrap()
    }

    /// Starts what runs beside the requests.
    pub fn work(&mut self) {
        self.workers = Some(self.service.start_workers());
    }

    /// Ends that in order, as a process does that is told to stop.
    pub async fn rest(&mut self) {
        if let Some(workers) = self.workers.take() {
            workers.stop().await;
        }
    }

    /// Ends that at once, as when the process is killed.
    pub fn kill_workers(&mut self) {
        self.workers = None;
    }
}

fn world(clock: &Arc<AtomicI64>, wrong: &Arc<AtomicI64>) -> World {
    let (truth, clock, wrong) = (clock.clone(), clock.clone(), wrong.clone());
    let wall = move || clock.load(Ordering::SeqCst) + wrong.load(Ordering::SeqCst);
    World::with_clocks(wall, move || truth.load(Ordering::SeqCst), "the story")
}

/// Writes a file that only its owner can read.
pub(crate) fn write_private(path: &Path, text: &str) {
    use std::io::Write;
    let mut file =
        std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
}
