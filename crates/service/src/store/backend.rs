//! The one file that knows which database it is.

use std::path::Path;
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteLockingMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    RuntimeErr, SqlErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

use super::migrations::Migrations;
use crate::Error;

/// The key of the advisory lock under which replicas migrate one after the other.
const MIGRATION_LOCK: i64 = 0x0063_6f75_6e74_6572;

/// The database.
#[derive(Debug, Clone)]
pub(crate) struct Backend {
    connection: DatabaseConnection,
}

/// A transaction. Dropped without [`Tx::commit`], it never happened.
#[derive(Debug)]
pub(crate) struct Tx(DatabaseTransaction);

impl Tx {
    /// Makes it so.
    pub(crate) async fn commit(self) -> Result<(), Error> {
        Ok(self.0.commit().await?)
    }
}

impl std::ops::Deref for Tx {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl Backend {
    /// Connects. A file database is created when it is not there.
    pub(crate) async fn connect(url: &str, connections: u32) -> Result<Self, DbErr> {
        let is_sqlite = url.starts_with("sqlite:");
        let mut options = ConnectOptions::new(url.to_owned());
        options
            .max_connections(connections.max(1))
            .acquire_timeout(Duration::from_secs(30))
            .sqlx_logging(false)
            .map_sqlx_sqlite_opts(|options| {
                options
                    .create_if_missing(true)
                    .foreign_keys(true)
                    // Readers and the one writer do not wait for each other.
                    .journal_mode(SqliteJournalMode::Wal)
                    // An approval that was answered survives a power cut.
                    .synchronous(SqliteSynchronous::Full)
                    .busy_timeout(Duration::from_secs(20))
            });
        if is_sqlite {
            // SQLite connections cost nothing to keep, and a new one must set itself up.
            options.min_connections(1);
        }
        Ok(Self { connection: Database::connect(options).await? })
    }

    /// For reading outside a transaction.
    pub(crate) fn read(&self) -> &DatabaseConnection {
        &self.connection
    }

    /// Begins a transaction that will write.
    ///
    /// On SQLite it takes the write lock at once (`IMMEDIATE`): one that reads first and writes later
    /// would fail as *database is locked* whenever another wrote in between. On PostgreSQL callers lock
    /// the rows they will change (`lock_exclusive`, which SQLite has no need of and ignores).
    pub(crate) async fn begin(&self) -> Result<Tx, Error> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(Tx(self.connection.begin_with_options(options).await?))
    }

    /// Brings the schema up to date, one process at a time, all of it or nothing.
    pub(crate) async fn migrate(&self) -> Result<(), Error> {
        let tx = self.begin().await?;
        if tx.get_database_backend() == DbBackend::Postgres {
            tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")).await?;
        }
        Migrations::up(&*tx, None).await?;
        tx.commit().await
    }

    /// What the clock of the database server says, in seconds since 1970; none where there is no server.
    pub(crate) async fn server_time(&self) -> Result<Option<i64>, Error> {
        if self.connection.get_database_backend() != DbBackend::Postgres {
            return Ok(None);
        }
        let sql = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS BIGINT)";
        let ask = sea_orm::Statement::from_string(DbBackend::Postgres, sql.to_owned());
        let row = self.connection.query_one_raw(ask).await?;
        Ok(row.map(|row| row.try_get_by_index::<i64>(0)).transpose()?)
    }

    /// Whether the database answers.
    pub(crate) async fn ping(&self) -> Result<(), Error> {
        Ok(self.connection.ping().await?)
    }

    /// Writes a consistent copy of a SQLite database to `path`, while the service runs.
    ///
    /// # Errors
    /// `Conflict` on PostgreSQL, whose own tools do this.
    pub(crate) async fn copy_to(&self, path: &str) -> Result<(), Error> {
        if self.connection.get_database_backend() != DbBackend::Sqlite {
            return Err(Error::Conflict {
                why:
                    "the database is PostgreSQL: use pg_dump --format=custom, and pg_restore to bring it back"
                        .to_owned(),
            });
        }
        let statement =
            sea_orm::Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [path.into()]);
        self.connection.execute_raw(statement).await?;
        Ok(())
    }

    /// Ends all connections.
    pub(crate) async fn close(&self) {
        if let Err(error) = self.connection.clone().close().await {
            tracing::warn!(%error, "the database connections did not end cleanly");
        }
    }
}

