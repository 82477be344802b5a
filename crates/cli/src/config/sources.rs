//! Where settings come from, and which of two wins.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};

use super::SETTINGS;
use super::flags::Given;

/// The configuration file that is read when no other is named.
const DEFAULT_FILE: &str = "countersign.toml";
/// How long a configuration file may be, in bytes.
const LONGEST_FILE: u64 = 1 << 20;

/// Where a setting comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A flag.
    Flag(String),
    /// A variable of the environment.
    Variable(String),
    /// The configuration file.
    File(PathBuf),
    /// No one set it.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "set by the flag {flag}"),
            Self::Variable(name) => write!(f, "set by the environment variable {name}"),
            Self::File(path) => write!(f, "set in {}", path.display()),
            Self::Default => f.write_str("the default"),
        }
    }
}

/// A setting that is missing or wrong, and where it was set. No message quotes a value: it may be secret.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SettingError {
    /// Its value cannot be used.
    #[error("{name}: {why} ({origin})")]
    Wrong {
        /// The setting.
        name: String,
        /// What is wrong.
        why: String,
        /// Where it was set.
        origin: Origin,
    },
    /// It is needed and no one set it.
    #[error("{name} is not set: give {}a line `{name} = …` in {DEFAULT_FILE}", ways(.name))]
    Missing {
        /// The setting.
        name: &'static str,
    },
    /// The configuration file is not one.
    #[error("configuration file {path}: {why}")]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong, with the line.
        why: String,
    },
    /// The configuration file sets what there is not.
    #[error("configuration file {path}: unknown setting `{key}`; known settings: {}", SETTINGS.join(", "))]
    Unknown {
        /// The file.
        path: PathBuf,
        /// The key.
        key: String,
    },
    /// A file that holds a setting cannot be read.
    #[error("{variable}: {path}: {error}")]
    Secret {
        /// The variable that names the file.
        variable: String,
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
}

/// All settings that someone set, with their origins.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    set: BTreeMap<&'static str, (SecretString, Origin)>,
}

impl Sources {
    /// Collects the settings: flags win over the environment, and that over the file.
    ///
    /// # Errors
    /// When the file cannot be read, is no TOML or sets something that there is not.
    pub(crate) fn collect(config: Option<&Path>, flags: &[Given<'_>]) -> Result<Self, SettingError> {
        let mut sources = Self::default();
        sources.add_file(config)?;
        sources.add_environment(&|name| std::env::var(name).ok())?;
        for (name, value) in flags.iter().flatten() {
            if let Some(value) = value {
                sources.set(name, value.clone(), Origin::Flag(flag(name)));
            }
        }
        Ok(sources)
    }

    fn set(&mut self, name: &'static str, value: String, origin: Origin) {
        self.set.insert(name, (value.into(), origin));
    }

    /// Later calls win over earlier ones.
    fn add_file(&mut self, config: Option<&Path>) -> Result<(), SettingError> {
        let path = config.unwrap_or_else(|| Path::new(DEFAULT_FILE));
        if config.is_none() && !path.exists() {
            return Ok(());
        }
        let unreadable = |why: String| SettingError::File { path: path.to_owned(), why };
        if path.metadata().is_ok_and(|file| file.len() > LONGEST_FILE) {
            return Err(unreadable("it is too long".to_owned()));
        }
        let text = std::fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
        self.add_toml(path, &text)
    }

    fn add_toml(&mut self, path: &Path, text: &str) -> Result<(), SettingError> {
        let wrong = |error: &toml::de::Error| {
            // The error's own text quotes the line, which may hold a secret.
            let line = error.span().and_then(|span| text.get(..span.start)).map(|before| {
                let number = before.matches('\n').count() + 1;
                format!("line {number}: ")
            });
            let why = format!("{}{}", line.unwrap_or_default(), error.message());
            SettingError::File { path: path.to_owned(), why }
        };
        let table: toml::Table = toml::from_str(text).map_err(|error| wrong(&error))?;
        for (key, value) in table {
            let Some(name) = SETTINGS.into_iter().find(|name| *name == key) else {
                return Err(SettingError::Unknown { path: path.to_owned(), key });
            };
            let origin = Origin::File(path.to_owned());
            let value = match value {
                toml::Value::String(text) => text,
                toml::Value::Integer(number) => number.to_string(),
                toml::Value::Boolean(yes) => yes.to_string(),
                _ => {
                    let why = "must be text, a whole number, true or false".to_owned();
                    return Err(SettingError::Wrong { name: key, why, origin });
                }
            };
            self.set(name, value, origin);
        }
        Ok(())
    }

    fn add_environment(&mut self, read: &dyn Fn(&str) -> Option<String>) -> Result<(), SettingError> {
        // The name that other programs know; ours wins over it.
        if let Some(value) = read("DATABASE_URL").filter(|value| !value.is_empty()) {
            self.set("database_url", value, Origin::Variable("DATABASE_URL".to_owned()));
        }
        for name in SETTINGS {
            let variable = variable(name);
            let file = format!("{variable}_FILE");
            if let Some(path) = read(&file).filter(|path| !path.is_empty()) {
                let path = PathBuf::from(path);
                let value = std::fs::read_to_string(&path).map_err(|error| SettingError::Secret {
                    variable: file.clone(),
                    path,
                    error,
                })?;
                self.set(name, value.trim_end_matches(['\r', '\n']).to_owned(), Origin::Variable(file));
            }
            // Compose files pass on variables that are not set as empty ones.
            if let Some(value) = read(&variable).filter(|value| !value.is_empty()) {
                self.set(name, value, Origin::Variable(variable));
            }
        }
        Ok(())
    }

    /// Where the setting comes from.
    pub(crate) fn origin(&self, name: &str) -> Origin {
        self.set.get(name).map_or(Origin::Default, |(_, origin)| origin.clone())
    }

    /// The setting as a text, if it is set.
    pub(crate) fn text(&self, name: &str) -> Option<&SecretString> {
        self.set.get(name).map(|(value, _)| value)
    }

    /// The setting, read by `parse`, if it is set.
    ///
    /// # Errors
    /// When it cannot be read; the error names the setting and where it comes from.
    pub(crate) fn parsed<T, E: fmt::Display>(
        &self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<(T, Origin)>, SettingError> {
        let Some((value, origin)) = self.set.get(name) else { return Ok(None) };
        match parse(value.expose_secret()) {
            Ok(value) => Ok(Some((value, origin.clone()))),
            Err(error) => Err(self.wrong(name, error)),
        }
    }

    /// The setting, or its default.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn or<T: std::str::FromStr>(&self, name: &str, default: T) -> Result<T, SettingError>
    where
        T::Err: fmt::Display,
    {
        Ok(self.parsed(name, str::parse)?.map_or(default, |(value, _)| value))
    }

    /// What is wrong with a setting.
    pub(crate) fn wrong(&self, name: &str, why: impl fmt::Display) -> SettingError {
        SettingError::Wrong { name: name.to_owned(), why: why.to_string(), origin: self.origin(name) }
    }
}

fn flag(name: &str) -> String {
    format!("--{}", name.replace('_', "-"))
}

/// The other ways to set it. A password is no flag: others on the machine could read it.
fn ways(name: &str) -> String {
    let variable = format!("the environment variable {}, or ", variable(name));
    if name == "mail_password" { variable } else { format!("the flag {}, {variable}", flag(name)) }
}

fn variable(name: &str) -> String {
    format!("COUNTERSIGN_{}", name.to_uppercase())
}

#[cfg(test)]
mod tests;
