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
    of(service, &district::one(service.backend().read(), id).await?)
}

/// The keys of any district: they are public, as in its DID document. None while the operator has made none.
///
/// # Errors
/// `NotFound`.
pub async fn public(service: &Service, slug: &str) -> Result<Vec<KeyView>, Error> {
    match of(service, &district::by_slug(service.backend().read(), slug).await?) {
        Err(Error::Conflict { .. }) => Ok(Vec::new()),
        keys => keys,
    }
}

fn of(service: &Service, district: &district::Model) -> Result<Vec<KeyView>, Error> {
    let did = Identity::of(service, district)?.did;
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
