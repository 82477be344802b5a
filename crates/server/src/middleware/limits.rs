use std::marker::PhantomData;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU32;

use actix_web::dev::Payload;
use actix_web::http::header::HeaderMap;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::{Ready, ready};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::settings::RateLimits;
use crate::{Problem, Site};

/// With more addresses than this the old ones are swept out, so that memory stays bounded.
const ADDRESSES: usize = 10_000;

/// How often one client address may ask, by what it asks.
#[derive(Debug)]
pub struct Limiters {
    sign_in: Option<DefaultKeyedRateLimiter<IpAddr>>,
    token: Option<DefaultKeyedRateLimiter<IpAddr>>,
    verify: Option<DefaultKeyedRateLimiter<IpAddr>>,
}

impl Limiters {
    /// Limiters of that many requests a minute, which may come in one burst.
    pub fn new(limits: &RateLimits) -> Self {
        let limiter =
            |a_minute: Option<NonZeroU32>| a_minute.map(|most| RateLimiter::keyed(Quota::per_minute(most)));
        Self {
            sign_in: limiter(limits.sign_in),
            token: limiter(limits.token),
            verify: limiter(limits.verify),
        }
    }
}

/// What is limited; the parameter of [`Limited`].
pub trait Rate: 'static {
    /// Its limiter, unless the operator switched it off.
    fn limiter(limiters: &Limiters) -> Option<&DefaultKeyedRateLimiter<IpAddr>>;
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

impl Rate for SignIn {
    fn limiter(limiters: &Limiters) -> Option<&DefaultKeyedRateLimiter<IpAddr>> {
        limiters.sign_in.as_ref()
    }
}

impl Rate for Token {
    fn limiter(limiters: &Limiters) -> Option<&DefaultKeyedRateLimiter<IpAddr>> {
        limiters.token.as_ref()
    }
}

impl Rate for Verify {
    fn limiter(limiters: &Limiters) -> Option<&DefaultKeyedRateLimiter<IpAddr>> {
        limiters.verify.as_ref()
    }
}

/// The extractor that lets a request pass only as often as its client address may ask. It must be the
/// first of a handler, so that nothing is read or looked up for whoever asks too often.
#[derive(Debug, Clone, Copy)]
pub struct Limited<R>(PhantomData<R>);

impl<R: Rate> FromRequest for Limited<R> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let let_in = || {
            let site = Site::of(request)?;
            if let Some(limiter) = R::limiter(&site.limiters) {
                let address =
                    client(request.headers(), request.peer_addr().map(|peer| peer.ip()), site.trust_proxy);
                check(limiter, address)?;
            }
            Ok(Self(PhantomData))
        };
        ready(let_in())
    }
}

fn check(limiter: &DefaultKeyedRateLimiter<IpAddr>, address: IpAddr) -> Result<(), Problem> {
    if limiter.len() > ADDRESSES {
        limiter.retain_recent();
    }
    limiter.check_key(&address).map_err(|refused| {
        let wait = refused.wait_time_from(DefaultClock::default().now());
        Problem::too_many(u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1))
    })
}

/// The address that counts: behind a proxy the one that the proxy itself wrote, which is the last; of
/// an IPv6 address the network, because one household has 2⁶⁴ of them.
fn client(headers: &HeaderMap, peer: Option<IpAddr>, trust_proxy: bool) -> IpAddr {
    let forwarded = || {
        let last = headers.get_all("x-forwarded-for").last()?;
        last.to_str().ok()?.rsplit(',').next()?.trim().parse::<IpAddr>().ok()
    };
    let address = trust_proxy.then(forwarded).flatten().or(peer);
    match address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)).to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn address(forwarded: &'static str, peer: &str, trust_proxy: bool) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(HeaderName::from_static("x-forwarded-for"), HeaderValue::from_static(forwarded));
        client(&headers, Some(peer.parse().unwrap()), trust_proxy).to_string()
    }

    #[test]
    fn a_client_cannot_choose_its_address() {
        assert_eq!(address("1.2.3.4", "10.0.0.1", false), "10.0.0.1");
        assert_eq!(address("1.2.3.4, 5.6.7.8", "10.0.0.1", true), "5.6.7.8");
        assert_eq!(address("nonsense", "10.0.0.1", true), "10.0.0.1");
    }

    #[test]
    fn one_network_of_ipv6_counts_as_one_address() {
        assert_eq!(address("", "2001:db8:1:2:3:4:5:6", false), "2001:db8:1:2::");
        assert_eq!(address("", "::ffff:10.0.0.1", false), "10.0.0.1");
    }

    #[test]
    fn whoever_asks_too_often_is_told_how_long_to_wait() {
        let limiters = Limiters::new(&RateLimits { sign_in: NonZeroU32::new(2), ..RateLimits::NONE });
        let limiter = SignIn::limiter(&limiters).unwrap();
        let (here, there) = ("10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap());
        assert!(check(limiter, here).is_ok());
        assert!(check(limiter, here).is_ok());
        let problem = check(limiter, here).unwrap_err();
        assert_eq!(problem.kind.status(), 429);
        let wait: u32 = problem.headers[0].1.to_str().unwrap().parse().unwrap();
        assert!((1..=61).contains(&wait), "{wait}");
        assert!(check(limiter, there).is_ok());
        assert!(Token::limiter(&limiters).is_none());
    }
}
