//! The clock of this machine, and a log that a wrong clock wrote.

use openbadges::Timestamp;
use program::DistrictId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::json;

use crate::audit::{self, AuditEvent, record};
use crate::clock;
use crate::store::{Tx, assessment, audit as entries, credential, district, outbox, submission, time};
use crate::world::{Reference, TOLERANCE};
use crate::{Actor, ClockView, Error, Mended, Service};

/// What waits in the outbox for longer than this, in seconds, was put there by a wrong clock: no pause is as long.
const LONGEST_WAIT: i64 = 24 * 3600;

/// What the clock says, and what it is compared with.
///
/// # Errors
/// `Forbidden` unless the machine's operator asks.
pub async fn show(service: &Service, actor: &Actor) -> Result<ClockView, Error> {
    demand_operator(actor)?;
    clock::look(service).await?;
    let server = clock::server_time(service).await?;
    let newest = audit::newest(service).await?;
    Ok(ClockView {
        clock: time(service.world().reading().wall)?,
        database_server: server.map(time).transpose()?,
        newest_entry: newest.map(time).transpose()?,
        trouble: service.clock_trouble(),
    })
}

/// The operator says that this machine's clock is right. A log that is ahead of it gets an entry that says so; what comes
/// after that is dated by the clock again. Mails that wait for a time far away are sent now, and work that was handed in later
/// than now counts as handed in now.
///
/// Badges that are dated later stay as they were signed; they are counted.
///
/// # Errors
/// `Forbidden` unless the machine's operator asks, `Conflict` when the database server's clock says otherwise.
pub async fn mend(service: &Service, actor: &Actor) -> Result<Mended, Error> {
    demand_operator(actor)?;
    let reading = service.world().reading();
    let now = time(reading.wall)?;
    if let Some(server) = clock::server_time(service).await?
        && (reading.wall - server).abs() > TOLERANCE
    {
        let why = format!(
            "this machine's clock says {now}, the database server's {}; set them right first",
            time(server)?
        );
        return Err(Error::Conflict { why });
    }
    let latest = now.plus_seconds(TOLERANCE).unix();
    let tx = service.backend().begin().await?;
    let mut districts = Vec::new();
    for row in district::Entity::find().order_by_asc(district::Column::Id).all(&*tx).await? {
        let id = row.typed_id();
        district::lock(&tx, id).await?;
        let Some(newest) = newest_of(&tx, id).await?.filter(|newest| newest.at > latest) else { continue };
        let detail = json!({ "newest": time(newest.at)?.to_string(), "sequence": newest.sequence });
        let event = AuditEvent { action: audit::MENDED, subject: format!("district:{}", row.id), detail };
        record(&tx, now, id, actor, event).await?;
        districts.push(row.slug);
    }
    redate(&tx, now, latest).await?;
    let misdated =
        credential::Entity::find().filter(credential::Column::IssuedAt.gt(latest)).count(&*tx).await?;
    clock::keep(service, &tx, reading).await?;
    tx.commit().await?;
    service.world().settle(Some(Reference { at: reading.wall, steady: reading.steady }), Some(now.unix()));
    Ok(Mended { clock: now, districts, misdated })
}

/// What a wrong clock dated and what is not signed yet: mails that wait, and work that was handed in. A badge is never dated
/// before the work that it is for.
async fn redate(tx: &Tx, now: Timestamp, latest: i64) -> Result<(), Error> {
    outbox::Entity::update_many()
        .col_expr(outbox::Column::DueAt, Expr::value(now.unix()))
        .filter(outbox::Column::DueAt.gt(now.unix() + LONGEST_WAIT))
        .exec(&**tx)
        .await?;
    submission::Entity::update_many()
        .col_expr(submission::Column::SubmittedAt, Expr::value(now.unix()))
        .filter(submission::Column::SubmittedAt.gt(latest))
        .exec(&**tx)
        .await?;
    assessment::Entity::update_many()
        .col_expr(assessment::Column::SubmittedAt, Expr::value(now.unix()))
        .filter(assessment::Column::SubmittedAt.gt(latest))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// The latest of the entries of a district that say what time it is.
async fn newest_of(tx: &Tx, id: DistrictId) -> Result<Option<entries::Model>, Error> {
    let own = || entries::Entity::find().filter(entries::Column::DistrictId.eq(id.uuid()));
    let mended = own()
        .filter(entries::Column::Action.eq(audit::MENDED))
        .order_by_desc(entries::Column::Sequence)
        .one(&**tx)
        .await?;
    let since = own().filter(entries::Column::Sequence.gte(mended.map_or(0, |entry| entry.sequence)));
    Ok(since.order_by_desc(entries::Column::At).one(&**tx).await?)
}

fn demand_operator(actor: &Actor) -> Result<(), Error> {
    if actor.is_operator() {
        return Ok(());
    }
    Err(Error::Forbidden {
        why: "the clock is looked after on the machine itself: countersign clock".to_owned(),
    })
}
