//! The only source of contexts: the bundled ones.

use json_ld::syntax::{Parse, Value as SyntaxValue};
use json_ld::{Iri, IriBuf, LoadError, Loader, RemoteDocument};

use super::bundled::{self, Edition};

/// *Architecture invariant*: it never waits and never reaches the network, so a future that uses it is
/// ready when it is first polled.
pub(super) struct BundledLoader(pub(super) Edition);

/// The context is not bundled.
#[derive(Debug, thiserror::Error)]
#[error("the context is not known to this program")]
struct NotBundled;

impl Loader for BundledLoader {
    async fn load(&self, url: &Iri) -> Result<RemoteDocument<IriBuf>, LoadError> {
        let unknown = || LoadError::new(url.to_owned(), NotBundled);
        let text = bundled::context(url.as_str(), self.0).ok_or_else(unknown)?;
        let (document, _positions) = SyntaxValue::parse_str(text).map_err(|_reason| unknown())?;
        Ok(RemoteDocument::new(Some(url.to_owned()), None, document))
    }
}
