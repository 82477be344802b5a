//! The public keys of a district.

use openbadges::did;
use program::Role;

use crate::commands::Identity;
use crate::store::district;
use crate::{Actor, Error, KeyView, Scope, Service};

/// The keys, in the order of the key file: of each kind, the first signs and the others only verify.
///
/// # Errors
/// `Forbidden`, or `Conflict` when there is none.
pub async fn list(service: &Service, actor: &Actor) -> Result<Vec<KeyView>, Error> {
    let id = actor.demand(Scope::KeysRead, &[Role::ProgramManager])?;
    let district = district::one(service.backend().read(), id).await?;
    let did = Identity::of(service, &district)?.did;
    // A key that another process added shows too.
    service.keys().ring(&district.slug, service.world())?;
    let entries = service.keys().entries(&district.slug).into_iter();
    Ok(entries
        .map(|entry| {
            let multibase = entry.public.to_multibase();
            KeyView {
                verification_method: did::method_of(&did, &entry.public),
                public_key_multibase: multibase,
                algorithm: issuer::keys::algorithm_name(entry.public.algorithm()),
                signs: entry.signs,
                created: entry.date,
            }
        })
        .collect())
}
