//! `countersign backup`.

use std::path::Path;

use secrecy::ExposeSecret;

use super::open_without_address;
use crate::config::{CommonFlags, Sources, database_url};
use crate::failure::Failure;
use crate::output;

pub(super) async fn run(common: &CommonFlags, file: &Path) -> Result<(), Failure> {
    let Some(path) = file.to_str() else {
        return Err(Failure::Usage(format!("{}: the name is not valid UTF-8", file.display())));
    };
    // Before anything is asked for that a copy of PostgreSQL does not need.
    let sources = Sources::collect(common.config.as_deref(), &[common.settings()])?;
    if !database_url(&sources)?.expose_secret().starts_with("sqlite:") {
        return Err(Failure::Usage(
            "the database is PostgreSQL: copy it, while the service runs, with\n  \
             pg_dump --format=custom --file=FILE \"$DATABASE_URL\""
                .to_owned(),
        ));
    }
    let service = open_without_address(common).await?;
    // SQLite writes into an empty file; made here, only its owner can read it.
    create_new(file)?;
    let copied = service.backup(path).await;
    if copied.is_err() {
        // Half a copy is none.
        let _ = std::fs::remove_file(file);
    }
    copied?;
    let keys = service.settings().key_file.clone();
    service.close().await;
    output::line(format!("{path} contains the complete database"))?;
    output::line(format!("it does not contain the keys: keep a copy of {} in another place", keys.display()))
}

fn create_new(file: &Path) -> Result<(), Failure> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(file) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(Failure::InTheWay(format!(
            "{}: the file already exists; choose another name",
            file.display()
        ))),
        Err(error) => Err(Failure::Output { path: file.to_owned(), error }),
    }
}
