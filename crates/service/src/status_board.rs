//! The signed status lists in memory, as they are served.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use program::DistrictId;

/// How many changes a signed list shows, and when it was signed; a greater one is newer.
pub(crate) type Version = (i64, i64);

/// A signed list, ready to be sent.
#[derive(Debug, Clone)]
pub(crate) struct Posted {
    /// The signed text.
    pub(crate) text: Arc<str>,
    /// Its strong entity tag.
    pub(crate) etag: Arc<str>,
    /// Which state of the list it shows.
    pub(crate) version: Version,
}

/// The lists of all districts that were asked for or re-signed.
#[derive(Debug, Default)]
pub(crate) struct StatusBoard {
    slugs: RwLock<HashMap<String, DistrictId>>,
    lists: RwLock<HashMap<(DistrictId, i32), Posted>>,
}

impl StatusBoard {
    /// The district of a slug that was asked for before. Slugs never change.
    pub(crate) fn district(&self, slug: &str) -> Option<DistrictId> {
        self.slugs.read().unwrap_or_else(PoisonError::into_inner).get(slug).copied()
    }

    /// Remembers whose slug it is.
    pub(crate) fn remember(&self, slug: &str, id: DistrictId) {
        self.slugs.write().unwrap_or_else(PoisonError::into_inner).insert(slug.to_owned(), id);
    }

    /// The list, if it is here.
    pub(crate) fn posted(&self, district: DistrictId, number: i32) -> Option<Posted> {
        self.lists.read().unwrap_or_else(PoisonError::into_inner).get(&(district, number)).cloned()
    }

    /// Puts a list up, unless a newer one is there.
    pub(crate) fn post(&self, district: DistrictId, number: i32, text: String, version: Version) -> Posted {
        let etag = format!("\"{}\"", crate::secret::digest(&text)).into();
        let new = Posted { text: text.into(), etag, version };
        let mut lists = self.lists.write().unwrap_or_else(PoisonError::into_inner);
        let posted = lists.entry((district, number)).or_insert_with(|| new.clone());
        if posted.version < new.version {
            *posted = new;
        }
        posted.clone()
    }

    /// Takes down what was signed later than this, in seconds since 1970: a wrong clock dated it.
    pub(crate) fn forget_after(&self, time: i64) {
        let mut lists = self.lists.write().unwrap_or_else(PoisonError::into_inner);
        lists.retain(|_key, posted| posted.version.1 <= time);
    }

    /// All that are up, and which state they show.
    pub(crate) fn all(&self) -> Vec<((DistrictId, i32), Version)> {
        let lists = self.lists.read().unwrap_or_else(PoisonError::into_inner);
        lists.iter().map(|(key, posted)| (*key, posted.version)).collect()
    }
}
