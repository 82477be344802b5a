//! Addresses that strangers may write: name, trick, and how it is refused.

use std::sync::Arc;

use super::server::{Server, document, redirect};
use super::*;

const NOT_PUBLIC: FetchError = FetchError::NotPublic;
const NOT_HTTPS: FetchError = FetchError::NotHttps;
const CREDENTIALS: FetchError = FetchError::Credentials;

/// What can be told without asking anybody.
const TRICKS: &[(&str, &str, FetchError)] = &[
    ("loopback", "https://127.0.0.1/", NOT_PUBLIC),
    ("loopback, another address", "https://127.255.255.254/", NOT_PUBLIC),
    ("short form", "https://127.1/", NOT_PUBLIC),
    ("one decimal number", "https://2130706433/", NOT_PUBLIC),
    ("hexadecimal", "https://0x7f000001/", NOT_PUBLIC),
    ("hexadecimal parts", "https://0x7f.0.0x0.0x1/", NOT_PUBLIC),
    ("octal parts", "https://0177.0.0.01/", NOT_PUBLIC),
    ("mixed bases, short", "https://0xa.1/", NOT_PUBLIC),
    ("percent-encoded", "https://%31%32%37.0.0.1/", NOT_PUBLIC),
    ("trailing dot", "https://127.0.0.1./", NOT_PUBLIC),
    ("full-width digits", "https://１２７.０.０.１/", NOT_PUBLIC),
    ("circled digits", "https://①②⑦.⓪.⓪.①/", NOT_PUBLIC),
    ("ideographic full stops", "https://127。0。0。1/", NOT_PUBLIC),
    ("soft hyphen", "https://127.0.\u{ad}0.1/", NOT_PUBLIC),
    ("tab and line feed inside", "ht\ntps://127.\t0.0.1/", NOT_PUBLIC),
    ("backslashes", "https:\\\\127.0.0.1\\", NOT_PUBLIC),
    ("no slashes", "https:127.0.0.1", NOT_PUBLIC),
    ("too many slashes", "https:////127.0.0.1/", NOT_PUBLIC),
    ("upper-case scheme", "HTTPS://127.0.0.1/", NOT_PUBLIC),
    ("a port", "https://127.0.0.1:8443/", NOT_PUBLIC),
    ("this network", "https://0.0.0.0/", NOT_PUBLIC),
    ("this network, short", "https://0/", NOT_PUBLIC),
    ("private, class A", "https://10.255.0.1/", NOT_PUBLIC),
    ("private, class B", "https://172.31.255.255/", NOT_PUBLIC),
    ("private, class C", "https://192.168.1.1/", NOT_PUBLIC),
    ("link-local, metadata of clouds", "https://169.254.169.254/latest/meta-data/", NOT_PUBLIC),
    ("metadata of Alibaba, carrier-grade NAT", "https://100.100.100.200/", NOT_PUBLIC),
    ("metadata of Azure", "https://168.63.129.16/", NOT_PUBLIC),
    ("metadata of Oracle, protocol assignments", "https://192.0.0.192/", NOT_PUBLIC),
    ("documentation", "https://192.0.2.1/", NOT_PUBLIC),
    ("documentation, second range", "https://198.51.100.1/", NOT_PUBLIC),
    ("documentation, third range", "https://203.0.113.1/", NOT_PUBLIC),
    ("6to4 relay", "https://192.88.99.1/", NOT_PUBLIC),
    ("benchmarking", "https://198.19.0.1/", NOT_PUBLIC),
    ("multicast", "https://239.1.1.1/", NOT_PUBLIC),
    ("reserved", "https://240.0.0.1/", NOT_PUBLIC),
    ("broadcast", "https://255.255.255.255/", NOT_PUBLIC),
    ("IPv6 loopback", "https://[::1]/", NOT_PUBLIC),
    ("IPv6 loopback, long", "https://[0:0:0:0:0:0:0:1]/", NOT_PUBLIC),
    ("IPv6 unspecified", "https://[::]/", NOT_PUBLIC),
    ("IPv6 link-local", "https://[fe80::1]/", NOT_PUBLIC),
    ("IPv6 site-local", "https://[fec0::1]/", NOT_PUBLIC),
    ("IPv6 unique local", "https://[fc00::1]/", NOT_PUBLIC),
    ("IPv6 metadata of AWS", "https://[fd00:ec2::254]/", NOT_PUBLIC),
    ("IPv6 metadata of Google", "https://[fd20:ce::254]/", NOT_PUBLIC),
    ("IPv6 multicast", "https://[ff02::1]/", NOT_PUBLIC),
    ("IPv6 documentation", "https://[2001:db8::1]/", NOT_PUBLIC),
    ("IPv6 documentation, second range", "https://[3fff::1]/", NOT_PUBLIC),
    ("IPv6 discard", "https://[100::1]/", NOT_PUBLIC),
    ("IPv6 benchmarking", "https://[2001:2::1]/", NOT_PUBLIC),
    ("IPv6 segment routing", "https://[5f00::1]/", NOT_PUBLIC),
    ("IPv4-mapped", "https://[::ffff:127.0.0.1]/", NOT_PUBLIC),
    ("IPv4-mapped, private", "https://[::ffff:10.0.0.1]/", NOT_PUBLIC),
    ("IPv4-mapped, in hexadecimal", "https://[::ffff:a9fe:a9fe]/", NOT_PUBLIC),
    ("IPv4-mapped, public", "https://[::ffff:1.1.1.1]/", NOT_PUBLIC),
    ("IPv4-compatible", "https://[::127.0.0.1]/", NOT_PUBLIC),
    ("IPv4-translated", "https://[::ffff:0:127.0.0.1]/", NOT_PUBLIC),
    ("NAT64", "https://[64:ff9b::7f00:1]/", NOT_PUBLIC),
    ("NAT64, local", "https://[64:ff9b:1::a00:1]/", NOT_PUBLIC),
    ("6to4", "https://[2002:7f00:1::]/", NOT_PUBLIC),
    ("Teredo", "https://[2001:0:7f00:1::1]/", NOT_PUBLIC),
    ("ISATAP", "https://[2a00:1450:4001:1::5efe:10.0.0.1]/", NOT_PUBLIC),
    ("ISATAP, universal", "https://[2a00:1450:4001:1:200:5efe:a00:1]/", NOT_PUBLIC),
    ("name of this machine", "https://localhost/", NOT_PUBLIC),
    ("name of this machine, odd case and dot", "https://LOCALhost./", NOT_PUBLIC),
    ("name of this machine, encoded", "https://%6cocalhost%2e/", NOT_PUBLIC),
    ("name of this machine, other letters", "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", NOT_PUBLIC),
    ("name below this machine's", "https://anything.localhost/", NOT_PUBLIC),
    ("plain http", "http://example.org/", NOT_HTTPS),
    ("plain http, private", "http://10.0.0.1/", NOT_HTTPS),
    ("file", "file:///etc/passwd", NOT_HTTPS),
    ("file on a host", "file://example.org/etc/passwd", NOT_HTTPS),
    ("ftp", "ftp://example.org/", NOT_HTTPS),
    ("gopher", "gopher://example.org:70/_", NOT_HTTPS),
    ("data", "data:application/json,{}", NOT_HTTPS),
    ("blob", "blob:https://example.org/1", NOT_HTTPS),
    ("web socket", "wss://example.org/", NOT_HTTPS),
    ("jar of https", "jar:https://example.org/!/", NOT_HTTPS),
    ("did", "did:web:example.org", NOT_HTTPS),
    ("user and password", "https://user:word@example.org/", CREDENTIALS),
    ("user only", "https://user@example.org/", CREDENTIALS),
    ("a host that is a user", "https://example.org@127.0.0.1/", CREDENTIALS),
    ("an encoded user", "https://%65xample.org%40x@127.0.0.1/", CREDENTIALS),
    ("port of SSH", "https://example.org:22/", FetchError::Port(22)),
    ("port of SMTP", "https://example.org:25/", FetchError::Port(25)),
    ("port of Redis", "https://example.org:6379/", FetchError::Port(6379)),
];

