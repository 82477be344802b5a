//! The running service.

use std::sync::Arc;
use std::time::Duration;

use issuer::KeyRing;
use openbadges::Timestamp;
use secrecy::ExposeSecret;
use tokio::sync::Semaphore;
use url::Url;

use crate::behind::Behind;
use crate::browser::Browsers;
use crate::clock::Said;
use crate::fetch::Fetcher;
use crate::images::Images;
use crate::keys::{Keys, KeysError};
use crate::mailer::Mailer;
use crate::processors::Processors;
use crate::queries::RevocationLists;
use crate::status_board::StatusBoard;
use crate::store::{self, Backend};
use crate::turns::Turns;
use crate::verify::{Gate, Reports};
use crate::vitals::Vitals;
use crate::{
    ClockTrouble, ConditionState, Error, MailSettings, Measurements, Readiness, Settings, Workers, World,
};

/// How long `/metrics` waits for the database.
const DATABASE_ANSWERS_WITHIN: Duration = Duration::from_secs(2);

/// Why the service did not start. Each names the setting to look at.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is not usable.
    #[error("public_url: {0}")]
    PublicUrl(String),
    /// The database did not open.
    #[error("database_url: {0}")]
    Database(String),
    /// The schema could not be brought up to date.
    #[error("database_url: the schema could not be brought up to date: {0}")]
    Migration(Error),
    /// The keys are not usable.
    #[error("key_file: {0}")]
    Keys(#[from] KeysError),
    /// Keys that were being changed when a process ended could not be settled.
    #[error("key_file: {0}")]
    Recover(Error),
    /// The mail settings are not usable.
    #[error("mail: {0}")]
    Mail(String),
    /// The client for others' documents could not be made.
    #[error("fetch: {0}")]
    Fetch(String),
}

/// The running service; cheap to clone.
#[derive(Debug, Clone)]
pub struct Service(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    settings: Settings,
    world: World,
    backend: Backend,
    keys: Keys,
    board: StatusBoard,
    images: Images,
    fetcher: Fetcher,
    mailer: Mailer,
    said: Said,
    gate: Gate,
    vitals: Vitals,
    hashing: Turns,
    storing: Semaphore,
    behind: Behind,
    browsers: Browsers,
    reports: Reports,
    revocation_lists: RevocationLists,
    processors: Processors,
}

/// How many secrets are hashed at once. Each takes 19 MiB of memory for as long as it runs.
const HASHING: usize = 2;
/// How many wait for it.
const WAITING: usize = 200;
/// How many submissions with files are stored at once: each has one of its files in memory at a time.
const STORING: usize = 2;

impl Service {
    /// Opens the database, brings its schema up to date, reads the keys and tries each of them. A key file that lacks a key
    /// of a district is refused.
    ///
    /// # Errors
    /// [`StartError`], naming the setting that is wrong.
    pub async fn open(settings: Settings, world: World) -> Result<Self, StartError> {
        let service = Self::open_to_mend(settings, world).await?;
        crate::keys::check(&service).await?;
        Ok(service)
    }

    /// As [`Service::open`], also when the key file lacks keys: for what an operator does on the machine itself, such as
    /// mending it. What is missing is in [`Service::key_trouble`].
    ///
    /// # Errors
    /// As [`Service::open`].
    pub async fn open_to_mend(settings: Settings, world: World) -> Result<Self, StartError> {
        check_public_url(&settings.public_url)?;
        let keys = Keys::open(&settings.key_file, &world)?;
        let backend = Backend::connect(settings.database_url.expose_secret(), settings.connections)
            .await
            .map_err(|error| StartError::Database(error.to_string()))?;
        backend.migrate().await.map_err(StartError::Migration)?;
        let mailer = Mailer::new(&settings.mail).map_err(StartError::Mail)?;
        let fetcher = Fetcher::new(settings.fetch_from_loopback).map_err(StartError::Fetch)?;
        let (board, images) = (StatusBoard::default(), Images::default());
        let hashing = Turns::new(HASHING, WAITING, "the check of client secrets");
        let storing = Semaphore::new(STORING);
        let browsers = store::service_secret::secret(&backend, &world, "browsers").await;
        let inner = Inner {
            settings,
            world,
            backend,
            keys,
            board,
            images,
            fetcher,
            mailer,
            processors: Processors::default(),
            hashing,
            storing,
            behind: Behind::new(),
            browsers: Browsers::new(browsers.map_err(StartError::Migration)?),
            reports: Reports::default(),
            revocation_lists: RevocationLists::default(),
            said: Said::default(),
            gate: Gate::default(),
            vitals: Vitals::default(),
        };
        let service = Self(Arc::new(inner));
        crate::clock::look(&service).await.map_err(StartError::Migration)?;
        crate::keys::recover(&service).await.map_err(StartError::Recover)?;
        if let Err(error) = crate::keys::check(&service).await {
            service.0.keys.note(Some(error.to_string()));
        }
        Ok(service)
    }

    /// Starts what runs beside the requests: mails, and the re-signing of status lists. It ends when the
    /// result is dropped, or in order with [`Workers::stop`].
    pub fn start_workers(&self) -> Workers {
        Workers::start(self)
    }

    /// The address that badges, links and issuer ids are made of.
    pub fn public_url(&self) -> &Url {
        &self.0.settings.public_url
    }

    /// What was set.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The time, as everything in the service is dated.
    pub fn now(&self) -> Timestamp {
        self.0.world.now()
    }

    /// Whether this is the demo.
    pub fn is_demo(&self) -> bool {
        self.0.settings.demo
    }

