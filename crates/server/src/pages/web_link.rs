//! A link that someone else wrote: followed only to the web, shown as plain text otherwise.

use askama::{Template, filters::HtmlSafe};
use url::Url;

/// A link from outside. Only `http` and `https` addresses become links; `javascript:` and the like stay text.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/web_link.html")]
pub struct WebLink {
    /// What the link says.
    pub text: String,
    /// Where it leads, when it leads to the web.
    href: Option<String>,
}

impl HtmlSafe for WebLink {}

impl WebLink {
    /// A link that says its own address.
    pub fn new(address: impl Into<String>) -> Self {
        let address = address.into();
        Self { href: web_address(&address), text: address }
    }

    /// A link with words of its own.
    pub fn titled(text: impl Into<String>, address: &str) -> Self {
        Self { text: text.into(), href: web_address(address) }
    }
}

/// The address as a browser will read it, if it is an `http` or `https` address with a host.
fn web_address(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then(|| url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        assert!(
            WebLink::new("https://example.org/lesson")
                .render()
                .unwrap()
                .contains("<a href=\"https://example.org/lesson\"")
        );
        for address in
            ["javascript:alert(1)", "data:text/html,x", "JaVaScRiPt://x/%0aalert(1)", "/local", "nonsense"]
        {
            assert!(!WebLink::new(address).render().unwrap().contains("<a "), "{address}");
        }
    }
}
