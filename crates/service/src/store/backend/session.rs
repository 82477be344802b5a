//! One connection, out of its pool and back.

use std::str::FromStr;
use std::time::Duration;

use sea_orm::sqlx::pool::{PoolConnection, PoolOptions};
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::query::Query;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{
    AssertSqlSafe, ConnectOptions, Database, Error as SqlxError, Executor, PgPool, Postgres, Sqlite,
    SqlitePool, query_with,
};
use sea_orm::{ConnAcquireErr, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement, Value};
use sea_query_sqlx::SqlxValues;

use super::errors::NUL;
use super::{LOCK_WAIT, PATIENCE};

/// Begins a transaction that takes the write lock at once: one that reads first and writes later would fail as
/// *database is locked* whenever another wrote in between.
const SQLITE_BEGIN: &str = "BEGIN IMMEDIATE";
/// The limits end what a process leaves behind that was stopped or cut off in the middle of a transaction. They are
/// set here and not for the connection, so that a pooler between us and the server may be used.
const POSTGRES_BEGIN: &str =
    "BEGIN; SET LOCAL statement_timeout = '10s'; SET LOCAL idle_in_transaction_session_timeout = '20s'";

/// Connections to one database.
#[derive(Debug, Clone)]
pub(super) enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// The two pools of a database.
pub(super) struct Pools {
    pub(super) reading: Pool,
    pub(super) writing: Pool,
}

impl Pools {
    /// Connects. A SQLite file is created when it is not there.
    ///
    /// Whoever reads does not stand in line with those who wait to write, also not to read the answer to what was just
    /// written. On SQLite, which has one writer at a time, one connection writes and `connections` read; on PostgreSQL half
    /// of them write.
    pub(super) async fn connect(url: &str, connections: u32) -> Result<Self, DbErr> {
        if url.starts_with("sqlite:") {
            let options = sqlite_options(url)?;
            // SQLite connections cost nothing to keep, and a new one must set itself up.
            let kept = |most| pool_options::<Sqlite>(most).idle_timeout(None).max_lifetime(None);
            let writing = kept(1).connect_with(options.clone()).await.map_err(not_connected)?;
            let reading = kept(connections).connect_lazy_with(options.pragma("query_only", "ON"));
            return Ok(Self { reading: Pool::Sqlite(reading), writing: Pool::Sqlite(writing) });
        }
        let options = PgConnectOptions::from_str(url).map_err(not_connected)?.disable_statement_logging();
        let writers = connections.div_ceil(2);
        let writing = pool_options(writers).connect_with(options.clone()).await.map_err(not_connected)?;
        let reading = pool_options(connections.saturating_sub(writers)).connect_lazy_with(options);
        Ok(Self { reading: Pool::Postgres(reading), writing: Pool::Postgres(writing) })
    }
}

/// How a SQLite file is opened.
pub(super) fn sqlite_options(url: &str) -> Result<SqliteConnectOptions, DbErr> {
    let options = SqliteConnectOptions::from_str(url).map_err(not_connected)?;
    Ok(options
        .disable_statement_logging()
        .create_if_missing(true)
        .foreign_keys(true)
        // Readers and the one writer do not wait for each other.
        .journal_mode(SqliteJournalMode::Wal)
        // An approval that was answered survives a power cut.
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(LOCK_WAIT))
}

fn pool_options<D: Database>(connections: u32) -> PoolOptions<D> {
    PoolOptions::new().max_connections(connections.max(1)).acquire_timeout(PATIENCE)
}

impl Pool {
    pub(super) fn database(&self) -> DbBackend {
        match self {
            Self::Sqlite(_) => DbBackend::Sqlite,
            Self::Postgres(_) => DbBackend::Postgres,
        }
    }

    /// Takes a connection.
    pub(super) async fn acquire(&self) -> Result<Session, DbErr> {
        let connection = match self {
            Self::Sqlite(pool) => Connection::Sqlite(pool.acquire().await.map_err(not_connected)?),
            Self::Postgres(pool) => Connection::Postgres(pool.acquire().await.map_err(not_connected)?),
        };
        Ok(Session { connection: Some(connection) })
    }

    /// Ends all connections.
    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// A connection that is out of its pool.
///
/// It goes back only by [`Session::release`], which is for those who know that it is in no transaction and that
/// nothing runs on it. Dropped in any other way (a statement failed, an answer did not come, whoever waited went
/// away) it is closed, and the database ends what was under way on it. So no connection in the pool is in an
/// unknown state. That matters most for SQLite, which rolls back by itself when the disk is full: whoever took
/// such a connection for one in a transaction would acknowledge what is never stored.
#[derive(Debug)]
pub(super) struct Session {
    connection: Option<Connection>,
}

#[derive(Debug)]
enum Connection {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

impl Drop for Session {
    fn drop(&mut self) {
        match self.connection.take() {
            Some(Connection::Sqlite(connection)) => drop(connection.detach()),
            Some(Connection::Postgres(connection)) => drop(connection.detach()),
            None => {}
        }
    }
}

impl Session {
    /// Gives it back to its pool.
    pub(super) fn release(mut self) {
        drop(self.connection.take());
    }

