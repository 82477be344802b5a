//! The districts' keys, from the file that the configuration names.

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use issuer::keys::{KeyEntry, KeyFile, KeyFileError};
use issuer::{KeyRing, SelfTestError};
use openbadges::Algorithm;
use zeroize::Zeroizing;

use crate::{Error, World};

/// How long a key file may be.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

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
    /// There is no random source.
    #[error("no random source: {0}")]
    Random(Error),
}

/// The keys of all districts, read when the service starts and when a district is not known yet.
#[derive(Debug)]
pub(crate) struct Keys {
    path: PathBuf,
    held: RwLock<Held>,
}

/// The file as it was read, and the keys of each district ready to be used.
#[derive(Debug)]
struct Held {
    file: KeyFile,
    rings: HashMap<String, Arc<KeyRing>>,
}

impl Held {
    /// Lets every key sign and verify a random message.
    fn tested(path: &Path, file: KeyFile, world: &World) -> Result<Self, KeysError> {
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
}

impl Keys {
    /// Reads the file and tries every key.
    pub(crate) fn open(path: &Path, world: &World) -> Result<Self, KeysError> {
        let held = Held::tested(path, read(path)?, world)?;
        Ok(Self { path: path.to_owned(), held: RwLock::new(held) })
    }

    /// The keys of a district. A key that was added since, such as by `countersign keys new`, is found.
    pub(crate) fn ring(&self, slug: &str, world: &World) -> Result<Arc<KeyRing>, Error> {
        let known = |held: &Held| held.rings.get(slug).cloned();
        if let Some(ring) = known(&self.held.read().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(ring);
        }
        self.reload(world).map_err(Error::internal)?;
        known(&self.held.read().unwrap_or_else(PoisonError::into_inner)).ok_or_else(|| Error::Conflict {
            why: format!("the district {slug} has no key; run: countersign keys new {slug}"),
        })
    }

    /// Reads the file again, as after a rotation.
    pub(crate) fn reload(&self, world: &World) -> Result<(), KeysError> {
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        *held = Held::tested(&self.path, read(&self.path)?, world)?;
        Ok(())
    }

    /// Makes a key of each of the kinds for a district and puts it before the district's other keys of that kind:
    /// it signs from now on, the others go on verifying. The file is replaced as a whole, so a crash leaves the
    /// old or the new one.
    pub(crate) fn add(&self, slug: &str, kinds: &[Algorithm], world: &World) -> Result<(), KeysError> {
        let malformed = |error| KeysError::Malformed { path: self.path.clone(), error };
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        let _alone = self.alone()?;
        let mut text = read_text(&self.path)?;
        for kind in kinds {
            let seed = Zeroizing::new(world.random::<32>().map_err(KeysError::Random)?);
            text = issuer::keys::add(&text, slug, *kind, *seed, &world.now().date()).map_err(malformed)?;
        }
        let file = issuer::keys::parse_key_file(&text).map_err(malformed)?;
        let tested = Held::tested(&self.path, file, world)?;
        replace(&self.path, text.as_bytes())
            .map_err(|error| KeysError::Io { path: self.path.clone(), error })?;
        *held = tested;
        Ok(())
    }

    /// Keeps other processes from changing the file until the result is dropped, by a lock on a file beside
    /// it: the key file itself is replaced.
    fn alone(&self) -> Result<std::fs::File, KeysError> {
        let path = self.path.with_extension("lock");
        let io = |error| KeysError::Io { path: path.clone(), error };
        let file =
            std::fs::OpenOptions::new().write(true).create(true).truncate(false).open(&path).map_err(io)?;
        file.lock().map_err(io)?;
        Ok(file)
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

fn read(path: &Path) -> Result<KeyFile, KeysError> {
    parse(path, &read_text(path)?)
}

fn parse(path: &Path, text: &str) -> Result<KeyFile, KeysError> {
    issuer::keys::parse_key_file(text).map_err(|error| KeysError::Malformed { path: path.to_owned(), error })
}

fn read_text(path: &Path) -> Result<Zeroizing<String>, KeysError> {
    let io = |error| KeysError::Io { path: path.to_owned(), error };
    let metadata = std::fs::metadata(path).map_err(io)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = metadata.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(KeysError::Exposed { path: path.to_owned(), mode });
        }
    }
    if metadata.len() > MOST_BYTES {
        return Err(KeysError::TooLong { path: path.to_owned() });
    }
    std::fs::read_to_string(path).map(Zeroizing::new).map_err(io)
}

/// Writes a new file beside the old one, readable by its owner only, and puts it in its place.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let beside = path.with_extension("new");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&beside, path)?;
    if let Some(folder) = path.parent() {
        // The rename itself must survive a power cut.
        std::fs::File::open(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })?
            .sync_all()?;
    }
    Ok(())
}
