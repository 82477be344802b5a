//! The answers of the VC API. A problem (RFC 9457) has the `type` that the standards give it.

use actix_web::http::StatusCode;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, HttpResponseBuilder};
use serde_json::{Value, json};
use service::vc_api::Verification;

use crate::{Kind, Problem};

const PROBLEM: &str = "application/problem+json";

/// 201 with what was made.
pub(super) fn made(credential: &Value) -> HttpResponse {
    private(HttpResponse::Created()).json(json!({ "verifiableCredential": credential }))
}

/// 200: it was done.
pub(super) fn done() -> HttpResponse {
    private(HttpResponse::Ok()).json(json!({}))
}

/// 200, or what a failed verification is answered with: 400, as today's clients expect, or 200 as in VCALM, the
/// newest draft.
pub(super) fn verified(verification: &Verification, failed_is_200: bool) -> HttpResponse {
    let mut document = json!({
        "verified": verification.verified,
        "checks": verification.checks,
        "warnings": verification.warnings,
        "errors": verification.errors,
        "problemDetails": verification.errors.iter().chain(&verification.warnings).collect::<Vec<_>>(),
        "report": verification.report,
    });
    if verification.verified || failed_is_200 {
        return private(HttpResponse::Ok()).json(document);
    }
    let status = StatusCode::BAD_REQUEST;
    if let (Some(members), Some(first)) = (document.as_object_mut(), verification.errors.first()) {
        members.insert("type".to_owned(), first.kind.as_str().into());
        members.insert("title".to_owned(), first.title.as_str().into());
        members.insert("detail".to_owned(), first.detail.as_str().into());
        members.insert("status".to_owned(), status.as_u16().into());
    }
    private(HttpResponse::build(status)).content_type(PROBLEM).body(document.to_string())
}

/// A refusal, in JSON whatever the client accepts. `base` is where problems of our own are explained.
pub(super) fn refused(problem: &Problem, base: &str) -> HttpResponse {
    let mut document = problem.document(base, None);
    let name = match problem.kind {
        Kind::Malformed => Some("PARSING_ERROR"),
        Kind::Invalid => Some("MALFORMED_VALUE_ERROR"),
        _ => None,
    };
    if let (Some(members), Some(name)) = (document.as_object_mut(), name) {
        members.insert("type".to_owned(), format!("https://www.w3.org/TR/vc-data-model#{name}").into());
    }
    let mut answer = private(HttpResponse::build(problem.kind.status()));
    for (name, value) in &problem.headers {
        answer.insert_header((name.clone(), value.clone()));
    }
    answer.content_type(PROBLEM).body(document.to_string())
}

/// What was signed for one is no one else's to keep.
fn private(mut answer: HttpResponseBuilder) -> HttpResponseBuilder {
    answer.insert_header((CACHE_CONTROL, "no-store"));
    answer
}