/// What is no URL at all.
const NO_ADDRESSES: &[&str] = &[
    "",
    "/status/1",
    "//127.0.0.1/",
    "https://",
    "https://[fe80::1%25eth0]/",
    "https://127.0.0.256/",
    "https://1.2.3.4.5/",
    "https://0x100000000/",
    "https://example.org:65536/",
    "https://exa mple.org/",
    "https://example.org%00.localhost/",
];

#[tokio::test]
async fn every_trick_is_refused_for_its_own_reason() {
    let fetcher = public();
    for (name, address, error) in TRICKS {
        assert_eq!(refused(&fetcher, address).await, *error, "{name}: {address}");
    }
    for address in NO_ADDRESSES {
        let error = refused(&fetcher, address).await;
        assert_eq!(error, FetchError::NotAnAddress((*address).to_owned()), "{address}");
    }
}

/// A server on this machine may not lead anywhere else. (Hosts of this machine are what is switched on here, and a header
/// is ASCII.)
#[tokio::test]
async fn every_trick_is_refused_as_the_target_of_a_redirect_too() {
    let told = |address: &str| {
        let url = url::Url::parse(address).unwrap();
        address.is_ascii() && !address.contains('\n') && !crate::fetch::address::is_loopback(&url)
    };
    let tricks: Vec<_> = TRICKS.iter().filter(|(_name, address, _error)| told(address)).collect();
    assert!(tricks.len() > 50, "{}", tricks.len());
    let targets: Vec<&str> = tricks.iter().map(|(_name, address, _error)| *address).collect();
    let server = Server::answering(move |request| {
        let number: usize = request.split(['/', ' ']).nth(2).unwrap().parse().unwrap();
        redirect(targets[number])
    })
    .await;
    let fetcher = local();
    for (number, (name, address, error)) in tricks.into_iter().enumerate() {
        let from = server.url(&format!("/{number}"));
        assert_eq!(refused(&fetcher, &from).await, *error, "{name}: {address}");
    }
}

