use actix_web::Error;
use actix_web::HttpMessage;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use tracing::{Span, field};
use tracing_actix_web::{RequestId, RootSpanBuilder};

/// One span a request: method, route pattern, status and request id. Addresses are left out, because
/// tokens stand in some of them, and so are query strings, client addresses and user agents.
#[derive(Debug, Clone, Copy)]
pub struct Spans;

impl RootSpanBuilder for Spans {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let id = request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default();
        tracing::info_span!(
            "request",
            http.method = %request.method(),
            http.route = field::Empty,
            http.status_code = field::Empty,
            request.id = %id,
        )
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        let (route, status) = match outcome {
            Ok(answer) => (answer.request().match_pattern(), answer.status()),
            Err(error) => (None, error.as_response_error().status_code()),
        };
        span.record("http.route", route.as_deref().unwrap_or("none"));
        span.record("http.status_code", status.as_u16());
        span.in_scope(|| tracing::debug!("answered"));
    }
}
