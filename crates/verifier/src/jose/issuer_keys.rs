//! The keys that an issuer (or a holder) publishes as its own, and under which names.

use openbadges::did;
use openbadges::jwk::JwkError;
use openbadges::{PublicKey, cost};
use serde_json::Value;

use crate::checks::key::{self, Key};
use crate::code::Code;
use crate::evidence::fetchable;
use crate::flaw::Flaw;
use crate::inspection::Inspection;
use crate::member::{items, text};
use crate::unverified::jwks_url;

/// How many keys of one issuer are looked into.
const MOST_KEYS: usize = 32;

/// A key that an issuer publishes.
pub(super) struct IssuerKey {
    pub(super) public: PublicKey,
    /// What a `kid` may call it.
    names: Vec<String>,
    source: &'static str,
}

/// The keys of an issuer, as far as they are to be had.
#[derive(Default)]
pub(super) struct IssuerKeys {
    pub(super) keys: Vec<IssuerKey>,
    /// Why there may be others that were not available.
    pub(super) unknown: Option<Flaw>,
}

impl IssuerKey {
    fn new(public: PublicKey, id: &str, source: &'static str) -> Self {
        let fragment = id.split_once('#').map(|(_before, fragment)| fragment);
        let mut names = vec![id.to_owned(), public.jwk_thumbprint(), public.to_multibase()];
        names.extend(fragment.into_iter().flat_map(|fragment| [fragment.to_owned(), format!("#{fragment}")]));
        Self { public, names, source }
    }

    /// Whether a `kid` calls it so: by its id, its fragment, its `kid`, its thumbprint.
    pub(super) fn is_named(&self, kid: &str) -> bool {
        self.names.iter().any(|name| name == kid)
    }

    pub(super) fn of(&self, issuer: &str) -> Key {
        Key { public: self.public.clone(), controller: issuer.to_owned(), source: self.source }
    }
}

/// Every key that the issuer's own documents list for the purpose at hand.
pub(super) fn published(inspection: &Inspection<'_>) -> IssuerKeys {
    let Some(issuer) = inspection.issuer else {
        return IssuerKeys::default();
    };
    if did::holds_its_key(issuer) {
        return held_by_did(issuer);
    }
    if !issuer.starts_with("did:web:") && fetchable(issuer).is_none() {
        let flaw = Flaw::open(Code::DidMethodUnsupported).fact("controller", issuer);
        return IssuerKeys { keys: Vec::new(), unknown: Some(flaw) };
    }
    let in_document = in_controller_document(issuer, inspection);
    match jwks_url(issuer) {
        // A page that lists keys has settled which ones there are.
        Some(url) if in_document.keys.is_empty() => in_key_set(issuer, &url, inspection),
        _ => in_document,
    }
}

fn held_by_did(issuer: &str) -> IssuerKeys {
    match did::key_of_did(issuer) {
        Ok(public) => {
            let source = if issuer.starts_with("did:jwk:") { "did:jwk" } else { "did:key" };
            let mut key = IssuerKey::new(public, issuer, source);
            key.names.push(format!("{issuer}#0"));
            key.names.push("0".into());
            IssuerKeys { keys: vec![key], unknown: None }
        }
        Err(error) => {
            let flaw = Flaw::wrong(Code::DidKeyInvalid).fact("controller", issuer);
            let flaw = flaw.fact("cause", error.to_string()).standard("INVALID_VERIFICATION_METHOD");
            IssuerKeys { keys: Vec::new(), unknown: Some(flaw) }
        }
    }
}

fn in_controller_document(issuer: &str, inspection: &Inspection<'_>) -> IssuerKeys {
    let document = match inspection.evidence.controller(issuer) {
        Ok(document) => document,
        Err(unavailable) => {
            let flaw = Flaw::open(Code::KeysUnreachable).fact("controller", issuer);
            let flaw = flaw.fact("cause", unavailable.to_string());
            return IssuerKeys { keys: Vec::new(), unknown: Some(flaw) };
        }
    };
    let purpose = inspection.purpose();
    if let Err(exhausted) = spend_keys(items(document, purpose).count(), inspection) {
        return exhausted;
    }
    let listed = items(document, purpose).take(MOST_KEYS).filter_map(|entry| {
        let id = entry.as_str().or_else(|| text(entry, "id"))?;
        let id = if id.starts_with('#') { format!("{issuer}{id}") } else { id.to_owned() };
        let public = key::in_use(document, issuer, &id, inspection).ok()?;
        let mut key = IssuerKey::new(public, &id, "controller document");
        key.names.extend(kid_in_document(document, entry, &id));
        Some(key)
    });
    IssuerKeys { keys: listed.collect(), unknown: None }
}

