//! The answers that others allowed to be kept, for a while.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use url::Url;

use super::limits::Limits;

/// What a server answered: only what helps; errors are asked for again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// The document.
    Document(Arc<[u8]>),
    /// Where else to ask.
    Redirect(Url),
}

/// A bounded cache: by address and accepted types.
#[derive(Debug)]
pub(super) struct Cache {
    store: Mutex<Store>,
    most: usize,
    most_bytes: usize,
}

#[derive(Debug, Default)]
struct Store {
    kept: HashMap<Key, Kept>,
    bytes: usize,
}

/// The address, without its fragment, and what was accepted.
type Key = (String, String);

#[derive(Debug)]
struct Kept {
    answer: Answer,
    since: Instant,
    /// How long the server allows it to be kept.
    lifetime: Duration,
}

impl Kept {
    fn age(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.since)
    }
}

impl Cache {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { store: Mutex::default(), most: limits.kept, most_bytes: limits.kept_bytes }
    }

    /// The answer, and for how long it was kept, if that is neither longer than the server allows nor than `bound`.
    pub(super) fn get(
        &self,
        url: &Url,
        accept: &str,
        bound: Duration,
        now: Instant,
    ) -> Option<(Answer, Duration)> {
        let store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = store.kept.get(&key(url, accept))?;
        let age = kept.age(now);
        (age < kept.lifetime && age < bound).then(|| (kept.answer.clone(), age))
    }

    /// Keeps an answer, unless it alone would fill a quarter of the cache. What was kept for this address before is forgotten.
    pub(super) fn put(
        &self,
        url: &Url,
        accept: &str,
        answer: &Answer,
        lifetime: Option<Duration>,
        now: Instant,
    ) {
        let key = key(url, accept);
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        store.remove(&key);
        let size = size(&key, answer);
        let Some(lifetime) = lifetime.filter(|_lifetime| size <= self.most_bytes / 4) else { return };
        if store.kept.len() >= self.most || store.bytes.saturating_add(size) > self.most_bytes {
            store.make_room(self.most.saturating_sub(1), self.most_bytes.saturating_sub(size), now);
        }
        store.bytes = store.bytes.saturating_add(size);
        store.kept.insert(key, Kept { answer: answer.clone(), since: now, lifetime });
    }
}

impl Store {
    fn remove(&mut self, key: &Key) {
        if let Some(kept) = self.kept.remove(key) {
            self.bytes = self.bytes.saturating_sub(size(key, &kept.answer));
        }
    }

    /// Forgets what is over, then the oldest, until there are at most so many, with so many bytes.
    fn make_room(&mut self, most: usize, most_bytes: usize, now: Instant) {
        let mut keys: Vec<(bool, Instant, Key)> = self
            .kept
            .iter()
            .map(|(key, kept)| (kept.age(now) < kept.lifetime, kept.since, key.clone()))
            .collect();
        keys.sort();
        for (fresh, _since, key) in keys {
            if fresh && self.kept.len() <= most && self.bytes <= most_bytes {
                break;
            }
            self.remove(&key);
        }
    }
}

fn key(url: &Url, accept: &str) -> Key {
    let mut url = url.clone();
    url.set_fragment(None);
    (url.into(), accept.to_owned())
}

