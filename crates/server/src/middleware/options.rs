use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpResponse};

use super::set_open;
use crate::Site;

/// Answers `OPTIONS` with the methods that the address really has (RFC 9110 §9.3.7), and the question of a browser
/// whether a script of another site may ask (CORS preflight). No handler takes `OPTIONS`, so what is inside answers
/// 405 with `Allow`; it must lie outside of what writes that.
///
/// # Errors
/// Those of what it wraps.
pub async fn answer_options(
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let asked = request.method() == Method::OPTIONS;
    let site = request.app_data::<Data<Site>>().cloned();
    let open = site.is_some_and(|site| site.methods.is_open(request.path()));
    let inner = next.call(request).await?;
    let Some(methods) = inner.headers().get(ALLOW).cloned() else { return Ok(inner) };
    if !asked || inner.status() != StatusCode::METHOD_NOT_ALLOWED {
        return Ok(inner);
    }
    let mut answer = HttpResponse::NoContent().insert_header((ALLOW, methods.clone())).finish();
    if open || inner.headers().contains_key(ACCESS_CONTROL_ALLOW_ORIGIN) {
        set_open(answer.headers_mut());
        answer.headers_mut().insert(ACCESS_CONTROL_ALLOW_METHODS, methods);
    }
    Ok(ServiceResponse::new(inner.request().clone(), answer))
}
