//! The addresses of the Digital Credentials Consortium's services, so that this one can take their place. Errors are
//! `{code, message}` there.

use actix_web::http::header::AUTHORIZATION;
use actix_web::web::{Data, Path, Payload, ServiceConfig, resource};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use serde_json::{Value, json};
use service::vc_api::{StatusRequest, dcc, district, exchange};
use service::{Actor, Error, Scope, queries};

use super::body;
use crate::{Problem, Site};

/// The addresses. They stand at the root, because that is where the clients of those services look.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(resource("/instance/{tenant}/credentials/issue").post(issue))
        .service(resource("/instance/{tenant}/credentials/sign").post(sign))
        .service(resource("/instance/{tenant}/credentials/status").post(status))
        .service(resource("/credentials/status/allocate").post(allocate))
        .service(resource("/status/{id}").get(status_list))
        .service(resource("/exchange/setup").post(set_up))
        .service(resource("/exchange/{id}").post(exchange_begun))
        .service(resource("/exchange/{id}/{transaction}").post(exchange_made))
        .service(resource("/interactions/{id}").get(interaction));
}

/// A status and a message.
#[derive(Debug)]
struct Refusal(u16, String);

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        let places = problem.errors.iter().map(|wrong| match &wrong.place {
            crate::problem::Place::Pointer(pointer) if !pointer.is_empty() => {
                format!("{pointer}: {}", wrong.detail)
            }
            _ => wrong.detail.clone(),
        });
        let places: Vec<String> = places.collect();
        let message = if places.is_empty() { problem.detail.clone() } else { places.join("; ") };
        Self(problem.kind.status().as_u16(), message)
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Problem::from(error).into()
    }
}

impl Refusal {
    fn answer(&self) -> HttpResponse {
        let status = actix_web::http::StatusCode::from_u16(self.0).unwrap_or_default();
        private(HttpResponse::build(status)).json(json!({ "code": self.0, "message": self.1 }))
    }
}

fn private(mut answer: HttpResponseBuilder) -> HttpResponseBuilder {
    answer.insert_header((actix_web::http::header::CACHE_CONTROL, "no-store"));
    answer
}

fn answered(result: Result<Value, Refusal>, mut good: HttpResponseBuilder) -> HttpResponse {
    good.insert_header((actix_web::http::header::CACHE_CONTROL, "no-store"));
    match result {
        Ok(value) => good.json(value),
        Err(refusal) => refusal.answer(),
    }
}

/// Whoever shows a good access token: 401 without one, 403 with a wrong one.
async fn bearer(request: &HttpRequest, site: &Site) -> Result<Actor, Refusal> {
    let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = header.and_then(|header| {
        let (scheme, token) = header.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(token.trim()).filter(|token| !token.is_empty())
    });
    let Some(token) = token.filter(|token| token.len() <= 512) else {
        return Err(Refusal(401, "send an access token: Authorization: Bearer …".to_owned()));
    };
    match queries::tokens::client(&site.service, token).await {
        Ok(actor) => Ok(actor),
        Err(Error::Unauthenticated { why }) => Err(Refusal(403, why.to_owned())),
        Err(other) => Err(other.into()),
    }
}

/// As [`bearer`], with that scope: 403 without it, before anything of the body is read.
async fn scoped(request: &HttpRequest, site: &Site, scope: Scope) -> Result<Actor, Refusal> {
    let actor = bearer(request, site).await?;
    match actor.demand_scope(scope) {
        Ok(()) => Ok(actor),
        Err(Error::Forbidden { why }) => Err(Refusal(403, why)),
        Err(other) => Err(other.into()),
    }
}

/// The tenant of the address, and its client.
async fn tenant(request: &HttpRequest, site: &Site, slug: &str, scope: Scope) -> Result<Actor, Refusal> {
    let actor = scoped(request, site, scope).await?;
    district::tenant(&site.service, &actor, slug).await?;
    Ok(actor)
}

/// A bare credential, or `{credential}`.
fn credential(body: Value) -> Value {
    match body {
        Value::Object(mut members) if members.contains_key("credential") => {
            members.shift_remove("credential").unwrap_or_default()
        }
        other => other,
    }
}

async fn issue(request: HttpRequest, site: Data<Site>, slug: Path<String>, payload: Payload) -> HttpResponse {
    let made = async {
        let actor = tenant(&request, &site, &slug, Scope::CredentialsIssue).await?;
        let credential = credential(body::json(&request, payload).await?);
        Ok(dcc::issue(&site.service, &actor, credential).await?)
    };
    answered(made.await, HttpResponse::Created())
}

