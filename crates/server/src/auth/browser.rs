use actix_web::cookie::Cookie;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::{Ready, ready};

use super::cookie;
use crate::{Problem, Site};

/// A browser, told apart by a random cookie that only the service can make. It is what a sign-in link is bound to, and what an
/// anonymous form must come back with. Put [`Browser::cookie`] on the answer when there is one.
#[derive(Debug, Clone)]
pub struct Browser {
    /// The random id.
    pub id: String,
    /// The cookie to set, when the browser has none yet.
    pub cookie: Option<Cookie<'static>>,
}

impl FromRequest for Browser {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

impl Browser {
    /// The browser that a request came from; a new id when it has none.
    ///
    /// # Errors
    /// When the operating system has no random bytes.
    pub fn of(request: &HttpRequest) -> Result<Self, Problem> {
        let site = Site::of(request)?;
        let shown = cookie::value(site, request, cookie::BROWSER);
        if let Some(id) = shown.filter(|id| site.service.knows_browser(id)) {
            return Ok(Self { id, cookie: None });
        }
        let id = site.service.new_browser()?;
        Ok(Self { cookie: Some(cookie::browser_cookie(site, &id)), id })
    }

    /// The browser that sends a form: it must have been here before.
    ///
    /// # Errors
    /// `foreign-form` when it has no cookie of ours, as a form on another site's page has none.
    pub fn returning(request: &HttpRequest) -> Result<Self, Problem> {
        let browser = Self::of(request)?;
        if browser.cookie.is_none() {
            return Ok(browser);
        }
        Err(Problem::new(
            crate::Kind::ForeignForm,
            "your browser did not send our cookie: reload the page, allow cookies for it, and send the form again",
        ))
    }
}
