//! The districts' keys, from the file that the configuration names.
//!
//! The file can be cut, emptied or replaced by an older one while nobody looks. So the database knows the public half of
//! every key (`register`), and a file that lacks one is not taken: the service does not start with it, and one that runs
//! keeps the keys that it has.
//!
//! A new key is first written to the file as one that waits, then committed to the database with the entry in the log, then
//! used. Whatever happens in between, the next process finishes it or gives it up (`change`).

mod change;
mod disk;
mod register;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use issuer::keys::{KeyEntry, KeyFile, KeyFileError};
use issuer::{KeyRing, SelfTestError};
use openbadges::Algorithm;

use crate::{Error, World};

pub(crate) use change::{Change, recover};
pub(crate) use register::{add, check, forget, read_again};

/// Why the keys cannot be used. Each names the file.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// It cannot be read or written.
    #[error("{path}: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// Others on the machine can read it.
    #[error("{path}: others on this machine can read it (mode {mode:03o}); run chmod 600 on it")]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// It is not a key file.
    #[error("{path}: {error}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong, with the line.
        error: KeyFileError,
    },
    /// It is far too long to be a key file.
    #[error("{path}: it is longer than a key file can be")]
    TooLong {
        /// The file.
        path: PathBuf,
    },
    /// A key does not work.
    #[error("{path}: {error}, of {district}")]
    SelfTest {
        /// The file.
        path: PathBuf,
        /// Whose key.
        district: String,
        /// Which key.
        error: SelfTestError,
    },
    /// Keys that districts are known to have are not in it.
    #[error(
        "{path}: it was cut short, or it is another one: it lacks the key {first} (keys missing: {count}); bring the whole \
         file back, or, if the line was taken out on purpose, run: countersign keys forget {first}"
    )]
    Missing {
        /// The file.
        path: PathBuf,
        /// The district and the public half of the first of them.
        first: String,
        /// How many.
        count: usize,
    },
    /// A district has no key at all in it.
    #[error(
        "{path}: the district {slug} has no key in it; bring the whole file back, or run: countersign keys new {slug}"
    )]
    NoKeys {
        /// The file.
        path: PathBuf,
        /// The district.
        slug: String,
    },
    /// A key in it was given up.
    #[error("{path}: it holds the key {key}, which was given up on purpose; take its line out")]
    Forgotten {
        /// The file.
        path: PathBuf,
        /// The district and the public half.
        key: String,
    },
    /// The keys that districts are known to have cannot be looked up.
    #[error("the keys of the districts cannot be looked up: {0}")]
    Register(Error),
    /// There is no random source.
    #[error("no random source: {0}")]
    Random(Error),
}

/// The keys of all districts, read when the service starts and when a district is not known yet.
#[derive(Debug)]
pub(crate) struct Keys {
    path: PathBuf,
    held: RwLock<Held>,
    trouble: Mutex<Option<String>>,
}

/// The file as it was read, and the keys of each district ready to be used.
#[derive(Debug)]
struct Held {
    file: KeyFile,
    rings: HashMap<String, Arc<KeyRing>>,
}

impl Held {
    /// Reads the file and tries every key.
    fn read(path: &Path, world: &World) -> Result<Self, KeysError> {
        Self::tested(path, &disk::read_text(path)?, world)
    }

    /// Takes the text of the file apart, and lets every key sign and verify a random message.
    fn tested(path: &Path, text: &str, world: &World) -> Result<Self, KeysError> {
        let file = parsed(path, text)?;
        let mut rings = HashMap::new();
        for slug in file.slugs() {
            let Some(ring) = file.ring(slug) else { continue };
            let message = world.random::<32>().map_err(KeysError::Random)?;
            ring.self_test(message).map_err(|error| KeysError::SelfTest {
                path: path.to_owned(),
                district: slug.to_owned(),
                error,
            })?;
            rings.insert(slug.to_owned(), Arc::new(ring));
        }
        Ok(Self { file, rings })
    }

    /// The first key of another one that this one lacks.
    fn lacks(&self, other: &Self) -> Option<String> {
        let has = |entry: &KeyEntry| self.file.entries().any(|own| own.public == entry.public);
        other.file.entries().find(|entry| !has(entry)).map(named)
    }
}

/// Takes the text of the file apart.
fn parsed(path: &Path, text: &str) -> Result<KeyFile, KeysError> {
    let malformed = |error| KeysError::Malformed { path: path.to_owned(), error };
    issuer::keys::pending(text).map_err(malformed)?;
    issuer::keys::parse_key_file(text).map_err(malformed)
}

/// How a key is named to people.
fn named(entry: &KeyEntry) -> String {
    format!("{} {}", entry.slug, entry.public.to_multibase())
}

impl Keys {
    /// Reads the file and tries every key.
    pub(crate) fn open(path: &Path, world: &World) -> Result<Self, KeysError> {
        let held = Held::read(path, world)?;
        Ok(Self { path: path.to_owned(), held: RwLock::new(held), trouble: Mutex::default() })
    }

    /// The keys of a district. A key that was added since, such as by `countersign keys new`, is found.
    pub(crate) fn ring(&self, slug: &str, world: &World) -> Result<Arc<KeyRing>, Error> {
        if let Some(ring) = self.known(slug) {
            return Ok(ring);
        }
        self.look_for_more(world)?;
        self.known(slug).ok_or_else(|| Error::Conflict {
            why: format!("the district {slug} has no key; run: countersign keys new {slug}"),
        })
    }

    fn known(&self, slug: &str) -> Option<Arc<KeyRing>> {
        self.held.read().unwrap_or_else(PoisonError::into_inner).rings.get(slug).cloned()
    }

    /// Reads the file again for keys that were added. One that lacks a key of those that are held is not taken.
    fn look_for_more(&self, world: &World) -> Result<(), Error> {
        let found = Held::read(&self.path, world).map_err(|error| {
            self.note(Some(error.to_string()));
            Error::internal(error)
        })?;
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(first) = found.lacks(&held) {
            self.note(Some(KeysError::Missing { path: self.path.clone(), first, count: 1 }.to_string()));
            return Ok(());
        }
        *held = found;
        Ok(())
    }

    /// Takes over keys that were read and tried.
    fn hold(&self, keys: Held) {
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = keys;
        self.note(None);
    }

    /// Why the file cannot be used, while the keys from before are.
    pub(crate) fn trouble(&self) -> Option<String> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes why the file cannot be used, or that it can; said in the log when it changes.
    pub(crate) fn note(&self, trouble: Option<String>) {
        let mut known = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        if *known == trouble {
            return;
        }
        if let Some(why) = &trouble {
            tracing::error!(why, "the key file cannot be used; the keys stay as they were");
        } else {
            tracing::info!("the key file can be used again");
        }
        *known = trouble;
    }

    /// Whether the district has a key of this kind that signs.
    pub(crate) fn has(&self, slug: &str, kind: Algorithm) -> bool {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        held.rings.get(slug).is_some_and(|ring| ring.signing_key(kind).is_some())
    }

    /// The keys of a district, without their secrets, in the order of the file.
    pub(crate) fn entries(&self, slug: &str) -> Vec<KeyEntry> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        held.file.entries().filter(|entry| entry.slug == slug).cloned().collect()
    }
}
