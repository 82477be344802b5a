//! `countersign restore`.

use std::path::{Path, PathBuf};

use secrecy::ExposeSecret;

use crate::arguments::RestoreArguments;
use crate::config::{CommonFlags, Sources, database_url, sqlite_file};
use crate::failure::Failure;
use crate::output;

pub(super) async fn run(common: &CommonFlags, given: &RestoreArguments) -> Result<(), Failure> {
    let sources = Sources::collect(common.config.as_deref(), &[common.settings()])?;
    crate::log::start(&sources, super::QUIET)?;
    let url = database_url(&sources)?;
    let database = place(url.expose_secret(), &sources)?;
    if database.exists() {
        if !given.force {
            let text =
                format!("{}: the database already exists; use --force to replace it", database.display());
            return Err(Failure::InTheWay(text));
        }
        if service::is_in_use(&database).await {
            return Err(Failure::InTheWay(format!(
                "{}: it is in use or is not a database; stop the service, or move the file",
                database.display()
            )));
        }
    }
    let beside = with_suffix(&database, ".restoring");
    copy(&given.file, &beside)?;
    if let Err(error) = service::check_copy(&beside).await {
        let _ = std::fs::remove_file(&beside);
        return Err(Failure::Data(format!("{}: {error}", given.file.display())));
    }
    // What belongs to the database that is replaced must not be read into the new one.
    for suffix in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(with_suffix(&database, suffix));
    }
    std::fs::rename(&beside, &database).map_err(|error| Failure::Output { path: database.clone(), error })?;
    output::line(format!("{} was restored from {}", database.display(), given.file.display()))
}

/// The file of a SQLite database.
fn place(url: &str, sources: &Sources) -> Result<PathBuf, Failure> {
    if !url.starts_with("sqlite:") {
        return Err(Failure::Usage(
            "the database is PostgreSQL: stop the service, then\n  \
             pg_restore --clean --if-exists --single-transaction --dbname=\"$DATABASE_URL\" FILE\n\
             with a FILE that was made by\n  pg_dump --format=custom --file=FILE \"$DATABASE_URL\""
                .to_owned(),
        ));
    }
    sqlite_file(url).ok_or_else(|| sources.wrong("database_url", "it does not name a file").into())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Copies the file to a place that only its owner can read, and waits for the disk.
fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    let mut source =
        std::fs::File::open(from).map_err(|error| Failure::Input { path: from.to_owned(), error })?;
    let output = |error| Failure::Output { path: to.to_owned(), error };
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut target = options.open(to).map_err(output)?;
    std::io::copy(&mut source, &mut target).map_err(output)?;
    target.sync_all().map_err(output)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_found_in_the_address() {
        let sources = Sources::default();
        assert_eq!(place("sqlite:data/x.db", &sources).unwrap(), Path::new("data/x.db"));
        assert_eq!(place("sqlite:///var/x.db?mode=rwc", &sources).unwrap(), Path::new("/var/x.db"));
        assert!(place("sqlite::memory:", &sources).is_err());
        let postgres = place("postgres://localhost/x", &sources).unwrap_err().to_string();
        assert!(postgres.contains("pg_restore"), "{postgres}");
    }
}
