//! What anybody may read: who a district is, its keys, what can be earned, and what stands no more.

use serde_json::Value;
use uuid::Uuid;

use crate::commands::{Identity, status_list};
use crate::status_board::Posted;
use crate::store::offered_endorsement::About;
use crate::store::{district, version};
use crate::{Error, PublishedDocument, Service};

/// How long a profile, an achievement or keys may be kept, in seconds: a new key must not stay unknown for
/// long, since badges are signed with it at once.
const DOCUMENT_AGE: u32 = 300;

/// The district's Profile (Open Badges 3.0 §B.1.19).
///
/// # Errors
/// `NotFound`.
pub async fn profile(service: &Service, slug: &str) -> Result<PublishedDocument, Error> {
    let district = district::by_slug(service.backend().read(), slug).await?;
    let identity = Identity::of(service, &district)?;
    let of_issuer = super::endorsements::published(service, &district, About::Issuer).await?;
    let endorsements = issuer::Endorsements { of_issuer, ..issuer::Endorsements::default() };
    let document =
        issuer::profile_document(&identity.issuer(&district), &endorsements).map_err(Error::internal)?;
    Ok(published(&document))
}

/// The district's DID document (did:web).
///
/// # Errors
/// `NotFound`, or `Conflict` when the district has no key.
pub async fn did_document(service: &Service, slug: &str) -> Result<PublishedDocument, Error> {
    let district = district::by_slug(service.backend().read(), slug).await?;
    Ok(published(&did_value(service, &district)?))
}

/// The district's keys as a JWK set (RFC 7517).
///
/// # Errors
/// `NotFound`, or `Conflict` when the district has no key.
pub async fn jwks(service: &Service, slug: &str) -> Result<PublishedDocument, Error> {
    let district = district::by_slug(service.backend().read(), slug).await?;
    let identity = Identity::of(service, &district)?;
    let keys = service.keys().ring(&district.slug, service.world())?;
    Ok(published(&issuer::jwks_document(&identity.issuer(&district), &keys)))
}

/// One key of the district as a bare JWK: what the `kid` of its JSON Web Tokens leads to.
///
/// # Errors
/// `NotFound`, or `Conflict` when the district has no key.
pub async fn key(service: &Service, slug: &str, id: &str) -> Result<PublishedDocument, Error> {
    let district = district::by_slug(service.backend().read(), slug).await?;
    let identity = Identity::of(service, &district)?;
    let keys = service.keys().ring(&district.slug, service.world())?;
    let jwk = issuer::jwk_document(&identity.issuer(&district), &keys, id);
    Ok(published(&jwk.ok_or(Error::NotFound { what: "key" })?))
}

/// A published version as an Achievement (Open Badges 3.0 §B.1.1), as badges of it hold it.
///
/// # Errors
/// `NotFound`.
pub async fn achievement(service: &Service, slug: &str, id: Uuid) -> Result<PublishedDocument, Error> {
    let db = service.backend().read();
    let district = district::by_slug(db, slug).await?;
    let version = version::one(db, district.typed_id(), id).await?;
    if version.published_at.is_none() {
        return Err(Error::NotFound { what: "micro-credential" });
    }
    let identity = Identity::of(service, &district)?;
    let address = format!("{}/achievements/{id}", identity.url);
    let issuer = identity.issuer(&district);
    let of_achievement = super::endorsements::published(service, &district, About::Version(id)).await?;
    let endorsements = issuer::Endorsements { of_achievement, ..issuer::Endorsements::default() };
    let (asked, number) = (version.definition()?, version.number());
    let document = issuer::achievement_document(&asked, number, &address, &issuer, &endorsements)
        .map_err(Error::internal)?;
    Ok(published(&document))
}

/// An endorsement that a district made: the signed text. Whether it still stands is in the status list.
///
/// # Errors
/// `NotFound`.
pub async fn endorsement(service: &Service, slug: &str, id: Uuid) -> Result<PublishedDocument, Error> {
    let text = super::endorsements::text(service, slug, id).await?;
    let etag = format!("\"{}\"", crate::secret::digest(&text));
    Ok(PublishedDocument { text: text.into(), etag, max_age: DOCUMENT_AGE })
}

/// A signed status list, from memory; at most a second behind.
///
/// # Errors
/// `NotFound`.
pub async fn status_list(service: &Service, slug: &str, number: u32) -> Result<PublishedDocument, Error> {
    let number = i32::try_from(number).map_err(|_large| Error::NotFound { what: "status list" })?;
    let id = if let Some(id) = service.board().district(slug) {
        id
    } else {
        let id = district::by_slug(service.backend().read(), slug).await?.typed_id();
        service.board().remember(slug, id);
        id
    };
    let posted = match service.board().posted(id, number) {
        Some(posted) => posted,
        None => status_list::refresh(service, id, number).await?,
    };
    let Posted { text, etag, .. } = posted;
    Ok(PublishedDocument { text, etag: etag.to_string(), max_age: service.settings().status_ttl })
}

/// The 1EdTech revocation list, for verifiers that do not read bitstring lists. Suspended badges are in it
/// too: they do not stand.
///
/// # Errors
/// `NotFound`.
pub async fn revocations(service: &Service, slug: &str) -> Result<PublishedDocument, Error> {
    super::revoked::list(service, slug).await
}

/// The DID document as a value, as our own verifier takes it.
pub(crate) fn did_value(service: &Service, district: &district::Model) -> Result<Value, Error> {
    let identity = Identity::of(service, district)?;
    let keys = service.keys().ring(&district.slug, service.world())?;
    Ok(issuer::did_document(&identity.issuer(district), &keys))
}

pub(super) fn published(document: &Value) -> PublishedDocument {
    let text = document.to_string();
    let etag = format!("\"{}\"", crate::secret::digest(&text));
    PublishedDocument { text: text.into(), etag, max_age: DOCUMENT_AGE }
}
