//! The only door to time and chance.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use openbadges::Timestamp;
use uuid::Uuid;

mod system;

/// The last second of the year 9999: what a clock beyond it is taken for.
const LATEST: i64 = 253_402_300_799;

/// How far this machine's clock may be from what else is known of the time, in seconds.
pub(crate) const TOLERANCE: i64 = 300;

/// How far this machine's clock may be behind the newest entry of the log, in seconds. Time stands still meanwhile; what is
/// signed then is dated by that entry, and is valid within a day at the latest.
const MOST_BEHIND: i64 = 24 * 3600;

/// A clock, in seconds.
type Clock = Box<dyn Fn() -> i64 + Send + Sync>;

/// Where the time, random numbers and ids come from. Tests give their own clocks.
#[derive(Clone)]
pub struct World(Arc<Inner>);

struct Inner {
    /// What people call the time, in seconds since 1970. Somebody can set it.
    wall: Clock,
    /// Seconds since some moment. Nobody can set it.
    steady: Clock,
    /// What stands for the database server's clock; without it, the database is asked.
    server: Option<Clock>,
    /// Between two readings of the steady clock that were taken under the same name, time passed.
    boot: Option<String>,
    known: Mutex<Known>,
}

/// What is known of the time beside what the clock says.
#[derive(Clone, Copy, Default)]
struct Known {
    /// The latest time that was given out, or that the log has.
    latest: i64,
    reference: Option<Reference>,
}

/// Both clocks at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reading {
    /// What the clock says, in seconds since 1970.
    pub(crate) wall: i64,
    /// The steady clock, in seconds.
    pub(crate) steady: i64,
}

/// A time that was found to be right, and when that was by the steady clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reference {
    /// The time, in seconds since 1970.
    pub(crate) at: i64,
    /// The steady clock then, in seconds.
    pub(crate) steady: i64,
}

impl Reference {
    /// What the time must be when the steady clock says this.
    pub(crate) fn expects(self, steady: i64) -> i64 {
        self.at.saturating_add(steady.saturating_sub(self.steady).max(0))
    }
}

/// Why nothing is signed: this machine's clock cannot be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockTrouble {
    /// It is ahead of the time that the database server or this machine's steady clock says.
    Ahead {
        /// By how much.
        seconds: i64,
    },
    /// It is behind the newest entry of the log.
    Behind {
        /// By how much.
        seconds: i64,
    },
}

impl std::fmt::Display for ClockTrouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ahead { seconds } => write!(
                f,
                "this machine's clock is {seconds} seconds ahead of the true time, as far as that is known; nothing is signed \
                 until it is right, or somebody says that it is right: countersign clock mend"
            ),
            Self::Behind { seconds } => write!(
                f,
                "this machine's clock is {seconds} seconds behind the newest entry of the log; nothing is signed until the clock \
                 is right, or, if it is the log that was written by a wrong clock, until the log is mended: countersign clock mend"
            ),
        }
    }
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("World").field("now", &self.now()).finish()
    }
}

impl World {
    /// The system's clocks and random source.
    pub fn system() -> Self {
        Self::new(Box::new(system::wall), system::steady(), None, system::boot())
    }

    /// A clock of the caller's, in seconds since 1970, and the system's random source. It is believed in everything.
    pub fn with_clock(clock: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        let clock = Arc::new(clock);
        let (wall, steady, server) = (clock.clone(), clock.clone(), clock);
        Self::new(
            Box::new(move || wall()),
            Box::new(move || steady()),
            Some(Box::new(move || server())),
            None,
        )
    }

    /// Two clocks of the caller's: `wall`, which may be wrong, in seconds since 1970; and `truth`, which stands for this
    /// machine's steady clock, since the start of the machine that `boot` names, and for the clock of the database
    /// server, if it has one.
    pub fn with_clocks(
        wall: impl Fn() -> i64 + Send + Sync + 'static,
        truth: impl Fn() -> i64 + Send + Sync + 'static,
        boot: &str,
    ) -> Self {
        let truth = Arc::new(truth);
        let (steady, server) = (truth.clone(), truth);
        let server: Clock = Box::new(move || server());
        Self::new(Box::new(wall), Box::new(move || steady()), Some(server), Some(boot.to_owned()))
    }

    fn new(wall: Clock, steady: Clock, server: Option<Clock>, boot: Option<String>) -> Self {
        Self(Arc::new(Inner { wall, steady, server, boot, known: Mutex::default() }))
    }

    /// The time. It never goes backwards: when the clock is set back it stands still until the clock
    /// has caught up, so that nothing is dated before what it follows. When the clock jumps ahead, it goes on as if
    /// the clock had not.
    pub fn now(&self) -> Timestamp {
        let reading = self.reading();
        let mut known = self.known();
        known.latest = known.latest.max(known.believed(reading));
        Timestamp::from_unix(known.latest.min(LATEST)).unwrap_or(Timestamp::EPOCH)
    }

