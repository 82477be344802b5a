//! The VC API behind a district's client: `/vc-api/…`, with the access token of any other part of the API.

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse, post};
use service::vc_api::{self, DeriveRequest, IssueRequest, StatusRequest, VerifyRequest};

use super::{answer, body};
use crate::auth::Client;
use crate::{Problem, Site};

/// Issue a credential
///
/// Signs any credential of the W3C data model (2.0 or 1.1) as the district, after strict checks.
/// `options.statusPurpose` adds a status.
///
/// # Errors
/// `invalid` with every member that is wrong, `forbidden`.
#[utoipa::path(tag = "vc api", operation_id = "vcApiIssue",
    request_body(content = Object, description = "`{credential, options}`"),
    responses((status = 201, body = Object, description = "`{verifiableCredential}`")), security(("oauth" = ["credentials:issue"])))]
#[post("/vc-api/credentials/issue")]
pub(crate) async fn issue(
    client: Client,
    request: HttpRequest,
    site: Data<Site>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let made = async {
        let asked = IssueRequest::read(body::json(&request, payload).await?)?;
        Ok::<_, Problem>(vc_api::district::issue(&site.service, client.actor(), asked).await?)
    };
    Ok(made.await.map_or_else(|problem| answer::refused(&problem, &site.base), |vc| answer::made(&vc)))
}

/// Derive a credential
///
/// Discloses a part of a credential that has an `ecdsa-sd-2023` base proof.
///
/// # Errors
/// `invalid`.
#[utoipa::path(tag = "vc api", operation_id = "vcApiDerive",
    request_body(content = Object, description = "`{verifiableCredential, options: {selectivePointers}}`"),
    responses((status = 201, body = Object, description = "`{verifiableCredential}`")), security(("oauth" = [])))]
#[post("/vc-api/credentials/derive")]
pub(crate) async fn derive(
    _client: Client,
    request: HttpRequest,
    site: Data<Site>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let made = async {
        let asked = DeriveRequest::read(body::json(&request, payload).await?)?;
        Ok::<_, Problem>(vc_api::derive(&asked)?)
    };
    Ok(made.await.map_or_else(|problem| answer::refused(&problem, &site.base), |vc| answer::made(&vc)))
}

/// Verify a credential of any kind
///
/// 200 when everything that was asked holds; otherwise 400 with the same report, or 200 with `verified: false` where the
/// operator chose so.
///
/// # Errors
/// `malformed`, `invalid`.
#[utoipa::path(tag = "vc api", operation_id = "vcApiVerify",
    request_body(content = Object, description = "`{verifiableCredential, options}`"),
    responses((status = 200, body = Object, description = "`{verified, checks, warnings, errors, report}`")), security(("oauth" = [])))]
#[post("/vc-api/credentials/verify")]
pub(crate) async fn verify_credential(
    client: Client,
    request: HttpRequest,
    site: Data<Site>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let asked = body::json(&request, payload).await.and_then(|body| Ok(VerifyRequest::of_credential(body)?));
    Ok(verified(&client, &site, asked).await)
}

/// Verify a presentation
///
/// Checks every credential inside it, its holder, and `options.domain` and `options.challenge` if present.
///
/// # Errors
/// `malformed`, `invalid`.
#[utoipa::path(tag = "vc api", operation_id = "vcApiVerifyPresentation",
    request_body(content = Object, description = "`{verifiablePresentation, options}`"),
    responses((status = 200, body = Object, description = "`{verified, checks, warnings, errors, report}`")), security(("oauth" = [])))]
#[post("/vc-api/presentations/verify")]
pub(crate) async fn verify_presentation(
    client: Client,
    request: HttpRequest,
    site: Data<Site>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let asked =
        body::json(&request, payload).await.and_then(|body| Ok(VerifyRequest::of_presentation(body)?));
    Ok(verified(&client, &site, asked).await)
}

async fn verified(client: &Client, site: &Site, asked: Result<VerifyRequest, Problem>) -> HttpResponse {
    let looked =
        async { Ok::<_, Problem>(vc_api::district::verify(&site.service, client.actor(), asked?).await?) };
    match looked.await {
        Ok(verification) => answer::verified(&verification, site.verified_false_is_200),
        Err(problem) => answer::refused(&problem, &site.base),
    }
}

/// Set the status of a credential
///
/// Of a credential that got its status from `/vc-api/credentials/issue`, or of one of the district's badges.
///
/// # Errors
/// `not-found`, `conflict` when a badge is revoked already.
#[utoipa::path(tag = "vc api", operation_id = "vcApiStatus",
    request_body(content = Object, description = "`{credentialId, credentialStatus: [{type, statusPurpose, status}]}`"),
    responses((status = 200, body = Object, description = "Done")), security(("oauth" = ["credentials:revoke"])))]
#[post("/vc-api/credentials/status")]
pub(crate) async fn status(
    client: Client,
    request: HttpRequest,
    site: Data<Site>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let done = async {
        let asked = StatusRequest::read(body::json(&request, payload).await?)?;
        Ok::<_, Problem>(vc_api::district::set_status(&site.service, client.actor(), asked).await?)
    };
    Ok(done.await.map_or_else(|problem| answer::refused(&problem, &site.base), |()| answer::done()))
}
