//! Status lists: a random free bit for each credential, and a new signature when bits change.

use openbadges::{StatusList, StatusPurpose};
use program::DistrictId;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, Set};

use super::issuing::Identity;
use super::refusals::not_signed;
use crate::status_board::Posted;
use crate::store::{Tx, district, status_list};
use crate::world::TOLERANCE;
use crate::{Error, Service};

/// Bits of a list: the least that the standard allows, 16 kB (Bitstring Status List §3.1).
const BITS: i32 = 131_072;
/// How long a signed list may be believed, in seconds. One that is older was kept back by somebody.
const BELIEVED_FOR: i64 = 7 * 24 * 3600;
/// How old a signature may become, in seconds, although nothing changed.
pub(crate) const SIGNED_AGAIN_AFTER: i64 = 24 * 3600;

/// A bit that nobody else has.
pub(crate) struct Slot {
    /// The list's number in the district.
    pub(crate) number: i32,
    /// The bit.
    pub(crate) index: i32,
    /// The list's address.
    pub(super) url: String,
    /// The signed list as it is now.
    pub(super) list: String,
}

/// Finds a bit that is free, in a list that is signed and fresh. It is not reserved: `store::status_list::take` does that, in the transaction in
/// which it is given away.
pub(super) async fn find(service: &Service, district: &district::Model) -> Result<Slot, Error> {
    let (db, id) = (service.backend().read(), district.typed_id());
    let list = match status_list::newest(db, id, StatusPurpose::Revocation).await? {
        Some(list) if list.used < list.bits / 2 && is_current(service, &list) => list,
        _ => {
            let tx = service.backend().begin().await?;
            let list = current(service, &tx, district, StatusPurpose::Revocation).await?;
            tx.commit().await?;
            list
        }
    };
    let index = free(service, db, id, &list).await?;
    Ok(Slot { number: list.number, index, url: url(service, district, list.number), list: list.signed })
}

/// A random bit that nobody has.
async fn free(
    service: &Service,
    db: &impl ConnectionTrait,
    id: DistrictId,
    list: &status_list::Model,
) -> Result<i32, Error> {
    let bits = u32::try_from(list.bits).map_err(Error::internal)?;
    loop {
        let index = i32::try_from(service.world().random_below(bits)?).map_err(Error::internal)?;
        if !status_list::is_taken(db, id, list.number, index).await? {
            return Ok(index);
        }
    }
}

/// Reserves a bit: random, so that neighbors tell nothing about each other, and unique by constraint.
/// When the newest list is half full a new one is begun, so that chance finds a free bit quickly.
pub(super) async fn reserve(service: &Service, tx: &Tx, district: &district::Model) -> Result<Slot, Error> {
    reserve_for(service, tx, district, StatusPurpose::Revocation).await
}

/// As [`reserve`], in a list for another purpose too.
pub(crate) async fn reserve_for(
    service: &Service,
    tx: &Tx,
    district: &district::Model,
    purpose: StatusPurpose,
) -> Result<Slot, Error> {
    let id = district.typed_id();
    let list = current(service, tx, district, purpose).await?;
    let index = free(service, &**tx, id, &list).await?;
    let active = status_list::ActiveModel {
        district_id: Set(list.district_id),
        number: Set(list.number),
        used: Set(list.used + 1),
        ..Default::default()
    };
    active.update(&**tx).await?;
    Ok(Slot { number: list.number, index, url: url(service, district, list.number), list: list.signed })
}

/// The list in which bits are given now; its row is locked.
async fn current(
    service: &Service,
    tx: &Tx,
    district: &district::Model,
    purpose: StatusPurpose,
) -> Result<status_list::Model, Error> {
    let id = district.typed_id();
    // The district before the list, here and wherever both are locked: no two can wait for each other.
    district::lock(tx, id).await?;
    match status_list::lock_newest(tx, id, purpose).await? {
        Some(list) if list.used < list.bits / 2 => refreshed(service, tx, district, list).await,
        _ => begin(service, tx, district, status_list::next_number(tx, id).await?, purpose).await,
    }
}

/// The address of a list.
pub(crate) fn url(service: &Service, district: &district::Model, number: i32) -> String {
    service.address(&format!("/issuers/{}/status/{number}", district.slug))
}

