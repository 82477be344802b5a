//! Changes of a key file. Each gives a new text; comments, order and all other lines stay as they are.
//!
//! A new key comes in two steps: first it waits, in a comment that every reader passes over; then it is used. In between,
//! whoever writes the file can make sure that the key is known elsewhere too.

use std::collections::BTreeSet;

use openbadges::{Algorithm, PublicKey, SecretKey};
use zeroize::Zeroizing;

use super::{KeyFileError, KeyFileProblem, NO_SECRET, parse_key_file};

/// How the line of a key that waits begins.
const PENDING: &str = "#pending ";

/// A key that waits to be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// The district.
    pub slug: String,
    /// The public half.
    pub public: PublicKey,
}

/// The text of the file with a new key that waits to be used, and its public half.
///
/// # Errors
///
/// A [`KeyFileError`] when the text is no key file, or would be none if the key were used (a slug that is none, for example).
pub fn pend(
    text: &str,
    slug: &str,
    algorithm: Algorithm,
    seed: [u8; 32],
    date: &str,
) -> Result<(Zeroizing<String>, PublicKey), KeyFileError> {
    let secret = SecretKey::generate(algorithm, seed);
    let (public, secret) = (secret.public(), secret.to_multibase());
    let line = Zeroizing::new([slug, date, &public.to_multibase(), secret.as_str()].join("  "));
    insert(text, &line, slug, algorithm)?;
    let mut lines = lines(text);
    lines.push(Zeroizing::new([PENDING, line.as_str()].concat()));
    Ok((joined(&lines), public))
}

/// The keys that wait to be used.
///
/// # Errors
///
/// A [`KeyFileError`] when one of them is not whole.
pub fn pending(text: &str) -> Result<Vec<Pending>, KeyFileError> {
    let waiting =
        (1..).zip(text.lines()).filter_map(|(number, line)| Some((number, line.strip_prefix(PENDING)?)));
    waiting
        .map(|(line, text)| {
            let file = parse_key_file(text)
                .map_err(|_in_part| KeyFileError { line, problem: KeyFileProblem::Pending })?;
            let entry = file.entries().next().filter(|entry| entry.signs);
            let entry = entry.ok_or(KeyFileError { line, problem: KeyFileProblem::Pending })?;
            Ok(Pending { slug: entry.slug.clone(), public: entry.public.clone() })
        })
        .collect()
}

/// The text of the file with a key that waited being used: it signs from now on. The district's earlier keys of that kind
/// lose their secrets: they go on verifying, and can no longer be stolen.
///
/// # Errors
///
/// A [`KeyFileError`] when the key does not wait, or the text would be no key file.
pub fn activate(text: &str, key: &Pending) -> Result<Zeroizing<String>, KeyFileError> {
    let public = key.public.to_multibase();
    let is_it = |line: &str| line.starts_with(PENDING) && line.split_whitespace().nth(3) == Some(&public);
    let unknown = || unknown(&key.slug, &key.public);
    let line = text.lines().find(|line| is_it(line)).and_then(|line| line.strip_prefix(PENDING));
    let new = Zeroizing::new(line.ok_or_else(unknown)?.to_owned());
    let rest: Vec<_> = lines(text).into_iter().filter(|line| !is_it(line)).collect();
    insert(&joined(&rest), &new, &key.slug, key.public.algorithm())
}

/// The text of the file without a key, whether it waits, signs or verifies.
///
/// # Errors
///
/// A [`KeyFileError`] when it is not there, or when the district's other keys cannot do without it: one of a kind that signs
/// is replaced before it is taken out.
pub fn remove(text: &str, key: &Pending) -> Result<Zeroizing<String>, KeyFileError> {
    let public = key.public.to_multibase();
    let is_it = |line: &str| {
        let line = line.strip_prefix(PENDING).unwrap_or(line);
        !super::is_comment(line) && line.split_whitespace().nth(2) == Some(&public)
    };
    let all = lines(text);
    let rest: Vec<_> = all.iter().filter(|line| !is_it(line)).cloned().collect();
    if rest.len() == all.len() {
        return Err(unknown(&key.slug, &key.public));
    }
    let text = joined(&rest);
    parse_key_file(&text)?;
    Ok(text)
}

