//! What is to be done after a commit. The message is written in the transaction of what it follows from, so
//! neither can be without the other; it names things and does not contain them, and it keeps its id over all
//! attempts.

use sea_orm::{EntityTrait, IntoActiveModel};
use uuid::Uuid;

use crate::mailer::{self, Sent};
use crate::store::{Topic, Tx, outbox};
use crate::{Error, Service};

mod desk;
mod mails;
mod message;
mod queue;

pub(crate) use desk::run;
pub(crate) use message::{Kind, Message, Target};
pub(crate) use queue::{Outcome, clean_up};

/// Adds a message.
pub(crate) async fn add(service: &Service, tx: &Tx, message: Message) -> Result<(), Error> {
    let now = service.now().unix();
    let row = outbox::Model {
        id: service.world().id(),
        kind: message.kind.as_str().to_owned(),
        district_id: Some(message.district.uuid()),
        target: Some(message.target.to_column()),
        subject: message.subject.to_string(),
        due_at: now,
        attempts: 0,
        last_error: None,
        created_at: now,
        leased_by: None,
        leased_until: None,
        dead_at: None,
    };
    outbox::Entity::insert(row.into_active_model()).exec_without_returning(&**tx).await?;
    tx.wake(Topic::Outbox);
    Ok(())
}

/// Adds a mail to a person, if there is one.
pub(crate) async fn mail(
    service: &Service,
    tx: &Tx,
    kind: Kind,
    (district, person): (program::DistrictId, Option<Uuid>),
    subject: Uuid,
) -> Result<(), Error> {
    let Some(person) = person else { return Ok(()) };
    let target = Target::Mail(program::PersonId::from_uuid(person));
    add(service, tx, Message { kind, district, target, subject }).await
}

/// Does what a message asks for.
async fn deliver(service: &Service, row: &outbox::Model) -> Outcome {
    match attempt(service, row).await {
        Ok(outcome) => outcome,
        // What we need does not answer; that is no fault of the message.
        Err(error @ Error::Unavailable { .. }) => Outcome::Later(error.to_string()),
        Err(error) => {
            tracing::error!(message.id = %row.id, kind = %row.kind, %error, "a message cannot be written");
            Outcome::Fault(error.to_string())
        }
    }
}

async fn attempt(service: &Service, row: &outbox::Model) -> Result<Outcome, Error> {
    let message = read(row)?;
    match message.target {
        Target::Mail(person) => {
            let Some(mail) = mails::write(service, &message, person).await? else { return Ok(Outcome::Done) };
            let written_at = crate::store::time(row.created_at)?;
            Ok(match mailer::send(service, row.id, written_at, mail).await? {
                Sent::Accepted => Outcome::Done,
                Sent::Kept(mail) => Outcome::Keep(mail),
                Sent::Later(why) => Outcome::Later(why),
                Sent::Refused(why) => Outcome::Refused(why),
            })
        }
    }
}

/// The message of a row.
fn read(row: &outbox::Model) -> Result<Message, Error> {
    let kind = Kind::named(&row.kind);
    let kind = kind.ok_or_else(|| Error::internal(format!("a message of the unknown kind {}", row.kind)))?;
    let district = row.district_id.ok_or_else(|| Error::internal("a message of no district"))?;
    let target = row.target.as_deref().ok_or_else(|| Error::internal("a message to nobody"))?;
    Ok(Message {
        kind,
        district: program::DistrictId::from_uuid(district),
        target: Target::from_column(target)?,
        subject: row.subject.parse().map_err(Error::internal)?,
    })
}