    /// What is wrong with the clock, as far as is known without asking anybody.
    pub(crate) fn clock_trouble(&self) -> Option<ClockTrouble> {
        let (reading, known) = (self.reading(), *self.known());
        let ahead = known.reference.map_or(0, |reference| reading.wall - reference.expects(reading.steady));
        let behind = known.latest - reading.wall;
        if ahead > TOLERANCE {
            Some(ClockTrouble::Ahead { seconds: ahead })
        } else if behind > MOST_BEHIND {
            Some(ClockTrouble::Behind { seconds: behind })
        } else {
            None
        }
    }

    /// What both clocks say.
    pub(crate) fn reading(&self) -> Reading {
        Reading { wall: (self.0.wall)().min(LATEST), steady: (self.0.steady)() }
    }

    /// What stands for the database server's clock, if something does.
    pub(crate) fn server(&self) -> Option<i64> {
        self.0.server.as_ref().map(|clock| clock())
    }

    /// Between two readings of the steady clock under the same name, time passed; none where there is no such name.
    pub(crate) fn boot(&self) -> Option<&str> {
        self.0.boot.as_deref()
    }

    /// The latest time that was given out, or that the log has.
    pub(crate) fn latest(&self) -> i64 {
        self.known().latest
    }

    /// The time that was found to be right last.
    pub(crate) fn reference(&self) -> Option<Reference> {
        self.known().reference
    }

    /// Takes over what was found out about the time. With `newest`, the time of the newest entry in the log, the time
    /// may also go back to that.
    pub(crate) fn settle(&self, reference: Option<Reference>, newest: Option<i64>) {
        let reading = self.reading();
        let mut known = self.known();
        known.reference = reference;
        if let Some(newest) = newest {
            known.latest = newest.max(known.believed(reading));
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the clock says, even when it was set back: for what ends by itself, such as sessions. Were they
    /// measured by a time that stands still, they would not end. A clock that jumps ahead ends nothing.
    pub(crate) fn wall_clock(&self) -> Timestamp {
        let reading = self.reading();
        Timestamp::from_unix(self.known().believed(reading)).unwrap_or(Timestamp::EPOCH)
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

impl Known {
    /// The clock, unless it is ahead of all that is known; then what is expected.
    fn believed(&self, reading: Reading) -> i64 {
        match self.reference.map(|reference| reference.expects(reading.steady)) {
            Some(expected) if reading.wall > expected.saturating_add(TOLERANCE) => expected,
            _ => reading.wall,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;

    const START: i64 = 1_790_000_000;

    /// A world, what its clock says, and how much time passed.
    fn world() -> (World, Arc<AtomicI64>, Arc<AtomicI64>) {
        let (wall, truth) = (Arc::new(AtomicI64::new(START)), Arc::new(AtomicI64::new(0)));
        let (own_wall, own_truth) = (wall.clone(), truth.clone());
        let world = World::with_clocks(
            move || own_wall.load(Ordering::SeqCst),
            move || own_truth.load(Ordering::SeqCst),
            "test",
        );
        world.settle(Some(Reference { at: START, steady: 0 }), Some(0));
        (world, wall, truth)
    }

    #[test]
    fn a_clock_that_jumps_ahead_is_not_believed() {
        let (world, wall, truth) = world();
        wall.store(START + TOLERANCE, Ordering::SeqCst);
        assert_eq!((world.clock_trouble(), world.now().unix()), (None, START + TOLERANCE));
        wall.store(START + 100 + TOLERANCE + 1, Ordering::SeqCst);
        truth.store(100, Ordering::SeqCst);
        assert_eq!(world.clock_trouble(), Some(ClockTrouble::Ahead { seconds: TOLERANCE + 1 }));
        assert_eq!(world.now().unix(), START + TOLERANCE, "it goes on as if the clock had not jumped");
        assert_eq!(world.wall_clock().unix(), START + 100, "and nothing ends by that clock");
        wall.store(START + 1000, Ordering::SeqCst);
        truth.store(1000, Ordering::SeqCst);
        assert_eq!((world.clock_trouble(), world.now().unix()), (None, START + 1000));
    }

    #[test]
    fn a_clock_that_is_set_back_stands_still() {
        let (world, wall, _truth) = world();
        assert_eq!(world.now().unix(), START);
        wall.store(START - 60, Ordering::SeqCst);
        assert_eq!((world.clock_trouble(), world.now().unix()), (None, START));
        assert_eq!(world.wall_clock().unix(), START - 60);
        wall.store(START - MOST_BEHIND - 1, Ordering::SeqCst);
        assert_eq!(world.clock_trouble(), Some(ClockTrouble::Behind { seconds: MOST_BEHIND + 1 }));
        assert_eq!(world.now().unix(), START);
    }

    #[test]
    fn the_machines_own_clocks_agree() {
        let world = World::system();
        let before = world.reading();
        let reference = Reference { at: before.wall, steady: before.steady };
        world.settle(Some(reference), Some(0));
        assert_eq!(world.clock_trouble(), None);
        assert!(world.reading().steady >= before.steady);
    }
}
