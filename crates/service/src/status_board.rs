//! The signed status lists in memory, as they are served.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use program::DistrictId;

/// How many lists are kept. A signed list has 1 to 25 kB.
const MOST: usize = 1000;

/// How many changes a signed list shows, and when it was signed; a greater one is newer.
pub(crate) type Version = (i64, i64);

/// A list's district and its number there.
pub(crate) type Key = (DistrictId, i32);

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

#[derive(Debug)]
struct Entry {
    posted: Posted,
    /// Whether somebody asked for it since the board was last tidied.
    asked: AtomicBool,
}

/// The lists that were asked for or signed again lately.
#[derive(Debug, Default)]
pub(crate) struct StatusBoard {
    slugs: RwLock<HashMap<String, DistrictId>>,
    lists: RwLock<HashMap<Key, Entry>>,
    changes: AtomicU64,
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
        let lists = self.lists.read().unwrap_or_else(PoisonError::into_inner);
        let entry = lists.get(&(district, number))?;
        entry.asked.store(true, Ordering::Relaxed);
        Some(entry.posted.clone())
    }

    /// Which state of a list is shown, if it is here. This counts as nobody asking for it.
    pub(crate) fn version(&self, list: Key) -> Option<Version> {
        let lists = self.lists.read().unwrap_or_else(PoisonError::into_inner);
        lists.get(&list).map(|entry| entry.posted.version)
    }

    /// How often a list here was replaced by a newer one.
    pub(crate) fn changes(&self) -> u64 {
        self.changes.load(Ordering::Relaxed)
    }

    /// Puts a list up, unless a newer one is there. When the board is full, one that nobody asked for lately is
    /// taken down.
    pub(crate) fn post(&self, district: DistrictId, number: i32, text: String, version: Version) -> Posted {
        let etag = format!("\"{}\"", crate::secret::digest(&text)).into();
        let new = Posted { text: text.into(), etag, version };
        let mut lists = self.lists.write().unwrap_or_else(PoisonError::into_inner);
        let key = (district, number);
        if lists.len() >= MOST && !lists.contains_key(&key) {
            let idle = lists.iter().find(|(_, entry)| !entry.asked.load(Ordering::Relaxed));
            let leaving = idle.or_else(|| lists.iter().next()).map(|(key, _)| *key);
            leaving.and_then(|leaving| lists.remove(&leaving));
        }
        let entry =
            lists.entry(key).or_insert_with(|| Entry { posted: new.clone(), asked: AtomicBool::new(true) });
        if entry.posted.version < new.version {
            entry.posted = new;
            self.changes.fetch_add(1, Ordering::Relaxed);
        }
        entry.posted.clone()
    }

    /// Takes down what was signed later than this, in seconds since 1970: a wrong clock dated it.
    pub(crate) fn forget_after(&self, time: i64) {
        let mut lists = self.lists.write().unwrap_or_else(PoisonError::into_inner);
        lists.retain(|_key, entry| entry.posted.version.1 <= time);
    }

    /// Takes down the lists that nobody asked for since the last time; gives those that stay.
    pub(crate) fn tidy(&self) -> Vec<Key> {
        let mut lists = self.lists.write().unwrap_or_else(PoisonError::into_inner);
        lists.retain(|_, entry| entry.asked.swap(false, Ordering::Relaxed));
        lists.keys().copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn district() -> DistrictId {
        DistrictId::from_uuid(uuid::Uuid::nil())
    }

    #[test]
    fn a_newer_list_replaces_an_older_one_and_never_the_other_way_round() {
        let board = StatusBoard::default();
        board.post(district(), 1, "two".to_owned(), (2, 10));
        assert_eq!(&*board.post(district(), 1, "one".to_owned(), (1, 20)).text, "two");
        assert_eq!(&*board.post(district(), 1, "three".to_owned(), (2, 11)).text, "three");
        assert_eq!(board.version((district(), 1)), Some((2, 11)));
    }

    #[test]
    fn what_nobody_asks_for_leaves_the_board() {
        let board = StatusBoard::default();
        for number in 1..=2 {
            board.post(district(), number, "list".to_owned(), (1, 1));
        }
        assert_eq!(board.tidy().len(), 2, "both are new");
        board.posted(district(), 2).unwrap();
        assert_eq!(board.tidy(), [(district(), 2)]);
    }

    #[test]
    fn the_board_has_an_end() {
        let board = StatusBoard::default();
        for number in 0..i32::try_from(MOST).unwrap() + 50 {
            board.post(district(), number, "list".to_owned(), (1, 1));
        }
        assert_eq!(board.tidy().len(), MOST);
    }
}