    /// Whether mails are kept instead of sent.
    pub fn keeps_mails(&self) -> bool {
        matches!(self.0.settings.mail, MailSettings::Keep)
    }

    /// Whether this process should be sent requests, and what is wrong otherwise. Answers within a few
    /// seconds.
    pub async fn readiness(&self) -> Readiness {
        let mut readiness = Readiness::default();
        readiness.add("database", self.database_state().await);
        readiness.add(
            "clock",
            match self.clock_trouble() {
                Some(trouble) => ConditionState::Failing(trouble.to_string()),
                None => ConditionState::Ok,
            },
        );
        readiness.add(
            "key file",
            match self.key_trouble() {
                Some(why) => ConditionState::Warning(why),
                None => ConditionState::Ok,
            },
        );
        self.0.vitals.conditions(&mut readiness);
        readiness
    }

    /// What `/metrics` shows of the service. What the queue holds is missing when the database does not answer.
    pub async fn measurements(&self) -> Measurements {
        let waiting = tokio::time::timeout(DATABASE_ANSWERS_WITHIN, crate::queries::outbox::waiting(self));
        let waiting = waiting.await.ok().and_then(Result::ok);
        Measurements { waiting, ..self.0.vitals.measured() }
    }

    /// Whether the database takes what is written to it, in time.
    async fn database_state(&self) -> ConditionState {
        match self.0.backend.prove(self.now().unix()).await {
            Ok(()) => ConditionState::Ok,
            Err(error) => {
                tracing::error!(%error, "the database check of /readyz failed");
                ConditionState::Failing("the database does not take what is written to it".to_owned())
            }
        }
    }

    /// What is wrong with this machine's clock; said in the log when it changes.
    pub fn clock_trouble(&self) -> Option<ClockTrouble> {
        let trouble = self.0.world.clock_trouble();
        self.0.said.note(trouble);
        trouble
    }

    /// Why the key file cannot be used, while the keys from before are.
    pub fn key_trouble(&self) -> Option<String> {
        self.0.keys.trouble()
    }

    /// The keys of a district, to sign with. Everything that is signed is dated by the clock, so it is asked here.
    pub(crate) fn signing_keys(&self, slug: &str) -> Result<Arc<KeyRing>, Error> {
        match self.clock_trouble() {
            Some(trouble) => Err(Error::Clock(trouble)),
            None => self.0.keys.ring(slug, &self.0.world),
        }
    }

    /// Writes a consistent copy of the SQLite database to a new file, while the service runs.
    ///
    /// # Errors
    /// `Conflict` on PostgreSQL (use `pg_dump`), `Unavailable` when the file cannot be written.
    pub async fn backup(&self, path: &str) -> Result<(), Error> {
        self.0.backend.copy_to(path).await
    }

    /// Ends the database connections, so that nothing is left to do when the process ends.
    pub async fn close(&self) {
        self.0.behind.finish().await;
        self.0.backend.close().await;
    }

    /// The address of a path below the public address.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.0.settings.public_url.as_str().trim_end_matches('/'))
    }

    /// The time and the random numbers of this service, such as for the cookie that tells browsers apart.
    pub fn world(&self) -> &World {
        &self.0.world
    }

    pub(crate) fn backend(&self) -> &Backend {
        &self.0.backend
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.0.keys
    }

    /// Computes something off the threads that answer requests.
    pub(crate) async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let service = self.clone();
        self.0.processors.run(move || work(&service)).await
    }

    pub(crate) fn said(&self) -> &Said {
        &self.0.said
    }

    pub(crate) fn board(&self) -> &StatusBoard {
        &self.0.board
    }

    pub(crate) fn images(&self) -> &Images {
        &self.0.images
    }

    pub(crate) fn fetcher(&self) -> &Fetcher {
        &self.0.fetcher
    }

    /// Where documents of strangers are verified.
    pub(crate) fn gate(&self) -> &Gate {
        &self.0.gate
    }

    pub(crate) fn vitals(&self) -> &Vitals {
        &self.0.vitals
    }

    pub(crate) fn mailer(&self) -> &Mailer {
        &self.0.mailer
    }

    /// The id of a browser that has not been here, for its cookie.
    ///
    /// # Errors
    /// When the operating system has no random bytes.
    pub fn new_browser(&self) -> Result<String, Error> {
        self.0.browsers.make(&self.0.world)
    }

    /// Whether this service made that id of a browser.
    pub fn knows_browser(&self, browser: &str) -> bool {
        self.0.browsers.is_ours(browser)
    }

    /// How many times a badge was verified for its share page since the start.
    pub fn shared_verifications(&self) -> u64 {
        self.0.reports.made()
    }

    pub(crate) fn reports(&self) -> &Reports {
        &self.0.reports
    }

    pub(crate) fn revocation_lists(&self) -> &RevocationLists {
        &self.0.revocation_lists
    }

    pub(crate) fn behind(&self) -> &Behind {
        &self.0.behind
    }

    /// Taken while files go from the folder for uploads into the database.
    pub(crate) fn storing(&self) -> &Semaphore {
        &self.0.storing
    }

    pub(crate) fn hashing(&self) -> &Turns {
        &self.0.hashing
    }
}

/// Badges are verified far away and years later: the address must be a proper one.
fn check_public_url(url: &Url) -> Result<(), StartError> {
    let wrong = |why: &str| Err(StartError::PublicUrl(format!("{url}: {why}")));
    let loopback = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => return wrong("it has no host"),
    };
    match url.scheme() {
        "https" => {}
        "http" if loopback => {}
        "http" => return wrong("http is for this machine only; use https"),
        _ => return wrong("it must begin with https://"),
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
        return wrong("only scheme, host and port, without a path");
    }
    Ok(())
}