async fn sign(request: HttpRequest, site: Data<Site>, slug: Path<String>, payload: Payload) -> HttpResponse {
    let made = async {
        let actor = tenant(&request, &site, &slug, Scope::CredentialsIssue).await?;
        let pairs = url::form_urlencoded::parse(request.query_string().as_bytes());
        let words: Vec<String> =
            pairs.filter(|(name, _)| name == "suite").map(|(_, word)| word.into_owned()).collect();
        let suites = dcc::suites(words.iter().map(String::as_str))?;
        let credential = credential(body::json(&request, payload).await?);
        Ok(dcc::sign(&site.service, &actor, credential, suites).await?)
    };
    answered(made.await, HttpResponse::Ok())
}

async fn status(
    request: HttpRequest,
    site: Data<Site>,
    slug: Path<String>,
    payload: Payload,
) -> HttpResponse {
    let done = async {
        let actor = tenant(&request, &site, &slug, Scope::CredentialsRevoke).await?;
        let asked = StatusRequest::read(body::json(&request, payload).await?)?;
        district::set_status(&site.service, &actor, asked).await?;
        Ok(json!({ "code": 200, "message": "the status was set" }))
    };
    answered(done.await, HttpResponse::Ok())
}

async fn allocate(request: HttpRequest, site: Data<Site>, payload: Payload) -> HttpResponse {
    let made = async {
        let actor = scoped(&request, &site, Scope::CredentialsIssue).await?;
        let credential = credential(body::json(&request, payload).await?);
        Ok(district::allocate(&site.service, &actor, credential).await?)
    };
    answered(made.await, HttpResponse::Ok())
}

/// The list `SLUG-NUMBER`, which also lies at `/issuers/SLUG/status/NUMBER`.
async fn status_list(site: Data<Site>, id: Path<String>) -> HttpResponse {
    let found = async {
        let missing = || Error::NotFound { what: "status list" };
        let (slug, number) = id.rsplit_once('-').ok_or_else(missing)?;
        let number = number.parse().map_err(|_error| missing())?;
        queries::published::status_list(&site.service, slug, number).await
    };
    match found.await {
        Ok(list) => HttpResponse::Ok()
            .insert_header(("access-control-allow-origin", "*"))
            .insert_header(("cache-control", format!("public, max-age={}", list.max_age)))
            .content_type("application/json")
            .body(list.text.to_string()),
        Err(error) => Refusal::from(error).answer(),
    }
}

async fn set_up(request: HttpRequest, site: Data<Site>, payload: Payload) -> HttpResponse {
    let made = async {
        let actor = scoped(&request, &site, Scope::CredentialsIssue).await?;
        let views = exchange::set_up(&site.service, &actor, body::json(&request, payload).await?).await?;
        serde_json::to_value(views).map_err(|error| Error::internal(error).into())
    };
    answered(made.await, HttpResponse::Ok())
}

/// An empty body asks what is wanted; one with a presentation answers it.
async fn exchange_begun(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<String>,
    payload: Payload,
) -> HttpResponse {
    let made = async {
        // Whoever does not know an exchange that is open has nothing to send.
        let asked = exchange::request(&site.service, &id).await?;
        let body = body::json_or_nothing(&request, payload).await?;
        let Some(presentation) = body.get("verifiablePresentation").cloned() else {
            return Ok(asked);
        };
        let credential = exchange::collect(&site.service, &id, None, presentation).await?;
        Ok(json!({
            "verifiablePresentation": {
                "@context": ["https://www.w3.org/ns/credentials/v2"],
                "type": ["VerifiablePresentation"],
                "verifiableCredential": [credential],
            },
        }))
    };
    answered(made.await, HttpResponse::Ok())
}

async fn exchange_made(
    request: HttpRequest,
    site: Data<Site>,
    path: Path<(String, String)>,
    payload: Payload,
) -> HttpResponse {
    let made = async {
        let (id, transaction) = path.into_inner();
        exchange::request(&site.service, &id).await?;
        let body = body::json(&request, payload).await?;
        let presentation = body.get("verifiablePresentation").cloned().unwrap_or(body);
        Ok(exchange::collect(&site.service, &id, Some(&transaction), presentation).await?)
    };
    answered(made.await, HttpResponse::Ok())
}

async fn interaction(site: Data<Site>, id: Path<String>) -> HttpResponse {
    let found = exchange::protocols(&site.service, &id).await;
    answered(found.map_err(Refusal::from), HttpResponse::Ok())
}