/// Spends what it takes to read so many keys; otherwise none of them is known.
#[expect(clippy::result_large_err, reason = "the error is what the caller answers with")]
fn spend_keys(listed: usize, inspection: &Inspection<'_>) -> Result<(), IssuerKeys> {
    let spent = inspection.work.budget.spend_each(listed.min(MOST_KEYS), cost::KEY);
    spent.map_err(|exhausted| IssuerKeys { keys: Vec::new(), unknown: Some(exhausted.into()) })
}

/// The `kid` inside the `publicKeyJwk` of a method.
fn kid_in_document(document: &Value, entry: &Value, id: &str) -> Option<String> {
    let methods = items(document, "verificationMethod").chain(std::iter::once(entry));
    let is_it = |method: &&Value| {
        text(method, "id").is_some_and(|found| found == id || (found.starts_with('#') && id.ends_with(found)))
    };
    methods.into_iter().find(is_it)?.get("publicKeyJwk").and_then(|jwk| text(jwk, "kid")).map(str::to_owned)
}

/// The keys that the key set of the issuer's authority gives to this issuer. Several issuers may share an authority: a key
/// with an `iss` is that of the one it names, one whose `kid` is a URL that of the issuer whose address the URL has. A key
/// with neither is the authority's own, which speaks for all its addresses (Open Badges implementation guide).
fn in_key_set(issuer: &str, url: &str, inspection: &Inspection<'_>) -> IssuerKeys {
    let set = match inspection.evidence.jwks(url) {
        Ok(set) => set,
        Err(unavailable) => {
            let flaw = Flaw::open(Code::KeySetUnreachable).fact("url", url);
            let flaw = flaw.fact("cause", unavailable.to_string());
            return IssuerKeys { keys: Vec::new(), unknown: Some(flaw) };
        }
    };
    if let Err(exhausted) = spend_keys(items(set, "keys").count(), inspection) {
        return exhausted;
    }
    let is_issuers = |jwk: &&Value| match (text(jwk, "iss"), text(jwk, "kid")) {
        (Some(owner), _) => owner == issuer,
        (None, Some(kid)) if kid.starts_with("did:") || fetchable(kid).is_some() => lies_under(kid, issuer),
        (None, _) => true,
    };
    let keys = items(set, "keys").take(MOST_KEYS).filter(is_issuers).filter_map(|jwk| {
        let public = PublicKey::from_jwk(jwk).ok()?;
        Some(IssuerKey::new(public, text(jwk, "kid").unwrap_or_default(), "key set"))
    });
    IssuerKeys { keys: keys.collect(), unknown: None }
}

/// Whether an address is the issuer's own, or one below it: on a host of many issuers, each has its own path. Not one with a
/// query, which may make the page say anything, or lead anywhere.
pub(super) fn lies_under(address: &str, issuer: &str) -> bool {
    let (Some(address), Some(issuer)) = (fetchable(address), fetchable(issuer)) else {
        return false;
    };
    if address.origin() != issuer.origin() {
        return false;
    }
    let path = issuer.path().trim_end_matches('/');
    let below =
        address.path().strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    // An issuer that is told from others by its query has no addresses below it.
    below && issuer.query().is_none() && address.query().is_none()
}

/// The key in a document that was found at the address of a `kid`: one bare JWK (Open Badges 3.0 §"JOSE Header"), or the
/// JWK of that `kid` in a set.
pub(super) fn jwk_at<'a>(document: &'a Value, kid: &str) -> Result<&'a Value, JwkError> {
    if document.get("kty").is_some() {
        return Ok(document);
    }
    let fragment = kid.split_once('#').map(|(_before, fragment)| fragment);
    let mut keys = items(document, "keys").take(MOST_KEYS).filter(|jwk| {
        let found = text(jwk, "kid");
        found.is_some() && (found == Some(kid) || found == fragment)
    });
    match (document.get("keys"), keys.next()) {
        (None, _) => Err(JwkError::NotAnObject),
        (Some(_), None) => Err(JwkError::NotFound { kid: kid.chars().take(200).collect() }),
        (Some(_), Some(jwk)) => Ok(jwk),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_below_an_issuers_own_is_the_issuers() {
        let issuer = "https://badges.example/issuers/7";
        for own in ["https://badges.example/issuers/7", "https://badges.example/issuers/7/keys/1#a"] {
            assert!(lies_under(own, issuer), "{own}");
        }
        for other in [
            "https://badges.example/issuers/77",
            "https://badges.example/issuers/7/../8/key",
            "https://badges.example/issuers/7/%2e%2e/8/key",
            "https://badges.example:8443/issuers/7/key",
            "http://badges.example/issuers/7/key",
            "https://badges.example.evil.example/issuers/7/key",
            "https://evil.example/issuers/7/key",
            "https://badges.example/issuers/7/leave?to=https://evil.example/key",
            "did:web:badges.example:issuers:7",
        ] {
            assert!(!lies_under(other, issuer), "{other}");
        }
        assert!(lies_under("https://badges.example/key", "https://badges.example"));
        assert!(!lies_under("https://badges.example/i/key", "https://badges.example/i?id=7"));
    }
}
