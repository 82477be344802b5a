//! New keys, and keys that are given up.
//!
//! ```text
//! pend: the new key is in the file, and waits ─► commit: database and log know it ─► activate: it signs
//! ```
//!
//! A process that ends before the commit leaves a key that nobody knows: it is taken out again. One that ends after it leaves
//! a key that the log names: it is used. Both are done by whoever changes or opens the file next.

use std::fs::File;

use issuer::keys::Pending;
use openbadges::Algorithm;
use zeroize::Zeroizing;

use super::{Held, KeysError, disk, register};
use crate::{Error, Service};

/// The right to change the key file, which one process has at a time.
pub(crate) struct Change {
    _alone: File,
}

impl Change {
    /// Waits for its turn, and finishes what others left half done.
    pub(crate) async fn begin(service: &Service) -> Result<Self, Error> {
        let alone = blocking(service, |service| disk::alone(&service.keys().path)).await?;
        let change = Self { _alone: alone };
        change.recover(service).await?;
        Ok(change)
    }

    /// Makes a key of each of the kinds for a district. They wait in the file until they are activated.
    pub(crate) async fn pend(
        &self,
        service: &Service,
        slug: &str,
        kinds: Vec<Algorithm>,
    ) -> Result<Vec<Pending>, Error> {
        let slug = slug.to_owned();
        // Finding the primes of RSA takes a while, and the file waits for the disk.
        blocking(service, move |service| {
            let (path, world) = (&service.keys().path, service.world());
            let mut text = disk::read_text(path)?;
            let mut pending = Vec::with_capacity(kinds.len());
            for kind in kinds {
                let seed = Zeroizing::new(world.random::<32>().map_err(KeysError::Random)?);
                let date = world.now().date();
                let (changed, public) = issuer::keys::pend(&text, &slug, kind, *seed, &date)
                    .map_err(|error| KeysError::Malformed { path: path.clone(), error })?;
                text = changed;
                pending.push(Pending { slug: slug.clone(), public });
            }
            if !pending.is_empty() {
                disk::replace(path, &text)?;
            }
            Ok(pending)
        })
        .await
    }

    /// Has keys that wait sign from now on. The district's earlier keys of their kinds go on verifying, without secrets.
    pub(crate) async fn activate(&self, service: &Service, keys: Vec<Pending>) -> Result<(), Error> {
        self.edit(service, keys, issuer::keys::activate).await
    }

    /// Has keys that wait sign when they were committed. When they were not, or nobody can tell, it is looked up.
    pub(crate) async fn settle(
        self,
        service: &Service,
        keys: Vec<Pending>,
        committed: Result<(), Error>,
    ) -> Result<(), Error> {
        let Err(error) = committed else { return self.activate(service, keys).await };
        if let Err(later) = self.recover(service).await {
            tracing::warn!(error = %later, "keys that were not committed stay in the key file, unused, for now");
        }
        Err(error)
    }

    /// Takes keys out of the file.
    pub(crate) async fn remove(&self, service: &Service, keys: Vec<Pending>) -> Result<(), Error> {
        self.edit(service, keys, issuer::keys::remove).await
    }

    /// Whether a district signs with this key.
    pub(crate) async fn signs(&self, service: &Service, key: Pending) -> Result<bool, Error> {
        blocking(service, move |service| {
            let text = disk::read_text(&service.keys().path)?;
            let file = super::parsed(&service.keys().path, &text)?;
            Ok(file.entries().any(|entry| entry.signs && entry.public == key.public))
        })
        .await
    }

    /// What a process that ended left behind: keys that wait are used when the database knows them and given up when it does
    /// not, and keys that were given up are taken out.
    async fn recover(&self, service: &Service) -> Result<(), Error> {
        let (waiting, entries) = blocking(service, |service| {
            let path = &service.keys().path;
            let text = disk::read_text(path)?;
            let malformed = |error| KeysError::Malformed { path: path.clone(), error };
            let entries: Vec<_> = super::parsed(path, &text)?.entries().cloned().collect();
            Ok((issuer::keys::pending(&text).map_err(malformed)?, entries))
        })
        .await?;
        let known = register::Register::load(service).await?;
        let (used, given_up): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|key| known.has(key));
        let forgotten = entries
            .into_iter()
            .map(|entry| Pending { slug: entry.slug, public: entry.public })
            .filter(|key| known.forgot(key));
        let out: Vec<_> = given_up.into_iter().chain(forgotten).collect();
        if !used.is_empty() {
            tracing::warn!(keys = used.len(), "new keys that were committed and not yet used are used now");
            self.activate(service, used).await?;
        }
        if !out.is_empty() {
            tracing::warn!(
                keys = out.len(),
                "keys that were never committed or were given up are taken out of the key file"
            );
            self.remove(service, out).await?;
        }
        Ok(())
    }

    async fn edit(
        &self,
        service: &Service,
        keys: Vec<Pending>,
        edit: fn(&str, &Pending) -> Result<Zeroizing<String>, issuer::keys::KeyFileError>,
    ) -> Result<(), Error> {
        blocking(service, move |service| {
            let own = service.keys();
            let mut text = disk::read_text(&own.path)?;
            for key in &keys {
                text = edit(&text, key)
                    .map_err(|error| KeysError::Malformed { path: own.path.clone(), error })?;
            }
            let held = Held::tested(&own.path, &text, service.world())?;
            disk::replace(&own.path, &text)?;
            own.hold(held);
            Ok(())
        })
        .await
    }
}

/// Finishes what a process left half done, unless another one is changing the file just now.
pub(crate) async fn recover(service: &Service) -> Result<(), Error> {
    let alone = blocking(service, |service| disk::alone_at_once(&service.keys().path)).await?;
    match alone {
        Some(alone) => Change { _alone: alone }.recover(service).await,
        None => Ok(()),
    }
}

/// Off the async threads: the file waits for the disk, or for another process.
async fn blocking<T: Send + 'static>(
    service: &Service,
    work: impl FnOnce(&Service) -> Result<T, KeysError> + Send + 'static,
) -> Result<T, Error> {
    let service = service.clone();
    tokio::task::spawn_blocking(move || work(&service)).await.map_err(Error::internal)?.map_err(|error| {
        match error {
            KeysError::Register(error) => error,
            other => Error::internal(other),
        }
    })
}
