//! What the errors of the database mean.

use sea_orm::sqlx::Error as SqlxError;
use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// What is wrong with a text that no database of ours can hold.
pub(super) const NUL: &str = "a text holds the character U+0000, which cannot be stored; remove it";

/// Why a text cannot be stored, when that is what the error says: it was found before it went to the database, or PostgreSQL
/// refused it (22021 in a text, 22P05 in JSON).
pub(crate) fn unstorable(error: &DbErr) -> Option<&'static str> {
    match error {
        DbErr::Type(why) if why == NUL => Some(NUL),
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => {
            let code = error.as_database_error().and_then(sea_orm::sqlx::error::DatabaseError::code)?;
            matches!(code.as_ref(), "22021" | "22P05").then_some(NUL)
        }
        _ => None,
    }
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
        RuntimeErr::SqlxError(error) => is_broken(error),
        RuntimeErr::Internal(_) => false,
    }
}

/// Whether the connection or the database failed, rather than the statement.
pub(super) fn is_broken(error: &SqlxError) -> bool {
    match error {
        SqlxError::Io(_)
        | SqlxError::PoolTimedOut
        | SqlxError::PoolClosed
        | SqlxError::Tls(_)
        | SqlxError::WorkerCrashed => true,
        SqlxError::Database(error) => {
            // SQLite: busy 5, locked 6, out of memory 7, read-only 8, I/O 10, full 13, cannot open 14, locking 15, not a
            // database 26 (extended codes keep the primary one in the low byte). PostgreSQL: classes 08 connection, 40
            // rollback, 53 resources, 57 operator intervention, 58 system error.
            error.code().is_some_and(|code| match code.parse::<u32>() {
                Ok(number) if code.len() < 5 => {
                    matches!(number & 0xff, 5 | 6 | 7 | 8 | 10 | 13 | 14 | 15 | 26)
                }
                _ => ["08", "40", "53", "57", "58"].iter().any(|class| code.starts_with(class)),
            })
        }
        _ => false,
    }
}
