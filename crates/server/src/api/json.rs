use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use openbadges::json::{JsonError, Limits};
use serde::de::DeserializeOwned;
use utoipa::ToSchema;

use super::Schemas;
use crate::body::{bytes_up_to, members_with_nul};
use crate::form::essence;
use crate::{Kind, Problem, Site, Wrong};

/// A body in JSON, checked before anything is made of it: media type, size, UTF-8, depth, no member
/// given twice, and the schema that the OpenAPI document publishes, of which every violation is listed.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + ToSchema + 'static> FromRequest for Json<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let site = Site::of(&request)?;
            check_media_type(&request)?;
            let limits = Limits::default();
            let bytes = bytes_up_to(&request, payload, limits.bytes).await?;
            read(&bytes, &limits, &site.schemas).map(Self)
        })
    }
}

fn check_media_type(request: &HttpRequest) -> Result<(), Problem> {
    let given = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(essence);
    match given.as_deref() {
        Some("application/json") => Ok(()),
        Some(other) => Err(Problem::new(
            Kind::UnsupportedMediaType,
            format!("this address accepts application/json, not {other:?}"),
        )),
        None => Err(Problem::new(
            Kind::UnsupportedMediaType,
            "this address accepts application/json: set the header Content-Type",
        )),
    }
}

fn read<T: DeserializeOwned + ToSchema>(
    bytes: &[u8],
    limits: &Limits,
    schemas: &Schemas,
) -> Result<T, Problem> {
    let value = openbadges::json::parse(bytes, limits).map_err(|error| malformed(&error))?;
    let mut wrong = schemas.violations(&T::name(), &value);
    wrong.extend(members_with_nul(&value));
    if !wrong.is_empty() {
        return Err(Problem::invalid(wrong));
    }
    // The schema has said everything it can; what is left are rules that only the types know.
    serde_json::from_value(value)
        .map_err(|error| Problem::invalid(vec![Wrong::member("", error.to_string())]))
}

/// What is not the JSON that two programs would read alike; the member is named where there is one.
fn malformed(error: &JsonError) -> Problem {
    let mut problem = Problem::new(Kind::Malformed, error.to_string());
    if let JsonError::DuplicateMember { pointer } = error {
        problem.errors.push(Wrong::member(pointer, "duplicate member"));
    }
    problem
}

#[cfg(test)]
mod tests {
    use service::{NewClient, NewPerson};

    use super::*;

    fn person(text: &str) -> Result<NewPerson, Problem> {
        let schemas = Schemas::new(&crate::api::document("https://h.example")).unwrap();
        read(text.as_bytes(), &Limits::default(), &schemas)
    }

    fn pointers(problem: &Problem) -> Vec<String> {
        let mut pointers: Vec<_> = problem
            .errors
            .iter()
            .map(|wrong| match &wrong.place {
                crate::problem::Place::Pointer(pointer) => pointer.clone(),
                other => panic!("{other:?}"),
            })
            .collect();
        pointers.sort();
        pointers
    }

    #[test]
    fn a_good_body_is_read() {
        let text = r#"{"name": "Rosa", "email": "r@h.example", "roles": ["coach"]}"#;
        assert_eq!(person(text).unwrap().name, "Rosa");
    }

    #[test]
    fn every_wrong_member_is_listed_at_once() {
        let problem =
            person(r#"{"name": 7, "roles": ["coach", 1], "nick": "R", "publish_email": "no"}"#).unwrap_err();
        assert_eq!(problem.kind.status(), 422);
        assert_eq!(pointers(&problem), ["/email", "/name", "/nick", "/publish_email", "/roles/1"]);
    }

    #[test]
    fn what_is_no_json_is_malformed() {
        assert_eq!(person("{\"name\": ").unwrap_err().kind, Kind::Malformed);
        assert_eq!(person("").unwrap_err().kind, Kind::Malformed);
        assert_eq!(person(&"[".repeat(10_000)).unwrap_err().kind, Kind::Malformed);
    }

    #[test]
    fn something_else_than_an_object_is_invalid_as_a_whole() {
        assert_eq!(pointers(&person("[]").unwrap_err()), [""]);
    }

    #[test]
    fn every_input_has_a_schema_of_its_name() {
        let schemas = Schemas::new(&crate::api::document("https://h.example")).unwrap();
        let value = serde_json::json!({"name": "x", "scopes": [], "more": 1});
        assert_eq!(schemas.violations(&NewClient::name(), &value).len(), 1);
    }
}
