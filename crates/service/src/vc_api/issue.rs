//! From a request to a secured credential: check, add what is asked for, secure, verify what was made.

use std::time::Duration;

use issuer::{KeyRing, Securing, Suite};
use openbadges::proof::{self, Cryptosuite};
use openbadges::{Timestamp, vcdm};
use serde_json::Value;

use super::status::{self, Place};
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

/// Adds status and contexts, and secures the credential.
pub(crate) fn secure(
    request: &IssueRequest,
    places: &[Place],
    signatory: Signatory<'_>,
    now: Timestamp,
    world: &World,
) -> Result<Value, Error> {
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
    Ok(document)
}

/// `POST /credentials/derive`: shows a part of a credential that has an `ecdsa-sd-2023` base proof.
///
/// # Errors
/// `Invalid` when it has none, or a pointer points at nothing.
pub fn derive(request: &DeriveRequest) -> Result<Value, Error> {
    proof::sd::derive(&request.credential, &request.pointers)
        .map_err(|error| Error::invalid("/verifiableCredential", error.to_string()))
}
