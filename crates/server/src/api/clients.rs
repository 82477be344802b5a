use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use service::{ClientView, NewClient, NewClientView, Page, PageQuery, commands, queries};

use super::answer::{listing, made, ok};
use super::{Json, Query};
use crate::auth::Client;
use crate::{Problem, Site};

/// The clients of the district
///
/// # Errors
/// `forbidden`.
#[utoipa::path(tag = "clients", operation_id = "listClients", params(PageQuery),
    responses((status = 200, body = Page<ClientView>)), security(("oauth" = ["clients:write"])))]
#[get("/api/v1/clients")]
pub(crate) async fn list(
    client: Client,
    site: Data<Site>,
    Query(query): Query<PageQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    listing(&request, &queries::clients::list(&site.service, client.actor(), query).await?)
}

/// Create a client
///
/// The answer contains its secret, which is shown only once; Countersign stores only a hash of it.
///
/// # Errors
/// `invalid`, `forbidden` when it would have scopes that the requesting client does not have.
#[utoipa::path(tag = "clients", operation_id = "createClient", request_body = NewClient,
    responses((status = 201, body = NewClientView)), security(("oauth" = ["clients:write"])))]
#[post("/api/v1/clients")]
pub(crate) async fn create(
    client: Client,
    site: Data<Site>,
    Json(new): Json<NewClient>,
) -> Result<HttpResponse, Problem> {
    Ok(made(&commands::clients::create(&site.service, client.actor(), new).await?))
}

/// Revoke a client
///
/// Its tokens stop working immediately.
///
/// # Errors
/// `not-found`.
#[utoipa::path(tag = "clients", operation_id = "revokeClient",
    params(("client_id" = String, Path, description = "The `client_id`")),
    responses((status = 200, body = ClientView)), security(("oauth" = ["clients:write"])))]
#[post("/api/v1/clients/{client_id}/revoke")]
pub(crate) async fn revoke(
    client: Client,
    site: Data<Site>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    Ok(ok(&commands::clients::revoke(&site.service, client.actor(), &id).await?))
}
