use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use service::{Page, PageQuery, UndeliveredView, commands, queries};
use uuid::Uuid;

use super::Query;
use super::answer::{listing, ok};
use crate::auth::Client;
use crate::{Problem, Site};

/// The emails that could not be delivered
///
/// The mail server refused them permanently, or did not accept them for about three days. They are kept for 30 days.
///
/// # Errors
/// `invalid`, `forbidden`.
#[utoipa::path(tag = "undelivered", operation_id = "listUndelivered", params(PageQuery),
    responses((status = 200, body = Page<UndeliveredView>)), security(("oauth" = ["program:read"])))]
#[get("/api/v1/undelivered")]
pub(crate) async fn list(
    client: Client,
    site: Data<Site>,
    Query(query): Query<PageQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    listing(&request, &queries::outbox::undelivered(&site.service, client.actor(), query).await?)
}

/// Send an undelivered email again
///
/// It is sent immediately, to the person's current address. The answer shows its state before that.
///
/// # Errors
/// `forbidden`, `not-found`.
#[utoipa::path(tag = "undelivered", operation_id = "retryUndelivered",
    params(("id" = Uuid, Path, description = "The id of the message")),
    responses((status = 200, body = UndeliveredView)), security(("oauth" = ["program:write"])))]
#[post("/api/v1/undelivered/{id}/retry")]
pub(crate) async fn retry(client: Client, site: Data<Site>, id: Path<Uuid>) -> Result<HttpResponse, Problem> {
    Ok(ok(&commands::outbox::retry(&site.service, client.actor(), *id).await?))
}
