//! The one client for documents that strangers name.
//!
//! Every URL in a badge is chosen by whoever made the badge. So: https only, no address inside our own
//! network — checked on the addresses that the connection will really use, again after each redirect —
//! no cookies, no proxy, and a bound on time, size, redirects and how many run at once.

mod address;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::Semaphore;
use url::{Host, Url};

/// How many bytes a document may have. A status list of a million bits is well below.
const MOST_BYTES: usize = 2 * 1024 * 1024;
/// How many redirects are followed.
const MOST_REDIRECTS: usize = 3;
/// How long a whole fetch may take.
const TOTAL_TIME: Duration = Duration::from_secs(10);
/// How many fetches run at once.
const AT_ONCE: usize = 32;

/// Why a document could not be fetched. Safe to show: it names nothing inside our network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// Not a URL.
    #[error("{0:?} is not an address")]
    NotAnAddress(String),
    /// Neither https nor an allowed loopback address.
    #[error("only https addresses are fetched")]
    NotHttps,
    /// The address carries a user name or password.
    #[error("addresses with a user name or password are not fetched")]
    Credentials,
    /// The host is, or resolves to, an address that is not public.
    #[error("the host is not a public one")]
    NotPublic,
    /// Too many redirects.
    #[error("it was redirected more than {MOST_REDIRECTS} times")]
    TooManyRedirects,
    /// Longer than a document may be.
    #[error("it is longer than {MOST_BYTES} bytes")]
    TooLong,
    /// No answer in time.
    #[error("there was no answer within {} seconds", TOTAL_TIME.as_secs())]
    TimedOut,
    /// The server answered with an error.
    #[error("the server answered {0}")]
    Status(u16),
    /// The connection failed.
    #[error("the server could not be reached")]
    Unreachable,
    /// Too many fetches are under way.
    #[error("too many documents are being fetched just now; try again")]
    Busy,
}

/// The guarded client.
#[derive(Debug, Clone)]
pub struct Fetcher {
    client: reqwest::Client,
    slots: Arc<Semaphore>,
    loopback: bool,
}

/// A document as it came.
#[derive(Debug, Clone)]
pub(crate) struct Fetched {
    /// The bytes.
    pub(crate) bytes: Vec<u8>,
}

