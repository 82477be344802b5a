//! The clock of this machine.

use openbadges::Timestamp;

use crate::ClockTrouble;

/// What the clock says, and what it is compared with.
#[derive(Debug, Clone)]
pub struct ClockView {
    /// This machine's clock.
    pub clock: Timestamp,
    /// The database server's, if there is a server.
    pub database_server: Option<Timestamp>,
    /// The time of the newest entry in the log that says what time it is.
    pub newest_entry: Option<Timestamp>,
    /// What is wrong with the clock.
    pub trouble: Option<ClockTrouble>,
}

/// What was mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The time that is right.
    pub clock: Timestamp,
    /// The slugs of the districts whose log was ahead of it.
    pub districts: Vec<String>,
    /// How many badges are dated later than now. They stay so, and have to be revoked and issued again.
    pub misdated: u64,
}
