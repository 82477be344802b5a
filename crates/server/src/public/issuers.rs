use actix_web::middleware::from_fn;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use service::{PublishedDocument, queries};
use uuid::Uuid;

use super::conditional;
use crate::middleware::{Limited, Public, open_to_all};
use crate::{Problem, Site, negotiate, pages};

const JSON: &str = "application/json";
const JSON_LD: &str = "application/ld+json";
const CREDENTIAL: &str = "application/vc";

/// The issuer
///
/// The Open Badges 3.0 Profile of a district in JSON; browsers get a page.
///
/// # Errors
/// `not-found`.
#[utoipa::path(tag = "public documents", operation_id = "issuerProfile", params(("slug" = String, Path, description = "The district")),
    responses((status = 200, description = "A Profile", content((Object = "application/json"), (Object = "application/ld+json"), (String = "text/html")))), security(()))]
#[get("/issuers/{slug}", wrap = "from_fn(open_to_all)")]
pub(crate) async fn profile(
    request: HttpRequest,
    site: Data<Site>,
    slug: Path<String>,
) -> Result<HttpResponse, Problem> {
    if pages::wanted(&request) {
        return pages::district_page(&request, &slug).await;
    }
    let document = queries::published::profile(&site.service, &slug).await?;
    Ok(as_asked(&request, &document, &[JSON, JSON_LD]))
}

/// The DID document
///
/// With every key of the district, including retired ones.
///
/// # Errors
/// `not-found`.
#[utoipa::path(tag = "public documents", operation_id = "didDocument", params(("slug" = String, Path, description = "The district")),
    responses((status = 200, description = "A DID document", content((Object = "application/did+json"), (Object = "application/did+ld+json"), (Object = "application/ld+json"), (Object = "application/json")))), security(()))]
#[get("/issuers/{slug}/did.json", wrap = "from_fn(open_to_all)")]
pub(crate) async fn did_document(
    request: HttpRequest,
    site: Data<Site>,
    slug: Path<String>,
) -> Result<HttpResponse, Problem> {
    let document = queries::published::did_document(&site.service, &slug).await?;
    Ok(as_asked(&request, &document, &["application/did+json", "application/did+ld+json", JSON_LD, JSON]))
}

/// The keys as JWK set
///
/// # Errors
/// `not-found`.
#[utoipa::path(tag = "public documents", operation_id = "jwks", params(("slug" = String, Path, description = "The district")),
    responses((status = 200, description = "A JWK set (RFC 7517)", content((Object = "application/jwk-set+json"), (Object = "application/json")))), security(()))]
#[get("/issuers/{slug}/jwks.json", wrap = "from_fn(open_to_all)")]
pub(crate) async fn jwks(
    request: HttpRequest,
    site: Data<Site>,
    slug: Path<String>,
) -> Result<HttpResponse, Problem> {
    let document = queries::published::jwks(&site.service, &slug).await?;
    Ok(as_asked(&request, &document, &["application/jwk-set+json", JSON]))
}

/// One key as a bare JWK
///
/// The key that the `kid` of a JSON Web Token badge refers to. The last part is the thumbprint of the key (RFC 7638).
///
/// # Errors
/// `not-found`.
#[utoipa::path(tag = "public documents", operation_id = "jwk",
    params(("slug" = String, Path, description = "The district"), ("id" = String, Path, description = "The thumbprint")),
    responses((status = 200, description = "A JWK (RFC 7517)", content((Object = "application/jwk+json"), (Object = "application/json")))), security(()))]
#[get("/issuers/{slug}/keys/{id}", wrap = "from_fn(open_to_all)")]
pub(crate) async fn key(
    request: HttpRequest,
    site: Data<Site>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (slug, id) = path.into_inner();
    let document = queries::published::key(&site.service, &slug, &id).await?;
    Ok(as_asked(&request, &document, &["application/jwk+json", JSON]))
}

/// The revocation list
///
/// The 1EdTech revocation list, for verifiers that do not support Bitstring status lists.
///
/// # Errors
/// `not-found`.
#[utoipa::path(tag = "public documents", operation_id = "revocations", params(("slug" = String, Path, description = "The district")),
    responses((status = 200, description = "A 1EdTech revocation list", content((Object = "application/json"), (Object = "application/ld+json")))), security(()))]
