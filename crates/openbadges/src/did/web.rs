//! The `did:web` method: a DID that is a web address.

use url::{Host, Url};

use super::{DidError, shortened};

/// The DID of an issuer whose page is at the given address:
/// `https://h:8443/issuers/x` becomes `did:web:h%3A8443:issuers:x`.
///
/// # Errors
/// When the address is not `https` (or `http` on this machine), or has a user, query or fragment.
pub fn web_did(public_url_of_issuer: &str) -> Result<String, DidError> {
    let unfit = |problem| DidError::UnfitUrl { url: shortened(public_url_of_issuer), problem };
    let url = Url::parse(public_url_of_issuer).map_err(|_reason| unfit("it is not an absolute URL"))?;
    let host = url.host_str().ok_or_else(|| unfit("it has no host"))?;
    if host.starts_with('[') {
        return Err(unfit("a did:web cannot hold an IPv6 address"));
    }
    if url.scheme() != scheme_for(&url) {
        return Err(unfit("only https is allowed (http on this machine, and then only http)"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(unfit("it names a user"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(unfit("it has a query or a fragment"));
    }
    let mut did = format!("did:web:{host}");
    if let Some(port) = url.port() {
        did.push_str("%3A");
        did.push_str(&port.to_string());
    }
    for segment in url.path().trim_matches('/').split('/').filter(|path| !path.is_empty()) {
        if !segment.bytes().all(is_did_character) {
            return Err(unfit("its path has characters that a DID cannot have"));
        }
        did.push(':');
        did.push_str(segment);
    }
    Ok(did)
}

/// Where the document of a `did:web` lies: `/.well-known/did.json`, or `did.json` under the path. It is
/// fetched by `https`, on this machine by `http`.
///
/// # Errors
/// When the text is no `did:web`, or its host, port or path is malformed.
pub fn web_document_url(did: &str) -> Result<String, DidError> {
    let malformed = |problem| DidError::MalformedWeb { did: shortened(did), problem };
    let specific = did
        .strip_prefix("did:web:")
        .ok_or_else(|| DidError::OtherMethod { did: shortened(did), method: "web" })?;
    let mut segments = specific.split(':');
    let authority = segments.next().unwrap_or_default().replace("%3A", ":").replace("%3a", ":");
    let valid = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
    if authority.is_empty() || !authority.chars().all(valid) {
        return Err(malformed("the host is malformed"));
    }
    let mut path = String::new();
    for segment in segments {
        // Percent-encoded dots and slashes would lead out of the path once a server decodes them.
        let decoded = segment.to_ascii_lowercase().replace("%2e", ".");
        let climbs = decoded == "." || decoded == ".." || decoded.contains("%2f") || decoded.contains("%5c");
        if segment.is_empty() || climbs || !segment.bytes().all(is_did_character) {
            return Err(malformed("the path is malformed"));
        }
        path.push('/');
        path.push_str(segment);
    }
    if path.is_empty() {
        path.push_str("/.well-known");
    }
    let mut url = Url::parse(&format!("https://{authority}{path}/did.json"))
        .map_err(|_reason| malformed("the host or port is malformed"))?;
    if scheme_for(&url) == "http" {
        // A set scheme would drop a port 443, hence the text is parsed anew.
        url = Url::parse(&format!("http://{authority}{path}/did.json"))
            .map_err(|_reason| malformed("the host or port is malformed"))?;
    }
    Ok(url.into())
}

/// Whether the host of the address is this machine itself: `localhost`, `*.localhost` or a loopback
/// address. Plain `http` is allowed for these alone.
pub fn is_loopback_host(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn scheme_for(url: &Url) -> &'static str {
    if is_loopback_host(url) { "http" } else { "https" }
}

/// `idchar` of DID Core §3.1 and the percent sign of its escapes.
fn is_did_character(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'%')
}
