//! What an operator sets about the HTTP side.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;

use crate::connections::Patience;

/// Everything [`crate::start`] needs to know besides the service.
#[derive(Debug, Clone)]
pub struct ServerSettings {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// How many worker threads; `None`: one per processor.
    pub workers: Option<usize>,
    /// Whether a proxy in front sets `X-Forwarded-For`. When there is none, clients could choose
    /// their own address with it, so it is off unless told otherwise.
    pub trust_proxy: bool,
    /// How many connections of clients may be open; fewer, when the process may open only few files. One IPv4
    /// address or IPv6 /64 may have half of them, unless a proxy is in front.
    pub max_connections: usize,
    /// How long a client may keep the server waiting.
    pub patience: Patience,
    /// How often one client address may ask.
    pub rate_limits: RateLimits,
    /// Whether the VC API answers a failed verification with 200 and `verified: false`, as in VCALM, instead of 400.
    pub verified_false_is_200: bool,
    /// Where uploads lie while they arrive.
    pub spool: PathBuf,
    /// How long a stop waits for requests under way, in seconds.
    pub shutdown_seconds: u64,
}

impl Default for ServerSettings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080),
            workers: None,
            trust_proxy: false,
            max_connections: 4096,
            patience: Patience::default(),
            rate_limits: RateLimits::default(),
            verified_false_is_200: false,
            spool: std::env::temp_dir(),
            shutdown_seconds: 10,
        }
    }
}

/// How many requests a minute one client address may send to what costs or guesses something; `None`: as
/// many as it likes. Of IPv6 this is the limit of a /64; a /56 has four times, a /48 sixteen times as many.
#[derive(Debug, Clone, Copy)]
pub struct RateLimits {
    /// Asking for a sign-in link and using one.
    pub sign_in: Option<NonZeroU32>,
    /// `/oauth/token`.
    pub token: Option<NonZeroU32>,
    /// Verifying, which makes the service fetch documents of others.
    pub verify: Option<NonZeroU32>,
    /// Share links, pictures and lists, which anyone reads.
    pub public: Option<NonZeroU32>,
}

impl RateLimits {
    /// No limits, for tests and benchmarks.
    pub const NONE: Self = Self { sign_in: None, token: None, verify: None, public: None };
}

impl Default for RateLimits {
    fn default() -> Self {
        // A school has one address: on a training day hundreds of its teachers sign in within minutes.
        Self {
            sign_in: NonZeroU32::new(300),
            token: NonZeroU32::new(60),
            verify: NonZeroU32::new(120),
            public: NonZeroU32::new(1200),
        }
    }
}