    /// Begins a transaction.
    pub(super) async fn begin(&mut self) -> Result<(), DbErr> {
        match self.connection()? {
            Connection::Sqlite(_) => self.run(SQLITE_BEGIN).await?,
            Connection::Postgres(_) => self.run(POSTGRES_BEGIN).await?,
        };
        Ok(())
    }

    /// Commits the transaction.
    ///
    /// On SQLite a commit counts only when there is no transaction left afterwards. A `BEGIN` tells: inside a
    /// transaction it fails.
    pub(super) async fn commit(&mut self) -> Result<(), DbErr> {
        self.run("COMMIT").await?;
        if let Connection::Sqlite(_) = self.connection()? {
            self.run("BEGIN").await?;
            self.run("ROLLBACK").await?;
        }
        Ok(())
    }

    /// Rolls the transaction back.
    pub(super) async fn rollback(&mut self) -> Result<(), DbErr> {
        self.run("ROLLBACK").await?;
        Ok(())
    }

    /// Runs SQL without values.
    pub(super) async fn run(&mut self, sql: &str) -> Result<ExecResult, DbErr> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self.connection()? {
            Connection::Sqlite(connection) => connection.execute(sql).await.map(ExecResult::from),
            Connection::Postgres(connection) => connection.execute(sql).await.map(ExecResult::from),
        }
        .map_err(|error| DbErr::Exec(runtime(error)))
    }

    /// Runs a statement.
    pub(super) async fn execute(&mut self, statement: &Statement) -> Result<ExecResult, DbErr> {
        finds_nothing(statement)?;
        match self.connection()? {
            Connection::Sqlite(c) => query(statement).execute(&mut **c).await.map(ExecResult::from),
            Connection::Postgres(c) => query(statement).execute(&mut **c).await.map(ExecResult::from),
        }
        .map_err(|error| DbErr::Exec(runtime(error)))
    }

    /// The first row that a statement gives.
    pub(super) async fn first(&mut self, statement: &Statement) -> Result<Option<QueryResult>, DbErr> {
        if finds_nothing(statement)? {
            return Ok(None);
        }
        match self.connection()? {
            Connection::Sqlite(c) => {
                query(statement).fetch_optional(&mut **c).await.map(|row| row.map(QueryResult::from))
            }
            Connection::Postgres(c) => {
                query(statement).fetch_optional(&mut **c).await.map(|row| row.map(QueryResult::from))
            }
        }
        .map_err(|error| DbErr::Query(runtime(error)))
    }

    /// All rows that a statement gives.
    pub(super) async fn all(&mut self, statement: &Statement) -> Result<Vec<QueryResult>, DbErr> {
        if finds_nothing(statement)? {
            return Ok(Vec::new());
        }
        match self.connection()? {
            Connection::Sqlite(c) => query(statement)
                .fetch_all(&mut **c)
                .await
                .map(|rows| rows.into_iter().map(Into::into).collect()),
            Connection::Postgres(c) => query(statement)
                .fetch_all(&mut **c)
                .await
                .map(|rows| rows.into_iter().map(Into::into).collect()),
        }
        .map_err(|error| DbErr::Query(runtime(error)))
    }

    fn connection(&mut self) -> Result<&mut Connection, DbErr> {
        self.connection.as_mut().ok_or(DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed))
    }
}

/// The guard for every text that goes to the database: none holds U+0000, which PostgreSQL cannot store. What is looked up by
/// such a text is not there; what would write it is refused.
fn finds_nothing(statement: &Statement) -> Result<bool, DbErr> {
    let texts = statement.values.iter().flat_map(|values| &values.0);
    let mut held = texts.filter(|value| matches!(value, Value::String(Some(text)) if text.contains('\0')));
    match held.next() {
        None => Ok(false),
        Some(_) if statement.sql.starts_with("SELECT") => Ok(true),
        Some(_) => Err(DbErr::Type(NUL.to_owned())),
    }
}

fn query<D>(statement: &Statement) -> Query<'_, D, SqlxValues>
where
    D: Database,
    SqlxValues: sea_orm::sqlx::IntoArguments<D>,
{
    let values = statement.values.clone().unwrap_or(sea_orm::Values(Vec::new()));
    query_with(AssertSqlSafe(statement.sql.as_str()), SqlxValues(values))
}

fn runtime(error: SqlxError) -> RuntimeErr {
    RuntimeErr::SqlxError(error.into())
}

fn not_connected(error: SqlxError) -> DbErr {
    DbErr::Conn(runtime(error))
}

/// Waits for an answer of the database, and no longer than this.
pub(super) async fn within<T>(
    limit: Duration,
    work: impl Future<Output = Result<T, DbErr>>,
) -> Result<T, DbErr> {
    tokio::time::timeout(limit, work).await.unwrap_or_else(|_elapsed| {
        let why = format!("no answer within {} seconds", limit.as_secs());
        Err(not_connected(SqlxError::Io(std::io::Error::new(std::io::ErrorKind::TimedOut, why))))
    })
}
