//! Verifying for anybody: our own badges with our own evidence, others' with what the guarded client fetches.

mod examine;
mod gate;
mod refresh;
mod shared;
#[cfg(test)]
mod tests;

pub(crate) use self::shared::Reports;
pub use self::shared::shared;

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use openbadges::{Budget, Timestamp, cost};
use program::CredentialState;
use serde_json::Value;
use verifier::{
    Check, CheckName, CheckResult, Code, Finding, Need, Rejection, Report, Unavailable, Unverified,
};
use words::Locale;

use crate::commands::status_list;
use crate::fetch::BOUND;
use crate::queries::{hosted, published};
use crate::store::{credential, district, twin};
use crate::{Error, FetchError, Fetcher, Service};

pub(crate) use examine::{Examination, Sources};
pub(crate) use gate::Gate;

/// What is asked for when a stranger's document is fetched.
const ACCEPT: &str = "application/vc, application/vc+ld+json, application/ld+json, application/did+json, \
                      application/json, application/jwk+json, application/jwk-set+json, application/vc+jwt, \
                      application/jwt, text/plain;q=0.5, image/png;q=0.5, image/svg+xml;q=0.5, */*;q=0.1";

/// How old a kept document may be that says whether something was revoked, whatever its server allows: a revocation is seen
/// within this time.
const STATUS_BOUND: Duration = Duration::from_mins(5);

/// Verifies a document as it was handed in.
///
/// # Errors
/// Only when the database does not answer: whatever is wrong with the document is in the report.
pub async fn credential(service: &Service, bytes: &[u8]) -> Result<Report, Error> {
    let budget = Arc::default();
    let unverified = match parsed(service, bytes.to_vec(), &budget).await? {
        Ok(unverified) => unverified,
        Err(rejection) => return Ok(rejection.report()),
    };
    let id = unverified.document().get("id").and_then(Value::as_str).map(str::to_owned);
    let report = refresh::verified(service, Examination::new(unverified, service.now(), &budget)).await?;
    tell_suspended(service, report, id.as_deref()).await
}

/// Reads bytes, within the budget of the request.
pub(crate) async fn parsed<S: Sources>(
    sources: &S,
    bytes: Vec<u8>,
    budget: &Arc<Budget>,
) -> Result<Result<Unverified, Rejection>, S::Error> {
    let budget = Arc::clone(budget);
    sources.compute(move || verifier::parse_within(&bytes, &budget)).await
}

impl Sources for Service {
    type Error = Error;

    async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        self.gate().run(work).await
    }

    /// Ours from the database, others' from the network.
    async fn answer(&self, need: &Need, budget: &Budget) -> Result<Result<String, Unavailable>, Error> {
        if let Some(own) = own(self, need).await? {
            return Ok(own);
        }
        Ok(fetch(self.fetcher(), need, budget).await)
    }
}

impl refresh::Newest for Service {
    async fn newest(&self, url: &str, budget: &Budget) -> Result<Result<Vec<u8>, String>, Error> {
        let own = url.strip_prefix(&self.address("/c/")).and_then(|path| path.strip_suffix("/refresh"));
        let Some(token) = own else { return Ok(newest(self.fetcher(), url, budget).await) };
        match credential::shared(self.backend().read(), token).await {
            Ok(row) => Ok(Ok(row.signed.into_bytes())),
            Err(Error::NotFound { .. }) => Ok(Err("there is no badge at this address".to_owned())),
            Err(other) => Err(other),
        }
    }
}

/// By itself, for one document: nobody else waits.
impl Sources for Fetcher {
    type Error = Infallible;

    async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Infallible> {
        Ok(work())
    }

    async fn answer(&self, need: &Need, budget: &Budget) -> Result<Result<String, Unavailable>, Infallible> {
        Ok(fetch(self, need, budget).await)
    }
}

impl refresh::Newest for Fetcher {
    async fn newest(&self, url: &str, budget: &Budget) -> Result<Result<Vec<u8>, String>, Infallible> {
        Ok(newest(self, url, budget).await)
    }
}

/// What lies at the address of a refresh service of others. It may say that something was revoked.
async fn newest(fetcher: &Fetcher, url: &str, budget: &Budget) -> Result<Vec<u8>, String> {
    budget.spend(cost::FETCH).map_err(|exhausted| exhausted.to_string())?;
    let found = fetcher.document(url, ACCEPT, STATUS_BOUND).await.map_err(|error| error.to_string())?;
    budget.spend_each(found.bytes.len(), cost::BYTE).map_err(|exhausted| exhausted.to_string())?;
    Ok(found.bytes.to_vec())
}

