//! Pages as answers.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use askama::Template;

use crate::Problem;
use crate::auth::Browser;

/// A page.
///
/// # Errors
/// `internal` when the template cannot be filled.
pub fn page(content: &impl Template) -> Result<HttpResponse, Problem> {
    with_status(StatusCode::OK, content)
}

/// A form shown again, because what was sent cannot be used.
///
/// # Errors
/// As [`page`].
pub fn again(content: &impl Template) -> Result<HttpResponse, Problem> {
    with_status(StatusCode::UNPROCESSABLE_ENTITY, content)
}

/// A page with a status of its own.
///
/// # Errors
/// As [`page`].
pub fn with_status(status: StatusCode, content: &impl Template) -> Result<HttpResponse, Problem> {
    let text = content.render().map_err(|error| {
        tracing::error!(%error, "a page could not be filled");
        Problem::internal()
    })?;
    Ok(HttpResponse::build(status)
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(text))
}

/// The way from a form to the page that shows what came of it.
pub fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, path)).finish()
}

/// The answer with the cookie by which the browser is known again, if it has none yet.
///
/// # Errors
/// `internal` when the cookie is none, which does not happen.
pub fn remember(mut answer: HttpResponse, browser: &Browser) -> Result<HttpResponse, Problem> {
    if let Some(cookie) = &browser.cookie {
        answer.add_cookie(cookie).map_err(|error| {
            tracing::error!(%error, "a cookie could not be set");
            Problem::internal()
        })?;
    }
    Ok(answer)
}