/// A client that may ask this machine, and knows these names.
fn knowing(turns: &[(&'static str, &[&'static str])]) -> (Fetcher, Arc<KnownNames>) {
    let names = KnownNames::new(turns);
    (Fetcher::with(true, Limits::default(), Arc::<KnownNames>::clone(&names)).unwrap(), names)
}

#[tokio::test]
async fn names_are_refused_for_any_address_that_is_not_public() {
    let tricks: [(&str, &[&str]); 8] = [
        ("private", &["10.0.0.1"]),
        ("metadata", &["169.254.169.254"]),
        ("loopback, although loopback hosts are switched on", &["127.0.0.1"]),
        ("IPv6 loopback", &["::1"]),
        ("IPv4-mapped", &["::ffff:10.0.0.1"]),
        ("NAT64", &["64:ff9b::a00:1"]),
        ("one public, one private", &["93.184.216.34", "10.0.0.1"]),
        ("one private, one public", &["fd00::1", "2606:4700::1111"]),
    ];
    for (trick, addresses) in tricks {
        let (fetcher, names) = knowing(&[("badges.example", addresses)]);
        assert_eq!(refused(&fetcher, "https://badges.example/").await, NOT_PUBLIC, "{trick}");
        assert_eq!(names.definition(), 1, "{trick}");
    }
}

#[tokio::test]
async fn a_name_of_this_machine_does_not_lead_into_the_network() {
    let (fetcher, _names) = knowing(&[("a.localhost", &["10.0.0.1"])]);
    assert_eq!(refused(&fetcher, "http://a.localhost/").await, NOT_PUBLIC);
}

#[tokio::test]
async fn a_name_without_addresses_is_not_reached() {
    let (fetcher, _names) = knowing(&[("empty.example", &[])]);
    assert_eq!(refused(&fetcher, "https://empty.example/").await, FetchError::Unreachable);
    assert_eq!(refused(&fetcher, "https://unknown.example/").await, FetchError::Unreachable);
}

/// The system knows `pinned.localhost` as 127.0.0.1, where nobody listens on this port; and whoever asked again would be
/// told another address.
#[tokio::test]
async fn the_connection_uses_the_address_that_was_checked() {
    let server = Server::talking("127.0.0.2:0", |_request, mut stream| async move {
        use tokio::io::AsyncWriteExt;
        drop(stream.write_all(&document("", "pinned")).await);
    })
    .await;
    let (fetcher, names) =
        knowing(&[("pinned.localhost", &["127.0.0.2"]), ("pinned.localhost", &["10.0.0.1"])]);
    let address = format!("http://pinned.localhost:{}/", server.address.port());
    assert_eq!(fetch(&fetcher, &address).await.unwrap(), b"pinned");
    assert_eq!(names.definition(), 1);
    // The next connection asks again, and is refused.
    assert_eq!(refused(&fetcher, &address).await, NOT_PUBLIC);
}

#[tokio::test]
async fn what_is_no_address_is_not_repeated_at_length() {
    let long = format!("https://example.org/{}", "a".repeat(1 << 20));
    let FetchError::NotAnAddress(shown) = refused(&public(), &long).await else { panic!("it is refused") };
    assert_eq!(shown.len(), 100);
}
