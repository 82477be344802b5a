//! From a request to a secured credential: check, add what is asked for, secure, verify what was made.

use std::time::Duration;

use issuer::{KeyRing, Securing, Suite};
use openbadges::proof::{self, Cryptosuite};
use openbadges::{Timestamp, vcdm};
use serde_json::Value;
use verifier::{Evidence, Expectations, Outcome};

use super::status::{self, Place};
use super::verification::items;
use super::{DeriveRequest, IssueRequest, contexts};
use crate::{Error, Fault, Fetcher, Service, World};

/// How many related resources are fetched for one credential.
const MOST_FETCHES: usize = 10;

/// Who signs.
#[derive(Clone, Copy)]
pub(crate) struct Signatory<'a> {
    pub(crate) did: &'a str,
    pub(crate) keys: &'a KeyRing,
}

/// Checks the credential by the rules of its data model, and compares the digests of what it refers to.
pub(crate) async fn check(fetcher: &Fetcher, credential: &Value) -> Result<(), Error> {
    vcdm::check_credential(credential)
        .map_err(|faults| Error::Invalid { faults: faults.into_iter().map(in_body).collect() })?;
    let mut faults = Vec::new();
    for (number, resource) in vcdm::related_resources(credential).iter().enumerate() {
        if number >= MOST_FETCHES {
            faults.push(resource.unchecked("there are too many resources to be fetched"));
            break;
        }
        match fetcher.document(&resource.id, "*/*", Duration::ZERO).await {
            Ok(found) if resource.matches(&found.bytes) => {}
            Ok(_) => faults.push(resource.mismatch()),
            Err(error) => faults.push(resource.unchecked(&error.to_string())),
        }
    }
    crate::error::check(faults.into_iter().map(in_body).collect())
}

/// As [`check`], with the client of the service.
pub(crate) async fn check_for(service: &Service, credential: &Value) -> Result<(), Error> {
    check(service.fetcher(), credential).await
}

fn in_body(fault: vcdm::Fault) -> Fault {
    Fault { pointer: format!("/credential{}", fault.pointer), message: fault.message }
}

/// The issuer that the credential names.
pub(crate) fn issuer_of(credential: &Value) -> Option<&str> {
    let issuer = credential.get("issuer")?;
    issuer.as_str().or_else(|| issuer.get("id")?.as_str())
}

/// The suites that were asked for, or the one that goes with the key.
pub(crate) fn suites(request: &IssueRequest, signatory: Signatory<'_>) -> Result<Vec<Suite>, Error> {
    if let Some(suite) = request.suites.iter().find(|suite| !suite.fits(signatory.keys)) {
        let what = format!("`{}` has no key for `{}`", signatory.did, suite.as_str());
        return Err(Error::invalid("/options/cryptosuite", what));
    }
    let suites =
        if request.suites.is_empty() { vec![Suite::usual(signatory.keys)] } else { request.suites.clone() };
    if !request.mandatory_pointers.is_empty() && !suites.contains(&Suite::Proof(Cryptosuite::EcdsaSd2023)) {
        return Err(Error::invalid("/options/mandatoryPointers", "are only for the suite `ecdsa-sd-2023`"));
    }
    Ok(suites)
}

/// A credential that was signed, and that nobody has verified yet. The only way to what is inside is
/// [`accepted`](Secured::accepted).
#[derive(Debug)]
pub(crate) struct Secured(Value);

impl Secured {
    /// The credential, when our own verifier takes it for signed. Dates and status are its client's affair. `evidence` holds
    /// the document of the signatory, unless its DID says everything.
    ///
    /// # Errors
    /// `Invalid` when it does not.
    pub(crate) fn accepted(self, evidence: &Evidence, now: Timestamp) -> Result<Value, Error> {
        for shown in shown(&self.0)? {
            let unverified = verifier::parse(shown.to_string().as_bytes())
                .map_err(|rejection| Error::invalid("/credential", rejection.to_string()))?;
            let expectations =
                Expectations { any_credential: true, proof_only: true, ..Expectations::default() };
            let report = verifier::verify_with(&unverified, evidence, now, &expectations);
            if report.outcome != Outcome::Verified {
                // The signature is ours, everything else the client's: nested proofs, say, or values that verifiers refuse.
                tracing::warn!(finding = %report.finding, "our own verifier rejects what a client wanted signed");
                let why = format!("would not verify once it is signed: {}", report.finding);
                return Err(Error::invalid("/credential", why));
            }
        }
        Ok(self.0)
    }
}

