//! Evidence to read: per part, the texts, links and files that were submitted.

use askama::{Template, filters::HtmlSafe};

use program::{Definition, EvidenceContent, EvidenceItem};
use uuid::Uuid;

use super::web_link::WebLink;
use super::wording;

/// Everything that was submitted, part by part.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/evidence.html")]
pub struct EvidenceView {
    /// The parts, in the order of the definition.
    pub parts: Vec<EvidencePartView>,
}

impl HtmlSafe for EvidenceView {}

/// What was submitted for one part.
#[derive(Debug, Clone)]
pub struct EvidencePartView {
    /// The title of the part.
    pub title: String,
    /// The items, in the order they were submitted.
    pub items: Vec<EvidenceItemView>,
}

/// One item.
#[derive(Debug, Clone)]
pub enum EvidenceItemView {
    /// Words written in the form; line breaks are kept.
    Text {
        /// The words.
        text: String,
    },
    /// An address on the web.
    Link {
        /// The address.
        link: WebLink,
    },
    /// A file.
    File {
        /// The file.
        file: FileView,
    },
}

/// A submitted file.
#[derive(Debug, Clone)]
pub struct FileView {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its size in words, `1.2 MB`.
    pub size: String,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Where the reader may fetch it, a path on this site; empty when they may not.
    pub href: String,
}

impl EvidenceView {
    /// What was submitted with a submission, in the order of the definition.
    pub fn of(definition: &Definition, items: &[EvidenceItem], submission: Uuid) -> Self {
        let view = |item: &EvidenceItem| EvidenceItemView::of(item, submission);
        let mut parts: Vec<_> = definition
            .evidence_parts
            .iter()
            .map(|part| EvidencePartView {
                title: part.title.clone(),
                items: items.iter().filter(|item| item.part == part.id).map(view).collect(),
            })
            .collect();
        let others: Vec<_> = items.iter().filter(|item| definition.part(&item.part).is_none()).collect();
        parts.extend(
            others
                .into_iter()
                .map(|item| EvidencePartView { title: item.title.clone(), items: vec![view(item)] }),
        );
        Self { parts }
    }
}

impl EvidenceItemView {
    fn of(item: &EvidenceItem, submission: Uuid) -> Self {
        match &item.content {
            EvidenceContent::Text { text } => Self::Text { text: text.clone() },
            EvidenceContent::Link { url } => Self::Link { link: WebLink::new(url) },
            EvidenceContent::File { name, media_type, sha256, size } => Self::File {
                file: FileView {
                    name: name.clone(),
                    media_type: media_type.clone(),
                    size: wording::size(*size),
                    sha256: sha256.clone(),
                    href: format!("/files/{submission}/{sha256}"),
                },
            },
        }
    }
}
