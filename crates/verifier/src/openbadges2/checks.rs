//! The checks of an assertion (Open Badges 2.0 §"Verification").

use openbadges::jose::{Jws, algorithm_name};
use openbadges::{PublicKey, Timestamp, cost};
use serde_json::Value;
use url::Url;

use super::linked::{Gone, Linked, lists_key};
use super::{Method, address, is_assertion};
use crate::code::Code;
use crate::flaw::Flaw;
use crate::member::{items, only, reference, text, texts};
use crate::report::{Check, CheckName, CheckResult};
use crate::work::Work;

/// Of a hosted badge nothing counts but what its issuer hosts.
fn unknown(name: CheckName) -> Check {
    Check::unchecked(name, Code::UnknownWithoutHosted)
}

/// The members that each class requires.
pub(super) fn schema(linked: &Linked<'_>) -> Check {
    let name = CheckName::Schema;
    if linked.is_not_there() {
        return unknown(name);
    }
    let missing = |document: &Value, members: &[&str]| {
        members
            .iter()
            .find(|member| document.get(**member).is_none_or(Value::is_null))
            .map(ToString::to_string)
    };
    if let Some(member) = missing(linked.assertion(), &["id", "recipient", "badge", "issuedOn"]) {
        return Check::failed(name, Code::MemberMissing).fact("what", "assertion").fact("member", member);
    }
    match (&linked.class, &linked.issuer) {
        (Ok(class), _)
            if let Some(member) = missing(class, &["name", "description", "criteria", "issuer"]) =>
        {
            Check::failed(name, Code::MemberMissing).fact("what", "badge_class").fact("member", member)
        }
        (_, Ok(issuer)) if let Some(member) = missing(issuer, &["name", "url"]) => {
            Check::failed(name, Code::MemberMissing).fact("what", "issuer").fact("member", member)
        }
        (Err(flaw), _) | (_, Err(flaw)) => flaw.clone().into_check(name),
        _ => Check::passed(name, Code::FormRight).fact("class", "assertion"),
    }
}

/// The recipient is identified (§"`IdentityObject`").
pub(super) fn subject(linked: &Linked<'_>) -> Check {
    let name = CheckName::Subject;
    if linked.is_not_there() {
        return unknown(name);
    }
    let recipient = linked.assertion().get("recipient").unwrap_or(&Value::Null);
    let identity = text(recipient, "identity").filter(|identity| !identity.trim().is_empty());
    let kind = only(recipient, "type");
    match (identity, kind) {
        (Some(_), Some(kind)) => Check::passed(name, Code::SubjectNamed).fact("type", kind),
        _ => Check::failed(name, Code::SubjectMissing),
    }
}

/// The badge stands at its own address, and is the one that was submitted.
pub(super) fn hosted(linked: &Linked<'_>) -> Check {
    let name = CheckName::Hosted;
    match &linked.hosted {
        Err(Gone::Flawed(flaw)) => flaw.clone().into_check(name),
        Err(Gone::Revoked) => Check::passed(name, Code::HostedGone),
        Ok(hosted) => match difference(linked.claimed, hosted) {
            None => Check::passed(name, Code::HostedSame),
            Some(member) => Check::failed(name, Code::HostedDiffers).fact("member", member),
        },
    }
    .fact("url", address(linked.claimed))
}

/// The first member that was submitted and that its issuer does not host so. A link may stand for the object it leads to, and
/// type and verification have several spellings.
fn difference<'a>(claimed: &'a Value, hosted: &Value) -> Option<&'a str> {
    let same = |name: &str, value: &Value| match name {
        "@context" | "type" => is_assertion(hosted),
        "verification" | "verify" => Method::of(claimed) == Method::of(hosted),
        "badge" | "image" if value.is_string() != hosted.get(name).is_some_and(Value::is_string) => {
            reference(claimed, name) == reference(hosted, name)
        }
        _ => hosted.get(name) == Some(value),
    };
    let mut members = claimed.as_object()?.iter();
    members.find(|(name, value)| !same(name, value)).map(|(name, _value)| name.as_str())
}

