//! Badges in Open Badges 2.0, for backpacks that take no others, where a district offers that.

use issuer::NoHostedTwin;
use program::{CredentialState, DistrictId};
use serde_json::Value;
use uuid::Uuid;

use super::published::published;
use crate::commands::Identity;
use crate::store::{credential, district, from_json, version};
use crate::{Error, HostedAssertion, PublishedDocument, Service};

/// What is answered where a district does not offer them.
const NOT_OFFERED: Error =
    Error::NotFound { what: "badge in Open Badges 2.0: its district does not offer them" };

/// The assertion of the badge behind a share link.
///
/// # Errors
/// `NotFound`, also when the district does not offer it; `Conflict` when the badge holds no e-mail address.
pub async fn assertion(service: &Service, token: &str) -> Result<HostedAssertion, Error> {
    let db = service.backend().read();
    let row = credential::shared(db, token).await?;
    offering(district::one(db, DistrictId::from_uuid(row.district_id)).await?)?;
    let url = service.address(&format!("/c/{token}/assertion.json"));
    // The reasons are between district and teacher.
    let reason = match row.status()? {
        CredentialState::Active => None,
        CredentialState::Suspended { .. } => Some("suspended by its issuer"),
        CredentialState::Revoked { .. } => Some("revoked by its issuer"),
    };
    let max_age = service.settings().status_ttl;
    if let Some(reason) = reason {
        let gone = published(&issuer::revoked_assertion(&url, reason));
        return Ok(HostedAssertion { document: PublishedDocument { max_age, ..gone }, is_gone: true });
    }
    let badge: Value = from_json(&row.signed, "credential")?;
    let assertion = issuer::hosted_assertion(&badge, &url).map_err(none)?;
    Ok(HostedAssertion { document: PublishedDocument { max_age, ..published(&assertion) }, is_gone: false })
}

/// The badge class of a published version.
///
/// # Errors
/// `NotFound`, also when the district does not offer it.
pub async fn badge_class(service: &Service, slug: &str, id: Uuid) -> Result<PublishedDocument, Error> {
    let db = service.backend().read();
    let district = offering(district::by_slug(db, slug).await?)?;
    let version = version::one(db, district.typed_id(), id).await?;
    if version.published_at.is_none() {
        return Err(Error::NotFound { what: "micro-credential" });
    }
    let identity = Identity::of(service, &district)?;
    let achievement = format!("{}/achievements/{id}", identity.url);
    let image = issuer::image_address(&achievement);
    let class =
        issuer::hosted_badge_class(&version.definition()?, &achievement, &image, &identity.issuer(&district));
    Ok(published(&class))
}

/// The district as an issuer.
///
/// # Errors
/// `NotFound`, also when the district does not offer it.
pub async fn issuer(service: &Service, slug: &str) -> Result<PublishedDocument, Error> {
    let district = offering(district::by_slug(service.backend().read(), slug).await?)?;
    let identity = Identity::of(service, &district)?;
    Ok(published(&issuer::hosted_issuer(&identity.issuer(&district)).map_err(none)?))
}

fn offering(district: district::Model) -> Result<district::Model, Error> {
    if district.rules()?.open_badges_2 { Ok(district) } else { Err(NOT_OFFERED) }
}

fn none(why: NoHostedTwin) -> Error {
    match why {
        NoHostedTwin::NoEmail | NoHostedTwin::NoIssuerEmail => Error::Conflict { why: why.to_string() },
        other => Error::internal(other),
    }
}
