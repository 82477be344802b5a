//! What an operator sets.

use std::path::PathBuf;

use secrecy::SecretString;
use url::Url;

/// How mails leave.
#[derive(Debug, Clone)]
pub enum MailSettings {
    /// They are kept in the database and shown on the demo's outbox page.
    Keep,
    /// They go to an SMTP server.
    Smtp {
        /// Host name.
        host: String,
        /// Port.
        port: u16,
        /// The sender.
        from: String,
        /// Whether TLS is demanded (implicit on 465, else STARTTLS); off only for a local catcher.
        tls: bool,
        /// User name and password, if the server asks for them.
        login: Option<(String, SecretString)>,
    },
}

/// Everything [`crate::Service::open`] needs to know.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The address that badges, links and issuer ids are made of; changing it later breaks them.
    pub public_url: Url,
    /// `sqlite:PATH` or `postgres://…`.
    pub database_url: SecretString,
    /// The file with the districts' keys (see `keys.example`).
    pub key_file: PathBuf,
    /// How mails leave.
    pub mail: MailSettings,
    /// How long others may keep a status list, in seconds.
    pub status_ttl: u32,
    /// Whether documents of others may be fetched from loopback hosts over http (tests, demo).
    pub fetch_from_loopback: bool,
    /// Whether this is the demo: mails are shown, sign-in links are printed.
    pub demo: bool,
    /// How many connections to the database.
    pub connections: u32,
}