/// A signed assertion: its JWS holds under the key that it names, and that key is the issuer's (§"Signed verification").
pub(super) fn signature(jws: &Jws, linked: &Linked<'_>, work: &Work<'_>) -> [Check; 2] {
    let suite = algorithm_name(jws.algorithm());
    let found = work.budget.spend(cost::KEY).map_err(Flaw::from).and_then(|()| key(linked));
    let paid = found.and_then(|key| Ok(work.budget.spend_signature(&key).map(|()| key)?));
    match paid {
        Err(flaw) => {
            let unchecked = Check::unchecked(CheckName::Proof, Code::SignatureWithoutKey);
            [flaw.into_check(CheckName::Key), unchecked]
        }
        Ok(key) => {
            let found = Check::passed(CheckName::Key, Code::KeyFound);
            let proof = match jws.verify(&key) {
                Ok(()) => Check::passed(CheckName::Proof, Code::SignatureHolds).fact("signatures", 1),
                Err(error) => {
                    let check = Check::failed(CheckName::Proof, Code::SignatureUnconfirmed);
                    check.fact("cause", error.to_string()).standard("PROOF_VERIFICATION_ERROR")
                }
            };
            [found, proof.fact("suites", vec![suite])]
        }
    }
}

/// The key that the assertion names: written into the issuer's profile, or a document of its own.
fn key(linked: &Linked<'_>) -> Result<PublicKey, Flaw> {
    let creator = linked.creator().ok_or_else(|| Flaw::wrong(Code::KeyNotNamed))?;
    let issuer = linked.issuer.clone()?;
    let written = items(issuer, "publicKey").find(|key| text(key, "id") == Some(creator));
    let document = match written {
        Some(written) => written,
        None => linked.evidence.document(creator).map_err(|unavailable| {
            Flaw::open(Code::KeyUnreachable).fact("key", creator).fact("cause", unavailable.to_string())
        })?,
    };
    let wrong = |code: Code| Flaw::wrong(code).fact("method", creator);
    if only(document, "id") != Some(creator) {
        return Err(wrong(Code::OtherIdAtAddress).fact("url", creator));
    }
    if reference(document, "owner") != text(issuer, "id") {
        return Err(wrong(Code::KeyOfAnotherOwner));
    }
    let unusable = |cause: String| wrong(Code::KeyNotUsable).fact("cause", cause);
    let pem =
        text(document, "publicKeyPem").ok_or_else(|| unusable("there is no `publicKeyPem`".to_owned()))?;
    PublicKey::from_pem(pem).map_err(|error| unusable(error.to_string()))
}

/// It says of itself that it is hosted though it was signed, the reverse, or neither.
pub(super) fn no_method(linked: &Linked<'_>) -> Check {
    let code = match linked.method {
        Some(Method::Hosted) => Code::SignedButHosted,
        Some(Method::Signed) => Code::SignatureMissing,
        None => Code::VerificationMissing,
    };
    Check::failed(CheckName::Proof, code)
}

/// The issuer uses the origin at which the assertion stands (§"`VerificationObject`": `startsWith`, `allowedOrigins`; by
/// default the origin of its own id), or lists the key that signed.
pub(super) fn binding(linked: &Linked<'_>) -> Check {
    let name = CheckName::IssuerBinding;
    let issuer = match &linked.issuer {
        Ok(issuer) => *issuer,
        Err(flaw) => return flaw.clone().into_check(name),
    };
    let id = text(issuer, "id").unwrap_or_default();
    if linked.method == Some(Method::Signed) {
        let creator = linked.creator().unwrap_or_default();
        return if lists_key(issuer, creator) {
            Check::passed(name, Code::KeyOfIssuer).fact("issuer", id)
        } else {
            Check::failed(name, Code::IssuerWithoutKey).fact("issuer", id).fact("key", creator)
        };
    }
    let assertion = address(linked.claimed).unwrap_or_default();
    let class = linked.class.as_ref().ok().and_then(|class| text(class, "id")).unwrap_or_default();
    for url in [assertion, class] {
        if !may_host(issuer, url) {
            return Check::failed(name, Code::HostedElsewhere).fact("issuer", id).fact("url", url);
        }
    }
    Check::passed(name, Code::HostedByIssuer).fact("issuer", id)
}

