//! The public halves of all keys, as the database knows them.

use std::collections::HashMap;

use issuer::keys::{KeyEntry, Pending};
use program::DistrictId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use uuid::Uuid;

use super::{Held, KeysError, named};
use crate::store::{Tx, district, district_key};
use crate::{Error, Service};

/// What the database knows: of each district, by its slug.
pub(crate) struct Register(HashMap<String, Known>);

struct Known {
    district: Uuid,
    /// Public halves as multibase text, and whether the key was given up.
    keys: HashMap<String, bool>,
}

impl Register {
    /// Reads it.
    pub(crate) async fn load(service: &Service) -> Result<Self, Error> {
        let db = service.backend().read();
        let mut keys: HashMap<Uuid, HashMap<String, bool>> = HashMap::new();
        for row in district_key::Entity::find().all(db).await? {
            keys.entry(row.district_id).or_default().insert(row.public_key, row.forgotten_at.is_some());
        }
        let districts = district::Entity::find().all(db).await?.into_iter();
        let known = |row: district::Model| {
            let keys = keys.remove(&row.id).unwrap_or_default();
            (row.slug, Known { district: row.id, keys })
        };
        Ok(Self(districts.map(known).collect()))
    }

    /// Whether the key was committed, and not given up since.
    pub(crate) fn has(&self, key: &Pending) -> bool {
        self.state(&key.slug, &key.public.to_multibase()) == Some(false)
    }

    /// Whether the key was given up.
    pub(crate) fn forgot(&self, key: &Pending) -> bool {
        self.state(&key.slug, &key.public.to_multibase()) == Some(true)
    }

    fn state(&self, slug: &str, public: &str) -> Option<bool> {
        self.0.get(slug)?.keys.get(public).copied()
    }

    /// Compares a file with what is known. Gives what is in the file and not known.
    fn compare(&self, service: &Service, held: &Held) -> Result<Vec<(Uuid, String)>, KeysError> {
        let path = || service.keys().path.clone();
        let in_file = |slug: &str, public: &str| {
            let is_it = |entry: &KeyEntry| entry.slug == slug && entry.public.to_multibase() == public;
            held.file.entries().any(is_it)
        };
        let mut missing = Vec::new();
        for (slug, known) in &self.0 {
            let lacking = known.keys.iter().filter(|(key, forgotten)| !**forgotten && !in_file(slug, key));
            missing.extend(lacking.map(|(key, _)| format!("{slug} {key}")));
        }
        missing.sort();
        if let Some(first) = missing.first() {
            return Err(KeysError::Missing { path: path(), first: first.clone(), count: missing.len() });
        }
        let mut without: Vec<_> = self.0.keys().filter(|slug| !held.rings.contains_key(*slug)).collect();
        without.sort();
        if let Some(slug) = without.first() {
            return Err(KeysError::NoKeys { path: path(), slug: (*slug).clone() });
        }
        let mut new = Vec::new();
        for entry in held.file.entries() {
            let Some(known) = self.0.get(&entry.slug) else { continue };
            let public = entry.public.to_multibase();
            match known.keys.get(&public) {
                Some(true) => return Err(KeysError::Forgotten { path: path(), key: named(entry) }),
                Some(false) => {}
                None => new.push((known.district, public)),
            }
        }
        Ok(new)
    }
}

/// Compares the keys that are held with those that the database knows, and has it know those that are new.
pub(crate) async fn check(service: &Service) -> Result<(), KeysError> {
    let register = Register::load(service).await.map_err(KeysError::Register)?;
    let new = {
        let held = service.keys().held.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        register.compare(service, &held)?
    };
    learn(service, new).await.map_err(KeysError::Register)
}

/// Reads the file again, as after a rotation. One that lacks a key that the database knows is not taken: the keys stay as
/// they were.
pub(crate) async fn read_again(service: &Service) -> Result<(), KeysError> {
    let reader = service.clone();
    let read = tokio::task::spawn_blocking(move || Held::read(&reader.keys().path, reader.world()));
    let held = read.await.map_err(|error| KeysError::Register(Error::internal(error)))??;
    let register = Register::load(service).await.map_err(KeysError::Register)?;
    let new = register.compare(service, &held)?;
    learn(service, new).await.map_err(KeysError::Register)?;
    service.keys().hold(held);
    Ok(())
}

async fn learn(service: &Service, new: Vec<(Uuid, String)>) -> Result<(), Error> {
    if new.is_empty() {
        return Ok(());
    }
    let tx = service.backend().begin().await?;
    for (district, public) in new {
        add(service, &tx, DistrictId::from_uuid(district), public).await?;
    }
    tx.commit().await
}

/// Notes a key of a district.
pub(crate) async fn add(service: &Service, tx: &Tx, id: DistrictId, public_key: String) -> Result<(), Error> {
    let row = district_key::Model {
        district_id: id.uuid(),
        public_key,
        seen_at: service.now().unix(),
        forgotten_at: None,
    };
    let columns = [district_key::Column::DistrictId, district_key::Column::PublicKey];
    // Two processes may see the same key for the first time.
    let same = OnConflict::columns(columns).update_column(district_key::Column::PublicKey).to_owned();
    district_key::Entity::insert(row.into_active_model())
        .on_conflict(same)
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Notes that a key was given up.
pub(crate) async fn forget(
    service: &Service,
    tx: &Tx,
    id: DistrictId,
    public_key: String,
) -> Result<(), Error> {
    let found = district_key::Entity::find_by_id((id.uuid(), public_key)).one(&**tx).await?;
    let Some(found) = found else { return Err(Error::NotFound { what: "key of this district" }) };
    let active = district_key::ActiveModel {
        district_id: Set(found.district_id),
        public_key: Set(found.public_key),
        forgotten_at: Set(Some(service.now().unix())),
        ..Default::default()
    };
    active.update(&**tx).await?;
    Ok(())
}
