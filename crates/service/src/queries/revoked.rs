//! The 1EdTech revocation list, kept as long as nothing of it changes.

use std::sync::Arc;

use issuer::RevokedCredential;
use quick_cache::sync::Cache;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::published::published;
use crate::commands::Identity;
use crate::store::{credential, district, status_list};
use crate::{Error, PublishedDocument, Service};

/// Lists that are kept at once.
const LISTS: usize = 64;

/// A district, the changes of all its status lists, and the minute.
type Key = (Uuid, i64, i64);

/// The lists that are kept.
#[derive(Debug)]
pub(crate) struct RevocationLists(Cache<Key, Arc<PublishedDocument>>);

impl Default for RevocationLists {
    fn default() -> Self {
        Self(Cache::new(LISTS))
    }
}

/// The 1EdTech revocation list, for verifiers that do not read bitstring lists. Suspended badges are in it
/// too: they are not valid.
///
/// # Errors
/// `NotFound`.
pub(super) async fn list(service: &Service, slug: &str) -> Result<PublishedDocument, Error> {
    let district = district::by_slug(service.backend().read(), slug).await?;
    let changes = status_list::changes(service.backend().read(), district.typed_id()).await?;
    let key = (district.id, changes, service.now().unix().div_euclid(60));
    let kept = &service.revocation_lists().0;
    let found =
        kept.get_or_insert_async(&key, async { made(service, &district).await.map(Arc::new) }).await?;
    Ok(PublishedDocument::clone(&found))
}

async fn made(service: &Service, district: &district::Model) -> Result<PublishedDocument, Error> {
    let identity = Identity::of(service, district)?;
    let ids: Vec<String> = credential::Entity::find()
        .select_only()
        .column(credential::Column::CredentialId)
        .filter(credential::Column::DistrictId.eq(district.id))
        .filter(credential::Column::State.ne("active"))
        .order_by_asc(credential::Column::Id)
        .into_tuple()
        .all(service.backend().read())
        .await?;
    // The reasons are between district and teacher.
    let revoked: Vec<_> = ids.iter().map(|id| RevokedCredential { id, reason: None }).collect();
    let address = format!("{}/revocations", identity.url);
    let document = issuer::revocation_list(&identity.issuer(district), &address, &revoked);
    Ok(PublishedDocument { max_age: service.settings().status_ttl, ..published(&document) })
}
