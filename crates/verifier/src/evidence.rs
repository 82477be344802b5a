//! What others publish about a credential: fetched by someone else, submitted as values.

use std::collections::BTreeMap;
use std::fmt;

use openbadges::did;
use openbadges::json::{self, Limits};
use serde_json::Value;
use thiserror::Error;
use url::Url;

/// The size of the largest document that is taken as evidence, in bytes (a status list of 16 million random bits).
const LARGEST_DOCUMENT: usize = 4 << 20;

/// A document that has to be at hand before a credential can be verified.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Need {
    /// The controlled identifier document (DID document) of this `did:web` or URL, which lists the keys that speak for it.
    Controller(String),
    /// The JWK set at this URL: what an issuer with an `https:` id may publish instead of a controller document.
    Jwks(String),
    /// The signed status list at this URL (Bitstring Status List 1.0).
    StatusList(String),
    /// A document at this URL: of Open Badges 2.0 the hosted assertion, its badge class, its issuer, a key, a list; of a JWT
    /// the JWK that its `kid` leads to.
    Document(String),
    /// The unsigned revocation list at this URL (1EdTech Revocation List 1.0, deprecated).
    RevocationList(String),
}

impl Need {
    /// The URL at which the document is to be had: `https`, or `http` on this machine itself. `None` when this identifier
    /// leads to no such URL; the checks then say so.
    pub fn url(&self) -> Option<String> {
        match self {
            Self::Controller(id) if id.starts_with("did:") => did::web_document_url(id).ok(),
            Self::Controller(url)
            | Self::Jwks(url)
            | Self::StatusList(url)
            | Self::Document(url)
            | Self::RevocationList(url) => fetchable(url).map(String::from),
        }
    }
}

/// The URL, if it is one that may be asked: `https`, or `http` with a loopback host.
pub(crate) fn fetchable(url: &str) -> Option<Url> {
    let url = Url::parse(url).ok()?;
    let loopback = match url.host()? {
        url::Host::Domain(name) => name == "localhost" || name.ends_with(".localhost"),
        url::Host::Ipv4(address) => address.is_loopback(),
        url::Host::Ipv6(address) => address.is_loopback(),
    };
    (url.scheme() == "https" || (url.scheme() == "http" && loopback)).then_some(url)
}

/// Why a document was not available, in words that fit after "could not be fetched: ".
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{reason}")]
pub struct Unavailable {
    reason: String,
    gone: bool,
}

impl Unavailable {
    /// Keeps the reason, for example `the server answered 404`.
    pub fn new(reason: impl fmt::Display) -> Self {
        Self { reason: reason.to_string(), gone: false }
    }

    /// The server says that the document was there and is no more (HTTP `410 Gone`): so Open Badges 2.0 revokes.
    pub fn gone() -> Self {
        Self { reason: "it no longer exists".into(), gone: true }
    }

    pub(crate) fn is_gone(&self) -> bool {
        self.gone
    }
}

/// The documents that were fetched, or the reasons why they were not available.
///
/// A document that was never asked for counts as one that was not available: it leads to *could not be checked*.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    controllers: BTreeMap<String, Result<Value, Unavailable>>,
    key_sets: BTreeMap<String, Result<Value, Unavailable>>,
    status_lists: BTreeMap<String, Result<String, Unavailable>>,
    revocation_lists: BTreeMap<String, Result<Value, Unavailable>>,
    documents: BTreeMap<String, Result<Value, Unavailable>>,
}

impl Evidence {
    /// No evidence at all: enough for a credential of a `did:key` issuer without status.
    pub fn new() -> Self {
        Self::default()
    }

    /// Files the text that was fetched for a need.
    pub fn insert(&mut self, need: &Need, fetched: Result<String, Unavailable>) {
        match need {
            Need::Controller(id) => self.insert_controller(id, fetched.and_then(|text| document(&text))),
            Need::Jwks(url) => self.insert_jwks(url, fetched.and_then(|text| document(&text))),
            Need::StatusList(url) => self.insert_status_list(url, fetched),
            Need::Document(url) => self.insert_document(url, fetched.and_then(|text| document(&text))),
            Need::RevocationList(url) => {
                self.insert_revocation_list(url, fetched.and_then(|text| document(&text)));
            }
        }
    }

