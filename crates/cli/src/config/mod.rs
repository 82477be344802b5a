//! Settings: from flags, the environment and one file, in that order; the origin of each is known.
//!
//! The list [`SETTINGS`] is all there are. A setting `mail_host` is `--mail-host` on the command line,
//! `COUNTERSIGN_MAIL_HOST` in the environment (or a file that `COUNTERSIGN_MAIL_HOST_FILE` names, as
//! container secrets are given), and `mail_host = …` in the file.

mod flags;
mod server;
mod service;
mod sources;

pub(crate) use flags::{CommonFlags, MailFlags, ServerFlags};
pub(crate) use server::server_settings;
pub(crate) use service::{
    database_url, service_settings, settings_without_address, sqlite_file, start_failure,
};
pub(crate) use sources::{SettingError, Sources};

/// Every setting.
pub(crate) const SETTINGS: [&str; 25] = [
    "public_url",
    "database_url",
    "connections",
    "key_file",
    "status_ttl",
    "fetch_from_loopback",
    "listen",
    "workers",
    "trust_proxy",
    "shutdown_seconds",
    "sign_in_limit",
    "token_limit",
    "verify_limit",
    "public_limit",
    "spool",
    "max_connections",
    "verified_false_is_200",
    "mail_host",
    "mail_port",
    "mail_from",
    "mail_tls",
    "mail_user",
    "mail_password",
    "log",
    "log_format",
];

/// The form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogFormat {
    /// A line an event, for people.
    Text,
    /// A JSON object an event, for machines.
    Json,
}

impl std::str::FromStr for LogFormat {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("give text or json"),
        }
    }
}
