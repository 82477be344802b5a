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

#[cfg(test)]
mod tests {
    use actix_web::http::header::CONTENT_TYPE;
    use actix_web::middleware::from_fn;
    use actix_web::test::{TestRequest, init_service};
    use actix_web::web::get;
    use actix_web::{App, HttpResponse};

    use super::*;

    async fn break_down() -> HttpResponse {
        panic!("internal error")
    }

    #[actix_web::test]
    async fn a_panic_is_answered_with_a_problem_that_does_not_tell_its_text() {
        let app = App::new().wrap(from_fn(catch)).route("/", get().to(break_down));
        let app = init_service(app).await;
        let error = actix_web::dev::Service::call(&app, TestRequest::get().to_request()).await.unwrap_err();
        let answer = error.error_response();
        assert_eq!(answer.status(), 500);
        assert_eq!(answer.headers().get(CONTENT_TYPE).unwrap(), "application/problem+json");
        assert_eq!(error.to_string(), Problem::internal().detail);
    }
}
