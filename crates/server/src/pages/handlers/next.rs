//! The page that someone wanted to see before signing in. It is kept in a cookie, because the link in the mail
//! does not carry it.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::{HttpRequest, HttpResponse};

use crate::Site;

/// Longest path that is kept.
const LONGEST: usize = 200;

/// Keeps the page that the query parameter `next` names, if it is one of ours.
pub(super) fn keep(site: &Site, request: &HttpRequest, answer: &mut HttpResponse) {
    let pairs = url::form_urlencoded::parse(request.query_string().as_bytes());
    let next = pairs.into_iter().find(|(name, _)| name == "next").map(|(_, path)| path.into_owned());
    if let Some(path) = next.filter(|path| is_ours(path)) {
        set(answer, &cookie(site, path, Duration::minutes(20)));
    }
}

/// The page to go on to.
pub(super) fn target(site: &Site, request: &HttpRequest) -> Option<String> {
    let cookie = request.cookie(&name(site))?;
    Some(cookie.value().to_owned()).filter(|path| is_ours(path))
}

/// Forgets it.
pub(super) fn forget(site: &Site, answer: &mut HttpResponse) {
    set(answer, &cookie(site, String::new(), Duration::ZERO));
}

fn set(answer: &mut HttpResponse, cookie: &Cookie<'static>) {
    if let Err(error) = answer.add_cookie(cookie) {
        // Then the person begins on the usual page.
        tracing::warn!(%error, "a cookie could not be set");
    }
}

/// A path on this site: nothing that a browser could take for another host.
fn is_ours(path: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_');
    path.len() <= LONGEST && path.starts_with('/') && !path.contains("//") && path.bytes().all(plain)
}

fn cookie(site: &Site, path: String, age: Duration) -> Cookie<'static> {
    Cookie::build(name(site), path)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(site.secure)
        .max_age(age)
        .finish()
}

fn name(site: &Site) -> String {
    if site.secure {
        "__Host-next".to_owned()
    } else {
        format!("countersign-next-{}", site.service.public_url().port_or_known_default().unwrap_or(80))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert!(is_ours("/coach/assessments/0193-7a"));
        for path in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/a//b",
            "coach",
            "",
            "/x?y",
            "/%2f",
        ] {
            assert!(!is_ours(path), "{path}");
        }
    }
}
