use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::ACCEPT_ENCODING;
use actix_web::middleware::Next;

/// Keeps the documents of issuers from being compressed: they carry a strong entity tag, which stands for
/// the very bytes, and a status list is compressed already. It must lie outside the compression.
///
/// # Errors
/// Those of what it wraps.
pub async fn leave_as_is<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    if request.path().starts_with("/issuers/") || request.path() == "/api/openapi.json" {
        request.headers_mut().remove(ACCEPT_ENCODING);
    }
    next.call(request).await
}