impl Fetcher {
    /// A client; `loopback` allows http and https to loopback hosts, for tests and the demo.
    ///
    /// # Errors
    /// When the TLS client cannot be made, such as without any root certificates.
    pub fn new(loopback: bool) -> Result<Self, String> {
        // Another part of the process may have installed it already, which is just as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .dns_resolver(Arc::new(PublicOnly { loopback }))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .timeout(TOTAL_TIME)
            .connect_timeout(Duration::from_secs(4))
            .pool_max_idle_per_host(2)
            .user_agent(concat!("countersign/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self { client, slots: Arc::new(Semaphore::new(AT_ONCE)), loopback })
    }

    /// Fetches a document.
    pub(crate) async fn document(&self, address: &str, accept: &str) -> Result<Fetched, FetchError> {
        let work = async {
            let _slot = self.slots.acquire().await.map_err(|_closed| FetchError::Busy)?;
            self.follow(address, accept).await
        };
        tokio::time::timeout(TOTAL_TIME, work).await.map_err(|_elapsed| FetchError::TimedOut)?
    }

    async fn follow(&self, address: &str, accept: &str) -> Result<Fetched, FetchError> {
        let mut url = Url::parse(address).map_err(|_error| FetchError::NotAnAddress(address.to_owned()))?;
        for _ in 0..=MOST_REDIRECTS {
            self.check(&url)?;
            let request = self.client.get(url.clone()).header(reqwest::header::ACCEPT, accept);
            let response = request.send().await.map_err(|error| reason(&error))?;
            let status = response.status();
            if status.is_redirection() {
                url = redirect_target(&url, &response)?;
                continue;
            }
            if !status.is_success() {
                return Err(FetchError::Status(status.as_u16()));
            }
            return Ok(Fetched { bytes: bounded(response).await? });
        }
        Err(FetchError::TooManyRedirects)
    }

    /// What can be seen from the URL alone. A literal address never goes through the resolver, so it is
    /// checked here.
    fn check(&self, url: &Url) -> Result<(), FetchError> {
        if !url.username().is_empty() || url.password().is_some() {
            return Err(FetchError::Credentials);
        }
        let (loopback, allowed) = match url.host() {
            Some(Host::Domain(name)) => {
                let local = is_loopback_name(name);
                (local, !local || self.loopback)
            }
            Some(Host::Ipv4(ip)) => (ip.is_loopback(), address::is_allowed(ip.into(), self.loopback)),
            Some(Host::Ipv6(ip)) => (ip.is_loopback(), address::is_allowed(ip.into(), self.loopback)),
            None => return Err(FetchError::NotHttps),
        };
        match url.scheme() {
            "https" => {}
            "http" if loopback && self.loopback => {}
            _ => return Err(FetchError::NotHttps),
        }
        if allowed { Ok(()) } else { Err(FetchError::NotPublic) }
    }
}

fn is_loopback_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

fn redirect_target(url: &Url, response: &reqwest::Response) -> Result<Url, FetchError> {
    let location = response.headers().get(reqwest::header::LOCATION).and_then(|value| value.to_str().ok());
    let location = location.ok_or_else(|| FetchError::Status(response.status().as_u16()))?;
    url.join(location).map_err(|_error| FetchError::NotAnAddress(location.to_owned()))
}

async fn bounded(response: reqwest::Response) -> Result<Vec<u8>, FetchError> {
    let mut bytes = Vec::new();
    let mut stream = response.bytes_stream();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|error| reason(&error))?;
        if bytes.len() + chunk.len() > MOST_BYTES {
            return Err(FetchError::TooLong);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
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
    if error.is_timeout() { FetchError::TimedOut } else { FetchError::Unreachable }
}

#[derive(Debug, thiserror::Error)]
#[error("the host is not a public one")]
struct NotPublicError;

/// Resolves names to public addresses only. The connection uses exactly what this returns, so a name that
/// changes its address after the check gains nothing.
#[derive(Debug)]
struct PublicOnly {
    loopback: bool,
}

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let loopback = self.loopback;
        Box::pin(async move {
            let allowed: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0))
                .await?
                .filter(|found| address::is_allowed(found.ip(), loopback))
                .collect();
            if allowed.is_empty() {
                return Err(NotPublicError.into());
            }
            let addresses: Addrs = Box::new(allowed.into_iter());
            Ok(addresses)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn refused(address: &str) -> FetchError {
        Fetcher::new(false).unwrap().document(address, "*/*").await.unwrap_err()
    }

    #[tokio::test]
    async fn addresses_inside_the_network_are_refused() {
        for address in [
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f000001/",
            "https://0/",
            "https://10.0.0.1/",
            "https://172.16.0.1/",
            "https://192.168.1.1/",
            "https://169.254.169.254/latest/meta-data/",
            "https://100.64.0.1/",
            "https://192.0.0.8/",
            "https://198.18.0.1/",
            "https://224.0.0.1/",
            "https://255.255.255.255/",
            "https://[::1]/",
            "https://[::]/",
            "https://[fe80::1]/",
            "https://[fc00::1]/",
            "https://[fd00:ec2::254]/",
            "https://[ff02::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://[::ffff:a9fe:a9fe]/",
            "https://[64:ff9b::7f00:1]/",
            "https://[64:ff9b:1::a00:1]/",
            "https://[2002:7f00:1::]/",
            "https://[2001:0:1::1]/",
            "https://[::127.0.0.1]/",
            "https://localhost/",
            "https://LOCALHOST./",
            "https://anything.localhost/",
        ] {
            assert_eq!(refused(address).await, FetchError::NotPublic, "{address}");
        }
    }

    #[tokio::test]
    async fn other_schemes_and_credentials_are_refused() {
        assert_eq!(refused("http://example.org/").await, FetchError::NotHttps);
        assert_eq!(refused("file:///etc/passwd").await, FetchError::NotHttps);
        assert_eq!(refused("ftp://example.org/").await, FetchError::NotHttps);
        assert_eq!(refused("https://user:word@example.org/").await, FetchError::Credentials);
        assert!(matches!(refused("nonsense").await, FetchError::NotAnAddress(_)));
    }

    #[tokio::test]
    async fn a_redirect_into_the_network_is_refused() {
        let target = "http://10.1.2.3/secret";
        let address =
            serve_once(format!("HTTP/1.1 302 Found\r\nlocation: {target}\r\ncontent-length: 0\r\n\r\n"))
                .await;
        let found = Fetcher::new(true).unwrap().document(&address, "*/*").await.unwrap_err();
        assert_eq!(found, FetchError::NotHttps);
    }

    #[tokio::test]
    async fn a_long_answer_is_cut_off() {
        let length = MOST_BYTES + 1;
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n");
        let address = serve_once(head + &"x".repeat(length)).await;
        let found = Fetcher::new(true).unwrap().document(&address, "*/*").await.unwrap_err();
        assert_eq!(found, FetchError::TooLong);
    }

    async fn serve_once(answer: String) -> String {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 2048];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(answer.as_bytes()).await;
        });
        address
    }
}
