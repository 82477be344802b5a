use std::collections::HashMap;

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage};
use serde_json::Value;
use service::Scope;

use crate::auth::{Client, authenticate};
use crate::{Problem, Site};

/// Which operations ask for an access token, and for which scopes: read from the OpenAPI document, so
/// that what is published and what is checked are the same.
#[derive(Debug)]
pub struct Demands(HashMap<String, HashMap<String, Vec<Scope>>>);

impl Demands {
    /// The demands in a document.
    pub fn new(document: &Value) -> Self {
        let mut demands: HashMap<String, HashMap<String, Vec<Scope>>> = HashMap::new();
        for (path, item) in document.get("paths").and_then(Value::as_object).into_iter().flatten() {
            for (method, operation) in item.as_object().into_iter().flatten() {
                if let Some(scopes) = scopes(operation) {
                    demands.entry(path.clone()).or_default().insert(method.to_ascii_uppercase(), scopes);
                }
            }
        }
        Self(demands)
    }

    /// The scopes that an operation asks of a client; `None` when it asks for no token.
    fn of(&self, pattern: &str, method: &str) -> Option<&[Scope]> {
        Some(self.0.get(pattern)?.get(method)?)
    }
}

/// The scopes of `security: [{oauth: […]}]`.
fn scopes(operation: &Value) -> Option<Vec<Scope>> {
    let choices = operation.get("security")?.as_array()?;
    let names = choices.iter().find_map(|choice| choice.get("oauth"))?.as_array()?;
    Some(names.iter().filter_map(Value::as_str).filter_map(Scope::from_name).collect())
}

/// Answers 401 and 403 before anything of the body is read: a stranger's body is no one's concern. What it
/// finds is kept for the extractor [`Client`]. It must lie inside of what writes problem documents.
///
/// # Errors
/// Those of what it wraps.
pub async fn authorize(
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    match allowed(&request).await {
        Ok(Some(client)) => {
            request.extensions_mut().insert(client);
            next.call(request).await
        }
        Ok(None) => next.call(request).await,
        Err(problem) => Ok(request.error_response(problem)),
    }
}

/// The client that asks, where the operation asks for one.
async fn allowed(request: &ServiceRequest) -> Result<Option<Client>, Problem> {
    let Some(site) = request.app_data::<Data<Site>>().cloned() else { return Ok(None) };
    let Some(pattern) = request.match_pattern() else { return Ok(None) };
    let Some(scopes) = site.demands.of(&pattern, request.method().as_str()) else { return Ok(None) };
    let client = authenticate(&site, request.headers()).await?;
    for scope in scopes {
        client.actor().demand_scope(*scope)?;
    }
    Ok(Some(client))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_operation_demands_what_the_document_says() {
        let document = json!({ "paths": {
            "/a/{id}": { "post": { "security": [{ "oauth": ["program:write"] }] }, "get": { "security": [{}] } },
            "/b": { "post": { "security": [{ "oauth": [] }] } },
        }});
        let demands = Demands::new(&document);
        assert_eq!(demands.of("/a/{id}", "POST"), Some(&[Scope::ProgramWrite][..]));
        assert_eq!(demands.of("/b", "POST"), Some(&[][..]));
        assert_eq!(demands.of("/a/{id}", "GET"), None);
        assert_eq!(demands.of("/c", "POST"), None);
    }

    #[test]
    fn every_scope_in_our_document_is_one() {
        let document = crate::api::document("https://badges.example.org");
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let choice = operation["security"].as_array().and_then(|choices| choices.first());
                let names = choice.and_then(|choice| choice.get("oauth")).and_then(Value::as_array);
                let count = names.map_or(0, Vec::len);
                assert_eq!(scopes(operation).map_or(0, |scopes| scopes.len()), count, "{method} {path}");
                let open = choice.is_some_and(|choice| choice.as_object().unwrap().is_empty());
                assert!(open || names.is_some(), "{method} {path} does not say who may use it");
            }
        }
    }
}