async fn begin(
    service: &Service,
    tx: &Tx,
    district: &district::Model,
    number: i32,
    purpose: StatusPurpose,
) -> Result<status_list::Model, Error> {
    let mut row = status_list::Model {
        district_id: district.id,
        number,
        bits: BITS,
        used: 0,
        changes: 0,
        signed_changes: 0,
        signed: String::new(),
        signed_at: service.now().unix(),
        purpose: status_list::purpose_column(purpose),
    };
    row.signed = sign(service, district, &row, Vec::new()).await?;
    status_list::Entity::insert(row.clone().into_active_model()).exec_without_returning(&**tx).await?;
    Ok(row)
}

/// Off the threads that answer requests.
async fn sign(
    service: &Service,
    district: &district::Model,
    row: &status_list::Model,
    set: Vec<i32>,
) -> Result<String, Error> {
    let (district, row) = (district.clone(), row.clone());
    service.compute(move |service| signed(service, &district, &row, &set)).await?
}

fn signed(
    service: &Service,
    district: &district::Model,
    row: &status_list::Model,
    set: &[i32],
) -> Result<String, Error> {
    let mut list = StatusList::new(usize::try_from(row.bits).map_err(Error::internal)?);
    for index in set {
        list.set(usize::try_from(*index).map_err(Error::internal)?, true).map_err(Error::internal)?;
    }
    let identity = Identity::of(service, district)?;
    let now = service.now();
    let ttl = u64::from(service.settings().status_ttl) * 1000;
    let keys = service.signing_keys(&district.slug)?;
    let list = issuer::PurposeList {
        url: &url(service, district, row.number),
        purpose: row.purpose()?.as_str(),
        bits: &list,
        valid_from: now,
        valid_until: now.plus_seconds(BELIEVED_FOR),
        ttl_ms: ttl,
    };
    let signed = issuer::district_list(&identity.issuer(district), &list, &keys)
        .map_err(|error| not_signed("status list", &error))?;
    Ok(signed.as_str().to_owned())
}

/// Whether the signature shows the list as it is, and is fresh.
pub(crate) fn is_current(service: &Service, list: &status_list::Model) -> bool {
    is_fresh(service, &list.into())
}

/// As [`is_current`], without the text.
pub(crate) fn is_fresh(service: &Service, list: &status_list::Line) -> bool {
    let age = service.now().unix() - list.signed_at;
    // A list that is dated in the future was signed by a wrong clock, and nobody believes it yet.
    list.changes == list.signed_changes && (-TOLERANCE..SIGNED_AGAIN_AFTER).contains(&age)
}

/// Signs the list anew if it changed or its signature is old. The row is locked.
async fn refreshed(
    service: &Service,
    tx: &Tx,
    district: &district::Model,
    mut list: status_list::Model,
) -> Result<status_list::Model, Error> {
    if is_current(service, &list) {
        return Ok(list);
    }
    let set = status_list::set_bits(&**tx, district.typed_id(), list.number).await?;
    list.signed = sign(service, district, &list, set).await?;
    list.signed_changes = list.changes;
    list.signed_at = service.now().unix();
    let active = status_list::ActiveModel {
        district_id: Set(list.district_id),
        number: Set(list.number),
        signed: Set(list.signed.clone()),
        signed_changes: Set(list.signed_changes),
        signed_at: Set(list.signed_at),
        ..Default::default()
    };
    active.update(&**tx).await?;
    Ok(list)
}

/// Signs a list anew if it needs it, and puts it up.
pub(crate) async fn refresh(service: &Service, id: DistrictId, number: i32) -> Result<Posted, Error> {
    let read = status_list::one(service.backend().read(), id, number).await?;
    // While the clock is wrong nothing is signed; a list that shows all bits is good enough until then.
    let is_good_enough = || service.clock_trouble().is_some() && read.changes == read.signed_changes;
    let list = if is_current(service, &read) || is_good_enough() {
        read
    } else {
        let tx = service.backend().begin().await?;
        let district = district::one(&*tx, id).await?;
        let list = status_list::lock(&tx, id, number).await?;
        let list = refreshed(service, &tx, &district, list).await?;
        tx.wake(crate::store::Topic::Lists);
        tx.commit().await?;
        tracing::info!(district.id = %id, status_list.number = number, "status list signed anew");
        list
    };
    Ok(service.board().post(id, number, list.signed, (list.signed_changes, list.signed_at)))
}
