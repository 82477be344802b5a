//! The key file: one key a line, `slug  date  public  secret`. `keys.example` at the root of the repository shows it.

use std::collections::{BTreeSet, HashSet};

use openbadges::{Algorithm, MultikeyError, PublicKey, SecretKey};
use thiserror::Error;

use super::algorithm::algorithm_name;
use super::ring::KeyRing;

/// The public halves of the keys in `keys.example`. Everybody knows their secret halves, so they are never accepted.
const EXAMPLE_KEYS: [&str; 2] =
    ["z6Mkjrx7J5WqQ5WNX9GbmGiKVsB2GnT4tS8hbEcgJsfiW7EE", "zDnaeuvVKQsNXa5UcMcJUd5uecDdkm4Vb7kAXk68kNiWRtRCd"];

/// Stands in the place of a secret key that was destroyed: the key verifies, and does not sign.
const NO_SECRET: &str = "-";

/// The longest key file that is read, in bytes: some 5,000 keys, or 500 of RSA.
const LONGEST_FILE: usize = 1 << 20;

/// The keys of all districts, as they stand in the file.
#[derive(Debug, Default)]
pub struct KeyFile {
    keys: Vec<Key>,
}

#[derive(Debug)]
struct Key {
    entry: KeyEntry,
    secret: Option<SecretKey>,
}

impl Key {
    /// Whose it is, and of which kind: the first such key signs.
    fn kind(&self) -> (String, Algorithm) {
        (self.entry.slug.clone(), self.entry.public.algorithm())
    }
}

/// One line of the key file, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyEntry {
    /// The district.
    pub slug: String,
    /// The day on which the key was made, `YYYY-MM-DD`.
    pub date: String,
    /// The public half.
    pub public: PublicKey,
    /// Whether the district signs with it now.
    pub signs: bool,
    /// The line of the file, counted from 1.
    pub line: usize,
}

/// A key file that cannot be used, and where. No message quotes a secret.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}{problem}", place(*line))]
pub struct KeyFileError {
    /// The line, counted from 1; 0 when it is about the file as a whole.
    pub line: usize,
    /// What is wrong with it.
    pub problem: KeyFileProblem,
}

/// What is wrong with a line of a key file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum KeyFileProblem {
    /// The file is not one that a person wrote.
    #[error("the file is larger than {LONGEST_FILE} bytes")]
    TooLarge,
    /// There are more or fewer columns.
    #[error("has {found} columns, and not four: district, date, public key, secret key")]
    Columns {
        /// How many there are.
        found: usize,
    },
    /// The first column is no slug.
    #[error("the district is no slug of lower-case letters, digits and hyphens")]
    Slug,
    /// The second column is no date.
    #[error("the date is not of the form YYYY-MM-DD")]
    Date,
    /// The third column is no public key.
    #[error("the public key is not usable: {0}")]
    Public(MultikeyError),
    /// The fourth column is no secret key.
    #[error("the secret key is not usable: {0}")]
    Secret(MultikeyError),
    /// The two halves do not belong together.
    #[error("the secret key does not belong to the public key")]
    Mismatch,
    /// One key speaks for one district, once.
    #[error("the public key stands in line {first} already")]
    Repeated {
        /// Where it was first.
        first: usize,
    },
    /// The first key of a kind signs.
    #[error("it is the first {kind} key of `{slug}`, which signs, but its secret key is missing")]
    NothingSigns {
        /// The district.
        slug: String,
        /// The kind of key.
        kind: &'static str,
    },
    /// A key that waits to be used is not whole.
    #[error("the key that waits to be used is not whole: the file was cut short")]
    Pending,
    /// There is no such key.
    #[error("there is no key {key} of `{slug}`")]
    Unknown {
        /// The district.
        slug: String,
        /// The public half, as multibase text.
        key: String,
    },
    /// A key of the example.
    #[error("is a key of keys.example, which everybody knows; make one with `countersign keys new`")]
    Example,
}

