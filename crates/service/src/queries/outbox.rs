//! What the queue of messages holds: what waits, what could not be delivered, and the mails that the demo keeps.

use std::collections::HashMap;

use program::{DistrictId, Role};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Select};
use uuid::Uuid;

use crate::cursor::Window;
use crate::outbox::Target;
use crate::store::{mail, outbox, person, time};
use crate::{Actor, Error, KeptMail, Page, PageQuery, Scope, Service, UndeliveredView, Waiting};

/// The newest mails; see [`kept_mails_page`].
///
/// # Errors
/// `NotFound` unless this is the demo.
pub async fn kept_mails(service: &Service) -> Result<Vec<KeptMail>, Error> {
    kept_mails_page(service, PageQuery::default()).await.map(|page| page.items)
}

/// The mails, newest first. They hold sign-in links, so there is no such page outside the demo.
///
/// # Errors
/// `NotFound` unless this is the demo, or `Invalid`.
pub async fn kept_mails_page(service: &Service, query: PageQuery) -> Result<Page<KeptMail>, Error> {
    if !service.is_demo() || !service.keeps_mails() {
        return Err(Error::NotFound { what: "page" });
    }
    let window = Window::descending(query.cursor.as_deref(), query.limit)?;
    let rows = window.by_id(mail::Entity::find(), mail::Column::Id).all(service.backend().read()).await?;
    window.page(
        rows,
        |row| row.id,
        |row| {
            Ok(KeptMail {
                to: row.recipient,
                subject: row.subject,
                body: row.body,
                sent_at: time(row.sent_at)?,
            })
        },
    )
}

/// The messages of the district that could not be delivered, oldest first.
///
/// # Errors
/// `Forbidden`, or `Invalid`.
pub async fn undelivered(
    service: &Service,
    actor: &Actor,
    query: PageQuery,
) -> Result<Page<UndeliveredView>, Error> {
    let district = actor.demand(Scope::ProgramRead, &[Role::ProgramManager])?;
    let window = Window::ascending(query.cursor.as_deref(), query.limit)?;
    let select = dead().filter(outbox::Column::DistrictId.eq(district.uuid()));
    let rows = window.by_id(select, outbox::Column::Id).all(service.backend().read()).await?;
    let people = recipients(service, district, &rows).await?;
    window.page(rows, |row| row.id, |row| view(row, &people))
}

/// One message of the district that could not be delivered.
pub(crate) async fn undelivered_one(
    service: &Service,
    district: DistrictId,
    id: Uuid,
) -> Result<UndeliveredView, Error> {
    let select = dead().filter(outbox::Column::DistrictId.eq(district.uuid()));
    let row = select.filter(outbox::Column::Id.eq(id)).one(service.backend().read()).await?;
    let row = row.ok_or(Error::NotFound { what: "message" })?;
    let people = recipients(service, district, std::slice::from_ref(&row)).await?;
    view(row, &people)
}

/// How many messages of the district could not be delivered.
///
/// # Errors
/// `Forbidden`.
pub async fn undelivered_count(service: &Service, actor: &Actor) -> Result<u64, Error> {
    let district = actor.demand(Scope::ProgramRead, &[Role::ProgramManager])?;
    let select = dead().filter(outbox::Column::DistrictId.eq(district.uuid()));
    Ok(select.count(service.backend().read()).await?)
}

/// What the queue holds, of all districts.
pub(crate) async fn waiting(service: &Service) -> Result<Waiting, Error> {
    let db = service.backend().read();
    let now = service.now().unix();
    let alive = outbox::Entity::find().filter(outbox::Column::DeadAt.is_null());
    let due = alive.clone().filter(outbox::Column::DueAt.lte(now)).order_by_asc(outbox::Column::DueAt);
    let oldest = due.one(db).await?.map_or(0, |row| now - row.due_at);
    Ok(Waiting {
        messages: alive.count(db).await?,
        oldest_seconds: u64::try_from(oldest).unwrap_or_default(),
        undelivered: dead().count(db).await?,
    })
}

fn dead() -> Select<outbox::Entity> {
    outbox::Entity::find().filter(outbox::Column::DeadAt.is_not_null())
}

/// The people whom messages are for, by id.
async fn recipients(
    service: &Service,
    district: DistrictId,
    rows: &[outbox::Model],
) -> Result<HashMap<Uuid, person::Model>, Error> {
    let ids: Vec<Uuid> = rows.iter().filter_map(recipient).collect();
    let found = person::Entity::find()
        .filter(person::Column::DistrictId.eq(district.uuid()))
        .filter(person::Column::Id.is_in(ids))
        .all(service.backend().read())
        .await?;
    Ok(found.into_iter().map(|person| (person.id, person)).collect())
}

fn recipient(row: &outbox::Model) -> Option<Uuid> {
    match Target::from_column(row.target.as_deref()?).ok()? {
        Target::Mail(person) => Some(person.uuid()),
    }
}

fn view(row: outbox::Model, people: &HashMap<Uuid, person::Model>) -> Result<UndeliveredView, Error> {
    let recipient = recipient(&row);
    let person = recipient.and_then(|id| people.get(&id));
    Ok(UndeliveredView {
        id: row.id,
        recipient,
        recipient_name: person.map(|person| person.name.clone()),
        recipient_email: person.map(|person| person.email.clone()),
        attempts: u32::try_from(row.attempts).unwrap_or_default(),
        reason: row.last_error.unwrap_or_default(),
        written_at: time(row.created_at)?,
        given_up_at: time(row.dead_at.unwrap_or(row.due_at))?,
        subject: row.subject,
        kind: row.kind,
    })
}