fn may_host(issuer: &Value, url: &str) -> bool {
    let origin = |url: &str| Url::parse(url).ok().map(|url| url.origin().ascii_serialization());
    let host = |url: &str| Url::parse(url).ok().and_then(|url| url.host_str().map(String::from));
    let rules = issuer.get("verification").unwrap_or(&Value::Null);
    let mut starts = texts(rules, "startsWith").peekable();
    // A start without a path, such as `https://district.example`, would also begin `https://district.example.evil`.
    let begins = |start: &str| {
        Url::parse(start).is_ok_and(|start| url.starts_with(start.as_str()) && start.path().len() > 1)
            || origin(start).is_some() && origin(start) == origin(url) && url.starts_with(start)
    };
    if starts.peek().is_some() {
        return starts.any(begins);
    }
    let mut origins = texts(rules, "allowedOrigins").peekable();
    if origins.peek().is_some() {
        return origins.any(|allowed| {
            origin(allowed)
                .map_or_else(|| host(url).as_deref() == Some(allowed), |allowed| Some(allowed) == origin(url))
        });
    }
    text(issuer, "id").and_then(origin).is_some_and(|own| Some(own) == origin(url))
}

/// It was issued in the past.
pub(super) fn issued(linked: &Linked<'_>, now: Timestamp) -> Check {
    let name = CheckName::ValidFrom;
    if linked.is_not_there() {
        return unknown(name);
    }
    match moment(linked.assertion(), "issuedOn") {
        Err(flaw) => flaw.into_check(name),
        Ok(None) => Check::failed(name, Code::MemberMissing).fact("member", "issuedOn"),
        Ok(Some(issued)) if now < issued => {
            Check::failed(name, Code::NotYetValid).fact("valid_from", issued.to_string())
        }
        Ok(Some(issued)) => Check::passed(name, Code::Begun).fact("valid_from", issued.to_string()),
    }
}

/// It has not expired.
pub(super) fn expires(linked: &Linked<'_>, now: Timestamp) -> Check {
    let name = CheckName::ValidUntil;
    match moment(linked.assertion(), "expires") {
        Err(flaw) => flaw.into_check(name),
        Ok(None) => Check::not_applicable(name, Code::NoEnd),
        Ok(Some(until)) => {
            let (result, code) = if now > until {
                (CheckResult::Failed, Code::Expired)
            } else {
                (CheckResult::Passed, Code::NotExpired)
            };
            Check::new(name, result, code).fact("valid_until", until.to_string())
        }
    }
}

fn moment(of: &Value, member: &str) -> Result<Option<Timestamp>, Flaw> {
    let Some(value) = of.get(member) else { return Ok(None) };
    let wrong = || Flaw::wrong(Code::NotADate).fact("member", member).fact("cause", "not ISO 8601");
    let written = value.as_str().ok_or_else(wrong)?;
    Timestamp::parse_date_time(written).map(Some).map_err(|_error| wrong())
}

/// It was not revoked: by its own address for a hosted badge, by the issuer's list for a signed one.
pub(super) fn status(linked: &Linked<'_>) -> Check {
    let name = CheckName::Status;
    let revoked = |reason: Option<&str>| Check::failed(name, Code::Revoked).fact("reason", reason);
    if linked.method == Some(Method::Hosted) {
        return match &linked.hosted {
            Err(Gone::Revoked) => revoked(None),
            Err(Gone::Flawed(_)) => Check::unchecked(name, Code::UnknownWithoutHosted),
            Ok(hosted) if hosted.get("revoked").and_then(Value::as_bool) == Some(true) => {
                revoked(text(hosted, "revocationReason"))
            }
            Ok(_) => Check::passed(name, Code::NotRevoked),
        };
    }
    let issuer = match &linked.issuer {
        Ok(issuer) => *issuer,
        Err(_) => return Check::unchecked(name, Code::StatusUnknownWithoutIssuer),
    };
    let Some(url) = text(issuer, "revocationList") else {
        return Check::not_applicable(name, Code::StatusNone);
    };
    let list = match linked.evidence.document(url) {
        Ok(list) => list,
        Err(unavailable) => {
            let flaw = Flaw::open(Code::StatusListUnreachable).fact("cause", unavailable.to_string());
            let flaw = flaw.fact("list", url);
            return flaw.leaving_open(Code::StatusUnknown, "STATUS_RETRIEVAL_ERROR").into_check(name);
        }
    };
    if reference(list, "issuer") != text(issuer, "id") {
        let flaw = Flaw::open(Code::StatusListOtherIssuer).fact("list_issuer", reference(list, "issuer"));
        return flaw.leading_to(Code::StatusUnknown).into_check(name);
    }
    let id = text(linked.claimed, "id");
    let entry = items(list, "revokedAssertions").find(|entry| {
        let listed = entry.as_str().or_else(|| text(entry, "id"));
        listed.is_some() && listed == id
    });
    match entry {
        Some(entry) => revoked(text(entry, "revocationReason")),
        None => Check::passed(name, Code::NotRevoked),
    }
}
