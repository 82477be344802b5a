//! Work on pictures: off the threads that answer requests, a few at once, and remembered.
//!
//! Uploads and what is served wait in two lines, so that nobody who looks at a badge waits for somebody who uploads; in
//! each line districts take turns. One piece of work takes half a second at most (crate `artwork`).

mod turns;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use program::DistrictId;

use self::turns::{Limits, Turns};
use crate::Error;

/// Uploads: one after the other, so that there is always a processor for what is served.
const UPLOADS: Limits = Limits { at_once: 1, of_one: 1, waiting: 24, waiting_of_one: 4 };

/// Pictures that are served.
const SERVED: Limits = Limits { at_once: 2, of_one: 2, waiting: 200, waiting_of_one: 100 };

/// How many drawn pictures are remembered; each has about 100 KB.
const REMEMBERED: usize = 64;

/// What is computed, and what was drawn last.
#[derive(Debug)]
pub(crate) struct Images {
    uploads: Turns,
    served: Turns,
    drawn: Mutex<VecDeque<(String, Arc<[u8]>)>>,
}

impl Default for Images {
    fn default() -> Self {
        Self { uploads: Turns::new(UPLOADS), served: Turns::new(SERVED), drawn: Mutex::default() }
    }
}

impl Images {
    /// The PNG of an SVG that is kept here; none of one that would not be taken today, or would be too much work.
    pub(crate) async fn png(&self, district: DistrictId, svg: String) -> Result<Option<Arc<[u8]>>, Error> {
        let key = crate::secret::digest(&svg);
        if let Some(png) = self.remembered(&key) {
            return Ok(Some(png));
        }
        let draw = move || Ok(artwork::upload::redraw(&svg));
        let png: Arc<[u8]> = match compute(&self.served, district, draw).await? {
            Ok(png) => png.into(),
            Err(error) => {
                tracing::warn!(district.id = %district, %error, "a picture that is kept is not drawn");
                return Ok(None);
            }
        };
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        drawn.push_back((key, Arc::clone(&png)));
        if drawn.len() > REMEMBERED {
            drawn.pop_front();
        }
        Ok(Some(png))
    }

    /// Computes something that is served: a picture with a badge inside.
    pub(crate) async fn serve<T: Send + 'static>(
        &self,
        district: DistrictId,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        compute(&self.served, district, work).await
    }

    /// Checks a picture that was uploaded.
    ///
    /// # Errors
    /// `Invalid` with what is wrong, or `TooMany` when too many uploads wait.
    pub(crate) async fn check(
        &self,
        district: DistrictId,
        bytes: Vec<u8>,
    ) -> Result<artwork::Artwork, Error> {
        compute(&self.uploads, district, move || crate::commands::artworks::checked(&bytes)).await
    }

    fn remembered(&self, key: &str) -> Option<Arc<[u8]>> {
        let drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        drawn.iter().find(|(known, _)| known == key).map(|(_, png)| Arc::clone(png))
    }
}

async fn compute<T: Send + 'static>(
    turns: &Turns,
    district: DistrictId,
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let turn = turns.wait(district).await?;
    let turn_and_work = move || {
        // The turn ends with the work, also when the client goes away before.
        let _turn = turn;
        work()
    };
    tokio::task::spawn_blocking(turn_and_work).await.map_err(Error::internal)?
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str =
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><circle cx='4' cy='4' r='4'/></svg>";

    #[tokio::test]
    async fn pictures_are_served_while_uploads_are_under_way() {
        let images = Images::default();
        let (one, other) = (uuid::Uuid::from_u128(1), uuid::Uuid::from_u128(2));
        let (one, other) = (DistrictId::from_uuid(one), DistrictId::from_uuid(other));
        let _uploading = images.uploads.wait(one).await.unwrap();
        // Both lines are independent of each other: this would wait forever if they were one.
        assert!(images.png(other, SVG.to_owned()).await.unwrap().is_some());
        assert!(images.serve(one, || Ok(())).await.is_ok());
    }

    #[tokio::test]
    async fn a_turn_lasts_as_long_as_its_work_also_when_the_client_goes_away() {
        let images = Arc::new(Images::default());
        let district = DistrictId::from_uuid(uuid::Uuid::from_u128(1));
        let (start, started) = tokio::sync::oneshot::channel();
        let (finish, finished) = std::sync::mpsc::channel::<()>();
        let client = tokio::spawn({
            let images = Arc::clone(&images);
            async move {
                let work = move || {
                    start.send(()).unwrap();
                    finished.recv().unwrap();
                    Ok(())
                };
                compute(&images.uploads, district, work).await
            }
        });
        started.await.unwrap();
        client.abort();
        assert!(client.await.unwrap_err().is_cancelled());
        let next = images.uploads.wait(district);
        tokio::pin!(next);
        let polled =
            std::future::poll_fn(|context| std::task::Poll::Ready(next.as_mut().poll(context))).await;
        assert!(polled.is_pending(), "the work goes on");
        finish.send(()).unwrap();
        next.await.unwrap();
    }
}
