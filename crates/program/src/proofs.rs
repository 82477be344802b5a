//! Which proofs the badges of a district carry.

use openbadges::proof::Cryptosuite;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The proofs of a badge, in their order. There is at least one, and none twice: a badge without a proof is nobody's word.
///
/// The order matters to readers that look at one proof only: the public validator of 1EdTech takes the first that it knows.
///
/// ```
/// use openbadges::proof::Cryptosuite;
/// use program::Proofs;
///
/// let proofs: Proofs = serde_json::from_str(r#"["ecdsa-rdfc-2019"]"#).unwrap();
/// assert_eq!(proofs.as_slice(), [Cryptosuite::EcdsaRdfc2019]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proofs(Vec<Cryptosuite>);

/// Why a list of proofs cannot be chosen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProofsFault {
    /// There is none.
    #[error("at least one proof is needed: a badge without a proof says nothing that anybody could check")]
    Empty,
    /// The same twice.
    #[error("the proof `{suite}` is there twice")]
    Repeated {
        /// Which.
        suite: &'static str,
    },
    /// A kind of proof that public badges cannot carry, or that is not known.
    #[error("`{name}` is none of the proofs that badges can carry: {}", names())]
    NotOffered {
        /// What was given, cut after 60 characters.
        name: String,
    },
}

impl Proofs {
    /// What a district can choose from.
    ///
    /// `ecdsa-sd-2023` is not among them: its base proof is for the holder alone, who derives from it what others may see.
    /// On a public page it would be a badge with everything disclosed that no verifier accepts.
    pub const CHOICES: [Cryptosuite; 5] = [
        Cryptosuite::EddsaRdfc2022,
        Cryptosuite::Ed25519Signature2020,
        Cryptosuite::EddsaJcs2022,
        Cryptosuite::EcdsaRdfc2019,
        Cryptosuite::EcdsaJcs2019,
    ];

    /// These proofs.
    ///
    /// # Errors
    /// When there is none, one twice, or one that is not among [`Proofs::CHOICES`].
    pub fn new(suites: Vec<Cryptosuite>) -> Result<Self, ProofsFault> {
        if suites.is_empty() {
            return Err(ProofsFault::Empty);
        }
        let mut seen = Vec::new();
        for suite in &suites {
            if !Self::CHOICES.contains(suite) {
                return Err(ProofsFault::NotOffered { name: suite.as_str().to_owned() });
            }
            if seen.contains(suite) {
                return Err(ProofsFault::Repeated { suite: suite.as_str() });
            }
            seen.push(*suite);
        }
        Ok(Self(suites))
    }

    /// The proofs of these names, as `cryptosuite` has them; `Ed25519Signature2020` by its type.
    ///
    /// # Errors
    /// As [`Proofs::new`].
    pub fn named<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, ProofsFault> {
        let suite = |name: &str| {
            let known = Self::CHOICES.into_iter().find(|suite| suite.as_str() == name);
            known.ok_or_else(|| ProofsFault::NotOffered { name: name.chars().take(60).collect() })
        };
        Self::new(names.into_iter().map(suite).collect::<Result<_, _>>()?)
    }

    /// The suites in their order.
    pub fn as_slice(&self) -> &[Cryptosuite] {
        &self.0
    }
}

impl Default for Proofs {
    /// `eddsa-rdfc-2022`, which the certification of Open Badges asks for, and `Ed25519Signature2020`, which wallets of today
    /// ask for.
    fn default() -> Self {
        Self(vec![Cryptosuite::EddsaRdfc2022, Cryptosuite::Ed25519Signature2020])
    }
}

impl Serialize for Proofs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|suite| suite.as_str()))
    }
}

impl<'de> Deserialize<'de> for Proofs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names = Vec::<String>::deserialize(deserializer)?;
        Self::named(names.iter().map(String::as_str)).map_err(serde::de::Error::custom)
    }
}

fn names() -> String {
    Proofs::CHOICES.map(Cryptosuite::as_str).join(", ")
}
