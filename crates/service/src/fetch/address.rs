//! Which addresses may be asked.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use super::FetchError;

/// The longest address that is looked at, in bytes.
const LONGEST: usize = 4096;
/// How much of something that is no address is shown to whoever wrote it, in characters.
const SHOWN: usize = 100;
/// Azure's own service, which every virtual machine there reaches at an address that looks public.
const AZURE_WIRE_SERVER: Ipv4Addr = Ipv4Addr::new(168, 63, 129, 16);
/// Ports from 1024 on at which something else than the web answers (WHATWG Fetch §2.9 "Port blocking").
const NOT_OF_THE_WEB: [u16; 20] = [
    1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679,
    6697, 10080, 6379,
];

/// Reads an address that a stranger wrote.
pub(super) fn parse(address: &str) -> Result<Url, FetchError> {
    let none = || FetchError::NotAnAddress(address.chars().take(SHOWN).collect());
    if address.len() > LONGEST {
        return Err(none());
    }
    Url::parse(address).map_err(|_error| none())
}

/// Where a redirect leads.
pub(super) fn join(base: &Url, location: &str) -> Result<Url, FetchError> {
    let none = || FetchError::NotAnAddress(location.chars().take(SHOWN).collect());
    if location.len() > LONGEST {
        return Err(none());
    }
    base.join(location).map_err(|_error| none())
}

/// What can be seen from the URL alone: scheme, user name, host, port. A host given as an IP address never goes through
/// the resolver, so it is checked here; names are checked again when they are resolved.
///
/// `from` is the address that redirected here. Nobody is led from the public network to this machine, or from https to
/// http.
pub(super) fn admit(url: &Url, loopback: bool, from: Option<&Url>) -> Result<(), FetchError> {
    if !url.username().is_empty() || url.password().is_some() {
        return Err(FetchError::Credentials);
    }
    let loopback = loopback && from.is_none_or(is_loopback);
    let local = is_loopback(url);
    let public = match url.host() {
        Some(Host::Domain(_name)) => !local,
        Some(Host::Ipv4(address)) => is_public(address.into()),
        Some(Host::Ipv6(address)) => is_public(address.into()),
        None => return Err(FetchError::NotHttps),
    };
    let downgraded = from.is_some_and(|from| from.scheme() == "https");
    match url.scheme() {
        "https" => {}
        "http" if local && loopback && !downgraded => {}
        _ => return Err(FetchError::NotHttps),
    }
    if !(public || local && loopback) {
        return Err(FetchError::NotPublic);
    }
    match url.port() {
        Some(port) if !is_of_the_web(port) => Err(FetchError::Port(port)),
        _ => Ok(()),
    }
}

fn is_of_the_web(port: u16) -> bool {
    matches!(port, 80 | 443) || port >= 1024 && !NOT_OF_THE_WEB.contains(&port)
}

pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => is_loopback_name(name),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// A name that means this machine (RFC 6761 §6.3).
pub(super) fn is_loopback_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

/// Whether an address lies in the public network.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// By the IANA special-purpose registry for IPv4 (RFC 6890).
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_broadcast()
        || address.is_documentation()
        || address == AZURE_WIRE_SERVER
        || a == 0
        // Shared address space (RFC 6598).
        || a == 100 && (64..128).contains(&b)
        // IETF protocol assignments, 6to4 relay anycast.
        || a == 192 && b == 0 && c == 0
        || a == 192 && b == 88 && c == 99
        // Benchmarking.
        || a == 198 && (b == 18 || b == 19)
        // Reserved.
        || a >= 240)
}

/// Only global unicast (`2000::/3`) without what is special in it, and nothing that carries an IPv4 address
/// inside (mapped, compatible, NAT64, 6to4, Teredo, ISATAP): a relay could bring it back into our network.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, _, _, fifth, sixth, ..] = address.segments();
    let global = first & 0xe000 == 0x2000;
    let carries_v4 = first == 0x2002 || sixth == 0x5efe && matches!(fifth, 0 | 0x0200);
    // Teredo, ORCHID, benchmarking and other protocol assignments: 2001::/23.
    let assigned = first == 0x2001 && second < 0x0200;
    // RFC 3849, RFC 9637.
    let documentation = first == 0x2001 && second == 0x0db8 || first == 0x3fff && second < 0x1000;
    global && !carries_v4 && !assigned && !documentation
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn public_addresses_are_public() {
        for address in ["93.184.216.34", "1.1.1.1", "100.128.0.1", "172.32.0.1", "192.0.1.1", "168.63.129.17"]
        {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
        for address in ["2606:4700::1111", "2a00:1450:4001::1", "2001:4860:4860::8888", "2003::1"] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn loopback_hosts_are_admitted_only_when_switched_on() {
        for address in
            ["http://localhost:8080/", "https://a.localhost/", "http://127.0.0.1:8080/", "http://[::1]/"]
        {
            assert_eq!(admit(&url(address), true, None), Ok(()), "{address}");
            assert!(admit(&url(address), false, None).is_err(), "{address}");
        }
        assert_eq!(admit(&url("https://10.0.0.1/"), true, None), Err(FetchError::NotPublic));
        assert_eq!(admit(&url("http://example.org/"), true, None), Err(FetchError::NotHttps));
    }

    #[test]
    fn nobody_is_led_from_the_public_network_to_this_machine() {
        let public = url("https://example.org/");
        let refused = |to: &str| admit(&url(to), true, Some(&public)).unwrap_err();
        assert_eq!(refused("https://localhost/"), FetchError::NotPublic);
        assert_eq!(refused("https://127.0.0.1:8443/"), FetchError::NotPublic);
        assert_eq!(refused("http://localhost:8080/"), FetchError::NotHttps);
        assert_eq!(admit(&url("https://example.com/"), true, Some(&public)), Ok(()));
    }

    #[test]
    fn nobody_is_led_from_https_to_http() {
        let (secure, plain) = (url("https://localhost:1443/"), url("http://localhost:1080/"));
        assert_eq!(admit(&plain, true, Some(&secure)), Err(FetchError::NotHttps));
        assert_eq!(admit(&secure, true, Some(&plain)), Ok(()));
        assert_eq!(admit(&plain, true, Some(&plain)), Ok(()));
    }

    #[test]
    fn ports_of_other_services_are_refused() {
        for port in [21, 22, 25, 110, 143, 389, 445, 587, 993, 2049, 6379, 6667] {
            let refused = admit(&url(&format!("https://example.org:{port}/")), false, None);
            assert_eq!(refused, Err(FetchError::Port(port)));
        }
        for port in [80, 443, 3000, 8080, 8443, 49_152] {
            assert_eq!(admit(&url(&format!("https://example.org:{port}/")), false, None), Ok(()), "{port}");
        }
    }
}
