use std::marker::PhantomData;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::{Ready, ready};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::network::{CUSTOMER, HOUSEHOLD, ORGANIZATION, client, network};
use crate::settings::RateLimits;
use crate::{Problem, Site};

/// With more networks than this the old ones are swept out, so that memory stays bounded.
const NETWORKS: usize = 20_000;
/// How often they are swept out at most, because that looks at every one of them.
const SWEEP: Duration = Duration::from_secs(1);
/// With more networks than this, those that are new are counted together.
const MOST_NETWORKS: usize = 200_000;
/// Which networks of IPv6 count, and how many times the limit each of them has.
const LEVELS: [(u32, u32); 3] = [(HOUSEHOLD, 1), (CUSTOMER, 4), (ORGANIZATION, 16)];

/// How often one client may ask one kind of thing. One customer of IPv6 has a /64, a /56 or a /48: each of
/// them has a limit of its own, the wider ones a higher one. An IPv4 address stands for itself.
#[derive(Debug)]
pub struct Limiter {
    levels: Vec<(u32, DefaultKeyedRateLimiter<Option<IpAddr>>)>,
    began: Instant,
    /// When the old ones were swept out, in milliseconds since `began`.
    swept: AtomicU64,
}

impl Limiter {
    /// That many requests a minute, which may come in one burst.
    pub fn new(a_minute: NonZeroU32) -> Self {
        let level = |(prefix, times): (u32, u32)| {
            let most = NonZeroU32::new(a_minute.get().saturating_mul(times)).unwrap_or(a_minute);
            (prefix, RateLimiter::keyed(Quota::per_minute(most)))
        };
        Self { levels: LEVELS.map(level).into(), began: Instant::now(), swept: AtomicU64::new(0) }
    }

    /// Counts one request.
    ///
    /// # Errors
    /// `too-many-requests`.
    pub fn check(&self, address: IpAddr) -> Result<(), Problem> {
        self.sweep();
        let levels = if address.to_canonical().is_ipv4() { 1 } else { self.levels.len() };
        for (prefix, limiter) in self.levels.iter().take(levels) {
            let key = (limiter.len() < MOST_NETWORKS).then(|| network(address, *prefix));
            limiter.check_key(&key).map_err(|refused| {
                let wait = refused.wait_time_from(DefaultClock::default().now());
                Problem::too_many(u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1))
            })?;
        }
        Ok(())
    }

    /// Forgets the networks that have not asked for a while, when there are many.
    fn sweep(&self) {
        let now = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let swept = self.swept.load(Ordering::Relaxed);
        let due = u128::from(now.saturating_sub(swept)) >= SWEEP.as_millis();
        let many = self.levels.iter().any(|(_, limiter)| limiter.len() > NETWORKS);
        let mine = || self.swept.compare_exchange(swept, now, Ordering::Relaxed, Ordering::Relaxed).is_ok();
        if many && due && mine() {
            for (_, limiter) in &self.levels {
                limiter.retain_recent();
                limiter.shrink_to_fit();
            }
        }
    }
}

/// How often one client may ask, by what it asks; `None`: as often as it likes.
#[derive(Debug)]
pub struct Limiters {
    sign_in: Option<Limiter>,
    token: Option<Limiter>,
    verify: Option<Limiter>,
    public: Option<Limiter>,
}

impl Limiters {
    /// Limiters of that many requests a minute, which may come in one burst.
    pub fn new(limits: &RateLimits) -> Self {
        Self {
            sign_in: limits.sign_in.map(Limiter::new),
            token: limits.token.map(Limiter::new),
            verify: limits.verify.map(Limiter::new),
            public: limits.public.map(Limiter::new),
        }
    }
}

/// What is limited; the parameter of [`Limited`].
pub trait Rate: 'static {
    /// Its limiter, unless the operator switched it off.
    fn limiter(limiters: &Limiters) -> Option<&Limiter>;
}

/// Asking for a sign-in link and using one.
#[derive(Debug, Clone, Copy)]
pub struct SignIn;
/// Fetching an access token.
#[derive(Debug, Clone, Copy)]
pub struct Token;
/// Verifying.
#[derive(Debug, Clone, Copy)]
pub struct Verify;
/// Reading public documents that cost something to make.
#[derive(Debug, Clone, Copy)]
pub struct Public;

impl Rate for SignIn {
    fn limiter(limiters: &Limiters) -> Option<&Limiter> {
        limiters.sign_in.as_ref()
    }
}

impl Rate for Token {
    fn limiter(limiters: &Limiters) -> Option<&Limiter> {
        limiters.token.as_ref()
    }
}

impl Rate for Verify {
    fn limiter(limiters: &Limiters) -> Option<&Limiter> {
        limiters.verify.as_ref()
    }
}

impl Rate for Public {
    fn limiter(limiters: &Limiters) -> Option<&Limiter> {
        limiters.public.as_ref()
    }
}

/// The extractor that lets a request pass only as often as its client may ask. It must be the first of a
/// handler, so that nothing is read or looked up for whoever asks too often.
#[derive(Debug, Clone, Copy)]
pub struct Limited<R>(PhantomData<R>);

impl<R: Rate> FromRequest for Limited<R> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let let_in = || {
            let site = Site::of(request)?;
            if let Some(limiter) = R::limiter(&site.limiters) {
                limiter.check(client(request, site))?;
            }
            Ok(Self(PhantomData))
        };
        ready(let_in())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn limiter(a_minute: u32) -> Limiter {
        Limiter::new(NonZeroU32::new(a_minute).unwrap())
    }

    #[test]
    fn who_asks_too_often_is_told_when_to_come_again() {
        let limiter = limiter(2);
        let (one, other) = (ip("192.0.2.1"), ip("192.0.2.2"));
        assert!(limiter.check(one).is_ok() && limiter.check(one).is_ok());
        let problem = limiter.check(one).unwrap_err();
        assert_eq!(problem.kind, crate::Kind::TooMany);
        assert_eq!(problem.headers[0].0, "retry-after");
        assert!(limiter.check(other).is_ok());
    }

    #[test]
    fn each_network_of_ipv6_has_a_limit_of_its_own() {
        let limiter = limiter(2);
        let passed = |addresses: &mut dyn Iterator<Item = String>| {
            addresses.filter(|address| limiter.check(ip(address)).is_ok()).count()
        };
        // One /64: whatever the rest of the address.
        assert_eq!(passed(&mut (0..100).map(|host| format!("2001:db8:1::{host:x}"))), 2);
        // One /56: 256 networks have four times as many, of which the one before took two.
        assert_eq!(passed(&mut (1..100).map(|net| format!("2001:db8:1:{net:x}::1"))), 6);
        // One /48: sixteen times as many, of which eight are gone.
        assert_eq!(passed(&mut (1..100).map(|net| format!("2001:db8:1:{net:02x}00::1"))), 24);
        // Another /48 has its own.
        assert!(limiter.check(ip("2001:db8:2::1")).is_ok());
    }
}
