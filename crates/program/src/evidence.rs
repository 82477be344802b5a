use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::fault::Faults;
use crate::{Definition, EvidenceKind, Fault, text};

/// One piece of what a teacher hands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceItem {
    /// The id of the evidence part to which it belongs; empty only in an award without a submission.
    pub part: String,
    /// What it is called, one line.
    pub title: String,
    /// What it is.
    pub content: EvidenceContent,
}

/// What a piece of evidence is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields, tag = "kind")]
pub enum EvidenceContent {
    /// A text written in the form.
    Text {
        /// The text.
        text: String,
    },
    /// Something on the web.
    Link {
        /// Its address.
        url: String,
    },
    /// A file, which is kept elsewhere.
    File {
        /// Its name, without folders.
        name: String,
        /// Its media type, such as `application/pdf`.
        media_type: String,
        /// The SHA-256 hash of its bytes, 64 hexadecimal digits.
        sha256: String,
        /// Its size in bytes.
        size: u64,
    },
}

impl EvidenceContent {
    /// Which kind it is.
    pub const fn kind(&self) -> EvidenceKind {
        match self {
            Self::Text { .. } => EvidenceKind::Text,
            Self::Link { .. } => EvidenceKind::Link,
            Self::File { .. } => EvidenceKind::File,
        }
    }
}

pub(crate) const TITLE_LIMIT: usize = 200;
pub(crate) const ITEMS_LIMIT: usize = 40;
const ITEMS_OF_A_PART: usize = 10;
const TEXT_LIMIT: usize = 50_000;
const FILE_NAME_LIMIT: usize = 200;
const FILE_BYTES: u64 = 50 * 1024 * 1024;

/// The evidence with its texts tidied (see [`text`]); an item without a title takes the title of its part.
#[must_use]
pub fn tidy_evidence(definition: &Definition, items: Vec<EvidenceItem>) -> Vec<EvidenceItem> {
    items.into_iter().map(|item| tidy_item(definition, item)).collect()
}

fn tidy_item(definition: &Definition, item: EvidenceItem) -> EvidenceItem {
    let mut title = text::tidy_line(&item.title);
    if title.is_empty() {
        title = definition.part(&item.part).map(|part| part.title.clone()).unwrap_or_default();
    }
    let content = match item.content {
        EvidenceContent::Text { text } => EvidenceContent::Text { text: text::tidy(&text) },
        EvidenceContent::Link { url } => EvidenceContent::Link { url: text::tidy_web_address(&url) },
        EvidenceContent::File { name, media_type, sha256, size } => {
            EvidenceContent::File { name: text::tidy_line(&name), media_type, sha256, size }
        }
    };
    EvidenceItem { part: item.part, title, content }
}

/// Whether this evidence may be submitted for this micro-credential.
///
/// # Errors
/// Every item that is not as it must be (`/0/content/url`), and every required part without one (at the empty
/// pointer: it has no place in the list).
pub fn check_evidence(definition: &Definition, items: &[EvidenceItem]) -> Result<(), Vec<Fault>> {
    let mut faults = Faults::default();
    faults.count("", "items of evidence", items.len(), 1, ITEMS_LIMIT);
    for (index, item) in items.iter().take(ITEMS_LIMIT).enumerate() {
        check_item(definition, item, &format!("/{index}"), &mut faults);
    }
    for part in &definition.evidence_parts {
        let of_part = || items.iter().enumerate().filter(|(_, item)| item.part == part.id);
        let count = of_part().count();
        if part.required && count == 0 {
            faults.add(
                "",
                format_args!("the part “{}” ({}) is required and has no evidence yet", part.title, part.id),
            );
        }
        if count > ITEMS_OF_A_PART {
            faults.add(
                "",
                format_args!(
                    "the part “{}” has {count} items, at most {ITEMS_OF_A_PART} are allowed",
                    part.title
                ),
            );
        }
        if let Some(limit) = part.word_limit {
            check_words(of_part(), limit, &part.title, &mut faults);
        }
    }
    faults.result()
}

/// The limit is for the texts of a part together, so that it cannot be passed by splitting; the last text is blamed.
fn check_words<'a>(
    items: impl Iterator<Item = (usize, &'a EvidenceItem)>,
    limit: u32,
    part: &str,
    faults: &mut Faults,
) {
    let counts: BTreeMap<usize, usize> = items
        .filter_map(|(index, item)| match &item.content {
            EvidenceContent::Text { text } => Some((index, text::words(text))),
            EvidenceContent::Link { .. } | EvidenceContent::File { .. } => None,
        })
        .collect();
    let words: usize = counts.values().sum();
    if let Some((last, _)) = counts.last_key_value()
        && u32::try_from(words).map_or(true, |words| words > limit)
    {
        faults.add(
            format_args!("/{last}/content/text"),
            format_args!(
                "“{part}” has {words} words, at most {limit} are allowed; shorten it by {}",
                words.saturating_sub(usize::try_from(limit).unwrap_or(usize::MAX))
            ),
        );
    }
}

fn check_item(definition: &Definition, item: &EvidenceItem, at: &str, faults: &mut Faults) {
    faults.check(format_args!("{at}/title"), text::line(&item.title, TITLE_LIMIT));
    match definition.part(&item.part) {
        None => faults.add(format_args!("{at}/part"), "names no evidence part of this micro-credential"),
        Some(part) if !part.kinds.contains(&item.content.kind()) => {
            let allowed: Vec<_> = part.kinds.iter().map(|kind| kind.as_str()).collect();
            faults.add(
                format_args!("{at}/content/kind"),
                format_args!(
                    "“{}” takes {}, not {}",
                    part.title,
                    allowed.join(" or "),
                    item.content.kind().as_str()
                ),
            );
        }
        Some(_) => {}
    }
    match &item.content {
        EvidenceContent::Text { text } => {
            faults.check(format_args!("{at}/content/text"), text::prose(text, TEXT_LIMIT));
        }
        EvidenceContent::Link { url } => {
            faults.check(format_args!("{at}/content/url"), text::web_address(url));
        }
        EvidenceContent::File { name, media_type, sha256, size } => {
            faults.check(format_args!("{at}/content/name"), text::line(name, FILE_NAME_LIMIT));
            if name.contains(['/', '\\']) || matches!(name.as_str(), "." | "..") {
                faults.add(format_args!("{at}/content/name"), "must be the name of a file, without folders");
            }
            faults.check(format_args!("{at}/content/media_type"), text::media_type(media_type));
            faults.check(format_args!("{at}/content/sha256"), text::sha256(sha256));
            faults.range(format_args!("{at}/content/size"), *size, 1, FILE_BYTES);
        }
    }
}
