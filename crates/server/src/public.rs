//! What anyone may read: issuers' documents and shared credentials. No sign-in, any origin, cacheable.

mod conditional;
mod disposition;
pub(crate) mod hosted;
pub(crate) mod images;
pub(crate) mod issuers;
pub(crate) mod share;
pub(crate) mod twins;

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

pub use self::conditional::conditional;
pub use self::disposition::attachment;
pub use self::images::shown;

use crate::{Kind, Problem, Site, negotiate};

/// `GET /problems/{name}`: what a problem's `type` leads to.
///
/// # Errors
/// `not-found`.
pub async fn problem(
    request: HttpRequest,
    site: Data<Site>,
    name: Path<String>,
) -> Result<HttpResponse, Problem> {
    let kind = Kind::from_name(&name).ok_or_else(Problem::not_found)?;
    if negotiate::wants_page(&request) {
        let address = format!("/docs#problem-{}", kind.name());
        return Ok(HttpResponse::SeeOther().insert_header(("location", address)).finish());
    }
    let explained = json!({
        "type": format!("{}/problems/{}", site.base, kind.name()),
        "title": kind.title(),
        "status": kind.status().as_u16(),
        "meaning": kind.meaning(),
    });
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "public, max-age=3600")).json(explained))
}
