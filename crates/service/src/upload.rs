//! Files that were received: on disk, so that waiting for them takes no memory.

use std::os::unix::fs::FileExt;
use std::sync::Arc;

use crate::Error;

/// A file that was received. It lies on disk under no name and is gone with its last clone.
#[derive(Debug, Clone)]
pub struct Upload {
    file: Arc<std::fs::File>,
    size: usize,
    sha256: String,
}

impl Upload {
    /// A file with its size in bytes and its SHA-256.
    pub fn new(file: std::fs::File, size: usize, sha256: &[u8]) -> Self {
        Self { file: Arc::new(file), size, sha256: crate::secret::hex(sha256) }
    }

    /// How many bytes it has.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Its SHA-256 in hex.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// All bytes, in memory.
    ///
    /// # Errors
    /// `Unavailable` when the disk does not give them.
    pub async fn bytes(&self) -> Result<Vec<u8>, Error> {
        let (file, size) = (self.file.clone(), self.size);
        let reading = tokio::task::spawn_blocking(move || {
            let mut bytes = vec![0; size];
            file.read_exact_at(&mut bytes, 0).map(|()| bytes)
        });
        reading.await.map_err(Error::internal)?.map_err(|error| {
            tracing::error!(%error, "an upload cannot be read from the folder for uploads");
            Error::Unavailable { what: "the folder for uploads" }
        })
    }
}