/// Whether another process has the SQLite database open. A file that is no database counts as one: it is not
/// ours to replace.
pub async fn is_in_use(path: &Path) -> bool {
    let path = path.to_owned();
    let mut options = ConnectOptions::new("sqlite:file");
    options.max_connections(1).sqlx_logging(false).map_sqlx_sqlite_opts(move |options| {
        // Every connection holds a shared lock on the file for as long as it is open.
        options
            .filename(&path)
            .locking_mode(SqliteLockingMode::Exclusive)
            .busy_timeout(Duration::from_millis(500))
    });
    let Ok(connection) = Database::connect(options).await else { return true };
    let free = connection.execute_unprepared("BEGIN EXCLUSIVE; ROLLBACK").await.is_ok();
    connection.close().await.is_err() || !free
}

/// Checks that a file is a whole SQLite database of this service. It is only read.
///
/// # Errors
/// `Conflict`, with what is wrong with it.
pub async fn check_copy(path: &Path) -> Result<(), Error> {
    let refused = |why: String| Error::Conflict { why };
    let path = path.to_owned();
    let mut options = ConnectOptions::new("sqlite:file");
    options
        .max_connections(1)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |options| options.filename(&path).read_only(true).immutable(true));
    let unreadable = |error: DbErr| refused(format!("it is no whole SQLite database: {error}"));
    let connection = Database::connect(options).await.map_err(unreadable)?;
    let ask = |sql: &str| sea_orm::Statement::from_string(DbBackend::Sqlite, sql.to_owned());
    let findings = connection.query_one_raw(ask("PRAGMA integrity_check")).await.map_err(unreadable)?;
    let finding = findings.map(|row| row.try_get_by_index::<String>(0)).transpose().map_err(unreadable)?;
    if finding.as_deref() != Some("ok") {
        return Err(refused(format!("it is damaged: {}", finding.unwrap_or_default())));
    }
    let ours =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('districts', 'seaql_migrations')";
    let tables = connection.query_all_raw(ask(ours)).await.map_err(unreadable)?;
    if tables.len() < 2 {
        return Err(refused("it is a database of another program".to_owned()));
    }
    Ok(connection.close().await?)
}

/// Whether a unique index refused the row.
pub(crate) fn is_duplicate(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

/// Whether the database is gone, full, locked or read-only, rather than our statement wrong.
pub(crate) fn is_unavailable(error: &DbErr) -> bool {
    let runtime = match error {
        DbErr::ConnectionAcquire(_) => return true,
        DbErr::Conn(error) | DbErr::Exec(error) | DbErr::Query(error) => error,
        _ => return false,
    };
    match runtime {
        RuntimeErr::SqlxError(error) => match error.as_ref() {
            sea_orm::sqlx::Error::Io(_)
            | sea_orm::sqlx::Error::PoolTimedOut
            | sea_orm::sqlx::Error::PoolClosed
            | sea_orm::sqlx::Error::Tls(_)
            | sea_orm::sqlx::Error::WorkerCrashed => true,
            sea_orm::sqlx::Error::Database(error) => {
                // SQLite: busy 5, locked 6, read-only 8, I/O 10, full 13, cannot open 14, not a database 26
                // (extended codes keep the primary one in the low byte). PostgreSQL: classes 08 connection, 40 rollback,
                // 53 resources, 57 operator intervention, 58 system error.
                error.code().is_some_and(|code| match code.parse::<u32>() {
                    Ok(number) if code.len() < 5 => matches!(number & 0xff, 5 | 6 | 8 | 10 | 13 | 14 | 26),
                    _ => ["08", "40", "53", "57", "58"].iter().any(|class| code.starts_with(class)),
                })
            }
            _ => false,
        },
        RuntimeErr::Internal(_) => false,
    }
}
