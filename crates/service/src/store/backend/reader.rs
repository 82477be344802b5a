//! Reading outside a transaction.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement, sqlx};
use sea_orm_migration::async_trait;

use super::PATIENCE;
use super::errors::is_broken;
use super::session::{Pool, Session, within};

/// The database, for reading. Each statement takes a connection and gives it back; waiting for the connection and
/// for the answer together has an end.
#[derive(Debug, Clone)]
pub(crate) struct Reader(pub(super) Pool);

impl Reader {
    async fn run<T>(&self, work: impl AsyncFnOnce(&mut Session) -> Result<T, DbErr>) -> Result<T, DbErr> {
        within(PATIENCE, async {
            let mut session = self.0.acquire().await?;
            let answer = work(&mut session).await;
            if answer.as_ref().err().is_none_or(is_an_answer) {
                session.release();
            }
            answer
        })
        .await
    }
}

/// Whether the database itself refused the statement, so that the connection is as good as before: there is no
/// transaction that could be left open.
fn is_an_answer(error: &DbErr) -> bool {
    match error {
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => {
            matches!(error.as_ref(), sqlx::Error::Database(_)) && !is_broken(error)
        }
        _ => false,
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DbBackend {
        self.0.database()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.run(async |session| session.execute(&statement).await).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.run(async |session| session.run(sql).await).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.run(async |session| session.first(&statement).await).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.run(async |session| session.all(&statement).await).await
    }
}
