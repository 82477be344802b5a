//! What a verb answers when it did not succeed, and the exit status of each (`sysexits.h`).

use std::path::PathBuf;

use crate::config::SettingError;

/// The command line is wrong.
pub(crate) const USAGE: u8 = 64;
/// What was given cannot be used.
const DATA: u8 = 65;
/// A file to read is not there.
const NO_INPUT: u8 = 66;
/// Something that is needed does not answer.
pub(crate) const UNAVAILABLE: u8 = 69;
/// An internal error.
const SOFTWARE: u8 = 70;
/// A file cannot be written.
const CANNOT_CREATE: u8 = 73;
/// Reading or writing failed on the way.
const IO: u8 = 74;
/// It is not allowed.
const NO_PERMISSION: u8 = 77;
/// A setting is wrong.
const CONFIG: u8 = 78;

/// Why a verb did not succeed. Settings are named with the place where each was set.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The command line asks for something that there is not.
    #[error("{0}")]
    Usage(String),
    /// A setting is missing or wrong.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// The service does not start with these settings.
    #[error("{error} ({origin})")]
    Start {
        /// What is wrong; begins with the setting.
        error: service::StartError,
        /// Where the setting comes from.
        origin: String,
    },
    /// The server does not start with these settings.
    #[error("listen: {error} ({origin})")]
    Listen {
        /// What is wrong.
        error: server::StartError,
        /// Where the setting comes from.
        origin: String,
    },
    /// A use case did not happen.
    #[error("{}", sentences(.0))]
    Service(#[from] service::Error),
    /// A file to read is not there or cannot be read.
    #[error("{path}: {error}")]
    Input {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// A file cannot be written.
    #[error("{path}: {error}")]
    Output {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// What was given is not what is asked for.
    #[error("{0}")]
    Data(String),
    /// Something is there already, or not there, that stands in the way.
    #[error("{0}")]
    InTheWay(String),
    /// Reading or writing failed on the way.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// An internal error.
    #[error("internal error: {0}")]
    Internal(String),
}

impl Failure {
    /// An internal error, with what happened.
    pub(crate) fn internal(what: impl std::fmt::Display) -> Self {
        Self::Internal(what.to_string())
    }

    /// The exit status.
    pub(crate) fn exit_status(&self) -> u8 {
        match self {
            Self::Usage(_) => USAGE,
            Self::Setting(_) | Self::Start { .. } | Self::Listen { .. } => CONFIG,
            Self::Service(error) => match error {
                service::Error::Unavailable { .. }
                | service::Error::TooMany { .. }
                | service::Error::Clock(_) => UNAVAILABLE,
                service::Error::Forbidden { .. } | service::Error::Unauthenticated { .. } => NO_PERMISSION,
                service::Error::Internal(_) => SOFTWARE,
                _ => DATA,
            },
            Self::Input { .. } => NO_INPUT,
            Self::Output { .. } | Self::InTheWay(_) => CANNOT_CREATE,
            Self::Data(_) => DATA,
            Self::Io(_) => IO,
            Self::Internal(_) => SOFTWARE,
        }
    }
}

/// The error with each member that is wrong on a line of its own.
fn sentences(error: &service::Error) -> String {
    let service::Error::Invalid { faults } = error else { return error.to_string() };
    let mut text = error.to_string();
    for fault in faults {
        text.push_str("\n  ");
        text.push_str(fault.pointer.trim_start_matches('/'));
        text.push_str(": ");
        text.push_str(&fault.message);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_member_is_named() {
        let failure = Failure::from(service::Error::invalid("/slug", "is too short"));
        assert_eq!(failure.to_string(), "1 of the values given cannot be used\n  slug: is too short");
        assert_eq!(failure.exit_status(), DATA);
    }
}
