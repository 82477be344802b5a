//! Which addresses are public.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether a connection to this address may be made.
pub(super) fn is_allowed(address: IpAddr, loopback: bool) -> bool {
    if loopback && address.is_loopback() {
        return true;
    }
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
/// inside (mapped, compatible, NAT64, 6to4, Teredo): a relay could bring it back into our network.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    let global = first & 0xe000 == 0x2000;
    let carries_v4 = first == 0x2002;
    // Teredo, ORCHID, benchmarking and other protocol assignments: 2001::/23.
    let assigned = first == 0x2001 && second < 0x0200;
    // RFC 3849, RFC 9637.
    let documentation = first == 0x2001 && second == 0x0db8 || first == 0x3fff && second < 0x1000;
    global && !carries_v4 && !assigned && !documentation
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_addresses_are_allowed() {
        for address in ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "2a00:1450:4001::1"] {
            assert!(is_allowed(address.parse().unwrap(), false), "{address}");
        }
    }

    #[test]
    fn loopback_is_allowed_only_when_switched_on() {
        for address in ["127.0.0.1", "::1"] {
            assert!(is_allowed(address.parse().unwrap(), true), "{address}");
            assert!(!is_allowed(address.parse().unwrap(), false), "{address}");
        }
        assert!(!is_allowed("10.0.0.1".parse().unwrap(), true));
    }
}
