//! An instance of the VC API for conformance runs: no database, no sign-in, keys and status in memory only.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use issuer::KeyRing;
use openbadges::{Algorithm, Budget, SecretKey, StatusList, StatusPurpose};
use serde_json::Value;
use verifier::{Evidence, Need, Unavailable};

use super::issue::{self, Signatory};
use super::status::Place;
use super::{IssueRequest, StatusRequest, Verification, VerifyRequest};
use crate::verify::{Gate, Sources};
use crate::{Error, Fetcher, World};

/// How many bits a list gives away before chance takes long to find a free one.
const MOST_ENTRIES: usize = StatusList::MINIMUM / 2;
/// How long a signed list may be believed, in seconds.
const BELIEVED_FOR: i64 = 24 * 3600;
/// How long a reader may keep a list, in milliseconds: not at all, so that a change shows at once.
const KEPT_FOR: u64 = 1;

/// A running instance: signs with three keys made when it starts.
#[derive(Debug)]
pub struct Instance {
    base: String,
    world: World,
    fetcher: Fetcher,
    signers: Vec<Signer>,
    lists: Mutex<Vec<List>>,
    gate: Gate,
}

#[derive(Debug)]
struct Signer {
    algorithm: Algorithm,
    did: String,
    keys: KeyRing,
}

/// The list of one signer for one purpose.
#[derive(Debug)]
struct List {
    signer: String,
    purpose: StatusPurpose,
    /// The bit of each credential, by its id.
    entries: HashMap<String, usize>,
    taken: HashSet<usize>,
    bits: StatusList,
}

impl Instance {
    /// An instance with fresh keys, reached at `base`, an address without a slash at the end.
    ///
    /// # Errors
    /// `Internal` without a random source or a TLS client.
    pub fn new(base: impl Into<String>, world: World) -> Result<Self, Error> {
        let signer = |algorithm| -> Result<Signer, Error> {
            let key = SecretKey::generate(algorithm, world.random()?);
            let did = key.public().did_key();
            Ok(Signer { algorithm, did, keys: KeyRing::new(key, Vec::new()) })
        };
        let signers = [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384].map(signer);
        Ok(Self {
            base: base.into(),
            // It serves its own lists on this machine, and so do those whom it is tested with.
            fetcher: Fetcher::new(true).map_err(Error::internal)?,
            signers: signers.into_iter().collect::<Result<_, _>>()?,
            lists: Mutex::default(),
            gate: Gate::default(),
            world,
        })
    }

    /// The DID that it signs for with a key of this kind.
    pub fn did(&self, algorithm: Algorithm) -> Option<&str> {
        self.signers.iter().find(|signer| signer.algorithm == algorithm).map(|signer| signer.did.as_str())
    }

    /// `POST /credentials/issue`: checks a credential, adds status when that is asked for, and signs it.
    ///
    /// # Errors
    /// `Invalid`, naming every member that is wrong.
    pub async fn issue(&self, request: IssueRequest) -> Result<Value, Error> {
        issue::check(&self.fetcher, &request.credential).await?;
        let signer = self.signer(issue::issuer_of(&request.credential))?;
        let signatory = Signatory { did: &signer.did, keys: &signer.keys };
        issue::suites(&request, signatory)?;
        let places = self.places(signer, &request)?;
        let now = self.world.now();
        issue::secure(&request, &places, signatory, now, &self.world)?.accepted(&Evidence::new(), now)
    }

    fn signer(&self, issuer: Option<&str>) -> Result<&Signer, Error> {
        let found = self.signers.iter().find(|signer| Some(signer.did.as_str()) == issuer);
        found.ok_or_else(|| {
            let dids: Vec<&str> = self.signers.iter().map(|signer| signer.did.as_str()).collect();
            Error::invalid("/credential/issuer", format!("`issuer` must be one of {}", dids.join(", ")))
        })
    }

    fn places(&self, signer: &Signer, request: &IssueRequest) -> Result<Vec<Place>, Error> {
        let id = request.credential.get("id").and_then(Value::as_str).map(str::to_owned);
        let id = request.credential_id.clone().or(id);
        let id = id.unwrap_or_else(|| format!("urn:uuid:{}", self.world.id()));
        let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        let place = |purpose: &StatusPurpose| {
            let (number, list) = list_of(&mut lists, &signer.did, *purpose)?;
            let index = list.reserve(&id, &self.world)?;
            Ok(Place { purpose: *purpose, list: format!("{}/status/{number}", self.base), index })
        };
        request.purposes.iter().map(place).collect()
    }

