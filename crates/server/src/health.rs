//! For whoever watches over the process.

use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Data;
use actix_web::{HttpResponse, Responder};

use crate::Site;

/// `GET /healthz`: the process answers.
pub async fn alive() -> impl Responder {
    text(StatusCode::OK, "ok\n".to_owned())
}

/// `GET /readyz`: every condition in a line of its own; 503 when one of them is failing.
pub async fn ready(site: Data<Site>) -> impl Responder {
    let readiness = site.service.readiness().await;
    let status = if readiness.is_ready() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    text(status, readiness.to_string())
}

/// `GET /metrics`: Prometheus' text form. It names no person and no address.
pub async fn metrics(site: Data<Site>) -> HttpResponse {
    site.metrics.note("countersign_clock_wrong", site.service.clock_trouble().is_some());
    site.metrics.note("countersign_key_file_refused", site.service.key_trouble().is_some());
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"))
        .insert_header(("cache-control", "no-store"))
        .body(site.metrics.render(&site.service.measurements().await))
}

fn text(status: StatusCode, text: String) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
        .insert_header(("cache-control", "no-store"))
        .body(text)
}
