//! The log, on standard error.

use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, SettingError, Sources};

/// Starts the log as the settings `log` and `log_format` say.
///
/// # Errors
/// When one of them cannot be used.
pub(crate) fn start(sources: &Sources, default: &str) -> Result<(), SettingError> {
    let filter = sources
        .parsed("log", |text: &str| EnvFilter::try_new(text))?
        .map_or_else(|| EnvFilter::try_new(default).unwrap_or_default(), |(filter, _)| filter);
    let format = sources.parsed("log_format", str::parse::<LogFormat>)?.map_or(LogFormat::Text, |(it, _)| it);
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second start in one process, as in tests, keeps the first log.
    let _ = match format {
        LogFormat::Text => builder.with_ansi(false).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    Ok(())
}
