//! Transactions.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex as StdMutex, PoisonError};

use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use sea_orm_migration::async_trait;
use tokio::sync::Mutex;

use super::listen::CHANNEL;
use super::session::{Session, within};
use super::{Counts, PATIENCE};
use crate::Error;
use crate::store::{Topic, Wakes};

/// A transaction. Dropped without [`Tx::commit`], it never happened.
#[derive(Debug)]
pub(crate) struct Tx(Statements);

/// The statements of a transaction.
///
/// A statement that fails ends the transaction: its connection is closed, no statement after it is run, and it
/// cannot be committed. PostgreSQL demands that; SQLite would go on, and after a full disk or an I/O error, for
/// which it rolls back by itself, each further statement would be a commit of its own.
#[derive(Debug)]
pub(crate) struct Statements {
    database: DbBackend,
    /// Absent while a statement runs, so that one which is given up takes the connection with it.
    session: Mutex<Option<Session>>,
    counts: Arc<Counts>,
    wakes: Arc<Wakes>,
    /// For what this makes work, once it has committed.
    topics: StdMutex<BTreeSet<Topic>>,
    after: After,
}

/// What is done once it is committed, such as saying so in the log.
#[derive(Default)]
struct After(StdMutex<Vec<Box<dyn FnOnce() + Send>>>);

impl std::fmt::Debug for After {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("After").finish_non_exhaustive()
    }
}

impl Tx {
    pub(super) fn new(database: DbBackend, session: Session, counts: Arc<Counts>, wakes: Arc<Wakes>) -> Self {
        let session = Mutex::new(Some(session));
        let (topics, after) = (StdMutex::default(), After::default());
        Self(Statements { database, session, counts, wakes, topics, after })
    }

    /// Rings a bell once this has committed.
    pub(crate) fn wake(&self, topic: Topic) {
        self.0.topics.lock().unwrap_or_else(PoisonError::into_inner).insert(topic);
    }

    /// Commits.
    ///
    /// # Errors
    /// `Unavailable` when the database did not say that it committed. Nothing is half done; whether all of it is
    /// stored is not known when the connection broke in that very moment.
    pub(crate) async fn commit(mut self) -> Result<(), Error> {
        let topics = std::mem::take(self.0.topics.get_mut().unwrap_or_else(PoisonError::into_inner));
        // Other replicas look for lists that this one signs; messages are delivered by whoever wrote them.
        if topics.contains(&Topic::Lists) && self.0.database == DbBackend::Postgres {
            self.0.execute_unprepared(&format!("NOTIFY {CHANNEL}")).await?;
        }
        let mut session = self.0.session.get_mut().take().ok_or_else(over)?;
        within(PATIENCE, session.commit()).await.map_err(|error| self.0.counts.note(error))?;
        session.release();
        self.0.counts.commits.fetch_add(1, Ordering::Relaxed);
        for topic in topics {
            self.0.wakes.ring(topic);
        }
        let after = std::mem::take(self.0.after.0.get_mut().unwrap_or_else(PoisonError::into_inner));
        for work in after {
            work();
        }
        Ok(())
    }

    /// Does something once this is committed, and never when it is not: what is said in the log happened.
    pub(crate) fn after_commit(&self, work: impl FnOnce() + Send + 'static) {
        self.0.after.0.lock().unwrap_or_else(PoisonError::into_inner).push(Box::new(work));
    }
}

impl std::ops::Deref for Tx {
    type Target = Statements;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl Drop for Statements {
    /// What was not committed is rolled back, beside whatever comes next. Without a runtime, such as while the
    /// process ends, closing the connection does it.
    fn drop(&mut self) {
        let Some(mut session) = self.session.get_mut().take() else { return };
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                if within(PATIENCE, session.rollback()).await.is_ok() {
                    session.release();
                }
            });
        }
    }
}

impl Statements {
    async fn run<T>(&self, work: impl AsyncFnOnce(&mut Session) -> Result<T, DbErr>) -> Result<T, DbErr> {
        let mut held = self.session.lock().await;
        let mut session = held.take().ok_or_else(over)?;
        let answer = within(PATIENCE, work(&mut session)).await.map_err(|error| self.counts.note(error))?;
        *held = Some(session);
        Ok(answer)
    }
}

fn over() -> DbErr {
    DbErr::Custom("the transaction ended when a statement in it failed".to_owned())
}

#[async_trait::async_trait]
impl ConnectionTrait for Statements {
    fn get_database_backend(&self) -> DbBackend {
        self.database
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
