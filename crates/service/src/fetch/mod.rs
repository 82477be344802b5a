//! The one client for documents that strangers name.
//!
//! Every URL in a badge is chosen by whoever made the badge. So: https only, no address inside our own
//! network — checked on the addresses that the connection will really use, again after each redirect —
//! no cookies, no proxy, and a bound on time, size, redirects and how many run at once. What a server allows to be kept is
//! kept for a while, never longer than the caller's bound.

mod address;
mod body;
mod cache;
mod error;
mod freshness;
mod gate;
mod limits;
mod resolver;
#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{ACCEPT, ACCEPT_ENCODING, LOCATION};
use reqwest::{Response, StatusCode};
use tokio::time::Instant;
use url::Url;

use self::cache::{Answer, Cache};
pub use self::error::FetchError;
use self::gate::{Gate, Pass};
use self::limits::Limits;
use self::resolver::{Names, NotPublicError, PublicOnly, SystemNames};

/// How old a kept document may be at most, whatever its server allows.
pub(crate) const BOUND: Duration = Duration::from_hours(1);

/// The guarded client.
#[derive(Debug, Clone)]
pub struct Fetcher {
    client: reqwest::Client,
    gate: Arc<Gate>,
    cache: Arc<Cache>,
    limits: Limits,
    loopback: bool,
}

/// A document as it came.
#[derive(Debug, Clone)]
pub(crate) struct Fetched {
    /// The bytes, unpacked.
    pub(crate) bytes: Arc<[u8]>,
    /// For how long they were kept here; zero when they came just now.
    pub(crate) age: Duration,
}

impl Fetcher {
    /// A client; `loopback` allows http and https to loopback hosts, for tests and the demo.
    ///
    /// # Errors
    /// When the TLS client cannot be made, such as without any root certificates.
    pub fn new(loopback: bool) -> Result<Self, String> {
        Self::with(loopback, Limits::default(), Arc::new(SystemNames))
    }

    fn with(loopback: bool, limits: Limits, names: Arc<dyn Names>) -> Result<Self, String> {
        // Another part of the process may have installed it already, which is just as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .dns_resolver(Arc::new(PublicOnly { names, loopback }))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .connect_timeout(limits.connect)
            .http1_max_headers(limits.headers)
            .pool_max_idle_per_host(2)
            .user_agent(concat!("countersign/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| error.to_string())?;
        let (gate, cache) = (Arc::new(Gate::new(limits)), Arc::new(Cache::new(&limits)));
        Ok(Self { client, gate, cache, limits, loopback })
    }

    /// Fetches a document, or takes one that its server allowed to be kept, if it is not older than `bound`.
    pub(crate) async fn document(
        &self,
        address: &str,
        accept: &str,
        bound: Duration,
    ) -> Result<Fetched, FetchError> {
        let work = self.follow(address, accept, bound);
        let late = |_elapsed| FetchError::TimedOut { seconds: self.limits.total.as_secs() };
        tokio::time::timeout(self.limits.total, work).await.map_err(late)?
    }

    async fn follow(&self, address: &str, accept: &str, bound: Duration) -> Result<Fetched, FetchError> {
        let mut url = address::parse(address)?;
        let mut from: Option<Url> = None;
        for _ in 0..=self.limits.redirects {
            address::admit(&url, self.loopback, from.as_ref())?;
            let (answer, age) = match self.cache.get(&url, accept, bound, Instant::now()) {
                Some(kept) => kept,
                None => (self.ask(&url, accept).await?, Duration::ZERO),
            };
            match answer {
                Answer::Document(bytes) => return Ok(Fetched { bytes, age }),
                Answer::Redirect(to) => from = Some(std::mem::replace(&mut url, to)),
            }
        }
        Err(FetchError::TooManyRedirects { most: self.limits.redirects })
    }

    /// Asks the server. The request carries nothing but what is written here: no cookies, no credentials, no referrer.
    async fn ask(&self, url: &Url, accept: &str) -> Result<Answer, FetchError> {
        let _pass: Pass = self.gate.enter(url.host_str().unwrap_or_default()).await?;
        let asked = Instant::now();
        let request = self.client.get(url.clone()).header(ACCEPT, accept).header(ACCEPT_ENCODING, "identity");
        let response = request.send().await.map_err(|error| reason(&error))?;
        let lifetime = freshness::lifetime(response.headers());
        let answer = match response.status() {
            StatusCode::OK => Answer::Document(body::read(response, self.limits.bytes).await?.into()),
            StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT => Answer::Redirect(redirect_target(url, &response)?),
            other => return Err(FetchError::Status(other.as_u16())),
        };
        self.cache.put(url, accept, &answer, lifetime, asked);
        Ok(answer)
    }
}

fn redirect_target(url: &Url, response: &Response) -> Result<Url, FetchError> {
    let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
    address::join(url, location.ok_or_else(|| FetchError::Status(response.status().as_u16()))?)
}

/// What may be said of a failed connection.
fn reason(error: &reqwest::Error) -> FetchError {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(cause) = source {
        if cause.is::<NotPublicError>() {
            return FetchError::NotPublic;
        }
        source = cause.source();
    }
    if error.is_connect() { FetchError::Unreachable } else { FetchError::Garbled }
}
