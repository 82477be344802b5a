//! The proofs: every one of them must hold (Data Integrity 1.0 §"Verify Proof").

use openbadges::proof::{Cryptosuite, ProofError, ProofSet};
use serde_json::Value;

use crate::code::Code;
use crate::flaw::{Flaw, worst};
use crate::inspection::Inspection;
use crate::jose;
use crate::member::{items, text};
use crate::report::{Check, CheckName};

use super::key::{self, Key};

/// How many proofs are looked into.
const MOST_PROOFS: usize = 8;

/// What was found out about one proof.
pub(crate) struct ProofFinding {
    pub(crate) method: String,
    pub(crate) suite: String,
    /// Whether the signature can only hold over a document that passes safe mode.
    pub(crate) signs_meaning: bool,
    pub(crate) key: Result<Key, Flaw>,
    pub(crate) signature: Result<(), Flaw>,
}

/// Looks into every signature: that of the token, if it is one, and every proof inside the document.
pub(crate) fn examine(inspection: &Inspection<'_>) -> Vec<ProofFinding> {
    let proofs: Vec<&Value> = items(inspection.document, "proof").take(MOST_PROOFS + 1).collect();
    let token = inspection.claimed.token().map(|token| jose::finding(token, inspection));
    let set = ProofSet::within(inspection.document, inspection.work.budget);
    let embedded = proofs.iter().map(|proof| finding(proof, inspection, &set, proofs.len()));
    token.into_iter().chain(embedded).collect()
}

/// Every proof holds, and there is one.
pub(crate) fn check(proofs: &[ProofFinding]) -> Check {
    let name = CheckName::Proof;
    if proofs.is_empty() {
        return Check::failed(name, Code::SignatureMissing).standard("PROOF_VERIFICATION_ERROR");
    }
    let suites: Vec<&str> = proofs.iter().map(|proof| proof.suite.as_str()).collect();
    let check = match flaw(proofs) {
        Some(flaw) => flaw.into_check(name),
        None => Check::passed(name, Code::SignatureHolds),
    };
    check.fact("signatures", proofs.len()).fact("suites", suites)
}

/// The worst flaw of all signatures.
pub(crate) fn flaw(proofs: &[ProofFinding]) -> Option<Flaw> {
    worst(proofs.iter().filter_map(|proof| proof.signature.as_ref().err().cloned()))
}

fn finding(proof: &Value, inspection: &Inspection<'_>, set: &ProofSet<'_>, count: usize) -> ProofFinding {
    let method = text(proof, "verificationMethod").unwrap_or_default();
    let suite = text(proof, "cryptosuite").or_else(|| text(proof, "type")).unwrap_or_default();
    let shape = shape(proof, count, inspection.purpose());
    let key = shape.clone().and_then(|()| key::find(method, inspection));
    let signature = match (&shape, &key) {
        (Err(flaw), _) => Err(flaw.clone()),
        (Ok(()), Err(_missing)) => Err(Flaw::open(Code::SignatureWithoutKey)),
        (Ok(()), Ok(key)) => set.verify(proof, &key.public).map_err(|error| {
            not_verified(&error, || set.verify_under_older_contexts(proof, &key.public).is_ok())
        }),
    };
    let signs_meaning = Cryptosuite::of_proof(proof).is_some_and(Cryptosuite::signs_meaning);
    ProofFinding { method: method.into(), suite: suite.into(), signs_meaning, key, signature }
}

/// The members that every proof has, before any key is looked for.
fn shape(proof: &Value, count: usize, wanted: &str) -> Result<(), Flaw> {
    let wrong = |code: Code| Flaw::wrong(code).standard("PROOF_VERIFICATION_ERROR");
    if !proof.is_object() {
        return Err(Flaw::wrong(Code::ProofNotAnObject).standard("PARSING_ERROR"));
    }
    if count > MOST_PROOFS {
        return Err(Flaw::open(Code::TooManySignatures).fact("most", MOST_PROOFS));
    }
    for member in ["type", "verificationMethod", "proofPurpose", "proofValue"] {
        if !proof.get(member).is_some_and(Value::is_string) {
            return Err(wrong(Code::ProofMemberMissing).fact("member", member));
        }
    }
    let purpose = text(proof, "proofPurpose").unwrap_or_default();
    if purpose != wanted {
        return Err(wrong(Code::SignaturePurpose).fact("purpose", purpose).fact("wanted", wanted));
    }
    Ok(())
}

/// 1EdTech added terms to a published context. What was signed before without them is told apart from what was changed, and
/// not accepted.
fn not_verified(error: &ProofError, holds_under_older_contexts: impl FnOnce() -> bool) -> Flaw {
    if let ProofError::Canonical { source, .. } = error
        && super::safe_mode::is_too_much_work(source)
    {
        return Flaw::too_much_work();
    }
    if *error == ProofError::SignatureMismatch && holds_under_older_contexts() {
        return Flaw::open(Code::SignatureUnderOlderContext).standard(error.code());
    }
    let flaw = match error {
        ProofError::SignatureMismatch => Flaw::wrong(Code::SignatureMismatch),
        other => Flaw::new(!leaves_open(error), Code::SignatureUnconfirmed).fact("cause", other.to_string()),
    };
    flaw.standard(error.code())
}

/// Whether the error says that this program cannot tell, rather than that the proof is wrong.
fn leaves_open(error: &ProofError) -> bool {
    match error {
        ProofError::UnsupportedSuite { .. } => true,
        ProofError::Canonical { source, .. } => super::safe_mode::leaves_open(source),
        _ => false,
    }
}