    /// `POST /credentials/status`: sets or clears bits of a credential that this instance gave a status.
    ///
    /// # Errors
    /// `NotFound` when it gave none of that purpose to a credential of that id.
    pub fn set_status(&self, request: &StatusRequest) -> Result<(), Error> {
        let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        let found = |list: &List, purpose| {
            if list.purpose == purpose { list.entries.get(&request.credential_id).copied() } else { None }
        };
        let missing = |purpose| !lists.iter().any(|list| found(list, purpose).is_some());
        if request.changes.iter().any(|change| missing(change.purpose)) {
            return Err(Error::NotFound { what: "status of this credential" });
        }
        for change in &request.changes {
            for list in lists.iter_mut() {
                if let Some(index) = found(list, change.purpose) {
                    list.bits.set(index, change.set).map_err(Error::internal)?;
                }
            }
        }
        Ok(())
    }

    /// The signed status list of a number, as it is now.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn status_list(&self, number: usize) -> Result<String, Error> {
        let missing = || Error::NotFound { what: "status list" };
        let (purpose, did, bits) = {
            let lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
            let list = number.checked_sub(1).and_then(|index| lists.get(index)).ok_or_else(missing)?;
            (list.purpose, list.signer.clone(), list.bits.clone())
        };
        let signer = self.signer(Some(&did))?;
        let now = self.world.now();
        let list = issuer::PurposeList {
            url: &format!("{}/status/{number}", self.base),
            purpose: purpose.as_str(),
            bits: &bits,
            valid_from: now,
            valid_until: now.plus_seconds(BELIEVED_FOR),
            ttl_ms: KEPT_FOR,
        };
        let credential = issuer::purpose_list(&did, &list, &signer.keys).map_err(Error::internal)?;
        Ok(credential.as_str().to_owned())
    }

    /// `POST /credentials/verify` and `POST /presentations/verify`.
    ///
    /// # Errors
    /// Only a fault of ours: whatever is wrong with the document is in the answer.
    pub async fn verify(&self, request: VerifyRequest) -> Result<Verification, Error> {
        super::verification::verified(self, request, self.world.now()).await
    }
}

impl Sources for Instance {
    type Error = Error;

    async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        self.gate.run(work).await
    }

    /// Its own lists are at hand; everything else is fetched.
    async fn answer(&self, need: &Need, budget: &Budget) -> Result<Result<String, Unavailable>, Error> {
        if let Need::StatusList(url) = need
            && let Some(number) = url.strip_prefix(&format!("{}/status/", self.base))
        {
            let list = number.parse().ok().and_then(|number| self.status_list(number).ok());
            return Ok(list.ok_or_else(|| Unavailable::new("there is no such list")));
        }
        Ok(crate::verify::fetch(&self.fetcher, need, budget).await)
    }
}

/// The list of a signer and purpose, with its number; begun when there is none.
fn list_of<'a>(
    lists: &'a mut Vec<List>,
    did: &str,
    purpose: StatusPurpose,
) -> Result<(usize, &'a mut List), Error> {
    let known = lists.iter().position(|list| list.signer == did && list.purpose == purpose);
    let index = known.unwrap_or(lists.len());
    if known.is_none() {
        let bits = StatusList::new(StatusList::MINIMUM);
        lists.push(List {
            signer: did.to_owned(),
            purpose,
            entries: HashMap::new(),
            taken: HashSet::new(),
            bits,
        });
    }
    let list = lists.get_mut(index).ok_or_else(|| Error::internal("a status list went missing"))?;
    Ok((index + 1, list))
}

impl List {
    /// The bit of a credential: the one it has, or a free one by chance.
    fn reserve(&mut self, id: &str, world: &World) -> Result<usize, Error> {
        if let Some(index) = self.entries.get(id) {
            return Ok(*index);
        }
        if self.entries.len() >= MOST_ENTRIES {
            return Err(Error::Conflict {
                why: "the status list of this run is full; start another".to_owned(),
            });
        }
        let bound = u32::try_from(StatusList::MINIMUM).map_err(Error::internal)?;
        let index = loop {
            let index = usize::try_from(world.random_below(bound)?).map_err(Error::internal)?;
            if self.taken.insert(index) {
                break index;
            }
        };
        self.entries.insert(id.to_owned(), index);
        Ok(index)
    }
}
