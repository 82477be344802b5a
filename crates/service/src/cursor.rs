//! Pages of a listing. A cursor is the id of a row and the direction from it, opaque to clients.
//!
//! A listing is ordered by id, or by a key and then by id, so a page begins where the one before ended whatever was added in
//! the meantime.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sea_orm::sea_query::{Condition, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select, Value};
use uuid::Uuid;

use crate::{Error, Page};

/// How many entries a page has when nothing is said.
const USUAL: u32 = 50;
/// How many at the most.
const MOST: u32 = 200;
/// Begins the bytes of a cursor that leads to the page before.
const BACKWARD: u8 = b'<';

/// Where a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the beginning.
    First,
    /// Behind this row.
    After(Uuid),
    /// It ends before this row.
    Before(Uuid),
}

impl Place {
    fn read(cursor: Option<&str>) -> Option<Self> {
        let Some(cursor) = cursor else { return Some(Self::First) };
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        match bytes.split_first() {
            Some((&BACKWARD, id)) if id.len() == 16 => Uuid::from_slice(id).ok().map(Self::Before),
            _ => Uuid::from_slice(&bytes).ok().map(Self::After),
        }
    }

    fn text(self) -> Option<String> {
        match self {
            Self::First => None,
            Self::After(id) => Some(URL_SAFE_NO_PAD.encode(id)),
            Self::Before(id) => {
                Some(URL_SAFE_NO_PAD.encode([&[BACKWARD], id.as_bytes().as_slice()].concat()))
            }
        }
    }
}

/// How many entries are asked for, of a listing that has cursors of its own.
///
/// # Errors
/// `Invalid`.
pub(crate) fn limit(asked: Option<u32>) -> Result<u64, Error> {
    Window::ascending(None, asked).map(|window| window.limit)
}

/// Which part of a listing is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Window {
    place: Place,
    limit: u64,
    order: Order,
}

impl Window {
    /// The smallest first: of ids, the oldest.
    ///
    /// # Errors
    /// `Invalid`, naming each parameter that is wrong.
    pub(crate) fn ascending(cursor: Option<&str>, limit: Option<u32>) -> Result<Self, Error> {
        Self::read(cursor, limit, Order::Asc)
    }

    /// The greatest first: of ids, the newest.
    ///
    /// # Errors
    /// As [`ascending`](Self::ascending).
    pub(crate) fn descending(cursor: Option<&str>, limit: Option<u32>) -> Result<Self, Error> {
        Self::read(cursor, limit, Order::Desc)
    }

    fn read(cursor: Option<&str>, limit: Option<u32>, order: Order) -> Result<Self, Error> {
        let mut faults = Vec::new();
        let mut wrong = |pointer: &str, message: String| {
            faults.push(crate::Fault { pointer: pointer.to_owned(), message });
        };
        let limit = limit.unwrap_or(USUAL);
        if !(1..=MOST).contains(&limit) {
            wrong("/limit", format!("give a number from 1 to {MOST}"));
        }
        let place = Place::read(cursor);
        if place.is_none() {
            wrong(
                "/cursor",
                "this is not a cursor that another page gave as `next` or `previous`".to_owned(),
            );
        }
        crate::error::check(faults)?;
        Ok(Self { place: place.unwrap_or(Place::First), limit: u64::from(limit), order })
    }

    /// The row that the cursor names. Whoever orders by a key looks the key up.
    pub(crate) fn anchor(&self) -> Option<Uuid> {
        match self.place {
            Place::First => None,
            Place::After(id) | Place::Before(id) => Some(id),
        }
    }

    /// The rows of the page and one more, ordered by id.
    pub(crate) fn by_id<E: EntityTrait>(&self, select: Select<E>, id: E::Column) -> Select<E> {
        let select = match self.anchor() {
            Some(anchor) => select.filter(self.beyond(id, anchor)),
            None => select,
        };
        select.order_by(id, self.direction()).limit(self.limit + 1)
    }

