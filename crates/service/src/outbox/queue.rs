//! The queue in the database. Who delivers a message holds a lease on it: short, renewed while the delivery is
//! under way, and given back when the process stops.

use sea_orm::sea_query::{Condition, Expr, ExprTrait, LockBehavior, LockType};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::message::Kind;
use crate::mailer::{self, Mail};
use crate::store::outbox::{Column, Entity, Model};
use crate::{Error, Service};

/// How long a message is kept from other workers without a renewal, in seconds.
pub(super) const LEASE: i64 = 30;
/// How many attempts there are before a message counts as undeliverable: over about three days.
const TRIES: i32 = 24;
/// How many when the fault is ours: the next attempt will hardly differ.
const TRIES_OF_A_FAULT: i32 = 5;
/// The first pause between two attempts, in seconds; each is three times as long as the one before.
const FIRST_PAUSE: i64 = 5;
/// The longest one.
const LONGEST_PAUSE: i64 = 4 * 3600;
/// How long an undelivered message stays for the program manager to see, in seconds.
const KEPT_FOR: i64 = 30 * 24 * 3600;

/// How a delivery ended.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "one at a time, and never stored")]
pub(crate) enum Outcome {
    /// Delivered, or there is nothing to deliver any more.
    Done,
    /// Mails are kept here instead of sent.
    Keep(Mail),
    /// It may work later. What was wrong.
    Later(String),
    /// An internal error. What it was.
    Fault(String),
    /// It was refused for good. The answer.
    Refused(String),
}

/// Messages that are taken apart from others, so that one kind cannot hold up another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lane {
    /// Somebody sits and waits for them.
    Urgent,
    /// All others.
    Ordinary,
}

impl Lane {
    pub(super) fn of(kind: &str) -> Self {
        if Kind::named(kind).is_some_and(Kind::is_urgent) { Self::Urgent } else { Self::Ordinary }
    }

    /// Kinds that this version does not know are left to the replicas that do.
    fn kinds(self) -> Vec<&'static str> {
        Kind::ALL
            .into_iter()
            .filter(|kind| kind.is_urgent() == (self == Self::Urgent))
            .map(Kind::as_str)
            .collect()
    }
}

/// What is due and free in a lane, oldest first.
fn due(lane: Lane, now: i64) -> Select<Entity> {
    let free = Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lte(now));
    Entity::find()
        .filter(Column::DeadAt.is_null())
        .filter(Column::Kind.is_in(lane.kinds()))
        .filter(Column::DueAt.lte(now))
        .filter(free)
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
}

/// Takes at most so many messages of each lane, for [`LEASE`] seconds: of several workers one wins each.
pub(super) async fn take(service: &Service, worker: Uuid, room: &[(Lane, u64)]) -> Result<Vec<Model>, Error> {
    let now = service.now().unix();
    let mut wanted = Vec::new();
    // Looked at first, because a transaction would wait for others that write.
    for (lane, most) in room {
        if due(*lane, now).limit(1).count(service.backend().read()).await? > 0 {
            wanted.push((*lane, *most));
        }
    }
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let tx = service.backend().begin().await?;
    let mut taken = Vec::new();
    for (lane, most) in wanted {
        let free = due(lane, now).limit(most);
        taken.extend(free.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked).all(&*tx).await?);
    }
    Entity::update_many()
        .col_expr(Column::LeasedBy, Expr::value(worker))
        .col_expr(Column::LeasedUntil, Expr::value(now + LEASE))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(Column::Id.is_in(taken.iter().map(|message| message.id)))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    for message in &mut taken {
        message.attempts += 1;
    }
    Ok(taken)
}

/// Keeps the worker's messages from others for another [`LEASE`].
pub(super) async fn renew(service: &Service, worker: Uuid) -> Result<(), Error> {
    let tx = service.backend().begin().await?;
    Entity::update_many()
        .col_expr(Column::LeasedUntil, Expr::value(service.now().unix() + LEASE))
        .filter(Column::LeasedBy.eq(worker))
        .exec(&*tx)
        .await?;
    tx.commit().await
}