/// The text of the file with a new key of a kind for a district, which signs from now on: [`pend`] and [`activate`] at once.
///
/// # Errors
///
/// As [`pend`].
pub fn add(
    text: &str,
    slug: &str,
    algorithm: Algorithm,
    seed: [u8; 32],
    date: &str,
) -> Result<Zeroizing<String>, KeyFileError> {
    let (text, public) = pend(text, slug, algorithm, seed, date)?;
    activate(&text, &Pending { slug: slug.to_owned(), public })
}

fn insert(
    text: &str,
    new: &str,
    slug: &str,
    algorithm: Algorithm,
) -> Result<Zeroizing<String>, KeyFileError> {
    let file = parse_key_file(text)?;
    let of_the_kind = |entry: &&super::KeyEntry| entry.slug == slug && entry.public.algorithm() == algorithm;
    let earlier: BTreeSet<usize> = file.entries().filter(of_the_kind).map(|entry| entry.line).collect();
    let mut lines: Vec<Zeroizing<String>> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if earlier.first() == Some(&number) {
            lines.push(Zeroizing::new(new.to_owned()));
        }
        lines.push(Zeroizing::new(if earlier.contains(&number) {
            without_secret(line)
        } else {
            line.into()
        }));
    }
    if earlier.is_empty() {
        lines.push(Zeroizing::new(new.to_owned()));
    }
    let text = joined(&lines);
    parse_key_file(&text)?;
    Ok(text)
}

fn lines(text: &str) -> Vec<Zeroizing<String>> {
    text.lines().map(|line| Zeroizing::new(line.to_owned())).collect()
}

fn joined(lines: &[Zeroizing<String>]) -> Zeroizing<String> {
    let length = lines.iter().map(|line| line.len() + 1).sum();
    let mut text = Zeroizing::new(String::with_capacity(length));
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
    text
}

fn unknown(slug: &str, public: &PublicKey) -> KeyFileError {
    KeyFileError {
        line: 0,
        problem: KeyFileProblem::Unknown { slug: slug.to_owned(), key: public.to_multibase() },
    }
}

fn without_secret(line: &str) -> String {
    let columns: Vec<&str> = line.split_whitespace().take(3).chain([NO_SECRET]).collect();
    columns.join("  ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATE: &str = "2026-09-01";

    #[test]
    fn a_key_that_waits_does_not_sign_until_it_is_used() {
        let old = add("# ours\n", "maple", Algorithm::Ed25519, [1; 32], DATE).unwrap();
        let (waiting, public) = pend(&old, "maple", Algorithm::Ed25519, [2; 32], DATE).unwrap();
        let signing = |text: &str| parse_key_file(text).unwrap().ring("maple").unwrap().public_keys();
        assert_eq!(signing(&waiting), signing(&old));
        let key = Pending { slug: "maple".into(), public: public.clone() };
        assert_eq!(pending(&waiting).unwrap(), std::slice::from_ref(&key));
        let used = activate(&waiting, &key).unwrap();
        assert_eq!(signing(&used)[0], public);
        assert_eq!(signing(&used).len(), 2);
        assert_eq!(pending(&used).unwrap(), []);
        assert_eq!(remove(&waiting, &key).unwrap(), old, "given up");
        assert!(activate(&old, &key).is_err());
    }

    #[test]
    fn a_key_that_waits_and_was_cut_is_named() {
        let (text, _) = pend("", "maple", Algorithm::Ed25519, [2; 32], DATE).unwrap();
        for end in PENDING.len()..text.len() - 1 {
            assert_eq!(pending(&text[..end]).unwrap_err().line, 1, "{end}");
        }
    }

    #[test]
    fn a_key_that_signs_is_taken_out_only_after_another_of_its_kind_signs() {
        let first = add("", "maple", Algorithm::Ed25519, [1; 32], DATE).unwrap();
        let two = add(&first, "maple", Algorithm::Ed25519, [2; 32], DATE).unwrap();
        let key = |seed| Pending { slug: "maple".into(), public: SecretKey::from_seed([seed; 32]).public() };
        assert!(remove(&two, &key(2)).is_err());
        let one = remove(&two, &key(1)).unwrap();
        assert_eq!(parse_key_file(&one).unwrap().entries().count(), 1);
    }
}
