//! What was handed in, as far as it belongs in a public document.
//!
//! Evidence from a classroom often shows students: it is an education record. So the credential says what kind of work was
//! assessed, under the title that the teacher gave it, and links only to what the teacher had put on the web. Texts, files
//! and their names stay in the district.

use openbadges::{Evidence, Iri};
use programme::{Approval, EvidenceContent, EvidenceItem};

use crate::error::{IssueError, member};

pub(super) fn evidence(approval: &Approval) -> Result<Vec<Evidence>, IssueError> {
    approval.evidence().iter().enumerate().map(|(number, item)| entry(item, number, approval)).collect()
}

fn entry(item: &EvidenceItem, number: usize, approval: &Approval) -> Result<Evidence, IssueError> {
    let part = approval.definition().part(&item.part).map(|part| part.title.as_str());
    let (genre, what) = match &item.content {
        EvidenceContent::Text { .. } => ("Text", "A written text that was assessed; the district keeps it."),
        EvidenceContent::Link { .. } => ("Link", "Work on the web that was assessed."),
        EvidenceContent::File { .. } => ("File", "A file that was assessed; the district keeps it."),
    };
    let description = match part.filter(|part| *part != item.title) {
        Some(part) => format!("{part}. {what}"),
        None => what.to_owned(),
    };
    let entry =
        Evidence::new().with_name(item.title.as_str()).with_description(description).with_genre(genre);
    match &item.content {
        EvidenceContent::Link { url } => {
            let id = Iri::new(url.as_str()).map_err(member(format!("evidence[{number}].id")))?;
            Ok(entry.with_id(id))
        }
        EvidenceContent::Text { .. } | EvidenceContent::File { .. } => Ok(entry),
    }
}
