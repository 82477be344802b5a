use actix_web::web::Data;
use actix_web::{App, HttpRequest, HttpResponse};
use serde_json::{Value, json};
use utoipa::{OpenApi, ToSchema};
use utoipa_actix_web::AppExt;

use crate::Site;
use crate::public::conditional;

/// What is written by hand; the rest comes from the handlers.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Countersign",
        description = "Open Badges 3.0 for districts that run micro-credential programs. Times are UTC in RFC 3339; ids are UUIDs. Errors are problem documents (RFC 9457) that list every value that is not valid.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    tags(
        (name = "sign-in", description = "How clients get an access token"),
        (name = "districts", description = "The issuers"),
        (name = "people", description = "Program managers, coaches, assessors and teachers of a district"),
        (name = "micro-credentials", description = "The catalog: drafts and published versions"),
        (name = "cohorts", description = "Groups of teachers with a coach"),
        (name = "enrollments", description = "Teachers working on a micro-credential"),
        (name = "submissions", description = "Submitted evidence, one submission per attempt"),
        (name = "assessments", description = "Evidence scored against the rubric, and the decision"),
        (name = "credentials", description = "Signed badges and their status"),
        (name = "endorsements", description = "Endorsements that a district made or received"),
        (name = "keys", description = "The public keys of a district"),
        (name = "clients", description = "Clients that can use this API"),
        (name = "audit", description = "Who did what, when"),
        (name = "undelivered", description = "Emails that could not be delivered"),
        (name = "verify", description = "Checking any Open Badges 3.0 credential"),
        (name = "vc api", description = "The W3C VC API, for other software: issuing, verification and status of any credential"),
        (name = "public documents", description = "Documents for verifiers and wallets; no authentication, any origin")
    )
)]
struct ByHand;

/// The outcome of verifying.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes what crate verifier serializes")]
pub(crate) struct Report {
    /// `verified`, `not_verified` or `could_not_be_checked`.
    outcome: String,
    /// Every check, in order, with `name`, `result` (`passed`, `failed`, `could_not_be_checked`,
    /// `not_applicable`), `detail` in plain words, and the standard's error `code` where it has one.
    #[schema(value_type = Vec<Object>)]
    checks: Vec<Value>,
    /// What the credential says: title, issuer, recipient, dates, results.
    #[schema(value_type = Object)]
    facts: Value,
}

/// The OpenAPI 3.1 document; `base` is the public address.
pub fn document(base: &str) -> Value {
    let (_, openapi) =
        App::new().into_utoipa_app().openapi(ByHand::openapi()).configure(super::configure).split_for_parts();
    let mut document = serde_json::to_value(openapi).unwrap_or_default();
    if let Some(members) = document.as_object_mut() {
        members.insert("servers".to_owned(), json!([{ "url": base }]));
    }
    add_security(&mut document, base);
    add_problems(&mut document);
    super::program_schemas::add(&mut document);
    document
}

/// `GET /api/openapi.json`
pub async fn openapi(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    conditional(&request, &site.openapi.etag, 300, "application/json", &site.openapi.text)
}

fn add_security(document: &mut Value, base: &str) {
    let scopes: serde_json::Map<String, Value> = service::Scope::ALL
        .iter()
        .map(|scope| (scope.as_str().to_owned(), Value::from(scope_meaning(*scope))))
        .collect();
    let flow = json!({"clientCredentials": {"tokenUrl": format!("{base}/oauth/token"), "scopes": scopes}});
    set(document, &["components", "securitySchemes", "oauth"], json!({"type": "oauth2", "flows": flow}));
}

