//! Style sheets: rules for classes, ids and names of elements.

use super::values::{declarations, no_address, property};
use super::{ACTIVE, PLAIN, forbidden};
use crate::upload::UploadError;

/// The most work of all rules: each selector and each property is tried for each element.
const MOST_WORK: u32 = 500_000;

/// The most bytes of all style sheets.
const MOST_BYTES: usize = 32 << 10;

/// What the style sheets of a picture hold.
#[derive(Default)]
pub(super) struct Sheets {
    bytes: usize,
    /// How many selectors and properties there are.
    count: usize,
    /// Selectors of rules that cut with a clip path, and the id of that.
    clipping: Vec<(String, String)>,
}

impl Sheets {
    /// Reads a sheet.
    pub(super) fn read(&mut self, text: &str) -> Result<(), UploadError> {
        self.bytes += text.len();
        if self.bytes > MOST_BYTES {
            return Err(UploadError::TooLong { what: "the style sheet".to_owned(), limit: MOST_BYTES });
        }
        no_address("the style sheet", text)?;
        for rule in text.split('}') {
            let Some((selectors, style)) = rule.split_once('{') else {
                if rule.trim().is_empty() {
                    continue;
                }
                return Err(unclear());
            };
            let mut clip = None;
            for (name, value) in declarations(style) {
                property(name, value)?;
                self.count += 1;
                if name == "clip-path" {
                    clip = Some(super::values::target(value));
                }
            }
            for selector in selectors.split(',').map(str::trim) {
                self.selector(selector, clip)?;
            }
        }
        Ok(())
    }

    fn selector(&mut self, selector: &str, clip: Option<&str>) -> Result<(), UploadError> {
        let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '#' | '*' | '_' | '-');
        if selector.is_empty() || !selector.chars().all(plain) {
            return Err(forbidden(format!("the rule for `{selector}` in a style sheet"), PLAIN));
        }
        self.count += 1;
        if let Some(clip) = clip {
            self.clipping.push((selector.to_owned(), clip.to_owned()));
        }
        Ok(())
    }

    /// Whether the rules are few enough for so many elements.
    pub(super) fn check(&self, elements: usize) -> Result<(), UploadError> {
        let work = self.count.saturating_mul(elements);
        if u32::try_from(work).is_ok_and(|work| work <= MOST_WORK) {
            return Ok(());
        }
        Err(UploadError::TooMuch { what: "style rules times elements", limit: MOST_WORK })
    }

    /// The clip paths that rules give to an element. More may be found than there are, never fewer.
    pub(super) fn clips<'a>(
        &'a self,
        element: &'a str,
        id: &'a str,
        class: &'a str,
    ) -> impl Iterator<Item = &'a str> {
        let applies = move |selector: &str| {
            selector.contains('*')
                || selector.split(['.', '#']).filter(|word| !word.is_empty()).any(|word| {
                    word == element || word == id || class.split_whitespace().any(|class| class == word)
                })
        };
        self.clipping.iter().filter(move |(selector, _)| applies(selector)).map(|(_, clip)| clip.as_str())
    }
}

fn unclear() -> UploadError {
    forbidden("a style sheet that is more than simple rules".to_owned(), ACTIVE)
}
