use std::panic::AssertUnwindSafe;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use futures_util::FutureExt;

use crate::Problem;

/// Answers a panic of a handler with a problem, so that the client does not see a broken connection.
/// Nothing is half done: a transaction that was not committed is rolled back when it is dropped.
///
/// # Errors
/// Those of what it wraps, and `internal` after a panic.
pub async fn catch<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let method = request.method().clone();
    match AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(answer) => answer,
        Err(panic) => {
            let text = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied())
                .unwrap_or("no text");
            tracing::error!(http.method = %method, panic = text, "a handler panicked");
            Err(Problem::internal().into())
        }
    }
}
