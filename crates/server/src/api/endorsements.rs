use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse, get, post};
use service::{
    EndorsementView, NewEndorsement, OfferedEndorsementView, OfferedQuery, Page, PageQuery, StatusReason,
    commands, queries,
};
use uuid::Uuid;

use super::answer::{created, listing, ok};
use super::{Json, Query};
use crate::auth::Client;
use crate::body::bytes_up_to;
use crate::{Problem, Site};

/// The endorsements that the district made
///
/// Newest first, revoked ones too.
///
/// # Errors
/// `invalid`, `forbidden`.
#[utoipa::path(tag = "endorsements", operation_id = "listEndorsements", params(PageQuery),
    responses((status = 200, body = Page<EndorsementView>)), security(("oauth" = ["endorsements:read"])))]
#[get("/api/v1/endorsements")]
pub(crate) async fn list(
    client: Client,
    site: Data<Site>,
    Query(query): Query<PageQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    listing(&request, &queries::endorsements::made(&site.service, client.actor(), query).await?)
}

/// Endorse a district, a micro-credential or a badge
///
/// The endorsement is signed with the district's key. If it is about an object of another district of this service, that
/// district is offered it. Otherwise send the signed text, which is served at its id, to the endorsed party.
///
/// # Errors
/// `invalid`, `forbidden`, `conflict` when the district endorses the same thing already.
#[utoipa::path(tag = "endorsements", operation_id = "endorse", request_body = NewEndorsement,
    responses((status = 201, body = EndorsementView)), security(("oauth" = ["endorsements:write"])))]
#[post("/api/v1/endorsements")]
pub(crate) async fn make(
    client: Client,
    site: Data<Site>,
    Json(new): Json<NewEndorsement>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let made = commands::endorsements::make(&site.service, client.actor(), new).await?;
    created(&request, made.id, &made)
}

/// One endorsement that the district made
///
/// # Errors
/// `not-found`, also for what is another district's.
#[utoipa::path(tag = "endorsements", operation_id = "endorsement", params(("id" = Uuid, Path, description = "The id")),
    responses((status = 200, body = EndorsementView)), security(("oauth" = ["endorsements:read"])))]
#[get("/api/v1/endorsements/{id}")]
pub(crate) async fn one(client: Client, site: Data<Site>, id: Path<Uuid>) -> Result<HttpResponse, Problem> {
    Ok(ok(&queries::endorsements::one(&site.service, client.actor(), *id).await?))
}

/// Revoke an endorsement
///
/// Permanent. Badges that contain it no longer verify, although their own signatures are still valid: the report
/// of each says which endorsement does not hold.
///
/// # Errors
/// `invalid`, `not-found`, `conflict` when it was revoked before.
#[utoipa::path(tag = "endorsements", operation_id = "revokeEndorsement", params(("id" = Uuid, Path, description = "The id")), request_body = StatusReason,
    responses((status = 200, body = EndorsementView)), security(("oauth" = ["endorsements:write"])))]
#[post("/api/v1/endorsements/{id}/revoke")]
pub(crate) async fn revoke(
    client: Client,
    site: Data<Site>,
    id: Path<Uuid>,
    Json(body): Json<StatusReason>,
) -> Result<HttpResponse, Problem> {
    Ok(ok(&commands::endorsements::revoke(&site.service, client.actor(), *id, body).await?))
}

/// The endorsements that the district received
///
/// Newest first: endorsements that wait for a decision, and those that were accepted or declined.
///
/// # Errors
/// `invalid`, `forbidden`.
#[utoipa::path(tag = "endorsements", operation_id = "listOfferedEndorsements", params(OfferedQuery),
    responses((status = 200, body = Page<OfferedEndorsementView>)), security(("oauth" = ["endorsements:read"])))]
#[get("/api/v1/endorsement-offers")]
pub(crate) async fn offers(
    client: Client,
    site: Data<Site>,
    Query(query): Query<OfferedQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    listing(&request, &queries::endorsements::offered(&site.service, client.actor(), query).await?)
}

/// Submit an endorsement that was signed elsewhere
///
/// The body is the signed `EndorsementCredential` itself, as it was received: JSON with its proof inside, or a compact JWS
/// (`application/jwt`), which goes into badges as `endorsementJwt`. It is verified, and waits for a decision.
///
/// # Errors
/// `invalid` when it is not valid or is about something else, `too-large`, `conflict` when the district has it already.
#[utoipa::path(tag = "endorsements", operation_id = "submitEndorsement",
    request_body(content = Object, content_type = "application/json", description = "The signed EndorsementCredential"),
    responses((status = 201, body = OfferedEndorsementView)), security(("oauth" = ["endorsements:write"])))]
#[post("/api/v1/endorsement-offers")]
pub(crate) async fn submit(
    client: Client,
    site: Data<Site>,
    body: Payload,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let bytes = bytes_up_to(&request, body.into_inner(), commands::endorsements::LARGEST_ENDORSEMENT).await?;
    let offered = commands::endorsements::submit(&site.service, client.actor(), &bytes).await?;
    created(&request, offered.id, &offered)
}

/// One endorsement that the district received
///
/// # Errors
/// `not-found`, also for what is another district's.
#[utoipa::path(tag = "endorsements", operation_id = "offeredEndorsement", params(("id" = Uuid, Path, description = "The id")),
    responses((status = 200, body = OfferedEndorsementView)), security(("oauth" = ["endorsements:read"])))]
#[get("/api/v1/endorsement-offers/{id}")]
pub(crate) async fn offer(client: Client, site: Data<Site>, id: Path<Uuid>) -> Result<HttpResponse, Problem> {
    Ok(ok(&queries::endorsements::offer(&site.service, client.actor(), *id).await?))
}

/// Accept an endorsement
///
/// It is verified again. From now on it is included in the district's documents and in new badges; an
/// endorsement of a badge is shown next to the badge.
///
/// # Errors
/// `not-found`, `conflict` when it was accepted before or is not valid now.
#[utoipa::path(tag = "endorsements", operation_id = "acceptEndorsement", params(("id" = Uuid, Path, description = "The id")),
    responses((status = 200, body = OfferedEndorsementView)), security(("oauth" = ["endorsements:write"])))]
#[post("/api/v1/endorsement-offers/{id}/accept")]
pub(crate) async fn accept(
    client: Client,
    site: Data<Site>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    Ok(ok(&commands::endorsements::accept(&site.service, client.actor(), *id).await?))
}

/// Decline an endorsement
///
/// An accepted endorsement can also be declined: badges signed from now on do not contain it, earlier badges keep it.
///
/// # Errors
/// `not-found`, `conflict` when it was declined before.
#[utoipa::path(tag = "endorsements", operation_id = "declineEndorsement", params(("id" = Uuid, Path, description = "The id")),
    responses((status = 200, body = OfferedEndorsementView)), security(("oauth" = ["endorsements:write"])))]
#[post("/api/v1/endorsement-offers/{id}/decline")]
pub(crate) async fn decline(
    client: Client,
    site: Data<Site>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    Ok(ok(&commands::endorsements::decline(&site.service, client.actor(), *id).await?))
}