/// Gives back what the worker still has: the attempt does not count, and another worker may begin at once.
pub(super) async fn release(service: &Service, worker: Uuid) -> Result<(), Error> {
    let tx = service.backend().begin().await?;
    Entity::update_many()
        .col_expr(Column::LeasedBy, Expr::value(Option::<Uuid>::None))
        .col_expr(Column::LeasedUntil, Expr::value(Option::<i64>::None))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).sub(1))
        .filter(Column::LeasedBy.eq(worker))
        .exec(&*tx)
        .await?;
    tx.commit().await
}

/// Records how deliveries ended: all in one transaction, because each waits for the disk.
pub(super) async fn finish(
    service: &Service,
    worker: Uuid,
    results: &[(Model, Outcome)],
) -> Result<(), Error> {
    let tx = service.backend().begin().await?;
    let now = service.now().unix();
    for (message, outcome) in results {
        let (why, most) = match outcome {
            Outcome::Done => {
                Entity::delete_by_id(message.id).exec(&*tx).await?;
                continue;
            }
            Outcome::Keep(mail) => {
                mailer::keep(service, &tx, message.id, mail).await?;
                Entity::delete_by_id(message.id).exec(&*tx).await?;
                continue;
            }
            Outcome::Later(why) => (why, TRIES),
            Outcome::Fault(why) => (why, TRIES_OF_A_FAULT),
            Outcome::Refused(why) => (why, 0),
        };
        let dead = (message.attempts >= most).then_some(now);
        tell(message, dead.is_some());
        Entity::update_many()
            .col_expr(Column::LeasedBy, Expr::value(Option::<Uuid>::None))
            .col_expr(Column::LeasedUntil, Expr::value(Option::<i64>::None))
            .col_expr(Column::DueAt, Expr::value(now + pause(message.attempts)))
            .col_expr(Column::DeadAt, Expr::value(dead))
            .col_expr(Column::LastError, Expr::value(why.as_str()))
            .filter(Column::Id.eq(message.id))
            // Who lost the lease does not speak for who has it now.
            .filter(Column::LeasedBy.eq(worker))
            .exec(&*tx)
            .await?;
    }
    tx.commit().await
}

/// The answer of a mail server can hold an address, so the log does not quote it.
fn tell(message: &Model, dead: bool) {
    let (id, kind, attempts) = (message.id, message.kind.as_str(), message.attempts);
    if dead {
        tracing::error!(message.id = %id, kind, attempts, "a message could not be delivered and is not tried again");
    } else {
        tracing::warn!(message.id = %id, kind, attempts, "a message waits for another attempt");
    }
}

/// How long to wait after so many attempts, in seconds.
fn pause(attempts: i32) -> i64 {
    let exponent = u32::try_from(attempts.saturating_sub(1).clamp(0, 20)).unwrap_or_default();
    Ord::min(FIRST_PAUSE.saturating_mul(3_i64.saturating_pow(exponent)), LONGEST_PAUSE)
}

/// Removes what nobody tried again in [`KEPT_FOR`] seconds.
pub(crate) async fn clean_up(service: &Service) -> Result<(), Error> {
    let tx = service.backend().begin().await?;
    let long_ago = service.now().unix() - KEPT_FOR;
    Entity::delete_many().filter(Column::DeadAt.lt(long_ago)).exec(&*tx).await?;
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_limit_and_all_tries_take_about_three_days() {
        assert_eq!((pause(0), pause(1), pause(2), pause(3)), (5, 5, 15, 45));
        assert_eq!(pause(i32::MAX), LONGEST_PAUSE);
        let all: i64 = (1..TRIES).map(pause).sum();
        assert!((2 * 24 * 3600..4 * 24 * 3600).contains(&all), "{all}");
    }

    #[test]
    fn sign_in_has_a_lane_of_its_own_and_unknown_kinds_have_none() {
        assert_eq!(Lane::Urgent.kinds(), ["sign_in"]);
        assert_eq!(Lane::Ordinary.kinds().len(), Kind::ALL.len() - 1);
        assert_eq!(Lane::of("badge_issued"), Lane::Ordinary);
    }
}
