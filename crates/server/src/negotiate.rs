//! Which of several media types a client would rather have (RFC 9110 §12.5.1).

use actix_web::HttpRequest;
use actix_web::http::header::{ACCEPT, HeaderMap};

/// The offer that the `Accept` header likes best; among equals the first. When it likes none, the
/// first too: an answer in another type is of more use than a refusal.
pub fn best<'a>(headers: &HeaderMap, offers: &[&'a str]) -> &'a str {
    let accept: Vec<(String, u16)> =
        headers.get_all(ACCEPT).filter_map(|value| value.to_str().ok()).flat_map(ranges).collect();
    let first = offers.first().copied().unwrap_or("application/json");
    let mut chosen = (first, 0);
    for offer in offers {
        let quality = quality_of(offer, &accept);
        if quality > chosen.1 {
            chosen = (offer, quality);
        }
    }
    chosen.0
}

/// Whether the client asks for a page by name, as browsers do.
pub fn wants_page(request: &HttpRequest) -> bool {
    best(request.headers(), &["application/json", "text/html"]) == "text/html"
}

/// The media ranges of one header value, each with its quality in thousandths.
fn ranges(value: &str) -> impl Iterator<Item = (String, u16)> + '_ {
    value.split(',').filter_map(|part| {
        let mut pieces = part.split(';').map(str::trim);
        let range = pieces.next()?.to_ascii_lowercase();
        let quality = pieces.find_map(|piece| piece.strip_prefix("q=")).map_or(Some(1000), thousandths)?;
        range.contains('/').then_some((range, quality))
    })
}

fn thousandths(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{decimals:0<3}");
    let decimals: u16 = digits.get(..3)?.parse().ok()?;
    match whole {
        "0" => Some(decimals),
        "1" => Some(1000),
        _ => None,
    }
}

/// The quality of the most specific range that covers the offer; 1000 without any `Accept`.
fn quality_of(offer: &str, accept: &[(String, u16)]) -> u16 {
    if accept.is_empty() {
        return 1000;
    }
    let class = offer.split('/').next().unwrap_or_default();
    [offer.to_owned(), format!("{class}/*"), "*/*".to_owned()]
        .iter()
        .find_map(|range| accept.iter().find(|(given, _)| given == range).map(|(_, quality)| *quality))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderMap, HeaderValue};

    use super::*;

    fn chosen(accept: &str, offers: &[&'static str]) -> &'static str {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_str(accept).unwrap());
        best(&headers, offers)
    }

    const PROFILE: [&str; 3] = ["application/json", "application/ld+json", "text/html"];

    #[test]
    fn a_browser_gets_the_page() {
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        assert_eq!(chosen(browser, &PROFILE), "text/html");
    }

    #[test]
    fn a_verifier_gets_what_it_names() {
        assert_eq!(chosen("application/ld+json, application/json", &PROFILE), "application/json");
        assert_eq!(chosen("application/ld+json, application/json;q=0.5", &PROFILE), "application/ld+json");
        assert_eq!(chosen("application/*;q=0.3, text/html;q=0.2", &PROFILE), "application/json");
    }

    #[test]
    fn whoever_takes_anything_or_nothing_known_gets_the_first() {
        assert_eq!(chosen("*/*", &PROFILE), "application/json");
        assert_eq!(chosen("image/png", &PROFILE), "application/json");
        assert_eq!(best(&HeaderMap::new(), &PROFILE), "application/json");
    }

    #[test]
    fn quality_nought_means_never() {
        assert_eq!(chosen("application/json;q=0, */*;q=0.1", &PROFILE), "application/ld+json");
        assert_eq!(chosen("text/html;q=0.001, application/json;q=0.0", &PROFILE), "text/html");
    }

    #[test]
    fn nonsense_is_passed_over() {
        assert_eq!(chosen("text/html;q=x, ;;, application/ld+json", &PROFILE), "application/ld+json");
    }
}
