//! For whoever watches over the process.

use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Data;
use actix_web::{HttpResponse, Responder};

use crate::{Problem, Site};

/// `GET /healthz`: the process answers.
pub async fn alive() -> impl Responder {
    plain("ok\n".to_owned())
}

/// `GET /readyz`: the database answers too.
///
/// # Errors
/// `unavailable` when it does not.
pub async fn ready(site: Data<Site>) -> Result<HttpResponse, Problem> {
    site.service.ready().await?;
    Ok(plain("ready\n".to_owned()))
}

/// `GET /metrics`: Prometheus' text form. It names no person and no address.
pub async fn metrics(site: Data<Site>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"))
        .insert_header(("cache-control", "no-store"))
        .body(site.metrics.render())
}

fn plain(text: String) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
        .insert_header(("cache-control", "no-store"))
        .body(text)
}
