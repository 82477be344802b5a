//! The key file: one key a line, `slug  date  public  secret`. `keys.example` at the root of the repository shows it.

use std::collections::BTreeSet;

use openbadges::{MultikeyError, PublicKey, SecretKey};
use thiserror::Error;
use zeroize::Zeroizing;

use super::ring::KeyRing;

/// The public half of the key in `keys.example`. Everybody knows its secret half, so it is never accepted.
const EXAMPLE_KEY: &str = "z6Mkjrx7J5WqQ5WNX9GbmGiKVsB2GnT4tS8hbEcgJsfiW7EE";

/// Stands in the place of a secret key that was destroyed: the key verifies, and does not sign.
const NO_SECRET: &str = "-";

/// The longest key file that is read, in bytes: some 5,000 keys.
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
    /// The first key of a district signs.
    #[error("it is the first key of `{slug}`, which signs, but its secret key is missing")]
    NothingSigns {
        /// The district.
        slug: String,
    },
    /// The key of the example.
    #[error("is the key of keys.example, which everybody knows; make one with `countersign keys new`")]
    Example,
}

/// Reads a key file. Empty lines and lines that begin with `#` are comments.
///
/// The first key of a district signs; those below it verify the badges that they signed, and should no longer have a
/// secret (`-`).
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
    Ok(file)
}

/// The text of the file with a new key for a district, which signs from now on. Its earlier keys lose their secrets: they
/// go on verifying, and can no longer be stolen. Comments, order and the other districts' lines stay as they are.
///
/// # Errors
///
/// A [`KeyFileError`] when the text is no key file, or would be none with the new line (a slug that is none, for example).
pub fn add(text: &str, slug: &str, seed: [u8; 32], date: &str) -> Result<Zeroizing<String>, KeyFileError> {
    let file = parse_key_file(text)?;
    let secret = SecretKey::from_seed(seed);
    let multibase = secret.to_multibase();
    let new = Zeroizing::new([slug, date, &secret.public().to_multibase(), multibase.as_str()].join("  "));
    let earlier: BTreeSet<usize> =
        file.entries().filter(|entry| entry.slug == slug).map(|entry| entry.line).collect();
    let mut lines: Vec<Zeroizing<String>> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if earlier.first() == Some(&number) {
            lines.push(new.clone());
        }
        lines.push(Zeroizing::new(if earlier.contains(&number) {
            without_secret(line)
        } else {
            line.into()
        }));
    }
    if earlier.is_empty() {
        lines.push(new);
    }
    let mut text = Zeroizing::new(String::with_capacity(text.len() + 512));
    for line in lines {
        text.push_str(&line);
        text.push('\n');
    }
    parse_key_file(&text)?;
    Ok(text)
}

impl KeyFile {
    /// Every key, in the order of the file.
    pub fn entries(&self) -> impl Iterator<Item = &KeyEntry> {
        self.keys.iter().map(|key| &key.entry)
    }

    /// The districts that have keys.
    pub fn slugs(&self) -> impl Iterator<Item = &str> {
        self.entries().filter(|entry| entry.signs).map(|entry| entry.slug.as_str())
    }

    /// The keys of a district; `None` when the file has none for it.
    pub fn ring(&self, slug: &str) -> Option<KeyRing> {
        let own = |key: &&Key| key.entry.slug == slug;
        let signing = self.keys.iter().filter(own).find(|key| key.entry.signs)?.secret.clone()?;
        let retired = self.keys.iter().filter(own).filter(|key| !key.entry.signs);
        Some(KeyRing::new(signing, retired.map(|key| key.entry.public.clone()).collect()))
    }

    fn read(&self, text: &str, line: usize) -> Result<Key, KeyFileProblem> {
        let columns: Vec<&str> = text.split_whitespace().collect();
        let &[slug, date, public, secret] = columns.as_slice() else {
            return Err(KeyFileProblem::Columns { found: columns.len() });
        };
        if programme::text::slug(slug).is_err() {
            return Err(KeyFileProblem::Slug);
        }
        if !is_date(date) {
            return Err(KeyFileProblem::Date);
        }
        if public == EXAMPLE_KEY {
            return Err(KeyFileProblem::Example);
        }
        let public = PublicKey::from_multibase(public).map_err(KeyFileProblem::Public)?;
        if let Some(first) = self.entries().find(|entry| entry.public == public) {
            return Err(KeyFileProblem::Repeated { first: first.line });
        }
        let signs = !self.entries().any(|entry| entry.slug == slug);
        let secret = read_secret(secret, &public)?;
        if signs && secret.is_none() {
            return Err(KeyFileProblem::NothingSigns { slug: slug.into() });
        }
        let entry = KeyEntry { slug: slug.into(), date: date.into(), public, signs, line };
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

fn without_secret(line: &str) -> String {
    let columns: Vec<&str> = line.split_whitespace().take(3).chain([NO_SECRET]).collect();
    columns.join("  ")
}

#[cfg(test)]
mod tests;
