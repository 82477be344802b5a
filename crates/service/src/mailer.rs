//! How mails leave: to an SMTP server, or into the table that the demo's outbox page shows.

use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use sea_orm::{EntityTrait, IntoActiveModel};
use secrecy::ExposeSecret;

use crate::store::{Tx, mail};
use crate::{Error, MailSettings, Service};

/// A mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mail {
    /// The address of the recipient.
    pub(crate) to: String,
    /// The subject.
    pub(crate) subject: String,
    /// The text.
    pub(crate) body: String,
}

/// The way out.
pub(crate) enum Mailer {
    /// Into the table.
    Keep,
    /// To an SMTP server.
    Smtp {
        /// The connection pool.
        transport: Box<AsyncSmtpTransport<Tokio1Executor>>,
        /// The sender.
        from: Box<Mailbox>,
    },
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Keep => "Keep",
            Self::Smtp { .. } => "Smtp",
        })
    }
}

impl Mailer {
    /// From the settings; a message that names what is wrong otherwise.
    pub(crate) fn new(settings: &MailSettings) -> Result<Self, String> {
        let MailSettings::Smtp { host, port, from, tls, login } = settings else { return Ok(Self::Keep) };
        let from: Mailbox = from.parse().map_err(|error| format!("from: {from:?}: {error}"))?;
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host).port(*port);
        if *tls {
            let parameters = TlsParameters::new(host.clone()).map_err(|error| format!("host: {error}"))?;
            builder =
                builder.tls(if *port == 465 { Tls::Wrapper(parameters) } else { Tls::Required(parameters) });
        }
        if let Some((user, password)) = login {
            builder =
                builder.credentials(Credentials::new(user.clone(), password.expose_secret().to_owned()));
        }
        Ok(Self::Smtp { transport: Box::new(builder.build()), from: Box::new(from) })
    }
}

/// Sends a mail; gives it back where mails are kept.
pub(crate) async fn send(service: &Service, id: uuid::Uuid, mail: Mail) -> Result<Option<Mail>, Error> {
    let Mailer::Smtp { transport, from } = service.mailer() else { return Ok(Some(mail)) };
    let to = mail.to.parse::<Mailbox>().map_err(|error| Error::internal(format!("address: {error}")))?;
    let message = Message::builder()
        .from((**from).clone())
        .to(to)
        .subject(mail.subject)
        // The same id over all attempts, so that a second delivery is recognized.
        .message_id(Some(format!("<{id}@countersign>")))
        .body(mail.body)
        .map_err(Error::internal)?;
    transport.send(message).await.map_err(|error| {
        tracing::warn!(%error, "the mail server did not take a mail");
        Error::Unavailable { what: "the mail server" }
    })?;
    Ok(None)
}

/// Keeps a mail, in the transaction that takes its message away.
pub(crate) async fn keep(service: &Service, tx: &Tx, id: uuid::Uuid, mail: &Mail) -> Result<(), Error> {
    let row = mail::Model {
        id,
        recipient: mail.to.clone(),
        subject: mail.subject.clone(),
        body: mail.body.clone(),
        sent_at: service.now().unix(),
    };
    mail::Entity::insert(row.into_active_model()).exec_without_returning(&**tx).await?;
    Ok(())
}
