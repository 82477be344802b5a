use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, VARY};
use actix_web::middleware::from_fn;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use service::{Actor, TwinForm, commands};

use super::attachment;
use super::conditional::conditional;
use super::share::{SIGNED_TEXT_AGE, file_name};
use crate::api::{Query, TwinQuery};
use crate::auth::Visitor;
use crate::middleware::{Limited, Public, open_to_all};
use crate::{Problem, Site, negotiate};

/// The types under which a JSON Web Token is served; Open Badges 3.0 §"Web resource" asks for the first.
pub(super) const JWT: [&str; 2] = ["text/plain", "application/jwt"];
const SD_JWT: &str = "application/dc+sd-jwt";

/// A badge as JSON Web Token
///
/// The VC-JWT of Open Badges 3.0: `RS256` where the district has a key of RSA, else `ES256`. It is signed when it is first
/// asked for, and never changes.
///
/// # Errors
/// `not-found`, `conflict` when there is no such token and none can be signed.
#[utoipa::path(tag = "public documents", operation_id = "badgeJwt",
    params(("token" = String, Path, description = "The last part of the share link"), TwinQuery),
    responses((status = 200, description = "A compact JWS", content((String = "text/plain"), (String = "application/jwt")))), security(()))]
#[get("/c/{token}/badge.jwt", wrap = "from_fn(open_to_all)")]
pub(crate) async fn jwt(
    _: Limited<Public>,
    request: HttpRequest,
    site: Data<Site>,
    token: Path<String>,
    Query(query): Query<TwinQuery>,
) -> Result<HttpResponse, Problem> {
    jwt_of(&request, &site, &token, query.download == Some(1)).await
}

/// The token, at whichever address it is asked for.
pub(super) async fn jwt_of(
    request: &HttpRequest,
    site: &Site,
    token: &str,
    download: bool,
) -> Result<HttpResponse, Problem> {
    let twin = commands::twins::twin(&site.service, &Actor::nobody(), token, TwinForm::Jwt).await?;
    if download {
        return Ok(attachment("application/jwt", &format!("{}.jwt", file_name(&twin.title)), twin.text));
    }
    let media_type = negotiate::best(request.headers(), &JWT);
    Ok(conditional(request, &twin.etag(), SIGNED_TEXT_AGE, media_type, &twin.text))
}

/// A badge as SD-JWT VC
///
/// `dc+sd-jwt`, signed with `ES256`. Who received it is left to disclosure: only the teacher whose badge it is, signed in, gets
/// the disclosures.
///
/// # Errors
/// `not-found`, `conflict` when there is no such token and none can be signed.
#[utoipa::path(tag = "public documents", operation_id = "badgeSdJwt",
    params(("token" = String, Path, description = "The last part of the share link"), TwinQuery),
    responses((status = 200, description = "An SD-JWT", body = String, content_type = "application/dc+sd-jwt")), security(()))]
#[get("/c/{token}/badge.sd-jwt", wrap = "from_fn(open_to_all)")]
pub(crate) async fn sd_jwt(
    _: Limited<Public>,
    request: HttpRequest,
    site: Data<Site>,
    visitor: Visitor,
    token: Path<String>,
    Query(query): Query<TwinQuery>,
) -> Result<HttpResponse, Problem> {
    let nobody = Actor::nobody();
    let actor = visitor.0.as_ref().map_or(&nobody, |session| session.actor());
    let twin = commands::twins::twin(&site.service, actor, &token, TwinForm::SdJwt).await?;
    let mut answer = if query.download == Some(1) {
        attachment(SD_JWT, &format!("{}.sd-jwt", file_name(&twin.title)), twin.text)
    } else if twin.is_holder {
        HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, SD_JWT))
            .insert_header((CACHE_CONTROL, "private, no-store"))
            .body(twin.text)
    } else {
        conditional(&request, &twin.etag(), SIGNED_TEXT_AGE, SD_JWT, &twin.text)
    };
    answer.headers_mut().insert(VARY, HeaderValue::from_static("Accept, Cookie"));
    Ok(answer)
}
