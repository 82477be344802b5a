use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::{Ready, ready};
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

use crate::body::NUL;
use crate::{Problem, Wrong};

/// The query parameters, of which every wrong one is listed.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + IntoParams + 'static> FromRequest for Query<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request.query_string()).map(Self))
    }
}

fn read<T: DeserializeOwned + IntoParams>(query: &str) -> Result<T, Problem> {
    let pairs = crate::form::parse_query(query)?;
    let held = pairs.iter().filter(|(_, text)| text.contains('\0'));
    let wrong: Vec<_> = held.map(|(name, _)| Wrong::parameter(name, NUL)).collect();
    if !wrong.is_empty() {
        return Err(Problem::invalid(wrong));
    }
    match actix_web::web::Query::<T>::from_query(query) {
        Ok(read) => Ok(read.into_inner()),
        Err(error) => {
            let mut wrong = violations(&T::into_params(|| Some(ParameterIn::Query)), &pairs);
            if wrong.is_empty() {
                wrong.push(Wrong::parameter("", error.to_string()));
            }
            Err(Problem::invalid(wrong))
        }
    }
}

fn violations(known: &[Parameter], pairs: &[(String, String)]) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for (position, (name, text)) in pairs.iter().enumerate() {
        let Some(parameter) = known.iter().find(|parameter| parameter.name == *name) else {
            let names: Vec<_> = known.iter().map(|parameter| parameter.name.as_str()).collect();
            let detail = format!("unknown parameter; the parameters are {}", names.join(", "));
            wrong.push(Wrong::parameter(name, detail));
            continue;
        };
        if pairs.iter().take(position).any(|(earlier, _)| earlier == name) {
            wrong.push(Wrong::parameter(name, "is given twice"));
        }
        if let Some(detail) = type_fault(parameter, text) {
            wrong.push(Wrong::parameter(name, detail));
        }
    }
    wrong
}

/// What a text must be to fit the parameter's schema.
fn type_fault(parameter: &Parameter, text: &str) -> Option<&'static str> {
    let schema = serde_json::to_value(parameter.schema.as_ref()?).ok()?;
    let is = |type_name: &str| match schema.get("type") {
        Some(Value::String(one)) => one == type_name,
        Some(Value::Array(several)) => several.iter().any(|one| one == type_name),
        _ => false,
    };
    if is("integer") && text.parse::<u32>().is_err() {
        return Some("must be a whole number");
    }
    if is("boolean") && text.parse::<bool>().is_err() {
        return Some("must be true or false");
    }
    let wants_id = schema.get("format").is_some_and(|format| format == "uuid");
    (wants_id && text.parse::<uuid::Uuid>().is_err()).then_some("must be an id")
}

#[cfg(test)]
mod tests {
    use service::{CredentialQuery, PageQuery};

    use super::*;

    #[test]
    fn good_parameters_are_read() {
        let query: PageQuery = read("limit=7&cursor=a%2Fb").unwrap();
        assert_eq!((query.limit, query.cursor.as_deref()), (Some(7), Some("a/b")));
        assert!(read::<PageQuery>("").unwrap().limit.is_none());
    }

    #[test]
    fn every_wrong_parameter_is_listed() {
        let problem = read::<CredentialQuery>("limit=many&teacher=7&color=red&since=x&since=y").unwrap_err();
        let named: Vec<_> = problem
            .errors
            .iter()
            .map(|wrong| serde_json::to_value(wrong).unwrap()["parameter"].clone())
            .collect();
        assert_eq!(named, ["limit", "teacher", "color", "since"]);
        assert_eq!(problem.kind.status(), 422);
    }

    #[test]
    fn a_query_that_is_not_utf_8_is_malformed() {
        assert_eq!(read::<PageQuery>("cursor=%FF").unwrap_err().kind.status(), 400);
    }
}
