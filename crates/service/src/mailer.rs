//! How mails leave: to an SMTP server, or into the table that the demo's outbox page shows.

mod mail;
mod mime;
mod smtp;

use lettre::message::Mailbox;
use openbadges::Timestamp;
use sea_orm::{EntityTrait, IntoActiveModel};
use uuid::Uuid;

pub(crate) use self::mail::{Mail, Recipient};
use self::smtp::{Server, Trouble};
use crate::store::{Tx, mail as mails};
use crate::{Error, MailSettings, Service};

/// How many messages are delivered at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room {
    /// Those that somebody waits for.
    pub(crate) urgent: usize,
    /// All others.
    pub(crate) ordinary: usize,
}

/// The way out.
#[derive(Debug)]
pub(crate) enum Mailer {
    /// Into the table.
    Keep,
    /// To an SMTP server.
    Smtp {
        /// The server.
        server: Box<Server>,
        /// The sender.
        from: Box<Mailbox>,
    },
}

/// What became of a mail.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "one at a time, and never stored")]
pub(crate) enum Sent {
    /// The server has it.
    Accepted,
    /// Mails are not sent but kept.
    Kept(Mail),
    /// It may work later. What was wrong.
    Later(String),
    /// The server refused it for good. Its answer.
    Refused(String),
}

impl Mailer {
    /// From the settings; a message that names what is wrong otherwise.
    pub(crate) fn new(settings: &MailSettings) -> Result<Self, String> {
        let MailSettings::Smtp { from, .. } = settings else { return Ok(Self::Keep) };
        let from: Mailbox = from.parse().map_err(|error| format!("from: {from:?}: {error}"))?;
        Ok(Self::Smtp { server: Box::new(Server::new(settings)?), from: Box::new(from) })
    }

    /// How many deliveries at once. Mail servers take few connections from one client.
    pub(crate) const fn room(&self) -> Room {
        match self {
            Self::Keep => Room { urgent: 20, ordinary: 20 },
            Self::Smtp { .. } => Room { urgent: 4, ordinary: 4 },
        }
    }
}

/// Sends a mail, or gives it back where mails are kept. Over all attempts it has the same id and date, so that
/// a second delivery is recognized.
///
/// # Errors
/// When it cannot be written, which is an internal error.
pub(crate) async fn send(
    service: &Service,
    id: Uuid,
    written_at: Timestamp,
    mail: Mail,
) -> Result<Sent, Error> {
    let Mailer::Smtp { server, from } = service.mailer() else { return Ok(Sent::Kept(mail)) };
    let host = service.public_url().host_str().unwrap_or("localhost");
    let message = mime::message(&mail, from, &format!("<{id}@{host}>"), written_at)?;
    Ok(match server.send(message.envelope(), &message.formatted()).await {
        Ok(()) => Sent::Accepted,
        Err(Trouble::Later(why)) => Sent::Later(why),
        Err(Trouble::Refused(why)) => Sent::Refused(why),
    })
}

/// Keeps a mail, in the transaction that takes its message away.
pub(crate) async fn keep(service: &Service, tx: &Tx, id: Uuid, mail: &Mail) -> Result<(), Error> {
    let row = mails::Model {
        id,
        recipient: mail.to.address.clone(),
        subject: mail.subject.clone(),
        body: mail.text()?,
        sent_at: service.now().unix(),
    };
    mails::Entity::insert(row.into_active_model()).exec_without_returning(&**tx).await?;
    Ok(())
}
