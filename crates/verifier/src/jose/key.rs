//! The key that a token names, found where its issuer publishes it (Open Badges 3.0 §"JOSE Header" and §"Key Discovery",
//! VC-JOSE-COSE §4).
//!
//! *Decision:* the header `jwk` is never taken for the key: anyone can sign with a key of their own and send it along. It
//! serves to find the same key among those that the issuer publishes.

use openbadges::did;
use openbadges::jose::Jws;
use openbadges::{PublicKey, cost};
use url::Url;

use crate::checks::key::{self, Key};
use crate::code::Code;
use crate::evidence::{Need, fetchable};
use crate::flaw::Flaw;
use crate::inspection::Inspection;
use crate::member::text;

use super::issuer_keys::{IssuerKey, IssuerKeys, jwk_at, lies_under, published};

/// The documents that finding the key takes, beside those of the issuer.
pub(crate) fn needs(jws: &Jws) -> Option<Need> {
    let kid = jws.key_id()?;
    let (before, fragment) = kid.split_once('#').map_or((kid, None), |(before, rest)| (before, Some(rest)));
    if before.starts_with("did:web:") {
        return Some(Need::Controller(before.to_owned()));
    }
    fetchable(before)?;
    // With a fragment it is one key among others in a document; without, the document is the key.
    Some(if fragment.is_some() {
        Need::Controller(before.to_owned())
    } else {
        Need::Document(kid.to_owned())
    })
}

/// Finds the key of a token.
pub(super) fn find(jws: &Jws, inspection: &Inspection<'_>) -> Result<Key, Flaw> {
    inspection.work.budget.spend(cost::KEY)?;
    match jws.key_id() {
        Some(kid) if fetchable(kid).is_some() => at_address(kid, inspection),
        Some(kid) if kid.starts_with("did:") && (kid.contains('#') || did::holds_its_key(kid)) => {
            key::find(kid, inspection)
        }
        kid => among_issuers(jws, kid, inspection),
    }
}

/// A `kid` that is an address. What answers there is a key; whether it is the issuer's is for the issuer to say.
fn at_address(kid: &str, inspection: &Inspection<'_>) -> Result<Key, Flaw> {
    let issuers = published(inspection);
    let issuer = inspection.issuer.unwrap_or_default();
    if let Some(own) = issuers.keys.iter().find(|key| key.is_named(kid)) {
        return Ok(own.of(issuer));
    }
    let before = kid.split('#').next().unwrap_or(kid);
    let evidence = inspection.evidence;
    let found = if kid == before { evidence.document(kid) } else { evidence.controller(before) };
    let document = found.map_err(|unavailable| {
        Flaw::open(Code::KeyUnreachable).fact("key", kid).fact("cause", unavailable.to_string())
    })?;
    let lists_methods =
        ["verificationMethod", inspection.purpose()].iter().any(|member| document.get(*member).is_some());
    if kid != before && lists_methods {
        return key::find(kid, inspection);
    }
    let unusable = |error: &dyn std::fmt::Display| {
        let flaw = Flaw::wrong(Code::KeyNotUsable).fact("method", kid).fact("cause", error.to_string());
        flaw.standard("INVALID_VERIFICATION_METHOD")
    };
    let jwk = jwk_at(document, kid).map_err(|error| unusable(&error))?;
    let public = PublicKey::from_jwk(jwk).map_err(|error| unusable(&error))?;
    let controller = owner(kid, text(jwk, "iss"), &public, &issuers, inspection)?;
    Ok(Key { public, controller, source: "key address" })
}

/// Whose key it is that was found at an address: the issuer's, if the issuer publishes the same key, or the address is one
/// of the issuer's own and not a DID's, whose document alone decides; otherwise that of whoever has the address.
fn owner(
    kid: &str,
    said_owner: Option<&str>,
    public: &PublicKey,
    issuers: &IssuerKeys,
    inspection: &Inspection<'_>,
) -> Result<String, Flaw> {
    let issuer = inspection.issuer.unwrap_or_default();
    let other = said_owner.is_some_and(|owner| owner != issuer);
    let same_host = host(kid).is_some() && host(kid) == host(issuer);
    // That a key calls itself the issuer's counts for nothing here: on a host of many, others may leave files too.
    if issuers.keys.iter().any(|key| key.public == *public) || (lies_under(kid, issuer) && !other) {
        return Ok(issuer.to_owned());
    }
    match &issuers.unknown {
        // Someone else's address says nothing, and a DID may name any address, but only in its document.
        Some(flaw) if (same_host || issuer.starts_with("did:")) && !other => {
            let open = Flaw::open(Code::KeyOwnerUnknown).fact("key", kid).fact("issuer", issuer);
            Err(open.fact("because", flaw.finding().as_value()))
        }
        _ => Ok(kid.split('#').next().unwrap_or(kid).to_owned()),
    }
}

fn host(address: &str) -> Option<String> {
    let address = did::web_document_url(address).unwrap_or_else(|_other| address.to_owned());
    Url::parse(&address).ok()?.host_str().map(str::to_owned)
}

/// A `kid` that is a name rather than an address, a `jwk`, or neither: the key is one of those that the issuer publishes.
fn among_issuers(jws: &Jws, kid: Option<&str>, inspection: &Inspection<'_>) -> Result<Key, Flaw> {
    let Some(issuer) = inspection.issuer else {
        return Err(Flaw::wrong(Code::TokenNamesNobody));
    };
    let issuers = published(inspection);
    let enclosed = jws.enclosed_key().and_then(|jwk| PublicKey::from_jwk(jwk).ok());
    let named = kid.filter(|kid| *kid != issuer);
    let fits = |key: &&IssuerKey| {
        key.public.algorithm() == jws.algorithm()
            && match (named, &enclosed) {
                (None, None) => true,
                (Some(kid), None) => key.is_named(kid),
                (None, Some(public)) => key.public == *public,
                (Some(kid), Some(public)) => key.is_named(kid) || key.public == *public,
            }
    };
    let fitting: Vec<&IssuerKey> = issuers.keys.iter().filter(fits).collect();
    // Where the token does not say which of several keys it is, the one that made the signature.
    let budget = inspection.work.budget;
    let holds =
        |key: &&&IssuerKey| budget.spend_signature(&key.public).is_ok() && jws.verify(&key.public).is_ok();
    let made = fitting.iter().find(holds);
    if let Some(key) = made.or_else(|| fitting.first()) {
        return Ok(key.of(issuer));
    }
    Err(not_found(named, enclosed.is_some(), issuer, &issuers))
}

fn not_found(kid: Option<&str>, enclosed: bool, issuer: &str, issuers: &IssuerKeys) -> Flaw {
    if let Some(flaw) = &issuers.unknown {
        return flaw.clone();
    }
    let flaw = match (kid, enclosed) {
        (_, true) => Flaw::wrong(Code::TokenBringsOwnKey),
        (Some(kid), false) => Flaw::wrong(Code::IssuerWithoutKey).fact("key", kid),
        (None, false) => Flaw::wrong(Code::NoKeyFits),
    };
    flaw.fact("issuer", issuer).standard("INVALID_VERIFICATION_METHOD")
}
