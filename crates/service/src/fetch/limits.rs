//! How much one stranger's address may cost.

use std::time::Duration;

/// The limits of the client. The defaults are those of a running service; tests give smaller ones.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// How many bytes a document may have, as sent and unpacked. A status list of a million bits is well below.
    pub(super) bytes: usize,
    /// How many redirects are followed.
    pub(super) redirects: usize,
    /// How long a whole fetch may take, with all redirects and waiting.
    pub(super) total: Duration,
    /// How long a connection may take to be made.
    pub(super) connect: Duration,
    /// How many headers an answer may have. (Their size is bounded by the HTTP library, at 400 kB.)
    pub(super) headers: usize,
    /// How many fetches run at once.
    pub(super) at_once: usize,
    /// How many of them from one host.
    pub(super) at_once_per_host: usize,
    /// How many fetches wait for their turn; more are turned away.
    pub(super) waiting: usize,
    /// How many of them for one host.
    pub(super) waiting_per_host: usize,
    /// How many answers are kept.
    pub(super) kept: usize,
    /// How many bytes they may have altogether.
    pub(super) kept_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 2 * 1024 * 1024,
            redirects: 3,
            total: Duration::from_secs(10),
            connect: Duration::from_secs(4),
            headers: 100,
            at_once: 32,
            at_once_per_host: 4,
            waiting: 256,
            waiting_per_host: 32,
            kept: 512,
            kept_bytes: 16 * 1024 * 1024,
        }
    }
}
