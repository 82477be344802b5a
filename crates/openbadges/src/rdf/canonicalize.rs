//! The canonicalization algorithm (RDFC-1.0 §4.4.3) and the first-degree hash (§4.6.3).

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use sha2::{Digest, Sha256, Sha384};

use super::issuer::Issuer;
use super::n_degree::Limits;
use super::{Blank, Dataset, Quad, Refusal};
use crate::budget::Budget;
use crate::identity_hash::hexadecimal;

/// The hash function that tells blank nodes apart (RDFC-1.0 §4.3, `vc-di-ecdsa` §3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Hash {
    /// The function of RDFC-1.0 unless another is agreed upon.
    #[default]
    Sha256,
    /// For signatures with P-384.
    Sha384,
}

impl Hash {
    /// The hash in lower-case hexadecimal digits.
    pub(super) fn digits(self, input: impl AsRef<[u8]>) -> String {
        match self {
            Self::Sha256 => hexadecimal(&Sha256::digest(input)),
            Self::Sha384 => hexadecimal(&Sha384::digest(input)),
        }
    }
}

/// The state of one canonicalization.
pub(super) struct Canonicalization<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) hash: Hash,
    /// The quads in which each blank node stands, and its first-degree hash.
    mentions: HashMap<Blank, Mentions>,
    pub(super) canonical: Issuer,
    pub(super) limits: Limits,
    pub(super) budget: &'a Budget,
}

struct Mentions {
    quads: Vec<Quad>,
    hash: String,
}

/// The canonical N-Quads of the dataset.
///
/// # Errors
/// As [`CanonicalNumbers::of`].
pub(crate) fn canonicalize(dataset: &Dataset, hash: Hash, budget: &Budget) -> Result<String, Refusal> {
    let numbers = CanonicalNumbers::of(dataset, hash, budget)?;
    let mut lines = dataset.lines(&|blank, line| {
        // Every blank node has a number now; writing to a String does not fail.
        let _ = write!(line, "_:c14n{}", numbers.number(blank).unwrap_or_default());
    });
    lines.sort_unstable();
    Ok(lines.concat())
}

/// The numbers of the canonical labels `c14n0`, `c14n1`, … of a dataset's blank nodes.
pub(crate) struct CanonicalNumbers(Issuer);

impl CanonicalNumbers {
    /// Numbers the blank nodes of a dataset.
    ///
    /// # Errors
    /// When the graph is built so that telling its blank nodes apart takes more work than the budget: a
    /// credential is far below it, "poison graphs" are far above (RDFC-1.0 §7.1).
    pub(crate) fn of(dataset: &Dataset, hash: Hash, budget: &Budget) -> Result<Self, Refusal> {
        budget.count_canonical_form();
        dataset.spend_lines(budget)?;
        let mut state = Canonicalization {
            dataset,
            hash,
            mentions: HashMap::new(),
            canonical: Issuer::default(),
            limits: Limits::default(),
            budget,
        };
        state.collect_mentions();
        let mut by_hash: BTreeMap<String, Vec<Blank>> = BTreeMap::new();
        for (blank, mentions) in &state.mentions {
            by_hash.entry(mentions.hash.clone()).or_default().push(*blank);
        }
        // Blank nodes whose first-degree hash is theirs alone come first, in the order of the hashes.
        for blanks in by_hash.values() {
            if let [only] = blanks.as_slice() {
                state.canonical.issue(*only);
            }
        }
        for blanks in by_hash.values().filter(|blanks| blanks.len() > 1) {
            state.tell_apart(blanks)?;
        }
        Ok(Self(state.canonical))
    }

    /// The number of a blank node; nothing for one that is in no quad.
    pub(crate) fn number(&self, blank: Blank) -> Option<usize> {
        self.0.number(blank)
    }

    /// The blank nodes in the order of their numbers.
    pub(crate) fn order(&self) -> &[Blank] {
        self.0.order()
    }
}

impl Canonicalization<'_> {
    fn collect_mentions(&mut self) {
        let mut mentions: HashMap<Blank, Vec<Quad>> = HashMap::new();
        for quad in &self.dataset.quads {
            let blanks: Vec<_> = quad.blanks().map(|(blank, _place)| blank).collect();
            for (index, blank) in blanks.iter().enumerate() {
                if !blanks.iter().take(index).any(|earlier| earlier == blank) {
                    mentions.entry(*blank).or_default().push(*quad);
                }
            }
        }
        for (blank, quads) in mentions {
            let hash = self.first_degree_hash(blank, &quads);
            self.mentions.insert(blank, Mentions { quads, hash });
        }
    }

    fn first_degree_hash(&self, blank: Blank, quads: &[Quad]) -> String {
        let label = |other: Blank| if other == blank { "_:a" } else { "_:z" };
        let mut lines: Vec<_> = quads
            .iter()
            .map(|quad| self.dataset.line(quad, &|other, line| line.push_str(label(other))))
            .collect();
        lines.sort_unstable();
        self.hash.digits(lines.concat())
    }

    /// Step 5: blank nodes with equal first-degree hashes get their numbers by what lies around them.
    fn tell_apart(&mut self, blanks: &[Blank]) -> Result<(), Refusal> {
        let mut paths = Vec::new();
        for blank in blanks {
            if self.canonical.number(*blank).is_some() {
                continue;
            }
            let mut temporary = Issuer::default();
            temporary.issue(*blank);
            paths.push(self.n_degree_hash(*blank, &temporary)?);
        }
        paths.sort_by(|a, b| a.hash.cmp(&b.hash));
        for path in paths {
            for blank in path.issuer.order() {
                self.canonical.issue(*blank);
            }
        }
        Ok(())
    }

    pub(super) fn quads_of(&self, blank: Blank) -> &[Quad] {
        self.mentions.get(&blank).map_or(&[], |mentions| mentions.quads.as_slice())
    }

    pub(super) fn first_degree(&self, blank: Blank) -> &str {
        self.mentions.get(&blank).map_or("", |mentions| mentions.hash.as_str())
    }
}
