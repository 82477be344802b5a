//! Pages of a listing: the cursor is the id of the last entry, opaque to clients.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use crate::{Error, Page};

/// How many entries a page has when nothing is said.
const USUAL: u32 = 50;
/// How many at the most.
const MOST: u32 = 200;

/// How many entries are asked for.
pub(crate) fn limit(asked: Option<u32>) -> Result<u64, Error> {
    match asked.unwrap_or(USUAL) {
        limit @ 1..=MOST => Ok(u64::from(limit)),
        _ => Err(Error::invalid("/limit", format!("give a number from 1 to {MOST}"))),
    }
}

/// The id a cursor stands for.
pub(crate) fn read(cursor: Option<&str>) -> Result<Option<Uuid>, Error> {
    let Some(cursor) = cursor else { return Ok(None) };
    URL_SAFE_NO_PAD
        .decode(cursor)
        .ok()
        .and_then(|bytes| Uuid::from_slice(&bytes).ok())
        .map(Some)
        .ok_or_else(|| Error::invalid("/cursor", "this is not a cursor that a page before gave as `next`"))
}

/// Makes a page of one entry more than asked for, which tells whether another page follows.
pub(crate) fn page<M, T>(
    mut rows: Vec<M>,
    limit: u64,
    id: impl Fn(&M) -> Uuid,
    view: impl FnMut(M) -> Result<T, Error>,
) -> Result<Page<T>, Error> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| URL_SAFE_NO_PAD.encode(id(row)));
    Ok(Page { items: rows.into_iter().map(view).collect::<Result<_, _>>()?, next })
}
