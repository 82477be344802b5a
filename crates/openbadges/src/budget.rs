//! How much work a stranger's documents may cause.
//!
//! One request has one budget. Everything that costs time spends from it: reading, expansion, canonical forms, signatures,
//! unpacking, fetching. What is spent is counted, not measured, so the same work always costs the same. Once the budget does not
//! suffice it is exhausted for good: what is asked of it afterwards is refused, however small.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use serde_json::Value;

use crate::{Algorithm, PublicKey};

/// What reports call it when the budget does not suffice. No standard has a name for that.
pub const TOO_MUCH_WORK: &str = "too_much_work";

/// The work that is left for one request.
///
/// A unit is about a nanosecond of one core of the machine on which the costs were measured (`cargo bench -p verifier --bench
/// hostile` prints both); costs are rounded up, so that spending it all takes less time than that.
///
/// ```
/// let budget = openbadges::Budget::new(10);
/// assert!(budget.spend(8).is_ok());
/// assert!(budget.spend(3).is_err());
/// assert!(budget.spend(1).is_err(), "it is exhausted for good");
/// assert_eq!(budget.spent(), 8);
/// ```
#[derive(Debug)]
pub struct Budget {
    total: u64,
    left: AtomicU64,
    exhausted: AtomicBool,
    canonical_forms: AtomicUsize,
}

/// The budget does not suffice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it would take more work than one request may cause")]
pub struct OutOfBudget;

impl Budget {
    /// What one request may spend, in units: less than half a second of one core.
    pub const REQUEST: u64 = 500_000_000;

    /// A budget of so many units.
    pub fn new(units: u64) -> Self {
        Self {
            total: units,
            left: AtomicU64::new(units),
            exhausted: AtomicBool::new(false),
            canonical_forms: AtomicUsize::new(0),
        }
    }

    /// Spends some units.
    ///
    /// # Errors
    /// When fewer are left, or the budget was exhausted before.
    pub fn spend(&self, units: u64) -> Result<(), OutOfBudget> {
        if self.is_exhausted() {
            return Err(OutOfBudget);
        }
        let spent =
            self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(units));
        spent.map(|_before| ()).map_err(|_too_little| {
            self.exhausted.store(true, Ordering::Relaxed);
            OutOfBudget
        })
    }

    /// Spends `count` times `units`; see [`cost`].
    ///
    /// # Errors
    /// As [`Self::spend`].
    pub fn spend_each(&self, count: usize, units: u64) -> Result<(), OutOfBudget> {
        self.spend(times(count, units))
    }

    /// Spends what it takes to check one signature with a key.
    ///
    /// # Errors
    /// As [`Self::spend`].
    pub fn spend_signature(&self, key: &PublicKey) -> Result<(), OutOfBudget> {
        self.spend(cost::signature(key.algorithm()))
    }

    /// Spends what it takes to read a text as JSON, or as a token of JSON.
    ///
    /// # Errors
    /// As [`Self::spend`].
    pub fn spend_json(&self, text: &[u8]) -> Result<(), OutOfBudget> {
        let values = text.iter().filter(|byte| matches!(byte, b',' | b'~')).count();
        self.spend(times(text.len(), cost::JSON_BYTE).saturating_add(times(values, cost::JSON_VALUE)))
    }

    /// Spends what it takes to read a document that stands inside another: to copy it, or to open it where it is a token.
    ///
    /// # Errors
    /// As [`Self::spend`].
    pub fn spend_reading(&self, value: &Value) -> Result<(), OutOfBudget> {
        match value {
            Value::String(text) => self.spend_json(text.as_bytes()),
            _ => self.spend(
                times(size(value), cost::JSON_BYTE).saturating_add(times(count(value), cost::JSON_VALUE)),
            ),
        }
    }

    /// Spends what it takes to look at each value of a document.
    ///
    /// # Errors
    /// As [`Self::spend`].
    pub fn spend_values(&self, document: &Value) -> Result<(), OutOfBudget> {
        self.spend_each(count(document), cost::CHECKED_VALUE)
    }

    /// Whether something was refused.
    pub fn is_exhausted(&self) -> bool {
        self.exhausted.load(Ordering::Relaxed)
    }

    /// How many units were spent.
    pub fn spent(&self) -> u64 {
        self.total - self.left()
    }

    /// How many units are left; of an exhausted budget nobody gets them.
    pub fn left(&self) -> u64 {
        self.left.load(Ordering::Relaxed)
    }

    /// How many canonical forms were made.
    pub fn canonical_forms(&self) -> usize {
        self.canonical_forms.load(Ordering::Relaxed)
    }

    pub(crate) fn count_canonical_form(&self) {
        self.canonical_forms.fetch_add(1, Ordering::Relaxed);
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::new(Self::REQUEST)
    }
}