/// What others verify of a credential. A base proof of `ecdsa-sd-2023` is for the holder, and what is derived from it for
/// everybody else: here, all of the credential. The other proofs hold for the credential as it is.
fn shown(made: &Value) -> Result<Vec<Value>, Error> {
    let proofs = made.get("proof").map_or(&[][..], items);
    let is_base = |proof: &Value| Cryptosuite::of_proof(proof) == Some(Cryptosuite::EcdsaSd2023);
    if !proofs.iter().any(is_base) {
        return Ok(vec![made.clone()]);
    }
    let members = made.as_object().into_iter().flat_map(|members| members.keys());
    let pointers = members.filter(|name| !["@context", "proof"].contains(&name.as_str()));
    let pointers: Vec<String> =
        pointers.map(|name| format!("/{}", name.replace('~', "~0").replace('/', "~1"))).collect();
    let derived = proof::sd::derive(made, &pointers).map_err(Error::internal)?;
    let others: Vec<Value> = proofs.iter().filter(|proof| !is_base(proof)).cloned().collect();
    if others.is_empty() {
        return Ok(vec![derived]);
    }
    let mut plain = made.clone();
    if let Some(members) = plain.as_object_mut() {
        members.insert("proof".to_owned(), others.into());
    }
    Ok(vec![derived, plain])
}

/// Adds status and contexts, and secures the credential.
pub(crate) fn secure(
    request: &IssueRequest,
    places: &[Place],
    signatory: Signatory<'_>,
    now: Timestamp,
    world: &World,
) -> Result<Secured, Error> {
    let suites = suites(request, signatory)?;
    let mut document = request.credential.clone();
    status::add(&mut document, places);
    // All contexts before the first proof: it signs them too.
    for suite in &suites {
        contexts::for_proof(&mut document, *suite);
    }
    for suite in suites {
        let securing = Securing {
            suite,
            mandatory_pointers: &request.mandatory_pointers,
            created: now,
            hmac_key: world.random()?,
            proof_key_seed: world.random()?,
        };
        let made = issuer::secure(document, signatory.did, &securing, signatory.keys);
        document = made.map_err(|error| Error::invalid("/credential", error.to_string()))?;
    }
    Ok(Secured(document))
}

/// `POST /credentials/derive`: shows a part of a credential that has an `ecdsa-sd-2023` base proof.
///
/// # Errors
/// `Invalid` when it has none, or a pointer points at nothing.
pub fn derive(request: &DeriveRequest) -> Result<Value, Error> {
    proof::sd::derive(&request.credential, &request.pointers)
        .map_err(|error| Error::invalid("/verifiableCredential", error.to_string()))
}

#[cfg(test)]
mod tests {
    use openbadges::{Algorithm, SecretKey};
    use serde_json::json;

    use super::*;

    fn secured(suites: Vec<Suite>) -> Secured {
        let world = World::with_clock(|| 1_790_000_000);
        let key = SecretKey::generate(Algorithm::P256, [7; 32]);
        let did = key.public().did_key();
        let keys = KeyRing::new(key, Vec::new());
        let credential = json!({
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "id": "urn:uuid:5f7bb8ab-6d8f-4a2c-bb0e-3fd6c1ad4c53",
            "type": ["VerifiableCredential"],
            "issuer": { "id": did },
            "credentialSubject": { "id": "did:example:rosa" },
        });
        let request = IssueRequest::plain(credential).with_suites(suites);
        let signatory = Signatory { did: &did, keys: &keys };
        secure(&request, &[], signatory, world.now(), &world).unwrap()
    }

    fn accepted(secured: Secured) -> Result<Value, Error> {
        secured.accepted(&Evidence::new(), Timestamp::EPOCH.plus_seconds(1_790_000_000))
    }

    #[test]
    fn what_our_own_verifier_rejects_is_not_handed_out() {
        let suites = [Cryptosuite::EcdsaRdfc2019, Cryptosuite::EcdsaSd2023].map(Suite::Proof);
        let both = suites.to_vec();
        for suites in suites.map(|suite| vec![suite]).into_iter().chain([both, vec![Suite::Envelope]]) {
            let good = secured(suites.clone());
            let text = good.0.clone();
            assert_eq!(accepted(good).unwrap(), text, "{suites:?}");
        }
        // Each proof counts by itself.
        for number in 0..2 {
            let mut broken = secured(suites.to_vec());
            broken.0["proof"][number]["created"] = "2020-01-01T00:00:00Z".into();
            assert!(matches!(accepted(broken), Err(Error::Invalid { .. })), "{number}");
        }
        let mut changed = secured(vec![suites[1]]);
        changed.0["credentialSubject"]["id"] = "did:example:somebody".into();
        assert!(accepted(changed).is_err());
    }
}
