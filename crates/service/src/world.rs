//! The only door to time and chance.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use openbadges::Timestamp;
use uuid::Uuid;

/// The last second of the year 9999: what a clock beyond it is taken for.
const LATEST: i64 = 253_402_300_799;

/// Where the time, random numbers and ids come from. Tests give their own clock.
#[derive(Clone)]
pub struct World {
    clock: Arc<dyn Fn() -> i64 + Send + Sync>,
    latest: Arc<AtomicI64>,
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("World").field("now", &self.now()).finish()
    }
}

impl World {
    /// The system's clock and random source.
    #[expect(clippy::disallowed_methods, reason = "this is the door to time")]
    pub fn system() -> Self {
        Self::with_clock(|| {
            std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)
                .map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
        })
    }

    /// A clock of the caller's, in seconds since 1970, and the system's random source.
    pub fn with_clock(clock: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        Self { clock: Arc::new(clock), latest: Arc::new(AtomicI64::new(0)) }
    }

    /// The time. It never goes backwards: when the clock is set back it stands still until the clock
    /// has caught up, so that nothing is dated before what it follows.
    pub fn now(&self) -> Timestamp {
        let now = (self.clock)();
        let latest = self.latest.fetch_max(now, Ordering::SeqCst).max(now);
        Timestamp::from_unix(latest.min(LATEST)).unwrap_or(Timestamp::EPOCH)
    }

    /// Makes `time` the earliest time there can be, such as that of the newest entry in the log.
    pub(crate) fn not_before(&self, time: Timestamp) {
        self.latest.fetch_max(time.unix(), Ordering::SeqCst);
    }

    /// What the clock says, even when it was set back: for what ends by itself, such as sessions. Were they
    /// measured by a time that stands still, they would not end.
    pub(crate) fn wall_clock(&self) -> Timestamp {
        Timestamp::from_unix((self.clock)().min(LATEST)).unwrap_or(Timestamp::EPOCH)
    }

    /// What the clock says, in seconds.
    pub(crate) fn clock(&self) -> i64 {
        (self.clock)()
    }

    /// Random bytes from the operating system.
    ///
    /// # Errors
    /// When the operating system has none, which is not to be worked around.
    #[expect(clippy::disallowed_methods, reason = "this is the door to chance")]
    pub fn random<const N: usize>(&self) -> Result<[u8; N], crate::Error> {
        let mut bytes = [0; N];
        getrandom::fill(&mut bytes).map_err(crate::Error::internal)?;
        Ok(bytes)
    }

    /// A random number below `bound`, each as likely as the other.
    pub(crate) fn random_below(&self, bound: u32) -> Result<u32, crate::Error> {
        // Rejection sampling: a plain remainder would favor small numbers.
        let bound = bound.max(1);
        let zone = u32::MAX - u32::MAX % bound;
        loop {
            let candidate = u32::from_le_bytes(self.random()?);
            if candidate < zone {
                return Ok(candidate % bound);
            }
        }
    }

    /// A new id (UUID version 7, RFC 9562).
    #[expect(clippy::disallowed_methods, reason = "this is where ids come from")]
    pub fn id(&self) -> Uuid {
        Uuid::now_v7()
    }

    /// 192 random bits as base64url, with a prefix that makes a leak recognizable.
    pub(crate) fn token(&self, prefix: &str) -> Result<String, crate::Error> {
        use base64::Engine;
        let bytes: [u8; 24] = self.random()?;
        Ok(format!("{prefix}{}", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)))
    }
}
