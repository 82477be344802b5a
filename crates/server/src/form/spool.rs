use std::io::{Seek, SeekFrom};
use std::path::PathBuf;

use actix_multipart::Field;
use service::Upload;
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;

use super::multipart::broken;
use crate::body::{next, too_large};
use crate::budget::Share;
use crate::{Kind, Problem};

/// How many bytes of a file are kept in memory while they are written.
const BUFFER: usize = 64 * 1024;

/// Where files lie while they arrive: on disk, under no name, so that nothing is left of them when the
/// process ends.
pub(super) struct Spool {
    /// The folder.
    pub(super) folder: PathBuf,
    /// The room that the files of this form take there.
    pub(super) room: Share,
    /// Bytes of the files so far.
    pub(super) bytes: usize,
}

impl Spool {
    /// Receives a file of at most `most` bytes; `None` for a file field that nothing was chosen for.
    pub(super) async fn receive(
        &mut self,
        part: &mut Field,
        most: usize,
        name: &str,
    ) -> Result<Option<Upload>, Problem> {
        let mut received: Option<(tokio::fs::File, Sha256)> = None;
        let mut size: usize = 0;
        while let Some(chunk) = next(part).await? {
            let chunk = chunk.map_err(broken)?;
            if chunk.is_empty() {
                continue;
            }
            if name.is_empty() {
                return Err(Problem::new(Kind::Malformed, "the form contains a file without a name"));
            }
            size = size.saturating_add(chunk.len());
            if size > most {
                return Err(too_large(&format!("the file {name:?}"), most));
            }
            self.room.hold(self.bytes.saturating_add(size)).await?;
            if received.is_none() {
                let folder = self.folder.clone();
                let made = tokio::task::spawn_blocking(move || tempfile::tempfile_in(folder)).await;
                let file = made.map_err(|error| disk(&error))?.map_err(|error| disk(&error))?;
                let mut file = tokio::fs::File::from_std(file);
                // It would keep up to 2 MB of each upload in memory.
                file.set_max_buf_size(BUFFER);
                received = Some((file, Sha256::new()));
            }
            if let Some((file, digest)) = &mut received {
                digest.update(&chunk);
                file.write_all(&chunk).await.map_err(|error| disk(&error))?;
            }
        }
        self.bytes = self.bytes.saturating_add(size);
        let (mut file, digest) = match received {
            Some(received) => received,
            None if name.is_empty() => return Ok(None),
            // An empty file has a name; whoever takes it says that it is empty.
            None => {
                let file = tempfile::tempfile_in(&self.folder).map_err(|error| disk(&error))?;
                (tokio::fs::File::from_std(file), Sha256::new())
            }
        };
        file.flush().await.map_err(|error| disk(&error))?;
        let mut file = file.into_std().await;
        file.seek(SeekFrom::Start(0)).map_err(|error| disk(&error))?;
        Ok(Some(Upload::new(file, size, digest.finalize().as_slice())))
    }
}

/// The disk is full, or the folder is not there.
fn disk(error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, "an upload cannot be written to the folder for uploads (spool)");
    Problem::new(Kind::Unavailable, "the file cannot be stored at the moment; nothing was changed")
        .with_header(actix_web::http::header::RETRY_AFTER, 5_u16.into())
}
