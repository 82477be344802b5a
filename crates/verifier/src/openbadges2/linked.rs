//! The documents that an assertion leads to: itself at its own address, its badge class, its issuer, its key.

use serde_json::Value;

use super::{Method, address};
use crate::claimed::Claimed;
use crate::code::Code;
use crate::evidence::{Evidence, Need, Unavailable};
use crate::flaw::Flaw;
use crate::member::{items, only, reference, text};

/// An assertion and what was found for it.
pub(super) struct Linked<'a> {
    /// As it was submitted.
    pub(super) claimed: &'a Value,
    pub(super) method: Option<Method>,
    /// As it stands at its address; the one that counts, for a hosted badge.
    pub(super) hosted: Result<&'a Value, Gone>,
    pub(super) class: Result<&'a Value, Flaw>,
    pub(super) issuer: Result<&'a Value, Flaw>,
    pub(super) evidence: &'a Evidence,
}

/// Why an assertion is not at its address.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Gone {
    /// The server says that it was there and is no more: revoked (§"Hosted verification": `410 Gone`).
    Revoked,
    Flawed(Flaw),
}

impl<'a> Linked<'a> {
    pub(super) fn of(claimed: &'a Claimed, evidence: &'a Evidence) -> Self {
        let claimed = &claimed.document;
        let method = Method::of(claimed);
        let hosted = hosted(claimed, evidence);
        let assertion = match (method, &hosted) {
            (Some(Method::Hosted), Ok(hosted)) => *hosted,
            _ => claimed,
        };
        let class = follow(assertion, "badge", method, evidence);
        let issuer = match &class {
            Ok(class) => follow(class, "issuer", None, evidence),
            Err(_) => Err(Flaw::open(Code::IssuerUnknownWithoutClass)),
        };
        Self { claimed, method, hosted, class, issuer, evidence }
    }

    /// The assertion that counts: the hosted one, or the signed one.
    pub(super) fn assertion(&self) -> &'a Value {
        match (self.method, &self.hosted) {
            (Some(Method::Hosted), Ok(hosted)) => hosted,
            _ => self.claimed,
        }
    }

    /// Whether it should be hosted, and is not available.
    pub(super) fn is_not_there(&self) -> bool {
        self.method == Some(Method::Hosted) && self.hosted.is_err()
    }

    /// The id of the issuer, as its badge class names it.
    pub(super) fn issuer_id(&self) -> Option<&'a str> {
        self.class.as_ref().ok().and_then(|class| reference(class, "issuer"))
    }

    /// The key that the assertion says it was signed with.
    pub(super) fn creator(&self) -> Option<&'a str> {
        self.claimed.get("verification").and_then(|verification| reference(verification, "creator"))
    }
}

fn hosted<'a>(claimed: &Value, evidence: &'a Evidence) -> Result<&'a Value, Gone> {
    let flawed = |flaw: Flaw| Gone::Flawed(flaw);
    let id = address(claimed).ok_or_else(|| flawed(Flaw::wrong(Code::HostedNowhere)))?;
    let document = evidence.document(id).map_err(|unavailable| {
        if unavailable.is_gone() { Gone::Revoked } else { flawed(missing("badge", id, &unavailable)) }
    })?;
    if only(document, "id") == Some(id) {
        Ok(document)
    } else {
        Err(flawed(Flaw::wrong(Code::OtherIdAtAddress).fact("url", id)))
    }
}

/// The document that a member leads to: always the one at its address. Only in a signed assertion, a badge class without
/// an address of its own is taken as it is written, because the signature covers it.
fn follow<'a>(
    from: &'a Value,
    member: &str,
    method: Option<Method>,
    evidence: &'a Evidence,
) -> Result<&'a Value, Flaw> {
    let what = if member == "badge" { "badge_class" } else { "issuer" };
    let value = from.get(member).ok_or_else(|| Flaw::wrong(Code::LinkMissing).fact("what", what))?;
    let id = reference(from, member).ok_or_else(|| Flaw::wrong(Code::LinkWithoutId).fact("what", what))?;
    if Need::Document(id.to_owned()).url().is_none() {
        return if value.is_object() && method == Some(Method::Signed) {
            Ok(value)
        } else {
            Err(Flaw::wrong(Code::LinkNotAnAddress).fact("what", what).fact("id", id))
        };
    }
    let document = evidence.document(id).map_err(|unavailable| missing(what, id, &unavailable))?;
    if only(document, "id") == Some(id) {
        Ok(document)
    } else {
        Err(Flaw::wrong(Code::OtherIdAtAddress).fact("url", id))
    }
}

fn missing(what: &str, id: &str, unavailable: &Unavailable) -> Flaw {
    let flaw = Flaw::open(Code::LinkUnreachable).fact("what", what).fact("url", id);
    flaw.fact("cause", unavailable.to_string())
}

/// What is to be fetched next. Each answer may lead to one more.
pub(crate) fn needs(claimed: &Claimed, evidence: &Evidence) -> Vec<Need> {
    let linked = Linked::of(claimed, evidence);
    let mut found: Vec<&str> = Vec::new();
    if linked.method == Some(Method::Hosted) {
        found.extend(address(linked.claimed));
    }
    found.extend(reference(linked.assertion(), "badge"));
    found.extend(linked.issuer_id());
    if linked.method == Some(Method::Signed) {
        found.extend(linked.creator());
        let issuer = linked.issuer.as_ref().ok();
        found.extend(issuer.and_then(|issuer| text(issuer, "revocationList")));
    }
    let needs = found.into_iter().map(|url| Need::Document(url.to_owned()));
    needs.filter(|need| need.url().is_some()).collect()
}

/// Whether the issuer lists this key as its own.
pub(super) fn lists_key(issuer: &Value, creator: &str) -> bool {
    items(issuer, "publicKey").any(|key| key.as_str() == Some(creator) || text(key, "id") == Some(creator))
}
