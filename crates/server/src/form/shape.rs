use serde::de::DeserializeOwned;

use super::{FILE_BYTES, TEXT_BYTES};
use crate::{Problem, Wrong};

/// Which fields a form has. Nothing else is taken: a part of another name ends the reading. In a name, `*`
/// stands for any text, such as the id of a criterion.
pub trait Shape: DeserializeOwned + 'static {
    /// The names of its texts, besides `csrf`.
    const TEXTS: &'static [&'static str];
    /// Most bytes of all texts together.
    const TEXT_BYTES: usize = TEXT_BYTES;
    /// The names of its files.
    const FILES: &'static [&'static str] = &[];
    /// Most files in all.
    const MOST_FILES: usize = 0;
    /// Most bytes of one file.
    const FILE_BYTES: usize = FILE_BYTES;
}

/// The fields of a form, without the type that it becomes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outline {
    texts: &'static [&'static str],
    files: &'static [&'static str],
    pub(super) text_bytes: usize,
    pub(super) most_files: usize,
    pub(super) file_bytes: usize,
}

impl Outline {
    pub(super) fn of<T: Shape>() -> Self {
        Self {
            texts: T::TEXTS,
            files: T::FILES,
            text_bytes: T::TEXT_BYTES,
            most_files: T::MOST_FILES,
            file_bytes: T::FILE_BYTES,
        }
    }

    /// Refuses a text that the form does not have.
    pub(super) fn check_text(self, name: &str) -> Result<(), Problem> {
        let known = name == "csrf" || self.texts.iter().any(|known| fits(known, name));
        if known { Ok(()) } else { Err(unknown(name, "field")) }
    }

    /// Refuses a file that the form does not have.
    pub(super) fn check_file(self, name: &str) -> Result<(), Problem> {
        let known = self.files.iter().any(|known| fits(known, name));
        if known { Ok(()) } else { Err(unknown(name, "file")) }
    }
}

fn fits(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, end)) => name.strip_prefix(start).is_some_and(|rest| rest.ends_with(end)),
    }
}

fn unknown(name: &str, what: &str) -> Problem {
    let shown: String = name.chars().take(60).collect();
    if shown.is_empty() {
        let detail = format!("the form contains a {what} without a name");
        return Problem::invalid(vec![Wrong::member("", detail)]);
    }
    let detail = format!("this form has no {what} {shown:?}");
    let pointer = format!("/{}", shown.replace('~', "~0").replace('/', "~1"));
    Problem::invalid(vec![Wrong::member(pointer, detail)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        assert!(fits("part-*-text", "part-lesson-plan-text"));
        assert!(fits("level-*", "level-a"));
        assert!(!fits("part-*-text", "part-lesson-file"));
        assert!(!fits("part-*-text", "part-text"));
        assert!(!fits("note", "notes"));
    }
}