/// `count` times `units`, or more than any budget has.
pub(crate) fn times(count: usize, units: u64) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX).saturating_mul(units)
}

/// How many values there are in a value, with itself.
pub(crate) fn count(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(count).sum::<usize>() + 1,
        Value::Object(members) => members.values().map(count).sum::<usize>() + 1,
        _ => 1,
    }
}

/// About how many bytes a value has as JSON.
pub(crate) fn size(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len() + 3,
        Value::Array(items) => items.iter().map(size).sum::<usize>() + 2,
        Value::Object(members) => {
            members.iter().map(|(name, value)| name.len() + 4 + size(value)).sum::<usize>() + 2
        }
        _ => 6,
    }
}

/// What things cost, in units.
pub mod cost {
    use super::Algorithm;

    /// To read a byte of JSON, or to write one.
    pub const JSON_BYTE: u64 = 6;
    /// To make a value of JSON.
    pub const JSON_VALUE: u64 = 200;
    /// To look at a byte otherwise: decode, copy, hash, escape.
    pub const BYTE: u64 = 8;
    /// To unpack a byte.
    pub const UNPACKED_BYTE: u64 = 2;
    /// To check a value against a JSON Schema and to look at it in the checks.
    pub const CHECKED_VALUE: u64 = 400;
    /// To copy one value of a context, when a node has a context of its own. The terms of Open Badges have about 600 values.
    pub const COPIED_VALUE: u64 = 45;
    /// To define one value of a context.
    pub const DEFINED_VALUE: u64 = 500;
    /// To copy a byte of a bundled context.
    pub const CONTEXT_BYTE: u64 = 5;
    /// To expand a value, and to turn it into statements.
    pub const EXPANDED_VALUE: u64 = 2_500;
    /// To expand an object, beside what is in it.
    pub const EXPANDED_OBJECT: u64 = 4_000;
    /// To tell a blank node of a statement apart at first sight, or to sort a statement.
    pub const STATEMENT: u64 = 900;
    /// One n-degree hash (RDFC-1.0 §4.8).
    pub const HASH: u64 = 1_700;
    /// One elementary step of such a hash.
    pub const HASH_STEP: u64 = 70;
    /// To read a key.
    pub const KEY: u64 = 100_000;
    /// To fetch a document, beside its bytes: a connection, encryption, waiting.
    pub const FETCH: u64 = 1_000_000;

    /// To check a signature.
    pub fn signature(algorithm: Algorithm) -> u64 {
        match algorithm {
            Algorithm::Ed25519 => 80_000,
            Algorithm::P256 => 700_000,
            Algorithm::P384 => 2_500_000,
            Algorithm::Rsa => 4_000_000,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_there_is_exhausts_it_and_costs_nothing() {
        let budget = Budget::new(100);
        assert_eq!(budget.spend_each(usize::MAX, u64::MAX), Err(OutOfBudget));
        assert_eq!((budget.spent(), budget.left(), budget.is_exhausted()), (0, 100, true));
    }

    #[test]
    fn all_of_it_may_be_spent() {
        let budget = Budget::new(100);
        assert_eq!(budget.spend_each(10, 10), Ok(()));
        assert!(!budget.is_exhausted());
        assert_eq!(budget.spend(1), Err(OutOfBudget));
    }
}