/// What an answer costs in memory, roughly: a store of empty answers is not free either.
fn size((url, accept): &Key, answer: &Answer) -> usize {
    let content = match answer {
        Answer::Document(bytes) => bytes.len(),
        Answer::Redirect(to) => to.as_str().len(),
    };
    content.saturating_add(url.len()).saturating_add(accept.len()).saturating_add(256)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_hours(1);

    fn cache(kept: usize, kept_bytes: usize) -> Cache {
        Cache::new(&Limits { kept, kept_bytes, ..Limits::default() })
    }

    fn url(number: usize) -> Url {
        Url::parse(&format!("https://example.org/{number}")).unwrap()
    }

    fn document(length: usize) -> Answer {
        Answer::Document(vec![b'x'; length].into())
    }

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn an_answer_is_given_again_until_its_time_is_over() {
        let (cache, start) = (cache(8, 1 << 20), Instant::now());
        cache.put(&url(1), "a", &document(5), Some(seconds(60)), start);
        assert_eq!(cache.get(&url(1), "a", HOUR, start + seconds(59)), Some((document(5), seconds(59))));
        assert_eq!(cache.get(&url(1), "a", HOUR, start + seconds(60)), None);
        assert_eq!(cache.get(&url(1), "b", HOUR, start), None);
        assert_eq!(cache.get(&url(2), "a", HOUR, start), None);
    }

    #[test]
    fn no_server_has_its_answer_kept_longer_than_the_bound() {
        let (cache, start) = (cache(8, 1 << 20), Instant::now());
        cache.put(&url(1), "a", &document(5), Some(Duration::MAX), start);
        assert!(cache.get(&url(1), "a", HOUR, start + seconds(3599)).is_some());
        assert_eq!(cache.get(&url(1), "a", HOUR, start + seconds(3600)), None);
        assert_eq!(cache.get(&url(1), "a", seconds(300), start + seconds(300)), None);
        assert_eq!(cache.get(&url(1), "a", Duration::ZERO, start), None);
    }

    #[test]
    fn the_fragment_is_no_part_of_the_key() {
        let (cache, start) = (cache(8, 1 << 20), Instant::now());
        let fragment = Url::parse("https://example.org/1#key").unwrap();
        cache.put(&fragment, "a", &document(5), Some(seconds(60)), start);
        assert!(cache.get(&url(1), "a", HOUR, start).is_some());
    }

    #[test]
    fn an_answer_that_may_not_be_kept_displaces_the_older_one() {
        let (cache, start) = (cache(8, 1 << 20), Instant::now());
        cache.put(&url(1), "a", &document(5), Some(seconds(60)), start);
        cache.put(&url(1), "a", &document(6), None, start);
        assert_eq!(cache.get(&url(1), "a", HOUR, start), None);
        assert_eq!(cache.store.lock().unwrap().bytes, 0);
    }

    #[test]
    fn the_number_of_answers_is_bounded_and_the_oldest_go_first() {
        let (cache, start) = (cache(4, 1 << 20), Instant::now());
        for number in 0..100 {
            let now = start + seconds(u64::try_from(number).unwrap());
            cache.put(&url(number), "a", &document(5), Some(HOUR), now);
            assert!(cache.store.lock().unwrap().kept.len() <= 4);
        }
        let now = start + seconds(100);
        assert!(cache.get(&url(99), "a", HOUR, now).is_some());
        assert!(cache.get(&url(0), "a", HOUR, now).is_none());
    }

    #[test]
    fn what_is_over_goes_before_what_is_older() {
        let (cache, start) = (cache(2, 1 << 20), Instant::now());
        cache.put(&url(1), "a", &document(5), Some(HOUR), start);
        cache.put(&url(2), "a", &document(5), Some(seconds(5)), start + seconds(1));
        cache.put(&url(3), "a", &document(5), Some(HOUR), start + seconds(10));
        assert!(cache.get(&url(1), "a", HOUR, start + seconds(10)).is_some());
        assert!(cache.get(&url(3), "a", HOUR, start + seconds(10)).is_some());
    }

    #[test]
    fn the_bytes_are_bounded_and_counted_right() {
        let (cache, start) = (cache(1000, 10_000), Instant::now());
        for number in 0..100 {
            cache.put(&url(number % 37), "a", &document(100 * (number % 20)), Some(HOUR), start);
            let store = cache.store.lock().unwrap();
            let counted: usize = store.kept.iter().map(|(key, kept)| size(key, &kept.answer)).sum();
            assert_eq!(store.bytes, counted);
            assert!(counted <= 10_000, "{counted}");
        }
        cache.put(&url(200), "a", &document(2_500), Some(HOUR), start);
        assert_eq!(cache.get(&url(200), "a", HOUR, start), None);
    }
}
