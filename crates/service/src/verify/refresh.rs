//! Newer versions: a credential that names a refresh service is verified in the version that is there, once (Open Badges 3.0
//! §"Verification", step 3; 1EdTech Credential Refresh Service 1.0).
//!
//! The address is asked only after the signature of the credential at hand was found to be its issuer's. What is there counts
//! only when it is the same credential and has a good signature of the same issuer; then its report stands, whether good or
//! not. Anything else changes nothing: the credential at hand is reported as it is, with a note.

use std::time::Duration;

use openbadges::Budget;
use verifier::{Evidence, Refreshing, Report};

use super::examine::{Examination, Sources};
use super::parsed;

/// How long the newer version may take, with all that is fetched to verify it.
const TOTAL_TIME: Duration = Duration::from_secs(20);

/// Where newer versions come from.
pub(super) trait Newest: Sources {
    /// What lies at the address of a refresh service, or why there is nothing.
    async fn newest(&self, url: &str, budget: &Budget) -> Result<Result<Vec<u8>, String>, Self::Error>;
}

/// Verifies a document, or the newer version of it that its refresh service has.
pub(super) async fn verified<S: Newest>(sources: &S, original: Examination) -> Result<Report, S::Error> {
    let (report, _evidence) = original.report(sources, Evidence::new()).await?;
    let Some(url) = report.refresh.clone() else { return Ok(report) };
    let followed = tokio::time::timeout(TOTAL_TIME, follow(sources, &original, &url)).await;
    let late = |_elapsed| Ok(Found::Nothing("there was no answer in time".to_owned()));
    Ok(match followed.unwrap_or_else(late)? {
        Found::Newer(newer) => newer.refreshing(&url, &Refreshing::Newer),
        Found::Same => report.refreshing(&url, &Refreshing::Newest),
        Found::Nothing(reason) => report.refreshing(&url, &Refreshing::NotFollowed { reason }),
    })
}

/// What lies at the address of a refresh service.
enum Found {
    /// A newer version; its report.
    Newer(Box<Report>),
    /// The version at hand.
    Same,
    /// Nothing that says anything about the credential at hand, and why not.
    Nothing(String),
}

/// The newer version is verified from the same budget: what is left of it.
async fn follow<S: Newest>(sources: &S, original: &Examination, url: &str) -> Result<Found, S::Error> {
    let bytes = match sources.newest(url, &original.budget).await? {
        Ok(bytes) => bytes,
        Err(reason) => return Ok(Found::Nothing(reason)),
    };
    let newer = match parsed(sources, bytes, &original.budget).await? {
        Ok(newer) => newer,
        Err(rejection) => return Ok(Found::Nothing(rejection.to_string())),
    };
    if newer.document() == original.unverified.document() {
        return Ok(Found::Same);
    }
    if !verifier::is_version_of(&newer, &original.unverified) {
        return Ok(Found::Nothing("what is there is another credential".to_owned()));
    }
    // Whatever refresh service the newer version names is not asked.
    let newer = Examination::new(newer, original.now, &original.budget);
    let (report, _evidence) = newer.report(sources, Evidence::new()).await?;
    if !report.is_authentic() {
        return Ok(Found::Nothing("what is there has no good signature of the issuer".to_owned()));
    }
    Ok(Found::Newer(Box::new(report)))
}
