//! The bodies that other software sends: JSON of any media type that says so.

use actix_web::HttpRequest;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Payload;
use openbadges::json::Limits;
use serde_json::Value;

use crate::body::{Body, bytes_up_to};
use crate::form::essence;
use crate::{Kind, Problem};

/// The body as a value. Clients name it `application/json`, `application/ld+json` or not at all.
///
/// # Errors
/// `unsupported-media-type`, `too-large`, `malformed`.
pub(super) async fn json(request: &HttpRequest, payload: Payload) -> Result<Value, Problem> {
    parsed(&bytes(request, payload).await?)
}

/// As [`json`]; no body at all is an empty object.
///
/// # Errors
/// As [`json`].
pub(super) async fn json_or_nothing(request: &HttpRequest, payload: Payload) -> Result<Value, Problem> {
    match &*bytes(request, payload).await? {
        [] => Ok(Value::Object(serde_json::Map::new())),
        some => parsed(some),
    }
}

async fn bytes(request: &HttpRequest, payload: Payload) -> Result<Body, Problem> {
    let given = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(essence);
    if let Some(other) = given.filter(|given| !given.contains("json")) {
        let detail = format!("this address accepts application/json, not {other:?}");
        return Err(Problem::new(Kind::UnsupportedMediaType, detail));
    }
    bytes_up_to(request, payload.into_inner(), Limits::default().bytes).await
}

fn parsed(bytes: &[u8]) -> Result<Value, Problem> {
    openbadges::json::parse(bytes, &Limits::default())
        .map_err(|error| Problem::new(Kind::Malformed, error.to_string()))
}
