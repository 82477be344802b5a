//! Newer versions of a credential (1EdTech Credential Refresh Service 1.0; Open Badges 3.0 §"Verification", step 3).

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::code::Code;
use crate::evidence::fetchable;
use crate::inspection::Inspection;
use crate::member::{is_a, items, reference, text};
use crate::report::{Check, CheckName, CheckResult, Report};
use crate::unverified::Unverified;

/// Where the document says that its newest version is to be had. To be asked only after its signature was found to hold,
/// or a forger could send the verifier anywhere.
pub(crate) fn address(inspection: &Inspection<'_>) -> Option<String> {
    let mut services = items(inspection.document, "refreshService");
    let service = services.find(|service| is_a(service, "1EdTechCredentialRefresh"))?;
    text(service, "id").and_then(fetchable).map(String::from)
}

/// What came of asking for the newest version of a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refreshing {
    /// There was a newer one, and the report is about that.
    Newer,
    /// The one at hand is the newest.
    Newest,
    /// There was nothing that says anything about the credential; the report is about the one at hand, as the standard asks.
    NotFollowed {
        /// Why not, in words that fit after "could not be fetched: ".
        reason: String,
    },
}

impl Report {
    /// Whether the signature holds and is the issuer's. Only such a document says anything about the credential it is.
    pub fn is_authentic(&self) -> bool {
        let passed = |name| self.check(name).is_some_and(|check| check.result == CheckResult::Passed);
        passed(CheckName::Key) && passed(CheckName::Proof) && passed(CheckName::IssuerBinding)
    }

    /// Notes which version the report is about. That changes nothing in its outcome.
    #[must_use]
    pub fn refreshing(mut self, address: &str, came_of_it: &Refreshing) -> Self {
        let name = CheckName::Refresh;
        let check = match came_of_it {
            Refreshing::Newer => Check::passed(name, Code::NewerVersion),
            Refreshing::Newest => Check::passed(name, Code::NewestVersion),
            Refreshing::NotFollowed { reason } => {
                Check::not_applicable(name, Code::VersionUnknown).fact("cause", reason.as_str())
            }
        };
        self.checks.push(check.fact("address", address));
        self
    }
}

/// Whether `newer` is a version of the same credential: the same issuer and the same id (Open Badges 3.0 §"Equality").
/// Anything else that a refresh service answers says nothing about the credential at hand.
pub fn is_version_of(newer: &Unverified, original: &Unverified) -> bool {
    let identity = |unverified: &Unverified| {
        let document = unverified.document();
        Some((normal(reference(document, "issuer")?), normal(document.get("id").and_then(Value::as_str)?)))
    };
    identity(newer).is_some_and(|newer| Some(newer) == identity(original))
}

fn normal(id: &str) -> String {
    percent_decode_str(id).decode_utf8_lossy().trim().to_owned()
}
