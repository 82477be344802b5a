//! Where a request comes from: the address that counts for limits.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use actix_web::HttpRequest;
use actix_web::http::header::HeaderMap;

use crate::Site;

/// The narrowest network of IPv6 that counts as one client: one household has all of its addresses.
pub const HOUSEHOLD: u32 = 64;
/// What many providers give to one customer.
pub const CUSTOMER: u32 = 56;
/// What providers give to one organization.
pub const ORGANIZATION: u32 = 48;

/// The address of the client that a request comes from.
pub fn client(request: &HttpRequest, site: &Site) -> IpAddr {
    address(request.headers(), request.peer_addr().map(|peer| peer.ip()), site.trust_proxy)
}

/// The network of that prefix around an IPv6 address; an IPv4 address stands for itself.
pub fn network(address: IpAddr, prefix: u32) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let host = 128_u32.saturating_sub(prefix);
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits().checked_shr(host).unwrap_or(0) << (host % 128)))
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Behind a proxy the address that the proxy itself wrote, which is the last.
fn address(headers: &HeaderMap, peer: Option<IpAddr>, trust_proxy: bool) -> IpAddr {
    let forwarded = || {
        let last = headers.get_all("x-forwarded-for").last()?;
        last.to_str().ok()?.rsplit(',').next()?.trim().parse::<IpAddr>().ok()
    };
    let address = trust_proxy.then(forwarded).flatten().or(peer);
    address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)).to_canonical()
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn forwarded(value: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(HeaderName::from_static("x-forwarded-for"), HeaderValue::from_static(value));
        headers
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn clients_cannot_choose_their_address() {
        let (spoofed, peer) = (forwarded("203.0.113.9, 198.51.100.7"), Some(ip("192.0.2.1")));
        assert_eq!(address(&spoofed, peer, false), ip("192.0.2.1"));
        // Behind a proxy only what the proxy itself wrote counts.
        assert_eq!(address(&spoofed, peer, true), ip("198.51.100.7"));
        assert_eq!(address(&forwarded("nonsense"), peer, true), ip("192.0.2.1"));
    }

    #[test]
    fn an_ipv6_address_stands_for_its_network() {
        let address = ip("2001:db8:1:2ff:3:4:5:6");
        assert_eq!(network(address, HOUSEHOLD), ip("2001:db8:1:2ff::"));
        assert_eq!(network(address, CUSTOMER), ip("2001:db8:1:200::"));
        assert_eq!(network(address, ORGANIZATION), ip("2001:db8:1::"));
        assert_eq!(network(ip("::ffff:192.0.2.1"), HOUSEHOLD), ip("192.0.2.1"));
    }
}