/// Reads a key file. Empty lines and lines that begin with `#` are comments.
///
/// Of each kind of key, the first one of a district signs; those below it verify the badges that they signed, and should no
/// longer have a secret (`-`). A district may give up a kind altogether: then no key of that kind has a secret. One kind
/// must be left.
///
/// # Errors
///
/// A [`KeyFileError`] that names the first line that is wrong. It never quotes a secret.
pub fn parse_key_file(text: &str) -> Result<KeyFile, KeyFileError> {
    if text.len() > LONGEST_FILE {
        return Err(KeyFileError { line: 0, problem: KeyFileProblem::TooLarge });
    }
    let mut file = KeyFile::default();
    for (line, text) in (1..).zip(text.lines()) {
        if !is_comment(text) {
            let key = file.read(text, line).map_err(|problem| KeyFileError { line, problem })?;
            file.keys.push(key);
        }
    }
    file.choose()?;
    Ok(file)
}

impl KeyFile {
    /// Every key, in the order of the file.
    pub fn entries(&self) -> impl Iterator<Item = &KeyEntry> {
        self.keys.iter().map(|key| &key.entry)
    }

    /// The districts that have keys, each once.
    pub fn slugs(&self) -> impl Iterator<Item = &str> {
        let mut seen = BTreeSet::new();
        self.entries().map(|entry| entry.slug.as_str()).filter(move |slug| seen.insert(*slug))
    }

    /// The keys of a district; `None` when the file has none for it.
    pub fn ring(&self, slug: &str) -> Option<KeyRing> {
        let own = || self.keys.iter().filter(|key| key.entry.slug == slug);
        let mut signing = own().filter(|key| key.entry.signs).filter_map(|key| key.secret.clone());
        let retired = own().filter(|key| !key.entry.signs).map(|key| key.entry.public.clone());
        let ring = KeyRing::new(signing.next()?, retired.collect());
        Some(signing.fold(ring, KeyRing::with_key))
    }

    /// Settles which keys sign: of each district and kind the first, unless the district gave up the kind.
    fn choose(&mut self) -> Result<(), KeyFileError> {
        let with_secret = || self.keys.iter().filter(|key| key.secret.is_some());
        let used: HashSet<_> = with_secret().map(Key::kind).collect();
        let signing: HashSet<_> = with_secret().map(|key| key.entry.slug.clone()).collect();
        let mut met = HashSet::new();
        for Key { entry, secret } in &mut self.keys {
            let kind = (entry.slug.clone(), entry.public.algorithm());
            let is_used = used.contains(&kind) || !signing.contains(&entry.slug);
            let is_first = met.insert(kind);
            if is_first && is_used && secret.is_none() {
                let kind = algorithm_name(entry.public.algorithm());
                let problem = KeyFileProblem::NothingSigns { slug: entry.slug.clone(), kind };
                return Err(KeyFileError { line: entry.line, problem });
            }
            entry.signs = is_first && secret.is_some();
        }
        Ok(())
    }

    fn read(&self, text: &str, line: usize) -> Result<Key, KeyFileProblem> {
        let columns: Vec<&str> = text.split_whitespace().collect();
        let &[slug, date, public, secret] = columns.as_slice() else {
            return Err(KeyFileProblem::Columns { found: columns.len() });
        };
        if program::text::slug(slug).is_err() {
            return Err(KeyFileProblem::Slug);
        }
        if !is_date(date) {
            return Err(KeyFileProblem::Date);
        }
        if EXAMPLE_KEYS.contains(&public) {
            return Err(KeyFileProblem::Example);
        }
        let public = PublicKey::from_multibase(public).map_err(KeyFileProblem::Public)?;
        if let Some(first) = self.entries().find(|entry| entry.public == public) {
            return Err(KeyFileProblem::Repeated { first: first.line });
        }
        let secret = read_secret(secret, &public)?;
        let entry = KeyEntry { slug: slug.into(), date: date.into(), public, signs: false, line };
        Ok(Key { entry, secret })
    }
}

fn read_secret(text: &str, public: &PublicKey) -> Result<Option<SecretKey>, KeyFileProblem> {
    if text == NO_SECRET {
        return Ok(None);
    }
    let secret = SecretKey::from_multibase(text).map_err(KeyFileProblem::Secret)?;
    if secret.public() == *public { Ok(Some(secret)) } else { Err(KeyFileProblem::Mismatch) }
}

fn place(line: usize) -> String {
    if line == 0 { "the key file: ".into() } else { format!("line {line} of the key file: ") }
}

fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || line.starts_with('#')
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && openbadges::Timestamp::parse(&format!("{text}T00:00:00Z")).is_ok()
}

mod edit;

pub use edit::{Pending, activate, add, pend, pending, remove};

#[cfg(test)]
mod tests;
