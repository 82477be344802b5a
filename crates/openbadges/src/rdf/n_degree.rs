//! The n-degree hash (RDFC-1.0 §4.8.3): a blank node told apart by the paths that lead away from it.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::canonicalize::Canonicalization;
use super::issuer::Issuer;
use super::{Blank, Quad, Refusal};
use crate::budget::cost;

/// How many n-degree hashes may be computed. The W3C test suite needs fewer than this for every graph but
/// its poison; a credential with ten equal blank nodes needs tens.
const CALLS: usize = 4_096;
/// How many elementary steps they may take together: hashes of neighbors, places in permutations,
/// copied issuer entries. Without it a few calls with long lists would still take minutes.
const STEPS: usize = 500_000;

/// The work that is left for one canonicalization, however much the request may still cause.
pub(super) struct Limits {
    calls: usize,
    steps: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { calls: CALLS, steps: STEPS }
    }
}

impl Canonicalization<'_> {
    fn spend_call(&mut self) -> Result<(), Refusal> {
        self.limits.calls = self.limits.calls.checked_sub(1).ok_or(Refusal::TooIntricate)?;
        Ok(self.budget.spend(cost::HASH)?)
    }

    fn spend_steps(&mut self, steps: usize) -> Result<(), Refusal> {
        self.limits.steps = self.limits.steps.checked_sub(steps).ok_or(Refusal::TooIntricate)?;
        Ok(self.budget.spend_each(steps, cost::HASH_STEP)?)
    }
}

/// What an n-degree hash gives: the hash, and the temporary numbers along the chosen paths.
pub(super) struct Path {
    pub(super) hash: String,
    pub(super) issuer: Issuer,
}

/// A path of one permutation, or nothing when a better one was known.
type Attempt = Option<(String, Issuer)>;

impl Canonicalization<'_> {
    pub(super) fn n_degree_hash(&mut self, blank: Blank, issuer: &Issuer) -> Result<Path, Refusal> {
        self.spend_call()?;
        let mut issuer = issuer.clone();
        let mut data = String::new();
        for (related_hash, mut blanks) in self.related(blank, &issuer)? {
            data.push_str(&related_hash);
            let mut chosen: Attempt = None;
            // A neighbor stands in the list once for each quad that they share: a node with a dozen quads in a graph without a
            // name has the graph a dozen times, in orders that are all the same.
            blanks.sort_unstable();
            loop {
                let best = chosen.as_ref().map(|(path, _issuer)| path.as_str());
                if let Some(better) = self.try_permutation(&blanks, &issuer, best)? {
                    chosen = Some(better);
                }
                if !next_order(&mut blanks) {
                    break;
                }
            }
            if let Some((path, after)) = chosen {
                data.push_str(&path);
                issuer = after;
            }
        }
        Ok(Path { hash: self.hash.digits(data), issuer })
    }

    /// The neighbors of a blank node by the hash of how they are related (§4.7.3).
    fn related(&mut self, blank: Blank, issuer: &Issuer) -> Result<BTreeMap<String, Vec<Blank>>, Refusal> {
        let mut related: BTreeMap<String, Vec<Blank>> = BTreeMap::new();
        self.spend_steps(self.quads_of(blank).len())?;
        for quad in self.quads_of(blank) {
            self.budget.spend_each(self.dataset.spelling(quad.predicate).len(), cost::BYTE)?;
            self.budget.spend(cost::HASH)?;
            for (other, place) in quad.blanks().filter(|(other, _place)| *other != blank) {
                related.entry(self.related_hash(other, quad, place, issuer)).or_default().push(other);
            }
        }
        Ok(related)
    }

    fn related_hash(&self, other: Blank, quad: &Quad, place: char, issuer: &Issuer) -> String {
        let mut input = String::with_capacity(160);
        input.push(place);
        if place != 'g' {
            input.push_str(self.dataset.spelling(quad.predicate));
        }
        // Writing to a String does not fail.
        let _ = match (self.canonical.number(other), issuer.number(other)) {
            (Some(number), _) => write!(input, "_:c14n{number}"),
            (None, Some(number)) => write!(input, "_:b{number}"),
            (None, None) => write!(input, "{}", self.first_degree(other)),
        };
        self.hash.digits(input)
    }

    fn try_permutation(
        &mut self,
        blanks: &[Blank],
        issuer: &Issuer,
        best: Option<&str>,
    ) -> Result<Attempt, Refusal> {
        self.spend_steps(blanks.len() + issuer.order().len())?;
        let mut issuer = issuer.clone();
        let mut path = String::new();
        let mut recursion = Vec::new();
        for blank in blanks {
            if let Some(number) = self.canonical.number(*blank) {
                let _ = write!(path, "_:c14n{number}");
            } else {
                if issuer.number(*blank).is_none() {
                    recursion.push(*blank);
                }
                let _ = write!(path, "_:b{}", issuer.issue(*blank));
            }
            if is_worse(&path, best) {
                return Ok(None);
            }
        }
        for blank in recursion {
            let result = self.n_degree_hash(blank, &issuer)?;
            let _ = write!(path, "_:b{}<{}>", issuer.issue(blank), result.hash);
            issuer = result.issuer;
            if is_worse(&path, best) {
                return Ok(None);
            }
        }
        Ok(best.is_none_or(|best| path.as_str() < best).then_some((path, issuer)))
    }
}

fn is_worse(path: &str, best: Option<&str>) -> bool {
    best.is_some_and(|best| path.len() >= best.len() && path > best)
}

/// Brings a list into its next order, beginning with the sorted one; false when all have been seen. Orders that differ in
/// nothing but which of two equal items comes first are one.
fn next_order<T: Ord>(items: &mut [T]) -> bool {
    let Some(rise) = items.windows(2).rposition(|pair| matches!(pair, [one, two] if one < two)) else {
        return false;
    };
    let (before, after) = items.split_at_mut(rise + 1);
    if let Some(pivot) = before.last_mut()
        && let Some(larger) = after.iter().rposition(|item| *item > *pivot)
        && let Some(larger) = after.get_mut(larger)
    {
        std::mem::swap(pivot, larger);
    }
    after.reverse();
    true
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn orders(mut items: Vec<u8>) -> usize {
        items.sort_unstable();
        let mut seen = HashSet::from([items.clone()]);
        while next_order(&mut items) {
            assert!(seen.insert(items.clone()), "{items:?} came twice");
        }
        seen.len()
    }

    #[test]
    fn every_order_is_seen_once() {
        for (length, count) in [(0, 1), (1, 1), (2, 2), (3, 6), (5, 120)] {
            assert_eq!(orders((0..length).collect()), count);
        }
    }

    #[test]
    fn equal_items_make_no_orders_of_their_own() {
        assert_eq!(orders(vec![7; 12]), 1);
        assert_eq!(orders(vec![1, 2, 1]), 3);
        assert_eq!(orders(vec![1, 1, 2, 2]), 6);
    }
}
