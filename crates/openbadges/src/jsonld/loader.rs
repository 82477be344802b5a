//! The only source of contexts: the bundled ones.

use std::collections::HashMap;
use std::sync::LazyLock;

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
        let document = parsed(url.as_str(), self.0).ok_or_else(unknown)?;
        Ok(RemoteDocument::new(Some(url.to_owned()), None, document))
    }
}

type Parsed = HashMap<(Edition, &'static str), SyntaxValue>;

/// The contexts, read once: a document may name them hundreds of times, and copies are cheaper.
static PARSED: LazyLock<Parsed> = LazyLock::new(|| {
    let both = [Edition::Newest, Edition::OpenBadgesOf2025];
    let all = both.into_iter().flat_map(|edition| bundled::all().map(move |(url, _text)| (edition, url)));
    let read = |(edition, url): (Edition, &'static str)| {
        let (document, _positions) = SyntaxValue::parse_str(bundled::context(url, edition)?).ok()?;
        Some(((edition, url), document))
    };
    all.filter_map(read).collect()
});

fn parsed(url: &str, edition: Edition) -> Option<SyntaxValue> {
    PARSED.get(&(edition, url)).cloned()
}