    /// The controlled identifier document of a `did:web` or an `https:` identifier (the identifier, without fragment).
    pub fn insert_controller(&mut self, id: &str, document: Result<Value, Unavailable>) {
        self.controllers.insert(id.into(), document);
    }

    /// The JWK set of an authority, by its URL.
    pub fn insert_jwks(&mut self, url: &str, document: Result<Value, Unavailable>) {
        self.key_sets.insert(url.into(), document);
    }

    /// The text of a signed status list, by its URL.
    pub fn insert_status_list(&mut self, url: &str, text: Result<String, Unavailable>) {
        self.status_lists.insert(url.into(), text);
    }

    /// A document of Open Badges 2.0, by its URL.
    pub fn insert_document(&mut self, url: &str, document: Result<Value, Unavailable>) {
        self.documents.insert(url.into(), document);
    }

    /// A 1EdTech revocation list, by its URL.
    pub fn insert_revocation_list(&mut self, url: &str, document: Result<Value, Unavailable>) {
        self.revocation_lists.insert(url.into(), document);
    }

    /// Whether something was filed for this need, be it the reason why there is nothing.
    pub(crate) fn answers(&self, need: &Need) -> bool {
        match need {
            Need::Controller(id) => self.controllers.contains_key(id),
            Need::Jwks(url) => self.key_sets.contains_key(url),
            Need::StatusList(url) => self.status_lists.contains_key(url),
            Need::RevocationList(url) => self.revocation_lists.contains_key(url),
            Need::Document(url) => self.documents.contains_key(url),
        }
    }

    pub(crate) fn controller(&self, id: &str) -> Result<&Value, Unavailable> {
        look_up(&self.controllers, id)
    }

    pub(crate) fn jwks(&self, url: &str) -> Result<&Value, Unavailable> {
        look_up(&self.key_sets, url)
    }

    pub(crate) fn status_list(&self, url: &str) -> Result<&String, Unavailable> {
        look_up(&self.status_lists, url)
    }

    pub(crate) fn document(&self, url: &str) -> Result<&Value, Unavailable> {
        look_up(&self.documents, url)
    }

    pub(crate) fn revocation_list(&self, url: &str) -> Result<&Value, Unavailable> {
        look_up(&self.revocation_lists, url)
    }
}

fn look_up<'a, T>(
    shelf: &'a BTreeMap<String, Result<T, Unavailable>>,
    key: &str,
) -> Result<&'a T, Unavailable> {
    match shelf.get(key) {
        Some(Ok(found)) => Ok(found),
        Some(Err(unavailable)) => Err(unavailable.clone()),
        None => Err(Unavailable::new("it was not fetched")),
    }
}

/// Limits for what others publish: status lists are larger than credentials.
pub(crate) fn limits() -> Limits {
    Limits { bytes: LARGEST_DOCUMENT, ..Limits::default() }
}

fn document(text: &str) -> Result<Value, Unavailable> {
    json::parse(text.as_bytes(), &limits())
        .map_err(|error| Unavailable::new(format_args!("it cannot be read: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_and_this_machine_are_asked() {
        let url = |text: &str| Need::StatusList(text.into()).url();
        assert_eq!(
            url("https://district.example/status/1").as_deref(),
            Some("https://district.example/status/1")
        );
        assert_eq!(url("http://localhost:8080/status/1").as_deref(), Some("http://localhost:8080/status/1"));
        assert_eq!(url("http://[::1]:8080/1").as_deref(), Some("http://[::1]:8080/1"));
        assert_eq!(url("http://district.example/status/1"), None);
        assert_eq!(url("http://localhost.example/status/1"), None);
        assert_eq!(url("file:///etc/passwd"), None);
    }

    #[test]
    fn a_did_leads_to_its_document() {
        let need = Need::Controller("did:web:district.example:issuers:a".into());
        assert_eq!(need.url().as_deref(), Some("https://district.example/issuers/a/did.json"));
    }

    #[test]
    fn a_document_that_is_no_json_is_unavailable() {
        let mut evidence = Evidence::new();
        evidence.insert(&Need::Controller("did:web:a".into()), Ok("<html>".into()));
        assert!(evidence.controller("did:web:a").unwrap_err().to_string().starts_with("it cannot be read"));
    }
}
