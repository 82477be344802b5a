//! One attempt at an SMTP server, step by step (RFC 5321), so that each step has its time and its answer.

use std::fmt;
use std::time::Duration;

use lettre::address::Envelope;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use secrecy::ExposeSecret;
use tokio::time::timeout;

use crate::MailSettings;

/// How long a step may take.
const STEP: Duration = Duration::from_mins(1);
/// How long the server may take to accept a mail that it has read. A mail that is given up here may arrive all
/// the same, so this is longer (RFC 5321 §4.5.3.2.6).
const ACCEPTANCE: Duration = Duration::from_mins(10);
/// How long a farewell may take.
const FAREWELL: Duration = Duration::from_secs(2);
/// How much of a server's answer is kept, in characters.
const LONGEST_ANSWER: usize = 300;

/// Whether TLS begins at once or by `STARTTLS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    AtOnce,
    ByCommand,
}

/// An SMTP server.
pub(crate) struct Server {
    host: String,
    port: u16,
    tls: Option<(TlsParameters, Start)>,
    login: Option<Credentials>,
    hello: ClientId,
}

/// Why a mail did not leave.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It may work later.
    Later(String),
    /// The server refused the mail for good (RFC 5321 §4.2.1: 5yz).
    Refused(String),
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

impl Server {
    /// From the settings; a message that names what is wrong otherwise.
    pub(super) fn new(settings: &MailSettings) -> Result<Self, String> {
        let MailSettings::Smtp { host, port, tls, login, .. } = settings else {
            return Err("mails are kept".to_owned());
        };
        let tls = if *tls {
            let parameters = TlsParameters::new(host.clone()).map_err(|error| format!("host: {error}"))?;
            Some((parameters, if *port == 465 { Start::AtOnce } else { Start::ByCommand }))
        } else {
            None
        };
        let login = login
            .as_ref()
            .map(|(user, password)| Credentials::new(user.clone(), password.expose_secret().to_owned()));
        Ok(Self { host: host.clone(), port: *port, tls, login, hello: ClientId::default() })
    }

    /// Hands a mail over.
    pub(super) async fn send(&self, envelope: &Envelope, mail: &[u8]) -> Result<(), Trouble> {
        // What goes wrong before the mail is named says nothing about the mail: wrong settings, a server in need.
        let mut connection = self.connect().await.map_err(|failure| Trouble::Later(failure.text))?;
        let handed = hand_over(&mut connection, envelope, mail).await;
        // The answer is known; nobody has to wait for the farewell.
        tokio::spawn(async move { timeout(FAREWELL, connection.quit()).await });
        handed.map_err(|failure| {
            if failure.permanent { Trouble::Refused(failure.text) } else { Trouble::Later(failure.text) }
        })
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Failure> {
        let at_once = self.tls.as_ref().filter(|(_, start)| *start == Start::AtOnce);
        let at_once = at_once.map(|(parameters, _)| parameters.clone());
        let address = (self.host.as_str(), self.port);
        let connecting = AsyncSmtpConnection::connect_tokio1(address, Some(STEP), &self.hello, at_once, None);
        let mut connection = step("connecting", STEP, connecting).await?;
        if let Some((parameters, Start::ByCommand)) = &self.tls {
            step("STARTTLS", STEP, connection.starttls(parameters.clone(), &self.hello)).await?;
        }
        if let Some(login) = &self.login {
            step("AUTH", STEP, connection.auth(DEFAULT_MECHANISMS, login)).await?;
        }
        Ok(connection)
    }
}

async fn hand_over(
    connection: &mut AsyncSmtpConnection,
    envelope: &Envelope,
    mail: &[u8],
) -> Result<(), Failure> {
    let mut parameters = Vec::new();
    if !all_ascii(envelope) {
        if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            let text = "the mail server takes no addresses with letters beyond ASCII (SMTPUTF8)".to_owned();
            return Err(Failure { text, permanent: true });
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if !mail.is_ascii() {
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    step("MAIL FROM", STEP, connection.command(Mail::new(envelope.from().cloned(), parameters))).await?;
    for recipient in envelope.to() {
        step("RCPT TO", STEP, connection.command(Rcpt::new(recipient.clone(), Vec::new()))).await?;
    }
    step("DATA", STEP, connection.command(Data)).await?;
    step("acceptance", ACCEPTANCE, connection.message(mail)).await?;
    Ok(())
}

fn all_ascii(envelope: &Envelope) -> bool {
    envelope.from().into_iter().chain(envelope.to()).all(|address| {
        let text: &str = address.as_ref();
        text.is_ascii()
    })
}

/// A step that failed.
struct Failure {
    text: String,
    permanent: bool,
}

async fn step<T>(
    name: &str,
    most: Duration,
    doing: impl Future<Output = Result<T, SmtpError>>,
) -> Result<T, Failure> {
    let failure = match timeout(most, doing).await {
        Ok(Ok(done)) => return Ok(done),
        Ok(Err(error)) => {
            // An answer can quote an address; the code says enough for the log.
            if let Some(code) = error.status() {
                tracing::warn!(step = name, %code, "the mail server refused");
            } else {
                tracing::warn!(step = name, %error, "the mail server was not reached");
            }
            // 530, 535, 538: it wants a login, or another one. That is for the settings to mend.
            let login = error.status().is_some_and(|code| [530, 535, 538].contains(&u16::from(code)));
            Failure { text: format!("{name}: {error}"), permanent: error.is_permanent() && !login }
        }
        Err(_) => {
            tracing::warn!(step = name, "the mail server did not answer in time");
            Failure { text: format!("{name}: no answer within {} seconds", most.as_secs()), permanent: false }
        }
    };
    Err(Failure { text: tidy(&failure.text), ..failure })
}

/// One line of bounded length.
fn tidy(text: &str) -> String {
    text.split(char::is_control).collect::<Vec<_>>().join(" ").chars().take(LONGEST_ANSWER).collect()
}
