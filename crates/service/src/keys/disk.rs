//! The key file on the disk.

use std::fs::{File, TryLockError};
use std::io::Write;
use std::path::Path;

use zeroize::Zeroizing;

use super::KeysError;

/// How long a key file may be.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// Keeps other processes from changing the file until the result is dropped, by a lock on a file beside it: the key file
/// itself is replaced.
pub(super) fn alone(path: &Path) -> Result<File, KeysError> {
    let path = path.with_extension("lock");
    let file = lock_file(&path)?;
    file.lock().map_err(|error| KeysError::Io { path, error })?;
    Ok(file)
}

/// As [`alone`]; none when another process changes the file just now.
pub(super) fn alone_at_once(path: &Path) -> Result<Option<File>, KeysError> {
    let path = path.with_extension("lock");
    let file = lock_file(&path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(KeysError::Io { path, error }),
    }
}

fn lock_file(path: &Path) -> Result<File, KeysError> {
    let opened = std::fs::OpenOptions::new().write(true).create(true).truncate(false).open(path);
    opened.map_err(|error| KeysError::Io { path: path.to_owned(), error })
}

pub(super) fn read_text(path: &Path) -> Result<Zeroizing<String>, KeysError> {
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
pub(super) fn replace(path: &Path, text: &str) -> Result<(), KeysError> {
    written(path, text.as_bytes()).map_err(|error| KeysError::Io { path: path.to_owned(), error })
}

fn written(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
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
        File::open(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })?.sync_all()?;
    }
    Ok(())
}
