//! Pictures as they are served: what takes time to compute, a few at once, and remembered.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;

use crate::Error;

/// How many pictures are computed at the same time.
const AT_ONCE: usize = 2;

/// How many drawn pictures are remembered; each has about 100 KB.
const REMEMBERED: usize = 64;

/// What is drawn, and what was drawn last.
#[derive(Debug)]
pub(crate) struct Images {
    turn: Semaphore,
    drawn: Mutex<VecDeque<(String, Arc<[u8]>)>>,
}

impl Default for Images {
    fn default() -> Self {
        Self { turn: Semaphore::new(AT_ONCE), drawn: Mutex::default() }
    }
}

impl Images {
    /// The PNG of an SVG that was drawn here.
    pub(crate) async fn png(&self, svg: String) -> Result<Arc<[u8]>, Error> {
        let key = crate::secret::digest(&svg);
        if let Some(png) = self.remembered(&key) {
            return Ok(png);
        }
        let png = self.compute(move || artwork::rasterize(&svg).map_err(Error::internal)).await?;
        let png: Arc<[u8]> = png.into();
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        drawn.push_back((key, Arc::clone(&png)));
        if drawn.len() > REMEMBERED {
            drawn.pop_front();
        }
        Ok(png)
    }

    /// Checks a picture that was uploaded.
    pub(crate) async fn check(&self, bytes: Vec<u8>) -> Result<artwork::Artwork, Error> {
        self.compute(move || crate::commands::artworks::checked(&bytes)).await
    }

    fn remembered(&self, key: &str) -> Option<Arc<[u8]>> {
        let drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        drawn.iter().find(|(known, _)| known == key).map(|(_, png)| Arc::clone(png))
    }

    async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let _turn = self.turn.acquire().await.map_err(Error::internal)?;
        tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
    }
}