fn scope_meaning(scope: service::Scope) -> &'static str {
    use service::Scope;
    match scope {
        Scope::DistrictsWrite => "create districts (an operator's client)",
        Scope::ProgramRead => {
            "read people, micro-credentials, cohorts, enrollments, submissions, assessments"
        }
        Scope::ProgramWrite => "change people, micro-credentials, cohorts, enrollments and the district",
        Scope::SubmissionsWrite => "submit evidence for a teacher",
        Scope::AssessmentsWrite => "record a coach's decision",
        Scope::CredentialsRead => "read issued credentials",
        Scope::CredentialsIssue => "award badges directly",
        Scope::CredentialsRevoke => "revoke, suspend and reinstate",
        Scope::EndorsementsRead => "read the endorsements made and offered",
        Scope::EndorsementsWrite => "create, revoke, accept and decline endorsements",
        Scope::KeysRead => "read the public keys",
        Scope::ClientsWrite => "create and revoke clients",
        Scope::AuditRead => "read the audit log",
    }
}

/// Every operation may answer with a problem document.
fn add_problems(document: &mut Value) {
    let wrong = json!({"type": "object", "required": ["detail"], "description": "One value that is not valid; exactly one of pointer, parameter and header says where it is.", "properties": {
        "pointer": {"type": "string", "description": "JSON Pointer into the body"},
        "parameter": {"type": "string", "description": "Name of a query parameter"},
        "header": {"type": "string", "description": "Name of a header"},
        "detail": {"type": "string", "description": "What is wrong with it"}}});
    let problem = json!({"type": "object", "required": ["type", "title", "status", "detail"], "properties": {
        "type": {"type": "string", "format": "uri", "description": "Stable; the address explains it"},
        "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"},
        "instance": {"type": "string", "description": "The id of the request, as in the log"},
        "errors": {"type": "array", "items": wrong}}});
    set(document, &["components", "schemas", "Problem"], problem);
    let answer = json!({"description": "A problem", "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}});
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for item in paths.into_iter().flat_map(|paths| paths.values_mut()) {
        for operation in item.as_object_mut().into_iter().flat_map(|item| item.values_mut()) {
            set(operation, &["responses", "default"], answer.clone());
        }
    }
}

/// Puts a value at a path, making the objects on the way.
fn set(document: &mut Value, path: &[&str], value: Value) {
    let mut place = document;
    for name in path {
        if !place.is_object() {
            *place = json!({});
        }
        let Some(members) = place.as_object_mut() else { return };
        place = members.entry(*name).or_insert(Value::Null);
    }
    *place = value;
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn operations(document: &Value) -> Vec<(String, &Value)> {
        let paths = document["paths"].as_object().unwrap();
        let named = |(path, item): (&String, &'_ Value)| (path.clone(), item.clone());
        let _ = named;
        paths
            .iter()
            .flat_map(|(path, item)| {
                item.as_object()
                    .unwrap()
                    .iter()
                    .map(move |(method, operation)| (format!("{method} {path}"), operation))
            })
            .collect()
    }

    #[test]
    fn it_is_openapi_3_1_with_every_resource_of_the_issue() {
        let document = document("https://h.example");
        assert_eq!(document["openapi"], "3.1.0");
        for resource in [
            "districts",
            "people",
            "micro-credentials",
            "cohorts",
            "enrollments",
            "submissions",
            "assessments",
            "credentials",
            "keys",
            "clients",
            "audit",
            "undelivered",
            "verify",
        ] {
            let start = format!("/api/v1/{resource}");
            assert!(
                document["paths"].as_object().unwrap().keys().any(|path| path.starts_with(&start)),
                "{resource}"
            );
        }
    }

    #[test]
    fn operation_ids_are_unique_and_every_scope_exists() {
        let document = document("https://h.example");
        let operations = operations(&document);
        let ids: BTreeSet<_> =
            operations.iter().map(|(_, operation)| operation["operationId"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), operations.len());
        for (name, operation) in &operations {
            assert!(operation["summary"].is_string(), "{name}");
            for scheme in operation["security"].as_array().into_iter().flatten() {
                for scope in scheme["oauth"].as_array().into_iter().flatten() {
                    assert!(service::Scope::from_name(scope.as_str().unwrap()).is_some(), "{name}: {scope}");
                }
            }
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = document("https://h.example");
        let text = document.to_string();
        for reference in text.split("\"#/").skip(1) {
            let pointer = format!("/{}", reference.split('"').next().unwrap());
            assert!(document.pointer(&pointer).is_some(), "{pointer}");
        }
    }
}
