//! Why a dataset gets no canonical form.

use crate::budget::OutOfBudget;

/// Why a dataset gets no canonical form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Its blank nodes are arranged so that telling them apart takes too long.
    TooIntricate,
    /// The form would be longer than is accepted.
    TooLong {
        /// How many bytes are.
        limit: usize,
    },
    /// The request may not cause so much work.
    OutOfBudget,
}

impl From<OutOfBudget> for Refusal {
    fn from(_exhausted: OutOfBudget) -> Self {
        Self::OutOfBudget
    }
}
