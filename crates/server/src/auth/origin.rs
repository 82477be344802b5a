use actix_web::HttpRequest;
use actix_web::http::header::{HeaderMap, ORIGIN};

use crate::{Kind, Problem, Site};

/// Whether a form was sent by one of our own pages: `Origin`, where the browser sends it, is our public
/// origin, and `Sec-Fetch-Site` does not say otherwise (Fetch Metadata).
///
/// # Errors
/// `foreign-form`.
pub fn check_origin(request: &HttpRequest) -> Result<(), Problem> {
    let site = Site::of(request)?;
    if is_our_own(request.headers(), &site.base) {
        return Ok(());
    }
    Err(Problem::new(Kind::ForeignForm, "another site sent this form"))
}

fn is_our_own(headers: &HeaderMap, base: &str) -> bool {
    let fetch_site = headers.get("sec-fetch-site").map(actix_web::http::header::HeaderValue::as_bytes);
    match fetch_site {
        // `none` is the person's own doing, such as sending the form again after a restart.
        Some(b"same-origin" | b"none") | None => {}
        Some(_) => return false,
    }
    match headers.get(ORIGIN) {
        None => true,
        // A same-origin form on a page with `Referrer-Policy: no-referrer` says `null`; then
        // `Sec-Fetch-Site` must vouch for it.
        Some(origin) if origin.as_bytes() == b"null" => fetch_site == Some(b"same-origin"),
        Some(origin) => origin.as_bytes() == origin_of(base).as_bytes(),
    }
}

/// Scheme, host and port of an address, as browsers write an origin.
fn origin_of(base: &str) -> String {
    url::Url::parse(base).map_or_else(|_| base.to_owned(), |url| url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    const BASE: &str = "https://badges.example.org";

    fn ours(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        is_our_own(&headers, BASE)
    }

    #[test]
    fn our_own_page_may_send_forms() {
        assert!(ours(&[("origin", BASE), ("sec-fetch-site", "same-origin")]));
        assert!(ours(&[("origin", BASE)]));
        assert!(ours(&[("origin", "null"), ("sec-fetch-site", "same-origin")]));
    }

    #[test]
    fn other_sites_may_not() {
        assert!(!ours(&[("origin", "https://evil.example")]));
        assert!(!ours(&[("origin", "http://badges.example.org")]));
        assert!(!ours(&[("origin", "https://badges.example.org.evil.example")]));
        assert!(!ours(&[("origin", "null")]));
        assert!(!ours(&[("sec-fetch-site", "cross-site")]));
        assert!(!ours(&[("sec-fetch-site", "same-site"), ("origin", BASE)]));
    }

    #[test]
    fn a_client_that_is_no_browser_has_no_ambient_authority_to_abuse() {
        assert!(ours(&[]));
    }

    #[test]
    fn an_origin_has_no_path_and_no_default_port() {
        assert_eq!(origin_of("http://localhost:8080"), "http://localhost:8080");
        assert_eq!(origin_of("https://h.example:443/base"), "https://h.example");
    }
}
