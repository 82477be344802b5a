//! Names become addresses, and only public ones.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::{is_loopback_name, is_public};

/// How many addresses of a name are looked at.
const MOST_ADDRESSES: usize = 32;

/// The answer to the question which addresses a name has.
pub(super) type Answer = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Who is asked for the addresses of a name. Tests answer themselves.
pub(super) trait Names: Send + Sync {
    /// The addresses of a name.
    fn addresses(&self, name: &str) -> Answer;
}

/// The names as this machine knows them.
pub(super) struct SystemNames;

impl Names for SystemNames {
    fn addresses(&self, name: &str) -> Answer {
        let name = name.to_owned();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(found.take(MOST_ADDRESSES).map(|found| found.ip()).collect())
        })
    }
}

/// Resolves names to public addresses only. The connection uses exactly what this returns, so a name that
/// changes its address after the check gains nothing.
pub(super) struct PublicOnly {
    pub(super) names: Arc<dyn Names>,
    pub(super) loopback: bool,
}

/// A name that has an address inside our network.
#[derive(Debug, thiserror::Error)]
#[error("the host is not a public one")]
pub(super) struct NotPublicError;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        // A name that is not this machine's own may not lead to it either, whatever is switched on.
        let local = self.loopback && is_loopback_name(name.as_str());
        let answer = self.names.addresses(name.as_str());
        Box::pin(async move {
            let found = answer.await?;
            // Who has one address outside and one inside wants us to try both.
            if !found.iter().all(|ip| if local { ip.is_loopback() } else { is_public(*ip) }) {
                return Err(NotPublicError.into());
            }
            let addresses: Addrs = Box::new(found.into_iter().map(|ip| SocketAddr::new(ip, 0)));
            Ok(addresses)
        })
    }
}
