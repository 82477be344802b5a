//! Problem documents (RFC 9457): the one file in which a failure becomes a status code.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use serde_json::{Value, json};

use program::Refusal;
use service::{Error, Fault};

mod kind;
mod page;

pub use self::kind::Kind;
pub use self::page::page;

/// Where the wrong value was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A JSON Pointer (RFC 6901) into the body; the empty one means the whole body.
    Pointer(String),
    /// The name of a query parameter.
    Parameter(String),
    /// The name of a header.
    Header(String),
}

/// One value that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wrong {
    /// Where it was.
    #[serde(flatten)]
    pub place: Place,
    /// What is wrong with it, in words a person can act on.
    pub detail: String,
}

impl Wrong {
    /// A wrong member of the body.
    pub fn member(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { place: Place::Pointer(pointer.into()), detail: detail.into() }
    }

    /// A wrong query parameter.
    pub fn parameter(name: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { place: Place::Parameter(name.into()), detail: detail.into() }
    }

    /// A wrong header.
    pub fn header(name: &HeaderName, detail: impl Into<String>) -> Self {
        Self { place: Place::Header(name.to_string()), detail: detail.into() }
    }
}

/// Why a request was not answered with what it asked for. Its `Display` is the `detail`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct Problem {
    /// Which of the known problems it is.
    pub kind: Kind,
    /// What happened this time.
    pub detail: String,
    /// Every value that cannot be used.
    pub errors: Vec<Wrong>,
    /// Headers that belong to it, such as `Allow`.
    pub headers: Vec<(HeaderName, HeaderValue)>,
}

impl Problem {
    /// A problem with its detail.
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), errors: Vec::new(), headers: Vec::new() }
    }

    /// Values that cannot be used, each named.
    pub fn invalid(errors: Vec<Wrong>) -> Self {
        let detail = match errors.as_slice() {
            [one] => one.detail.clone(),
            many => format!("{} of the values given cannot be used", many.len()),
        };
        Self { errors, ..Self::new(Kind::Invalid, detail) }
    }

    /// There is nothing at this address.
    pub fn not_found() -> Self {
        Self::new(Kind::NotFound, "there is nothing at this address")
    }

    /// Adds a header.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The document. `base` is the service's public address without a slash at the end, `instance` the
    /// id of the request.
    pub fn document(&self, base: &str, instance: Option<&str>) -> Value {
        let mut document = json!({
            "type": format!("{base}/problems/{}", self.kind.name()),
            "title": self.kind.title(),
            "status": self.kind.status().as_u16(),
            "detail": self.detail,
        });
        if let Some(members) = document.as_object_mut() {
            if let Some(id) = instance {
                members.insert("instance".to_owned(), format!("urn:uuid:{id}").into());
            }
            if !self.errors.is_empty() {
                members.insert("errors".to_owned(), json!(self.errors));
            }
        }
        document
    }

    /// The answer in JSON.
    pub fn answer(&self, base: &str, instance: Option<&str>) -> HttpResponse {
        let mut answer = self.bare_answer();
        answer.insert_header((header::CONTENT_TYPE, "application/problem+json"));
        answer.body(self.document(base, instance).to_string())
    }

    /// The answer as a page, for people.
    pub fn page_answer(&self, page: String) -> HttpResponse {
        let mut answer = self.bare_answer();
        answer.insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"));
        answer.body(page)
    }

    fn bare_answer(&self) -> actix_web::HttpResponseBuilder {
        let mut answer = HttpResponse::build(self.kind.status());
        answer.insert_header((header::CACHE_CONTROL, "no-store"));
        for (name, value) in &self.headers {
            answer.insert_header((name.clone(), value.clone()));
        }
        answer
    }
}

/// What actix sends when no middleware has made a better answer of it, as after a panic.
impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.kind.status()
    }

    fn error_response(&self) -> HttpResponse {
        self.answer("", None)
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let detail = error.to_string();
        match error {
            Error::NotFound { .. } => Self::new(Kind::NotFound, detail),
            Error::Forbidden { .. } => Self::new(Kind::Forbidden, detail),
            Error::Unauthenticated { .. } => Self::new(Kind::Unauthenticated, detail),
            Error::Invalid { faults } => Self::invalid(faults.into_iter().map(Wrong::from).collect()),
            Error::Conflict { .. } => Self::new(Kind::Conflict, detail),
            Error::Refused(refusal) => Self::from(refusal),
            Error::TooMany { retry_after } => Self::too_many(retry_after),
            Error::Busy { retry_after } => Self::new(Kind::Unavailable, detail)
                .with_header(header::RETRY_AFTER, HeaderValue::from(retry_after)),
            Error::Unavailable { .. } | Error::Clock(_) => {
                Self::new(Kind::Unavailable, detail).with_header(header::RETRY_AFTER, HeaderValue::from(5u16))
            }
            Error::Internal(what) => {
                tracing::error!(error = %what, "a request failed with an internal error");
                Self::internal()
            }
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        let wrong = |pointers: Vec<String>| {
            Self::invalid(
                pointers.into_iter().map(|pointer| Wrong::member(pointer, detail.clone())).collect(),
            )
        };
        match refusal {
            Refusal::OtherDistrict => Self::new(Kind::NotFound, detail),
            Refusal::NotAnAssessor | Refusal::OwnWork | Refusal::CoachOfTeacher => {
                Self::new(Kind::Refused, detail)
            }
            Refusal::AlreadyDecided { .. } => Self::new(Kind::Conflict, detail),
            Refusal::CriteriaMissing { criteria } => {
                wrong(criteria.iter().map(|criterion| score(&criterion.id, "/level")).collect())
            }
            Refusal::UnknownCriterion { criterion } => wrong(vec![score(&criterion, "")]),
            Refusal::UnknownLevel { criterion, .. } => wrong(vec![score(&criterion.id, "/level")]),
            Refusal::BelowStandard { criteria, .. } if criteria.is_empty() => {
                wrong(vec!["/scores".to_owned()])
            }
            Refusal::BelowStandard { criteria, .. } => {
                wrong(criteria.iter().map(|below| score(&below.criterion.id, "/level")).collect())
            }
            Refusal::NoteMissing { .. } | Refusal::NoteInvalid { .. } => wrong(vec!["/note".to_owned()]),
            Refusal::CommentInvalid { criterion, .. } => wrong(vec![score(&criterion.id, "/comment")]),
        }
    }
}