    /// The rows of the page and one more, ordered by a key and then by id; `found` is the key of the
    /// [`anchor`](Self::anchor).
    ///
    /// # Errors
    /// `Invalid` when the cursor names a row that is not there.
    pub(crate) fn by_key<E: EntityTrait>(
        &self,
        select: Select<E>,
        (key, id): (E::Column, E::Column),
        found: Option<Value>,
    ) -> Result<Select<E>, Error> {
        let select = match (self.anchor(), found) {
            (None, _) => select,
            (Some(_), None) => return Err(Error::invalid("/cursor", "it names an entry that is not there")),
            (Some(anchor), Some(found)) => {
                let same = key.eq(found.clone()).and(self.beyond(id, anchor));
                select.filter(Condition::any().add(self.beyond(key, found)).add(same))
            }
        };
        Ok(select.order_by(key, self.direction()).order_by(id, self.direction()).limit(self.limit + 1))
    }

    fn beyond(&self, column: impl ColumnTrait, value: impl Into<Value>) -> sea_orm::sea_query::Expr {
        match self.direction() {
            Order::Desc => column.lt(value),
            _ => column.gt(value),
        }
    }

    /// In which order rows are read: backwards for the page before.
    fn direction(&self) -> Order {
        match (&self.order, self.place) {
            (Order::Desc, Place::Before(_)) => Order::Asc,
            (_, Place::Before(_)) => Order::Desc,
            (order, _) => order.clone(),
        }
    }

    /// Makes the page of the rows, one of which may be more than was asked for: it tells whether there is another page.
    pub(crate) fn page<M, T>(
        &self,
        mut rows: Vec<M>,
        id: impl Fn(&M) -> Uuid,
        view: impl FnMut(M) -> Result<T, Error>,
    ) -> Result<Page<T>, Error> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let backward = matches!(self.place, Place::Before(_));
        if backward {
            rows.reverse();
        }
        // The row that the cursor names lies on the page from which it came.
        let (has_previous, has_next) = if backward { (more, true) } else { (self.anchor().is_some(), more) };
        let next = rows.last().filter(|_| has_next).and_then(|row| Place::After(id(row)).text());
        let previous = rows.first().filter(|_| has_previous).and_then(|row| Place::Before(id(row)).text());
        let items = rows.into_iter().map(view).collect::<Result<_, _>>()?;
        Ok(Page { items, next, previous })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(place: Place) -> Window {
        Window::ascending(place.text().as_deref(), Some(2)).unwrap()
    }

    fn page(place: Place, rows: &[u128]) -> Page<u128> {
        let rows = rows.iter().map(|row| Uuid::from_u128(*row)).collect();
        window(place).page(rows, |id| *id, |id| Ok(id.as_u128())).unwrap()
    }

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        for place in [Place::First, Place::After(Uuid::from_u128(7)), Place::Before(Uuid::from_u128(7))] {
            assert_eq!(window(place).place, place);
        }
        for cursor in ["", "x", "%FF", "AAAA"] {
            let refused = Window::ascending(Some(cursor), Some(0)).unwrap_err();
            let Error::Invalid { faults } = refused else { panic!("{refused:?}") };
            let pointers: Vec<_> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
            assert_eq!(pointers, ["/limit", "/cursor"], "{cursor}");
        }
    }

    #[test]
    fn a_page_leads_to_the_pages_beside_it_and_to_no_other() {
        let first = page(Place::First, &[1, 2, 3]);
        assert_eq!((first.items, first.previous), (vec![1, 2], None));
        assert_eq!(first.next, Place::After(Uuid::from_u128(2)).text());
        let last = page(Place::After(Uuid::from_u128(2)), &[3]);
        assert_eq!((last.items, last.next), (vec![3], None));
        assert_eq!(last.previous, Place::Before(Uuid::from_u128(3)).text());
        // Read backwards from the database, shown forwards.
        let back = page(Place::Before(Uuid::from_u128(5)), &[4, 3, 2]);
        assert_eq!(back.items, [3, 4]);
        assert_eq!(back.previous, Place::Before(Uuid::from_u128(3)).text());
        assert_eq!(back.next, Place::After(Uuid::from_u128(4)).text());
        assert_eq!(page(Place::Before(Uuid::from_u128(3)), &[2, 1]).previous, None);
    }
}
