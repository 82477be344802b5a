//! The two cookies. Over https their names begin with `__Host-`, which browsers take only from the
//! very host, over https and for the whole of it (RFC 6265bis §4.1.3.2).

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

use crate::Site;

/// The part of a cookie's name that says what it is.
pub(super) const SESSION: &str = "session";
/// The cookie that ties a sign-in link to the browser that asked for it.
pub(super) const BROWSER: &str = "browser";

/// The cookie that signs a person in: gone when the browser closes, and the database ends it earlier.
pub fn session_cookie(site: &Site, token: &str) -> Cookie<'static> {
    make(site, SESSION, token)
}

/// The cookie that signs a person out.
pub fn expired_session(site: &Site) -> Cookie<'static> {
    let mut cookie = make(site, SESSION, "");
    cookie.make_removal();
    cookie
}

/// A cookie for a year, so that a link asked for yesterday still finds its browser.
pub(super) fn browser_cookie(site: &Site, id: &str) -> Cookie<'static> {
    let mut cookie = make(site, BROWSER, id);
    cookie.set_max_age(Duration::days(365));
    cookie
}

/// The value of one of our cookies, if it is there and no longer than any that we made.
pub(super) fn value(site: &Site, request: &HttpRequest, name: &str) -> Option<String> {
    let cookie = request.cookie(&full_name(site, name))?;
    let value = cookie.value();
    let ours = (16..=200).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_graphic());
    ours.then(|| value.to_owned())
}

fn make(site: &Site, name: &str, value: &str) -> Cookie<'static> {
    Cookie::build(full_name(site, name), value.to_owned())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(site.secure)
        .finish()
}

fn full_name(site: &Site, name: &str) -> String {
    // Without https the prefix would make browsers drop the cookie; the name then tells the port
    // apart, because cookies do not (two demos on one machine).
    if site.secure {
        format!("__Host-{name}")
    } else {
        format!("countersign-{name}-{}", site.service.public_url().port_or_known_default().unwrap_or(80))
    }
}
