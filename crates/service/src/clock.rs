//! Whether this machine's clock can be believed.
//!
//! Signatures are dated by the clock, and what is signed cannot be dated anew. So the clock is compared with what else is
//! known of the time. On PostgreSQL that is the clock of the database server. On SQLite it is the machine's steady clock,
//! which counts from the machine's start and which nobody can set: the time that the clock said when it was last found to be
//! right, and the seconds since then. That pair is also kept in the database (`clock_marks`), so that it outlives the
//! process, though not the machine's next start.
//!
//! A clock that is more than five minutes ahead of that, and of the newest entry in the log, is wrong: nothing is signed, and
//! everything else is dated by what was expected instead. A quiet night is no jump: both clocks went on.
//!
//! When the clock is behind the newest entry, time stands still. When it is behind by more than a day, nothing is signed: the
//! clock is wrong, or the log was written by a wrong clock. See [`crate::commands::clock::mend`].

use std::sync::{Mutex, PoisonError};

use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::store::{Tx, clock_mark};
use crate::world::{Reading, Reference, TOLERANCE};
use crate::{ClockTrouble, Error, Service, audit};

/// A clock that is behind what was expected by less than this, in seconds, was set back by somebody; the expectation stays.
/// Where it is more, the expectation was wrong.
const SET_BACK: i64 = 24 * 3600;
/// How often the pair of clocks is kept, in seconds.
const KEPT_EVERY: i64 = 60;

/// What was said of the clock last, so that it is said once.
#[derive(Debug, Default)]
pub(crate) struct Said(Mutex<SaidState>);

#[derive(Debug, Default)]
struct SaidState {
    trouble: Option<std::mem::Discriminant<ClockTrouble>>,
    /// When the pair of clocks was kept last, by the steady clock.
    kept: Option<i64>,
}

impl Said {
    /// Logs what changed.
    pub(crate) fn note(&self, trouble: Option<ClockTrouble>) {
        let mut said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kind = trouble.as_ref().map(std::mem::discriminant);
        if said.trouble == kind {
            return;
        }
        said.trouble = kind;
        if let Some(trouble) = trouble {
            tracing::error!("{trouble}");
        } else {
            tracing::info!("the clock of this machine is right again");
        }
    }

    fn is_kept(&self, steady: i64) -> bool {
        let said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        said.kept.is_some_and(|kept| steady - kept < KEPT_EVERY)
    }

    fn kept(&self, steady: i64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).kept = Some(steady);
    }
}

/// Compares the clock with what else is known of the time: when the service starts, and every few seconds.
pub(crate) async fn look(service: &Service) -> Result<(), Error> {
    let world = service.world();
    let server = server_time(service).await?;
    let reading = world.reading();
    let before = match server {
        Some(at) => Some(Reference { at, steady: reading.steady }),
        None => newer(world.reference(), kept(service, reading).await?),
    };
    let ahead = before.map_or(0, |reference| reading.wall - reference.expects(reading.steady));
    let doubtful =
        ahead > TOLERANCE || world.latest() - reading.wall > TOLERANCE || world.reference().is_none();
    let newest = if doubtful { Some(audit::newest(service).await?.unwrap_or_default()) } else { None };
    let behind = newest.map_or(0, |newest| newest - reading.wall);
    let is_ahead = ahead > TOLERANCE && -behind > TOLERANCE;
    let is_right = !is_ahead && behind <= TOLERANCE;
    let reference = match server {
        Some(_) if is_ahead || !is_right => before,
        Some(at) => Some(Reference { at: at.max(reading.wall), steady: reading.steady }),
        None if is_ahead => before,
        // Neither is to be believed: the next clock that is not behind the log will be.
        None if !is_right => None,
        None if -ahead > TOLERANCE && -ahead < SET_BACK => before,
        None => Some(Reference { at: reading.wall, steady: reading.steady }),
    };
    world.settle(reference, newest);
    service.board().forget_after(world.latest() + TOLERANCE);
    service.clock_trouble();
    if server.is_none() && is_right && !service.said().is_kept(reading.steady) {
        let tx = service.backend().begin().await?;
        keep(service, &tx, reading).await?;
        tx.commit().await?;
        service.said().kept(reading.steady);
    }
    Ok(())
}

/// The time of the database server, if the database has one.
pub(crate) async fn server_time(service: &Service) -> Result<Option<i64>, Error> {
    let theirs = service.backend().server_time().await?;
    Ok(theirs.map(|theirs| service.world().server().unwrap_or(theirs)))
}

/// Of what this process knows and what another one kept, what was found out later.
fn newer(own: Option<Reference>, kept: Option<Reference>) -> Option<Reference> {
    match (own, kept) {
        (Some(own), Some(kept)) if kept.steady > own.steady => Some(kept),
        (Some(own), _) => Some(own),
        (None, kept) => kept,
    }
}

/// The pair of clocks that was kept since this machine started, if the clock that it is to be compared with is in doubt.
async fn kept(service: &Service, reading: Reading) -> Result<Option<Reference>, Error> {
    let Some(boot) = service.world().boot() else { return Ok(None) };
    let own = service.world().reference();
    if own.is_some_and(|own| (reading.wall - own.expects(reading.steady)).abs() <= TOLERANCE) {
        return Ok(None);
    }
    let row = clock_mark::Entity::find_by_id(boot).one(service.backend().read()).await?;
    let row = row.filter(|row| row.steady <= reading.steady);
    Ok(row.map(|row| Reference { at: row.at, steady: row.steady }))
}

/// Keeps the pair of clocks for the next process. What was kept before the machine's last start says nothing.
pub(crate) async fn keep(service: &Service, tx: &Tx, reading: Reading) -> Result<(), Error> {
    let Some(boot) = service.world().boot() else { return Ok(()) };
    clock_mark::Entity::delete_many().filter(clock_mark::Column::Boot.ne(boot)).exec(&**tx).await?;
    let row = clock_mark::Model { boot: boot.to_owned(), at: reading.wall, steady: reading.steady };
    let replace = OnConflict::column(clock_mark::Column::Boot)
        .update_columns([clock_mark::Column::At, clock_mark::Column::Steady])
        .to_owned();
    clock_mark::Entity::insert(row.into_active_model())
        .on_conflict(replace)
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}