#[get("/issuers/{slug}/revocations", wrap = "from_fn(open_to_all)")]
pub(crate) async fn revocations(
    _: Limited<Public>,
    request: HttpRequest,
    site: Data<Site>,
    slug: Path<String>,
) -> Result<HttpResponse, Problem> {
    let document = queries::published::revocations(&site.service, &slug).await?;
    Ok(as_asked(&request, &document, &[JSON, JSON_LD]))
}

/// An achievement
///
/// One published version of a micro-credential; its address is the achievement's id in badges.
///
/// # Errors
/// `not-found`.
#[utoipa::path(tag = "public documents", operation_id = "achievement",
    params(("slug" = String, Path, description = "The district"), ("id" = Uuid, Path, description = "The version")),
    responses((status = 200, description = "An Achievement", content((Object = "application/json"), (Object = "application/ld+json"), (String = "text/html")))), security(()))]
#[get("/issuers/{slug}/achievements/{id}", wrap = "from_fn(open_to_all)")]
pub(crate) async fn achievement(
    request: HttpRequest,
    site: Data<Site>,
    path: Path<(String, Uuid)>,
) -> Result<HttpResponse, Problem> {
    let (slug, id) = path.into_inner();
    if pages::wanted(&request) {
        return pages::micro_credential_page(&request, &slug, id).await;
    }
    let document = queries::published::achievement(&site.service, &slug, id).await?;
    Ok(as_asked(&request, &document, &[JSON, JSON_LD]))
}

/// A status list
///
/// A signed `BitstringStatusListCredential`; it says of every bit whether the badge is revoked or suspended.
///
/// # Errors
/// `not-found`.
#[utoipa::path(tag = "public documents", operation_id = "statusList",
    params(("slug" = String, Path, description = "The district"), ("number" = u32, Path, description = "1, 2, 3 …")),
    responses((status = 200, description = "A BitstringStatusListCredential", content((Object = "application/vc"), (Object = "application/vc+ld+json"), (Object = "application/ld+json"), (Object = "application/json")))), security(()))]
#[get("/issuers/{slug}/status/{number}", wrap = "from_fn(open_to_all)")]
pub(crate) async fn status_list(
    request: HttpRequest,
    site: Data<Site>,
    path: Path<(String, u32)>,
) -> Result<HttpResponse, Problem> {
    let (slug, number) = path.into_inner();
    let document = queries::published::status_list(&site.service, &slug, number).await?;
    Ok(as_asked(&request, &document, &[CREDENTIAL, "application/vc+ld+json", JSON_LD, JSON]))
}

/// An endorsement
///
/// The signed text of what a district says of another, of a micro-credential or of a badge; its address is the
/// endorsement's id.
///
/// # Errors
/// `not-found`.
#[utoipa::path(tag = "public documents", operation_id = "publishedEndorsement",
    params(("slug" = String, Path, description = "The district that endorses"), ("id" = Uuid, Path, description = "The endorsement")),
    responses((status = 200, description = "An EndorsementCredential", content((Object = "application/vc"), (Object = "application/vc+ld+json"), (Object = "application/ld+json"), (Object = "application/json")))), security(()))]
#[get("/issuers/{slug}/endorsements/{id}", wrap = "from_fn(open_to_all)")]
pub(crate) async fn endorsement(
    request: HttpRequest,
    site: Data<Site>,
    path: Path<(String, Uuid)>,
) -> Result<HttpResponse, Problem> {
    let (slug, id) = path.into_inner();
    let document = queries::published::endorsement(&site.service, &slug, id).await?;
    Ok(as_asked(&request, &document, &[CREDENTIAL, "application/vc+ld+json", JSON_LD, JSON]))
}

fn as_asked(request: &HttpRequest, document: &PublishedDocument, offers: &[&'static str]) -> HttpResponse {
    let media_type = negotiate::best(request.headers(), offers);
    conditional(request, &document.etag, document.max_age, media_type, &document.text)
}
