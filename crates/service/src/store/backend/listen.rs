//! What replicas tell each other, on PostgreSQL.

use std::sync::Arc;

use sea_orm::sqlx::postgres::PgListener;
use sea_orm::{DbBackend, DbErr, RuntimeErr};

use super::Backend;
use crate::Error;
use crate::store::{Topic, Wakes};

/// The channel on which replicas announce that status lists changed.
pub(super) const CHANNEL: &str = "countersign_lists";

impl Backend {
    /// The bells that transactions ring.
    pub(crate) fn wakes(&self) -> &Wakes {
        &self.wakes
    }

    /// Listens for what other replicas announce, and rings the bells here; `began` is called when it listens.
    /// It ends when the connection is lost, or at once where there are no replicas.
    pub(crate) async fn listen(&self, began: impl Fn()) -> Result<(), Error> {
        if !self.has_replicas() {
            return Ok(());
        }
        let lost =
            |error: sea_orm::sqlx::Error| Error::from(DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error))));
        let mut listener = PgListener::connect(&self.url).await.map_err(lost)?;
        listener.listen(CHANNEL).await.map_err(lost)?;
        began();
        // What was announced while nobody listened.
        self.wakes.ring(Topic::Lists);
        while listener.try_recv().await.map_err(lost)?.is_some() {
            self.wakes.ring(Topic::Lists);
        }
        Ok(())
    }

    /// Whether there can be replicas that announce something.
    pub(crate) fn has_replicas(&self) -> bool {
        self.writing.database() == DbBackend::Postgres
    }
}
