//! The API reference, and the two files that pages load.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use crate::auth::Visitor;
use crate::pages::answer::page;
use crate::pages::assets;
use crate::pages::docs::{ApiReference, DocsPage, ProblemRow};
use crate::pages::frame::Frame;
use crate::{Kind, Problem, Site};

/// `GET /docs`
///
/// # Errors
/// When the database does not answer who is signed in.
pub(super) async fn docs(
    request: HttpRequest,
    site: Data<Site>,
    visitor: Visitor,
) -> Result<HttpResponse, Problem> {
    let problem = |kind: Kind| ProblemRow {
        name: kind.name().to_owned(),
        status: kind.status().as_u16(),
        title: kind.title().to_owned(),
        meaning: kind.meaning().to_owned(),
    };
    page(&DocsPage {
        frame: Frame::of(&request, visitor.0.as_ref())?,
        reference: &ApiReference::read(&site.openapi_value),
        problems: Kind::ALL.into_iter().map(problem).collect(),
    })
}

/// `GET /assets/style.css`: its address changes with its text, so it may be kept for long.
pub(super) async fn style() -> HttpResponse {
    asset("text/css; charset=utf-8", "public, max-age=31536000, immutable", assets::STYLE)
}

/// `GET /assets/favicon.svg`
pub(super) async fn favicon() -> HttpResponse {
    asset("image/svg+xml", "public, max-age=86400", assets::FAVICON)
}

fn asset(media_type: &'static str, keep: &'static str, text: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, media_type))
        .insert_header((CACHE_CONTROL, keep))
        .body(text)
}
