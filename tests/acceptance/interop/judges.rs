//! Those who judge: the independent programs, and Countersign's own verifier.

use openbadges::Timestamp;
use serde_json::{Value, json};
use verifier::{CheckResult, Evidence, Expectations, Outcome, Report, Unavailable};

use super::witness::{Verdict, Witness};

pub(super) const DIGITAL_BAZAAR: &str = "@digitalbazaar/vc";
pub(super) const CREDENTIALS: &str = "@digitalcredentials/vc";
pub(super) const VERIFIER_CORE: &str = "@digitalcredentials/verifier-core";
pub(super) const JOSE: &str = "jose";
pub(super) const SD_JWT: &str = "@sd-jwt/sd-jwt-vc";
pub(super) const LIBRARY: &str = "openbadgeslib";
pub(super) const OURS: &str = "Countersign";

/// The processes of the programs, and the programs with their versions.
pub(super) struct Judges {
    pub(super) node: Witness,
    pub(super) python: Witness,
    names: Vec<(&'static str, String)>,
}

impl Judges {
    pub(super) async fn start(test: &str) -> Option<Self> {
        let mut node = Witness::node(test).await?;
        let mut python = Witness::python(test).await?;
        let mut names = vec![(OURS, OURS.to_owned())];
        for program in [DIGITAL_BAZAAR, CREDENTIALS, VERIFIER_CORE, JOSE, SD_JWT] {
            names.push((program, format!("`{program}` {}", node.version(program).await)));
        }
        names.push((LIBRARY, format!("`{LIBRARY}` {}", python.version(LIBRARY).await)));
        Some(Self { node, python, names })
    }

    /// A program with its version.
    pub(super) fn name(&self, program: &str) -> String {
        self.names.iter().find(|(known, _name)| *known == program).unwrap().1.clone()
    }

    /// Has a credential in JSON judged by a program.
    pub(super) async fn judge(
        &mut self,
        program: &str,
        proof: &str,
        badge: &Value,
        documents: &Value,
    ) -> Verdict {
        let status = badge.get("credentialStatus").is_some();
        match program {
            OURS => countersign(badge.to_string().as_bytes(), documents, &Expectations::default()),
            VERIFIER_CORE => {
                self.node.judge("verifierCore", json!({ "credential": badge, "documents": documents })).await
            }
            LIBRARY => {
                let question =
                    json!({ "credential": badge.to_string(), "documents": documents, "status": status });
                self.python.judge("verify", question).await
            }
            program => {
                let question = json!({
                    "program": program, "proof": proof, "credential": badge, "documents": documents,
                    "status": status,
                });
                self.node.judge("verify", question).await
            }
        }
    }
}

/// The moment, a little later, for what someone signed just now.
fn soon() -> Timestamp {
    service::World::system().now().plus_seconds(5)
}

/// Countersign's verifier, with nothing but the documents.
pub(super) fn countersign(bytes: &[u8], documents: &Value, expectations: &Expectations) -> Verdict {
    let unverified = match verifier::parse(bytes) {
        Ok(unverified) => unverified,
        Err(rejection) => return Verdict { ok: false, why: rejection.to_string() },
    };
    let mut evidence = Evidence::new();
    for _round in 0..4 {
        for need in unverified.needs(&evidence) {
            let url = need.url().unwrap_or_default();
            let found = documents.get(&url).map(Value::to_string);
            evidence.insert(&need, found.ok_or_else(|| Unavailable::new("it was not served")));
        }
    }
    let report = verifier::verify_with(&unverified, &evidence, soon(), expectations);
    Verdict { ok: report.outcome == Outcome::Verified, why: reasons(&report) }
}

fn reasons(report: &Report) -> String {
    let bad = |result| matches!(result, CheckResult::Failed | CheckResult::CouldNotBeChecked);
    let checks = report.checks.iter().filter(|check| bad(check.result));
    checks.map(|check| format!("{:?}: {}", check.name, check.finding())).collect::<Vec<_>>().join("; ")
}
