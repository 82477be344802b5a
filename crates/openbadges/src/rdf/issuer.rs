//! Identifier issuers (RDFC-1.0 §4.3).

use std::collections::HashMap;

use super::Blank;

/// Gives blank nodes numbers in the order in which it is asked.
#[derive(Clone, Default)]
pub(super) struct Issuer {
    numbers: HashMap<Blank, usize>,
    order: Vec<Blank>,
}

impl Issuer {
    /// The number of the blank node, a new one if it has none.
    pub(super) fn issue(&mut self, blank: Blank) -> usize {
        let next = self.order.len();
        *self.numbers.entry(blank).or_insert_with(|| {
            self.order.push(blank);
            next
        })
    }

    /// The number of the blank node, if it has one.
    pub(super) fn number(&self, blank: Blank) -> Option<usize> {
        self.numbers.get(&blank).copied()
    }

    /// The blank nodes in the order in which they got their numbers.
    pub(super) fn order(&self) -> &[Blank] {
        &self.order
    }
}
