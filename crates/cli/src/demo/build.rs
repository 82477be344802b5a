//! The folder with the sample district. It is built aside and moved into place, so that a start that was
//! interrupted leaves nothing half done.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use service::{MailSettings, Service, Settings, World};
use url::Url;

use super::content::{Content, EnrollmentEntry};
use super::story::{DAY, HOUR, Story};
use crate::config::{Sources, start_failure};
use crate::failure::Failure;

const DATABASE: &str = "countersign.db";
const KEYS: &str = "keys";
const CONFIG: &str = "countersign.toml";
/// In the folder that is being built: everything is there, only the moving is left.
const READY: &str = "ready";

/// Where the data of the demo lies, and the address that its badges are made of.
#[derive(Debug)]
pub(super) struct Place {
    folder: PathBuf,
    public_url: Url,
}

impl Place {
    /// The folder is made when it is not there.
    pub(super) fn new(folder: &Path, port: u16) -> Result<Self, Failure> {
        let output = |error| Failure::Output { path: folder.to_owned(), error };
        std::fs::create_dir_all(folder).map_err(output)?;
        let folder = folder.canonicalize().map_err(output)?;
        let public_url = Url::parse(&format!("http://localhost:{port}")).map_err(Failure::internal)?;
        Ok(Self { folder, public_url })
    }

    /// Whether there is no sample district yet. One whose building was interrupted at the end is finished.
    ///
    /// # Errors
    /// When what is there was made for another address, or cannot be told.
    pub(super) fn is_empty(&self) -> Result<bool, Failure> {
        if self.building().join(READY).exists() {
            self.put_in_place()?;
        }
        if self.folder.join(DATABASE).exists() {
            self.check_address()?;
            return Ok(false);
        }
        let keys = self.folder.join(KEYS);
        if keys.exists() {
            return Err(Failure::InTheWay(format!(
                "{}: the folder contains keys but no {DATABASE}; restore the database, or move the keys",
                keys.display()
            )));
        }
        Ok(true)
    }

    /// Ids of issuers and badges are addresses: on another port they would not verify.
    fn check_address(&self) -> Result<(), Failure> {
        let path = self.folder.join(CONFIG);
        let text =
            std::fs::read_to_string(&path).map_err(|error| Failure::Input { path: path.clone(), error })?;
        let table: toml::Table =
            text.parse().map_err(|_error| Failure::Data(format!("{}: not valid TOML", path.display())))?;
        let made_for = table.get("public_url").and_then(toml::Value::as_str).unwrap_or_default();
        if made_for == self.public_url.as_str() {
            return Ok(());
        }
        Err(Failure::Usage(format!(
            "the badges in {} are made for {made_for}, so --listen must have this port; \
             or give another folder with --data",
            self.folder.display()
        )))
    }

    fn building(&self) -> PathBuf {
        self.folder.join(".building")
    }

    /// Tells the story of the sample district.
    pub(super) async fn build(&self) -> Result<(), Failure> {
        let building = self.building();
        let output = |error| Failure::Output { path: building.clone(), error };
        if building.exists() {
            std::fs::remove_dir_all(&building).map_err(output)?;
        }
        std::fs::create_dir(&building).map_err(output)?;
        for name in [KEYS, DATABASE] {
            crate::verbs::create_private(&building.join(name))?;
        }

        let content = Content::read()?;
        let clock = Arc::new(AtomicI64::new(World::system().now().unix() - duration(&content)));
        let hands = clock.clone();
        let service =
            self.open_in(&building, World::with_clock(move || hands.load(Ordering::SeqCst))).await?;
        // Mails are written as the story goes on, so that they are dated as what they tell of.
        let workers = service.start_workers();
        let pass = |seconds| {
            clock.fetch_add(seconds, Ordering::SeqCst);
        };
        tell(&service, &content, &pass).await?;
        workers.stop().await;
        service.close().await;

        std::fs::write(building.join(CONFIG), self.config()).map_err(output)?;
        std::fs::write(building.join(READY), "").map_err(output)?;
        self.put_in_place()
    }