/// A text that our own verifier accepts: a type, not a `bool`.
#[derive(Debug)]
pub(crate) struct Accepted(String);

impl Accepted {
    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The sentence for a finding, for errors and logs.
pub(crate) fn sentence(finding: &Finding) -> String {
    words::check(Locale::default(), finding.code.as_str(), &finding.facts)
}

/// Verifies our own signature before it is stored.
pub(crate) async fn accepted(service: &Service, text: String) -> Result<Accepted, Error> {
    let report = credential(service, text.as_bytes()).await?;
    if report.outcome == verifier::Outcome::Verified {
        return Ok(Accepted(text));
    }
    let why = format!(
        "the badge is no longer valid as it was issued, and is not signed in another form: {}",
        sentence(&report.finding)
    );
    Err(Error::Conflict { why })
}

/// A suspended badge of ours has the same bit set as a revoked one, since Open Badges has room for one status
/// entry; our own register knows which it is.
async fn tell_suspended(service: &Service, mut report: Report, id: Option<&str>) -> Result<Report, Error> {
    let Some(id) = id else { return Ok(report) };
    let failed = |check: &&mut Check| check.name == CheckName::Status && check.result == CheckResult::Failed;
    let Some(status) = report.checks.iter_mut().find(failed) else { return Ok(report) };
    let Some(row) = own_badge(service, id).await? else { return Ok(report) };
    let standing = row.status()?;
    if let CredentialState::Suspended { at, .. } = standing {
        let before = status.finding();
        status.code = Code::Suspended;
        status.facts.insert("since".to_owned(), at.to_string().into());
        if report.finding == before {
            report.finding = status.finding();
        }
    }
    Ok(report)
}

/// The badge of ours that a document is by its id, in whichever form.
async fn own_badge(service: &Service, id: &str) -> Result<Option<credential::Model>, Error> {
    let db = service.backend().read();
    let Some(token) = id.strip_prefix(&service.address("/c/")) else { return twin::of_own_id(db, id).await };
    match credential::shared(db, token).await {
        Ok(row) => Ok(Some(row)),
        Err(Error::NotFound { .. }) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Verifies what lies at an address. A share link of ours is read from the database.
///
/// # Errors
/// `Invalid` when nothing can be fetched from the address, with the reason.
pub async fn address(service: &Service, url: &str) -> Result<Report, Error> {
    let own = service.address("/c/");
    if let Some(token) = url.trim().strip_prefix(&own) {
        let token = token.split(['/', '?', '#']).next().unwrap_or_default();
        let row = credential::shared(service.backend().read(), token)
            .await
            .map_err(|error| error.or_fault("/url", "there is no badge at this address"))?;
        return credential(service, row.signed.as_bytes()).await;
    }
    match fetched(service.fetcher(), url.trim()).await {
        Ok(bytes) => credential(service, &bytes).await,
        Err(error) => Err(Error::invalid("/url", format!("the badge could not be fetched: {error}"))),
    }
}

/// Verifies a document without a service: nothing is read from a database, all evidence is fetched.
/// Whatever is wrong with the document is in the report.
pub async fn standalone(fetcher: &Fetcher, bytes: &[u8], now: Timestamp) -> Report {
    let budget = Arc::default();
    let Ok(parsed) = parsed(fetcher, bytes.to_vec(), &budget).await;
    let unverified = match parsed {
        Ok(unverified) => unverified,
        Err(rejection) => return rejection.report(),
    };
    let Ok(report) = refresh::verified(fetcher, Examination::new(unverified, now, &budget)).await;
    report
}

/// Fetches the document at an address, as [`standalone`] takes it.
///
/// # Errors
/// Why nothing could be fetched.
pub async fn fetched(fetcher: &Fetcher, url: &str) -> Result<Vec<u8>, FetchError> {
    Ok(fetcher.document(url, ACCEPT, BOUND).await?.bytes.to_vec())
}

/// Fetches what others publish, each time from the budget of the request.
pub(crate) async fn fetch(fetcher: &Fetcher, need: &Need, budget: &Budget) -> Result<String, Unavailable> {
    let Some(url) = need.url() else {
        return Err(Unavailable::new("it leads to no address that may be fetched"));
    };
    // Each of these says whether a badge was revoked; a hosted badge of Open Badges 2.0 does so itself.
    let status = matches!(need, Need::StatusList(_) | Need::RevocationList(_) | Need::Document(_));
    let (text, age) = fetch_text(fetcher, &url, if status { STATUS_BOUND } else { BOUND }, budget).await?;
    if status && age > Duration::ZERO && verifier::time_to_live(&text).is_some_and(|ttl| age >= ttl) {
        // The list itself says that it may not be kept so long (Bitstring Status List 1.0 §2.2 `ttl`).
        return Ok(fetch_text(fetcher, &url, Duration::ZERO, budget).await?.0);
    }
    Ok(text)
}

async fn fetch_text(
    fetcher: &Fetcher,
    url: &str,
    bound: Duration,
    budget: &Budget,
) -> Result<(String, Duration), Unavailable> {
    budget.spend(cost::FETCH).map_err(Unavailable::new)?;
    let answer = fetcher.document(url, ACCEPT, bound).await.map_err(|error| match error {
        FetchError::Status(410) => Unavailable::gone(),
        error => Unavailable::new(error),
    })?;
    budget.spend_json(&answer.bytes).map_err(Unavailable::new)?;
    let text =
        String::from_utf8(answer.bytes.to_vec()).map_err(|_error| Unavailable::new("it is not text"))?;
    Ok((text, answer.age))
}

/// The document, when it is one that we publish ourselves.
async fn own(service: &Service, need: &Need) -> Result<Option<Result<String, Unavailable>>, Error> {
    let base = service.address("/issuers/");
    match need {
        Need::Controller(id) => {
            let Some(slug) = own_slug(service, id)? else { return Ok(None) };
            let row = match district::by_slug(service.backend().read(), &slug).await {
                Err(Error::NotFound { .. }) => {
                    return Ok(Some(Err(Unavailable::new("there is no such issuer"))));
                }
                other => other?,
            };
            let document: Value = published::did_value(service, &row)?;
            Ok(Some(Ok(document.to_string())))
        }
        Need::StatusList(url) => {
            let Some((slug, number)) = url.strip_prefix(&base).and_then(|path| path.split_once("/status/"))
            else {
                return Ok(None);
            };
            let Ok(number) = number.parse() else { return Ok(None) };
            let refreshed = match district::by_slug(service.backend().read(), slug).await {
                Ok(row) => status_list::refresh(service, row.typed_id(), number).await,
                Err(error) => Err(error),
            };
            match refreshed {
                Ok(posted) => Ok(Some(Ok(posted.text.to_string()))),
                Err(Error::NotFound { .. }) => Ok(Some(Err(Unavailable::new("there is no such list")))),
                Err(other) => Err(other),
            }
        }
        Need::RevocationList(url) => {
            let Some(slug) = url.strip_prefix(&base).and_then(|path| path.strip_suffix("/revocations"))
            else {
                return Ok(None);
            };
            match published::revocations(service, slug).await {
                Ok(document) => Ok(Some(Ok(document.text.to_string()))),
                Err(Error::NotFound { .. }) => Ok(Some(Err(Unavailable::new("there is no such list")))),
                Err(other) => Err(other),
            }
        }
        Need::Document(url) => own_document(service, url).await,
        Need::Jwks(_) => Ok(None),
    }
}

/// A key of a district of ours, or what is hosted for Open Badges 2.0.
async fn own_document(service: &Service, url: &str) -> Result<Option<Result<String, Unavailable>>, Error> {
    let Some(path) = url.strip_prefix(&service.address("/")) else { return Ok(None) };
    let found = match path.split('/').collect::<Vec<_>>()[..] {
        ["issuers", slug, "keys", id] => published::key(service, slug, id).await,
        ["issuers", slug, "issuer-v2.json"] => hosted::issuer(service, slug).await,
        ["issuers", slug, "achievements", id, "badge-class.json"] => match id.parse() {
            Ok(id) => hosted::badge_class(service, slug, id).await,
            Err(_no_uuid) => return Ok(None),
        },
        ["c", token, "assertion.json"] => match hosted::assertion(service, token).await {
            Ok(assertion) if assertion.is_gone => return Ok(Some(Err(Unavailable::gone()))),
            other => other.map(|assertion| assertion.document),
        },
        _ => return Ok(None),
    };
    match found {
        Ok(document) => Ok(Some(Ok(document.text.to_string()))),
        Err(Error::NotFound { .. } | Error::Conflict { .. }) => {
            Ok(Some(Err(Unavailable::new("there is no such document"))))
        }
        Err(other) => Err(other),
    }
}

/// The slug in a DID of ours.
pub(crate) fn own_slug(service: &Service, did: &str) -> Result<Option<String>, Error> {
    let prefix = openbadges::did::web_did(&service.address("/issuers/x")).map_err(Error::internal)?;
    let Some(prefix) = prefix.strip_suffix('x') else { return Ok(None) };
    Ok(did.strip_prefix(prefix).filter(|slug| program::text::slug(slug).is_ok()).map(str::to_owned))
}
