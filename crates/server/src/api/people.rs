use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, patch, post};
use service::{NewPerson, Page, PageQuery, PersonChange, PersonView, commands, queries};
use uuid::Uuid;

use super::answer::{created, listing, ok};
use super::{Json, Query};
use crate::auth::Client;
use crate::{Problem, Site};

/// The people of the district
///
/// # Errors
/// `invalid`, `forbidden`.
#[utoipa::path(tag = "people", operation_id = "listPeople", params(PageQuery),
    responses((status = 200, body = Page<PersonView>)), security(("oauth" = ["program:read"])))]
#[get("/api/v1/people")]
pub(crate) async fn list(
    client: Client,
    site: Data<Site>,
    Query(query): Query<PageQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    listing(&request, &queries::people::list(&site.service, client.actor(), query).await?)
}

/// Add a person
///
/// # Errors
/// `invalid`, `forbidden`, `conflict`.
#[utoipa::path(tag = "people", operation_id = "addPerson", request_body = NewPerson,
    responses((status = 201, body = PersonView)), security(("oauth" = ["program:write"])))]
#[post("/api/v1/people")]
pub(crate) async fn add(
    client: Client,
    site: Data<Site>,
    Json(new): Json<NewPerson>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let made = commands::people::add(&site.service, client.actor(), new).await?;
    created(&request, made.id, &made)
}

/// One person
///
/// # Errors
/// `not-found`, also for what is another district's.
#[utoipa::path(tag = "people", operation_id = "person", params(("id" = Uuid, Path, description = "The id")),
    responses((status = 200, body = PersonView)), security(("oauth" = ["program:read"])))]
#[get("/api/v1/people/{id}")]
pub(crate) async fn one(client: Client, site: Data<Site>, id: Path<Uuid>) -> Result<HttpResponse, Problem> {
    Ok(ok(&queries::people::one(&site.service, client.actor(), *id).await?))
}

/// Change a person
///
/// Omitted members do not change. Badges already signed do not change.
///
/// # Errors
/// `invalid`, `forbidden`, `not-found`.
#[utoipa::path(tag = "people", operation_id = "changePerson", params(("id" = Uuid, Path, description = "The id")), request_body = PersonChange,
    responses((status = 200, body = PersonView)), security(("oauth" = ["program:write"])))]
#[patch("/api/v1/people/{id}")]
pub(crate) async fn change(
    client: Client,
    site: Data<Site>,
    id: Path<Uuid>,
    Json(body): Json<PersonChange>,
) -> Result<HttpResponse, Problem> {
    Ok(ok(&commands::people::change(&site.service, client.actor(), *id, body).await?))
}