    /// So that other verbs work on the demo: `countersign --config data/countersign.toml …`.
    fn config(&self) -> String {
        let quoted = |path: PathBuf| toml::Value::String(path.display().to_string()).to_string();
        format!(
            "public_url = {}\ndatabase_url = {}\nkey_file = {}\n",
            toml::Value::String(self.public_url.to_string()),
            toml::Value::String(database_url(&self.folder)),
            quoted(self.folder.join(KEYS)),
        )
    }

    /// The database last: where it is, all is.
    fn put_in_place(&self) -> Result<(), Failure> {
        let building = self.building();
        let log = format!("{DATABASE}-wal");
        for name in [CONFIG, KEYS, log.as_str(), DATABASE] {
            let from = building.join(name);
            if from.exists() {
                let to = self.folder.join(name);
                std::fs::rename(&from, &to).map_err(|error| Failure::Output { path: to, error })?;
            }
        }
        std::fs::remove_dir_all(&building).map_err(|error| Failure::Output { path: building, error })
    }

    /// Opens the service on the data.
    pub(super) async fn open(&self, world: World) -> Result<Service, Failure> {
        self.open_in(&self.folder, world).await
    }

    async fn open_in(&self, folder: &Path, world: World) -> Result<Service, Failure> {
        let settings = settings(folder, self.public_url.clone());
        Service::open(settings, world).await.map_err(|error| start_failure(error, &Sources::default()))
    }
}

/// The settings of a demo whose data lies in the folder.
pub(super) fn settings(folder: &Path, public_url: Url) -> Settings {
    Settings {
        public_url,
        database_url: database_url(folder).into(),
        key_file: folder.join(KEYS),
        mail: MailSettings::Keep,
        status_ttl: 60,
        fetch_from_loopback: true,
        demo: true,
        connections: 8,
    }
}

fn database_url(folder: &Path) -> String {
    format!("sqlite:{}", folder.join(DATABASE).display())
}

async fn tell(
    service: &Service,
    content: &Content,
    pass: &(dyn Fn(i64) + Send + Sync),
) -> Result<(), Failure> {
    let mut story = Story::begin(service, content).await?;
    pass(HOUR);
    story.gather(content).await?;
    pass(DAY);
    story.publish(content).await?;
    story.vouch(content).await?;
    for entry in &content.enrollments {
        pass(DAY);
        story.tell(entry, pass).await?;
    }
    Ok(())
}

/// How long the story takes, in seconds, rounded up: it ends shortly before now.
fn duration(content: &Content) -> i64 {
    let steps = |entry: &EnrollmentEntry| 1 + 4 * entry.attempts.len() + 2 * entry.afterwards.len();
    let days: usize = content.enrollments.iter().map(steps).sum::<usize>() + 2;
    i64::try_from(days).unwrap_or(i64::MAX / DAY) * DAY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_without_a_database_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path(), 8080).unwrap();
        assert!(place.is_empty().unwrap());
        std::fs::write(folder.path().join(KEYS), "").unwrap();
        let error = place.is_empty().unwrap_err().to_string();
        assert!(error.contains("the folder contains keys but no countersign.db"), "{error}");
    }

    #[test]
    fn data_of_another_address_is_not_served() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path(), 8080).unwrap();
        std::fs::write(folder.path().join(DATABASE), "").unwrap();
        std::fs::write(folder.path().join(CONFIG), place.config()).unwrap();
        assert!(!place.is_empty().unwrap());
        let other = Place::new(folder.path(), 8081).unwrap().is_empty().unwrap_err().to_string();
        assert!(other.contains("made for http://localhost:8080/"), "{other}");
    }

    #[test]
    fn a_start_that_ended_while_moving_is_finished() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path(), 8080).unwrap();
        std::fs::create_dir(place.building()).unwrap();
        std::fs::write(folder.path().join(CONFIG), place.config()).unwrap();
        std::fs::write(folder.path().join(KEYS), "moved before").unwrap();
        std::fs::write(place.building().join(DATABASE), "to be moved").unwrap();
        std::fs::write(place.building().join(READY), "").unwrap();
        assert!(!place.is_empty().unwrap());
        assert_eq!(std::fs::read_to_string(folder.path().join(DATABASE)).unwrap(), "to be moved");
        assert!(!place.building().exists());
    }
}
