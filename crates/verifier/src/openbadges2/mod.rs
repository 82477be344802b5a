//! Open Badges 2.0: what most backpacks still hold (IMS Global Open Badges 2.0 Final).
//!
//! A *hosted* assertion is trusted because it stands at its own address, under an origin that its issuer uses; a *signed*
//! one because a key of its issuer signed it. Badge class, issuer and key are documents of their own, each fetched from its
//! address: what is written into the assertion about them is never taken for theirs.

mod checks;
mod facts;
mod linked;

use serde_json::Value;

use crate::claimed::Claimed;
use crate::code::Code;
use crate::evidence::Need;
use crate::inspection::Circumstances;
use crate::member::{is_a, text, texts};
use crate::report::{Check, CheckName, Report};

use linked::Linked;
pub(crate) use linked::needs;

/// The context of the standard, under its two addresses.
const CONTEXTS: [&str; 2] = ["https://w3id.org/openbadges/v2", "https://purl.imsglobal.org/spec/ob/v2p0"];

/// How an assertion says that it is to be verified (§"`VerificationObject`").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    Hosted,
    Signed,
}

impl Method {
    fn of(assertion: &Value) -> Option<Self> {
        let verification = assertion.get("verification").or_else(|| assertion.get("verify"))?;
        texts(verification, "type").find_map(|kind| match kind {
            "HostedBadge" | "hosted" => Some(Self::Hosted),
            "SignedBadge" | "signed" => Some(Self::Signed),
            _ => None,
        })
    }
}

/// Whether a document is an assertion of Open Badges 2.0.
pub(crate) fn is_assertion(document: &Value) -> bool {
    texts(document, "@context").any(|context| CONTEXTS.contains(&context)) && is_a(document, "Assertion")
}

/// The stand-in for an assertion of which only the address is known: older images hold nothing else.
pub(crate) fn at_address(url: &str) -> Value {
    serde_json::json!({
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": url,
        "verification": {"type": "HostedBadge"},
    })
}

/// Verifies an assertion, each of its parts with what was fetched for it.
pub(crate) fn inspect(claimed: &Claimed, circumstances: Circumstances<'_>) -> Report {
    let linked = Linked::of(claimed, circumstances.evidence);
    let signed = claimed.jws();
    let mut all = vec![
        Check::passed(CheckName::Document, Code::DocumentReadable),
        Check::passed(CheckName::Context, Code::ContextOpenBadges2),
        Check::passed(CheckName::Types, Code::TypeAssertion),
        checks::schema(&linked),
        checks::subject(&linked),
    ];
    match linked.method {
        Some(Method::Hosted) if signed.is_none() => all.push(checks::hosted(&linked)),
        Some(Method::Signed) if let Some(jws) = signed => {
            all.extend(checks::signature(jws, &linked, circumstances.work));
        }
        _ => all.push(checks::no_method(&linked)),
    }
    all.extend([
        checks::binding(&linked),
        checks::issued(&linked, circumstances.now),
        checks::expires(&linked, circumstances.now),
        checks::status(&linked),
    ]);
    Report::of(all, facts::of(&linked), Vec::new()).of_standard("Open Badges 2.0")
}

/// The id of a document, where it is an address that may be asked.
fn address(document: &Value) -> Option<&str> {
    text(document, "id").filter(|id| Need::Document((*id).to_owned()).url().is_some())
}