/// The pointer to a criterion's score in a decision (RFC 6901 §3).
fn score(criterion: &str, member: &str) -> String {
    format!("/scores/{}{member}", criterion.replace('~', "~0").replace('/', "~1"))
}

impl From<Fault> for Wrong {
    fn from(fault: Fault) -> Self {
        Self::member(fault.pointer, fault.message)
    }
}

impl Problem {
    /// Too many requests; `retry_after` in seconds.
    pub fn too_many(retry_after: u32) -> Self {
        Self::new(Kind::TooMany, format!("too many requests: try again in {retry_after} seconds"))
            .with_header(header::RETRY_AFTER, HeaderValue::from(retry_after))
    }

    /// An internal error, without its text.
    pub fn internal() -> Self {
        Self::new(Kind::Internal, "internal error; it has been logged")
    }

    /// The answer to a machine that did not show a good access token (RFC 6750 §3).
    pub fn no_token(detail: &str, error: Option<&str>) -> Self {
        let challenge = match error {
            Some(error) => format!("Bearer realm=\"countersign\", error=\"{error}\""),
            None => "Bearer realm=\"countersign\"".to_owned(),
        };
        let problem = Self::new(Kind::Unauthenticated, detail);
        match HeaderValue::try_from(challenge) {
            Ok(value) => problem.with_header(header::WWW_AUTHENTICATE, value),
            Err(_) => problem,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_has_the_members_of_the_standard() {
        let problem = Problem::invalid(vec![
            Wrong::member("/name", "is missing"),
            Wrong::parameter("limit", "must be a whole number"),
        ]);
        assert_eq!(
            problem.document("https://h.example", Some("7")),
            json!({
                "type": "https://h.example/problems/invalid",
                "title": "Some values are not valid",
                "status": 422,
                "detail": "2 of the values given cannot be used",
                "instance": "urn:uuid:7",
                "errors": [
                    {"pointer": "/name", "detail": "is missing"},
                    {"parameter": "limit", "detail": "must be a whole number"},
                ],
            })
        );
    }

    #[test]
    fn every_kind_has_a_name_of_its_own_and_a_status_that_leads_back_to_a_kind_of_it() {
        let names: std::collections::BTreeSet<_> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        assert_eq!(names.len(), Kind::ALL.len());
        for kind in Kind::ALL {
            assert_eq!(Kind::from_name(kind.name()), Some(kind));
            assert_eq!(Kind::from_status(kind.status()).status(), kind.status());
        }
    }

    #[test]
    fn the_text_of_an_internal_error_stays_inside() {
        let problem = Problem::from(Error::Internal("password=hunter2".to_owned()));
        assert_eq!(problem.kind.status(), 500);
        assert!(!problem.document("", None).to_string().contains("hunter2"));
    }

    #[test]
    fn a_second_decision_is_a_conflict_and_a_missing_note_names_its_member() {
        let missing = Refusal::NoteMissing { decision: program::Decision::Return };
        assert_eq!(Problem::from(missing).errors[0].place, Place::Pointer("/note".to_owned()));
        let refused = Problem::from(Error::Refused(Refusal::OwnWork));
        assert_eq!((refused.kind, refused.kind.status().as_u16()), (Kind::Refused, 403));
    }

    #[test]
    fn whoever_came_too_often_is_told_when_to_come_back() {
        let answer = Problem::from(Error::TooMany { retry_after: 7 }).answer("", None);
        assert_eq!(answer.status(), 429);
        assert_eq!(answer.headers().get("retry-after").unwrap(), "7");
    }

    #[test]
    fn whoever_finds_no_room_is_told_when_to_come_back() {
        let answer = Problem::from(Error::Busy { retry_after: 5 }).answer("", None);
        assert_eq!(answer.status(), 503);
        assert_eq!(answer.headers().get("retry-after").unwrap(), "5");
    }
}
