//! The one room that knows which database it is.

mod copy;
mod errors;
mod listen;
mod reader;
mod session;
mod transaction;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, SqliteTransactionMode, SqlxPostgresConnector,
    SqlxSqliteConnector, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use tokio::sync::Mutex;
use tokio::time::Instant;

pub use copy::{check_copy, is_in_use};
pub(crate) use errors::{is_duplicate, is_unavailable, unstorable};
pub(crate) use reader::Reader;
pub(crate) use transaction::Tx;

use self::session::{Pool, Pools, within};
use super::migrations::Migrations;
use super::{Wakes, readiness};
use crate::Error;

/// The key of the advisory lock under which replicas migrate one after the other.
const MIGRATION_LOCK: i64 = 0x0063_6f75_6e74_6572;
/// How long anybody waits for the database: for the turn to write, for a connection and a row, for an answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long SQLite waits for another process that writes. Less than [`PATIENCE`], so that the answer comes in time.
const LOCK_WAIT: Duration = Duration::from_secs(4);
/// How long the question whether the database works may take.
const READY_PATIENCE: Duration = Duration::from_secs(2);
/// How long the answer to that question is used again: strangers can ask it as often as they like.
const READY_FOR: Duration = Duration::from_secs(1);

/// The database.
#[derive(Debug, Clone)]
pub(crate) struct Backend {
    url: String,
    reader: Reader,
    writing: Pool,
    counts: Arc<Counts>,
    proved: Arc<Mutex<Option<Proof>>>,
    wakes: Arc<Wakes>,
}

/// How transactions went.
#[derive(Debug, Default)]
struct Counts {
    /// How many were committed.
    commits: AtomicU64,
    /// How often the database did not take what it should.
    failures: AtomicU64,
}

impl Counts {
    /// Notes an error that is the database's, and gives it back.
    fn note(&self, error: DbErr) -> DbErr {
        if is_unavailable(&error) {
            self.failures.fetch_add(1, Ordering::Relaxed);
        }
        error
    }
}

/// That something was written to find out whether that works.
#[derive(Debug, Clone, Copy)]
struct Proof {
    at: Instant,
    /// [`Counts::failures`] until then.
    failures: u64,
}

impl Backend {
    /// Connects. A file database is created when it is not there.
    pub(crate) async fn connect(url: &str, connections: u32) -> Result<Self, DbErr> {
        let Pools { reading, writing } = Pools::connect(url, connections).await?;
        Ok(Self {
            url: url.to_owned(),
            reader: Reader(reading),
            writing,
            counts: Arc::default(),
            proved: Arc::default(),
            wakes: Arc::default(),
        })
    }

    /// For reading outside a transaction.
    pub(crate) fn read(&self) -> &Reader {
        &self.reader
    }

    /// Begins a transaction that will write.
    ///
    /// On SQLite it waits for its turn: there is one writer at a time. On PostgreSQL callers lock the rows they
    /// will change (see [`super`] for the order; SQLite has no need of that and ignores it).
    ///
    /// # Errors
    /// `Unavailable` when the turn does not come in time.
    pub(crate) async fn begin(&self) -> Result<Tx, Error> {
        let session = within(PATIENCE, async {
            let mut session = self.writing.acquire().await?;
            session.begin().await?;
            Ok(session)
        });
        let session = session.await.map_err(|error| self.counts.note(error))?;
        Ok(Tx::new(self.writing.database(), session, self.counts.clone(), self.wakes.clone()))
    }

    /// Brings the schema up to date, one process at a time, all of it or nothing. It takes the time it takes.
    pub(crate) async fn migrate(&self) -> Result<(), Error> {
        let connection: DatabaseConnection = match &self.writing {
            Pool::Sqlite(pool) => SqlxSqliteConnector::from_sqlx_sqlite_pool(pool.clone()),
            Pool::Postgres(pool) => SqlxPostgresConnector::from_sqlx_postgres_pool(pool.clone()),
        };
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let tx = connection.begin_with_options(options).await?;
        if self.writing.database() == DbBackend::Postgres {
            tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")).await?;
        }
        Migrations::up(&tx, None).await?;
        Ok(tx.commit().await?)
    }

    /// What the clock of the database server says, in seconds since 1970; none where there is no server.
    pub(crate) async fn server_time(&self) -> Result<Option<i64>, Error> {
        if self.reader.get_database_backend() != DbBackend::Postgres {
            return Ok(None);
        }
        let sql = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS BIGINT)";
        let ask = sea_orm::Statement::from_string(DbBackend::Postgres, sql.to_owned());
        let row = self.reader.query_one_raw(ask).await?;
        Ok(row.map(|row| row.try_get_by_index::<i64>(0)).transpose()?)
    }

    /// Whether the database takes what is written to it. `now` is in seconds since 1970.
    ///
    /// # Errors
    /// `Unavailable` when it does not, or not in time.
    pub(crate) async fn prove(&self, now: i64) -> Result<(), Error> {
        let before = self.counts.commits.load(Ordering::Relaxed);
        let proof = tokio::time::timeout(READY_PATIENCE, async {
            let mut proved = self.proved.lock().await;
            let failures = self.counts.failures.load(Ordering::Relaxed);
            if proved.is_some_and(|proof| proof.at.elapsed() < READY_FOR && proof.failures == failures) {
                return Ok(());
            }
            *proved = None;
            let tx = self.begin().await?;
            readiness::write(&tx, now).await?;
            tx.commit().await?;
            *proved = Some(Proof { at: Instant::now(), failures });
            Ok(())
        });
        match proof.await {
            Ok(answer) => answer,
            // Many write, so it was not our turn; but others were through meanwhile.
            Err(_elapsed) if self.counts.commits.load(Ordering::Relaxed) != before => Ok(()),
            Err(_elapsed) => Err(Error::Unavailable { what: "the database" }),
        }
    }

    /// Writes a consistent copy of a SQLite database to `path`, while the service runs.
    ///
    /// # Errors
    /// `Conflict` on PostgreSQL, whose own tools do this.
    pub(crate) async fn copy_to(&self, path: &str) -> Result<(), Error> {
        if self.writing.database() != DbBackend::Sqlite {
            return Err(Error::Conflict {
                why:
                    "the database is PostgreSQL: use pg_dump --format=custom, and pg_restore to bring it back"
                        .to_owned(),
            });
        }
        Ok(copy::copy_to(&self.url, path).await?)
    }

    /// Ends all connections.
    pub(crate) async fn close(&self) {
        self.reader.0.close().await;
        self.writing.close().await;
    }
}
