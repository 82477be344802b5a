//! Whether the key belongs to the issuer that the document names. Without this, anyone may sign as anyone.

use crate::code::Code;
use crate::inspection::Inspection;
use crate::report::{Check, CheckName};

use super::proof::ProofFinding;

/// A proof that holds was made with a key whose controller is `issuer.id`. Further proofs may be others' (a co-signer).
pub(crate) fn check(inspection: &Inspection<'_>, proofs: &[ProofFinding]) -> Check {
    let name = CheckName::IssuerBinding;
    let Some(issuer) = inspection.issuer else {
        return Check::failed(name, Code::IssuerMissing);
    };
    let found = proofs.iter().filter_map(|proof| proof.key.as_ref().ok());
    if found.clone().any(|key| key.controller == issuer) {
        return Check::passed(name, Code::KeyOfIssuer).fact("issuer", issuer);
    }
    // A key that was not found might be the issuer's own, but not if its address is that of someone else. The `kid` of a
    // token is only where the key is to be had, and says nothing about whose it is.
    let is_token = inspection.claimed.token().is_some();
    let open =
        proofs.iter().any(|proof| proof.key.is_err() && (is_token || may_be_of(&proof.method, issuer)));
    if open {
        return Check::unchecked(name, Code::IssuerUnknownWithoutKey).fact("issuer", issuer);
    }
    if inspection.expectations.any_credential && !issuer.starts_with("did:") {
        // Nothing says how the owner of an `https:` id proves it (Open Badges 3.0 issue 605); whoever takes any credential
        // takes it as a remark.
        let check = Check::not_applicable(name, Code::IssuerNotBound).standard("issuer-not-bound");
        return check.fact("issuer", issuer);
    }
    let controllers: Vec<&str> = found.map(|key| key.controller.as_str()).collect();
    let methods: Vec<&str> = proofs.iter().map(|proof| proof.method.as_str()).collect();
    let signer = controllers.first().or_else(|| methods.first()).copied().unwrap_or("nobody");
    Check::failed(name, Code::SignedByAnother)
        .fact("signer", signer)
        .fact("issuer", issuer)
        .fact("controllers", controllers)
        .fact("verification_methods", methods)
}

/// The method lies under the issuer's own identifier, or (for the key set of an authority) on the issuer's host.
fn may_be_of(method: &str, issuer: &str) -> bool {
    let controller = method.split('#').next().unwrap_or(method);
    let host = |url: &str| url::Url::parse(url).ok().and_then(|url| url.host_str().map(String::from));
    let shared =
        issuer.starts_with("http") && host(controller).is_some_and(|found| Some(found) == host(issuer));
    controller == issuer || shared
}
