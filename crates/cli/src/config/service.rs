//! The settings of the service.

use std::io::ErrorKind;
use std::path::PathBuf;

use secrecy::{ExposeSecret, SecretString};
use service::{KeysError, MailSettings, Settings, StartError};
use url::Url;

use super::{SettingError, Sources};
use crate::failure::Failure;

/// How long others may keep a status list unless someone set it, in seconds.
const STATUS_TTL: u32 = 300;
/// A public address that cannot be one (RFC 2606).
const NOWHERE: &str = "https://not-set.invalid";
/// How many connections unless someone set it.
const CONNECTIONS: u32 = 8;

/// Reads the settings of the service.
///
/// # Errors
/// The first setting that is missing or wrong.
pub(crate) fn service_settings(sources: &Sources) -> Result<Settings, SettingError> {
    let Some((public_url, _)) = sources.parsed("public_url", Url::parse)? else {
        return Err(SettingError::Missing { name: "public_url" });
    };
    settings_at(public_url, sources)
}

/// Reads the settings of the service for work that makes no address and signs nothing. When `public_url` is
/// not set, a name that leads nowhere stands in for it.
///
/// # Errors
/// The first setting that is wrong.
pub(crate) fn settings_without_address(sources: &Sources) -> Result<Settings, SettingError> {
    let public_url = match sources.parsed("public_url", Url::parse)? {
        Some((set, _)) => set,
        None => Url::parse(NOWHERE).map_err(|error| sources.wrong("public_url", error))?,
    };
    settings_at(public_url, sources)
}

fn settings_at(public_url: Url, sources: &Sources) -> Result<Settings, SettingError> {
    Ok(Settings {
        public_url,
        database_url: database_url(sources)?,
        key_file: sources.or("key_file", PathBuf::from("keys"))?,
        mail: mail(sources)?,
        status_ttl: sources.or("status_ttl", STATUS_TTL)?,
        fetch_from_loopback: sources.or("fetch_from_loopback", false)?,
        demo: false,
        connections: sources.or("connections", CONNECTIONS)?,
    })
}

/// The file of a SQLite database, if it is one and has a file.
pub(crate) fn sqlite_file(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path).split('?').next().unwrap_or_default();
    (!path.is_empty() && !path.contains(":memory:")).then(|| PathBuf::from(path))
}

/// Where the database is.
///
/// # Errors
/// When it is neither SQLite nor PostgreSQL.
pub(crate) fn database_url(sources: &Sources) -> Result<SecretString, SettingError> {
    let url = sources.text("database_url").cloned();
    let url = url.unwrap_or_else(|| "sqlite:countersign.db".to_owned().into());
    let known = ["sqlite:", "postgres://", "postgresql://"];
    if known.iter().any(|scheme| url.expose_secret().starts_with(scheme)) {
        Ok(url)
    } else {
        Err(sources.wrong("database_url", "it must begin with sqlite: or postgres://"))
    }
}

fn mail(sources: &Sources) -> Result<MailSettings, SettingError> {
    let Some(host) = sources.text("mail_host") else { return Ok(MailSettings::Keep) };
    let tls = sources.or("mail_tls", true)?;
    let Some(from) = sources.text("mail_from") else {
        return Err(SettingError::Missing { name: "mail_from" });
    };
    let login = match (sources.text("mail_user"), sources.text("mail_password")) {
        (Some(user), Some(password)) => {
            Some((user.expose_secret().to_owned(), SecretString::from(password.expose_secret())))
        }
        (None, None) => None,
        (Some(_), None) => return Err(SettingError::Missing { name: "mail_password" }),
        (None, Some(_)) => return Err(SettingError::Missing { name: "mail_user" }),
    };
    Ok(MailSettings::Smtp {
        host: host.expose_secret().to_owned(),
        port: sources.or("mail_port", if tls { 587 } else { 25 })?,
        from: from.expose_secret().to_owned(),
        tls,
        login,
    })
}

/// A start that failed, with the origin of the setting that it names.
pub(crate) fn start_failure(error: StartError, sources: &Sources) -> Failure {
    let name = match &error {
        StartError::PublicUrl(_) => "public_url",
        StartError::Database(_) | StartError::Migration(_) => "database_url",
        StartError::Keys(_) | StartError::Recover(_) => "key_file",
        StartError::Mail(_) | StartError::Fetch(_) => "mail_host",
    };
    let origin = match &error {
        StartError::Fetch(_) => "not a setting".to_owned(),
        StartError::Keys(KeysError::Io { error, .. }) if error.kind() == ErrorKind::NotFound => {
            format!("{}; `countersign district add` creates the first one", sources.origin(name))
        }
        _ => sources.origin(name).to_string(),
    };
    Failure::Start { error, origin }
}
