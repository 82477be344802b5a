//! What an endorsement is about.

use openbadges::Iri;
use program::DistrictId;
use uuid::Uuid;

use super::super::issuing::Identity;
use crate::store::{credential, district, version};
use crate::{Error, Service};

/// The longest id that is taken, in bytes.
const LONGEST: usize = 2_000;

/// What is endorsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Subject {
    /// Its id, as the endorsement names it.
    pub(super) id: String,
    /// `profile`, `achievement` or `credential`; `other` for what is not of this service.
    pub(super) kind: &'static str,
    /// Its name, when it is known here.
    pub(super) name: Option<String>,
    /// Where it belongs in this service.
    pub(super) home: Option<Home>,
}

/// The district whose it is, and what it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Home {
    /// The district.
    pub(super) district: DistrictId,
    /// The version of a micro-credential.
    pub(super) version: Option<Uuid>,
    /// The badge.
    pub(super) credential: Option<Uuid>,
}

/// Finds what an id or an address means. The page of a district stands for the district's id, and the share link of a badge is
/// the badge's id.
///
/// # Errors
/// `Invalid` for what is no id, and for addresses of this service at which there is nothing that can be endorsed.
pub(super) async fn find(service: &Service, about: &str) -> Result<Subject, Error> {
    let about = about.trim();
    let fault = |message: &str| Error::invalid("/about", message);
    if about.is_empty() {
        return Err(fault("give the id or the address of what is endorsed"));
    }
    if about.len() > LONGEST {
        return Err(fault("is too long to be an id"));
    }
    let missing = || fault("there is nothing at this address that can be endorsed");
    let found = if let Some(path) = about.strip_prefix(&service.address("/issuers/")) {
        of_issuer(service, path.trim_end_matches('/')).await
    } else if let Some(slug) = crate::verify::own_slug(service, about)? {
        issuer(service, &slug).await
    } else if let Some(token) = about.strip_prefix(&service.address("/c/")) {
        badge(service, token).await
    } else {
        return elsewhere(about).ok_or_else(|| {
            fault("give an address that begins with https://, or an id that begins with did: or urn:")
        });
    };
    found.map_err(|error| if matches!(error, Error::NotFound { .. }) { missing() } else { error })
}

async fn of_issuer(service: &Service, path: &str) -> Result<Subject, Error> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    match path.split_once('/') {
        None => issuer(service, path).await,
        Some((slug, rest)) => {
            let version = rest.strip_prefix("achievements/").and_then(|id| Uuid::parse_str(id).ok());
            achievement(service, slug, version.ok_or(Error::NotFound { what: "achievement" })?).await
        }
    }
}

async fn issuer(service: &Service, slug: &str) -> Result<Subject, Error> {
    let row = district::by_slug(service.backend().read(), slug).await?;
    let home = Home { district: row.typed_id(), version: None, credential: None };
    let id = Identity::of(service, &row)?.did;
    Ok(Subject { id, kind: "profile", name: Some(row.name), home: Some(home) })
}

async fn achievement(service: &Service, slug: &str, id: Uuid) -> Result<Subject, Error> {
    let db = service.backend().read();
    let district = district::by_slug(db, slug).await?;
    let row = version::one(db, district.typed_id(), id).await?;
    if row.published_at.is_none() {
        return Err(Error::NotFound { what: "achievement" });
    }
    let home = Home { district: district.typed_id(), version: Some(id), credential: None };
    let name = row.definition()?.title;
    let id = format!("{}/achievements/{id}", Identity::of(service, &district)?.url);
    Ok(Subject { id, kind: "achievement", name: Some(name), home: Some(home) })
}

async fn badge(service: &Service, token: &str) -> Result<Subject, Error> {
    let token = token.split(['?', '#', '/']).next().unwrap_or_default();
    let row = credential::shared(service.backend().read(), token).await?;
    let home =
        Home { district: DistrictId::from_uuid(row.district_id), version: None, credential: Some(row.id) };
    let name = format!("{}, {}", row.title, row.recipient_name);
    Ok(Subject { id: row.credential_id, kind: "credential", name: Some(name), home: Some(home) })
}

/// Something of another service: its id is taken as it is given.
fn elsewhere(about: &str) -> Option<Subject> {
    let known = ["https://", "did:", "urn:"].into_iter().any(|scheme| about.starts_with(scheme));
    let id = Iri::new(about).ok().filter(|_| known)?;
    Some(Subject { id: id.as_str().to_owned(), kind: "other", name: None, home: None })
}
