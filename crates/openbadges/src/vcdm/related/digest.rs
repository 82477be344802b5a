//! `digestSRI` (Subresource Integrity) and `digestMultibase` (a multihash).

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Map, Value};
use sha2::{Sha256, Sha384, Sha512};

use super::super::{Faults, items};

/// How many digests one resource may have.
const MOST: usize = 8;

/// The digest of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Digest {
    pub(super) algorithm: Algorithm,
    pub(super) value: Vec<u8>,
}

/// A hash function that digests may be made with (VCDM 2.0 §5.3: SHA-2 of at least 256 bits).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Algorithm {
    Sha256,
    Sha384,
    Sha512,
}

impl Algorithm {
    fn named(name: &str) -> Option<Self> {
        match name {
            "sha256" => Some(Self::Sha256),
            "sha384" => Some(Self::Sha384),
            "sha512" => Some(Self::Sha512),
            _ => None,
        }
    }

    /// By its code in the multicodec table.
    fn coded(code: u8) -> Option<Self> {
        match code {
            0x12 => Some(Self::Sha256),
            0x20 => Some(Self::Sha384),
            0x13 => Some(Self::Sha512),
            _ => None,
        }
    }

    fn length(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    pub(super) fn digest(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => <Sha256 as sha2::Digest>::digest(bytes).to_vec(),
            Self::Sha384 => <Sha384 as sha2::Digest>::digest(bytes).to_vec(),
            Self::Sha512 => <Sha512 as sha2::Digest>::digest(bytes).to_vec(),
        }
    }
}

impl Digest {
    pub(super) fn matches(&self, bytes: &[u8]) -> bool {
        self.algorithm.digest(bytes) == self.value
    }

    fn new(algorithm: Algorithm, value: &[u8]) -> Option<Self> {
        (value.len() == algorithm.length()).then(|| Self { algorithm, value: value.to_vec() })
    }

    /// `sha384-` and base64.
    fn from_sri(text: &str) -> Option<Self> {
        let (name, value) = text.split_once('-')?;
        Self::new(Algorithm::named(name)?, &STANDARD.decode(value).ok()?)
    }

    /// A multihash in base58btc (`z`) or base64url (`u`).
    fn from_multibase(text: &str) -> Option<Self> {
        let bytes = match text.split_at_checked(1)? {
            ("u", value) => URL_SAFE_NO_PAD.decode(value).ok()?,
            ("z", value) if value.len() <= 128 => bs58::decode(value).into_vec().ok()?,
            _ => return None,
        };
        let [code, length, value @ ..] = bytes.as_slice() else { return None };
        (usize::from(*length) == value.len()).then(|| Self::new(Algorithm::coded(*code)?, value))?
    }
}

/// The digests of a resource; malformed and missing ones are faults.
pub(super) fn of(resource: &Map<String, Value>, pointer: &str, faults: &mut Faults) -> Vec<Digest> {
    let mut digests = Vec::new();
    let mut named = false;
    for member in ["digestSRI", "digestMultibase"] {
        let Some(value) = resource.get(member) else { continue };
        named = true;
        let pointer = format!("{pointer}/{member}");
        let texts: Vec<&str> = items(value, "").into_iter().filter_map(|(_, item)| item.as_str()).collect();
        // Subresource Integrity §3.3: several digests are separated by spaces.
        let texts = texts.into_iter().flat_map(|text| text.split_ascii_whitespace());
        let read = if member == "digestSRI" { Digest::from_sri } else { Digest::from_multibase };
        let found: Option<Vec<Digest>> = texts.take(MOST + 1).map(read).collect();
        match found.filter(|found| (1..=MOST).contains(&found.len())) {
            Some(found) => digests.extend(found),
            None => faults.add(pointer, "is no digest made with SHA-256, SHA-384 or SHA-512"),
        }
    }
    if !named {
        faults.add(pointer, "has neither `digestSRI` nor `digestMultibase`");
    }
    digests
}
