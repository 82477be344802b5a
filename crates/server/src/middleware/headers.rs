use actix_web::Error;
use actix_web::HttpMessage;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use tracing_actix_web::RequestId;

use crate::Site;

/// No script at all: the pages work without.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const FIXED: [(HeaderName, &str); 4] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Share links and sign-in links are secrets of a kind: no other site learns them.
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
];

/// Sets the headers that tell browsers what our answers may do, and `X-Request-Id`.
///
/// # Errors
/// Those of what it wraps.
pub async fn security_headers<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let secure = request.app_data::<Data<Site>>().is_some_and(|site| site.secure);
    let id = request.extensions().get::<RequestId>().map(ToString::to_string);
    let mut answer = next.call(request).await?;
    let headers = answer.headers_mut();
    for (name, value) in FIXED {
        set_default(headers, name, value);
    }
    if secure {
        set_default(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    if let Some(value) = id.and_then(|id| HeaderValue::from_str(&id).ok()) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
    Ok(answer)
}

/// Lets scripts of any site read the answer (CORS): for public documents only, which carry no one's
/// cookies.
///
/// # Errors
/// Those of what it wraps.
pub async fn open_to_all<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let mut answer = next.call(request).await?;
    set_open(answer.headers_mut());
    Ok(answer)
}

pub(super) fn set_open(headers: &mut HeaderMap) {
    set_default(headers, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    set_default(headers, header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, OPTIONS");
    set_default(headers, header::ACCESS_CONTROL_ALLOW_HEADERS, "Accept, Content-Type, If-None-Match");
    set_default(
        headers,
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        "ETag, Link, Content-Disposition, Retry-After",
    );
    set_default(headers, header::ACCESS_CONTROL_MAX_AGE, "86400");
    set_default(headers, HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
}

fn set_default(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    if !headers.contains_key(&name) {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
