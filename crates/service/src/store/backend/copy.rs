//! SQLite files as wholes: whether one is in use, whether one is sound, a copy of one.

use std::path::Path;
use std::time::Duration;

use sea_orm::sqlx::ConnectOptions as _;
use sea_orm::sqlx::sqlite::SqliteLockingMode;
use sea_orm::sqlx::{Connection, Executor, query};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DbBackend, DbErr, RuntimeErr};

use super::session::sqlite_options;
use crate::Error;

/// Writes a consistent copy of a database to `path`, on a connection of its own: it may take long, and others
/// read and write meanwhile.
pub(super) async fn copy_to(url: &str, path: &str) -> Result<(), DbErr> {
    let failed = |error: sea_orm::sqlx::Error| DbErr::Exec(RuntimeErr::SqlxError(error.into()));
    let mut connection = sqlite_options(url)?.connect().await.map_err(failed)?;
    connection.execute(query("VACUUM INTO ?").bind(path)).await.map_err(failed)?;
    connection.close().await.map_err(failed)
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
