//! The keys that the proofs name, found where their controllers publish them (Controlled Identifiers 1.0 §"Retrieve
//! Verification Method"; Open Badges 3.0 implementation guide for JWK sets).

use openbadges::did::{self, MethodError, VerificationMethod};
use openbadges::{PublicKey, cost};
use serde_json::Value;

use crate::code::Code;
use crate::evidence::fetchable;
use crate::flaw::{Flaw, worst};
use crate::inspection::Inspection;
use crate::member::{items, text};
use crate::report::{Check, CheckName};
use crate::unverified::jwks_url;

use super::proof::ProofFinding;

/// A key, and who speaks with it.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) public: PublicKey,
    pub(crate) controller: String,
    pub(crate) source: &'static str,
}

/// Every proof's key was found.
pub(crate) fn check(proofs: &[ProofFinding]) -> Check {
    let name = CheckName::Key;
    if proofs.is_empty() {
        return Check::not_applicable(name, Code::SignatureMissing);
    }
    let methods: Vec<&str> = proofs.iter().map(|proof| proof.method.as_str()).collect();
    let check = match worst(proofs.iter().filter_map(|proof| proof.key.as_ref().err().cloned())) {
        Some(flaw) => flaw.into_check(name),
        None => Check::passed(name, Code::KeyFound),
    };
    let sources: Vec<&str> =
        proofs.iter().filter_map(|proof| proof.key.as_ref().ok()).map(|key| key.source).collect();
    check.fact("verification_methods", methods).fact("sources", sources)
}

/// Finds the key of a verification method. What is written in the method itself is never taken for the key, except for a
/// `did:key` or `did:jwk`, whose identifier *is* the key.
pub(crate) fn find(method: &str, inspection: &Inspection<'_>) -> Result<Key, Flaw> {
    inspection.work.budget.spend(cost::KEY)?;
    let controller = method.split('#').next().unwrap_or(method);
    if did::holds_its_key(controller) {
        held_by_did(method, controller)
    } else if controller.starts_with("did:web:") || fetchable(controller).is_some() {
        published(method, controller, inspection)
    } else if controller.starts_with("did:") {
        Err(Flaw::open(Code::DidMethodUnsupported)
            .fact("controller", controller)
            .standard("INVALID_VERIFICATION_METHOD_URL"))
    } else {
        Err(Flaw::wrong(Code::MethodNotAUrl)
            .fact("method", method)
            .standard("INVALID_VERIFICATION_METHOD_URL"))
    }
}

/// The DID has one key only: the fragment may be missing, and Open Badges samples are signed so.
fn held_by_did(method: &str, controller: &str) -> Result<Key, Flaw> {
    let public = did::key_of_method(method).map_err(|error| {
        Flaw::wrong(Code::DidKeyInvalid)
            .fact("controller", controller)
            .fact("cause", error.to_string())
            .standard("INVALID_VERIFICATION_METHOD")
    })?;
    let source = if controller.starts_with("did:jwk:") { "did:jwk" } else { "did:key" };
    Ok(Key { public, controller: controller.into(), source })
}

/// A key in the controller's document; for an `https:` issuer whose page is no such document, in its JWK set.
fn published(method: &str, controller: &str, inspection: &Inspection<'_>) -> Result<Key, Flaw> {
    let in_document = in_controller_document(method, controller, inspection);
    match (in_document, inspection.issuer.and_then(jwks_url)) {
        (Err((flaw, Authority::Silent)), Some(url)) if !controller.starts_with("did:") => {
            in_key_set(method, controller, &url, inspection)
                .map_err(|other| worst([other, flaw.clone()]).unwrap_or(flaw))
        }
        (found, _) => found.map_err(|(flaw, _authority)| flaw),
    }
}

/// Whether the controller's own page has settled which keys are its own.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Authority {
    Settled,
    Silent,
}

fn in_controller_document(
    method: &str,
    controller: &str,
    inspection: &Inspection<'_>,
) -> Result<Key, (Flaw, Authority)> {
    let document = inspection.evidence.controller(controller).map_err(|unavailable| {
        let flaw = Flaw::open(Code::KeysUnreachable).fact("cause", unavailable.to_string());
        (flaw.fact("controller", controller), Authority::Silent)
    })?;
    let purpose = inspection.purpose();
    if document.get("verificationMethod").is_none() && document.get(purpose).is_none() {
        let flaw = Flaw::wrong(Code::ControllerWithoutKeys).fact("controller", controller);
        return Err((flaw.standard("INVALID_CONTROLLED_IDENTIFIER_DOCUMENT"), Authority::Silent));
    }
    match in_use(document, controller, method, inspection) {
        Ok(public) => Ok(Key { public, controller: controller.into(), source: "controller document" }),
        Err(flaw) => Err((flaw, Authority::Settled)),
    }
}

/// The key of a method that its controller lists for the purpose at hand, and has neither revoked nor let expire: from that
/// moment on nothing is to be verified with it, whenever it was signed (Controlled Identifiers 1.0 §2.2).
pub(crate) fn in_use(
    document: &Value,
    controller: &str,
    method: &str,
    inspection: &Inspection<'_>,
) -> Result<PublicKey, Flaw> {
    let found = VerificationMethod::retrieve(document, controller, method, inspection.purpose())
        .map_err(|error| not_retrieved(method, &error))?;
    for (ended, code) in [(found.revoked, Code::KeyRevoked), (found.expires, Code::KeyExpired)] {
        if let Some(ended) = ended.filter(|ended| inspection.now >= *ended) {
            let flaw = Flaw::wrong(code).fact("method", method).fact("at", ended.to_string());
            return Err(flaw.standard("INVALID_VERIFICATION_METHOD"));
        }
    }
    Ok(found.key)
}

fn not_retrieved(method: &str, error: &MethodError) -> Flaw {
    Flaw::wrong(Code::KeyNotUsable)
        .fact("method", method)
        .fact("cause", error.to_string())
        .standard(error.code())
}

/// The JWK whose `kid` is the verification method, in the set of the issuer's authority. Several issuers may share an
/// authority: the key belongs to the issuer only if its `iss` says so, or the method is one of the issuer's own URLs.
fn in_key_set(method: &str, controller: &str, url: &str, inspection: &Inspection<'_>) -> Result<Key, Flaw> {
    let issuer = inspection.issuer.unwrap_or_default();
    let set = inspection.evidence.jwks(url).map_err(|unavailable| {
        Flaw::open(Code::KeySetUnreachable).fact("url", url).fact("cause", unavailable.to_string())
    })?;
    let wrong = |code: Code| {
        Flaw::wrong(code).fact("url", url).fact("method", method).standard("INVALID_VERIFICATION_METHOD")
    };
    let mut keys = items(set, "keys").filter(|key| text(key, "kid") == Some(method));
    let key: &Value = keys.next().ok_or_else(|| wrong(Code::KeySetWithoutKey))?;
    let owner = text(key, "iss").unwrap_or(controller);
    if owner != issuer {
        return Err(wrong(Code::KeySetOtherOwner).fact("owner", owner));
    }
    let public = PublicKey::from_jwk(key)
        .map_err(|error| wrong(Code::KeySetUnusableKey).fact("cause", error.to_string()))?;
    Ok(Key { public, controller: issuer.into(), source: "key set" })
}
