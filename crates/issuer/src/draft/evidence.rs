//! What was handed in, as far as it belongs in a public document.
//!
//! Evidence from a classroom often shows students: it is an education record, and a badge is public for ever.
//! So the credential says what kind of work was assessed. The teacher's own titles and links are in it only
//! where the district chose so; texts, files and their names stay in the district in any case. What a
//! district's own system awards is linked: that system named the links for the badge.

use openbadges::{Evidence, Iri};
use program::{Approval, Basis, EvidenceContent, EvidenceItem, Policy};

use crate::error::{IssueError, member};

pub(super) fn evidence(approval: &Approval, policy: &Policy) -> Result<Vec<Evidence>, IssueError> {
    let linked = policy.link_evidence || approval.basis() == Basis::DirectAward;
    approval
        .evidence()
        .iter()
        .enumerate()
        .map(|(number, item)| entry(item, number, approval, linked))
        .collect()
}

fn entry(
    item: &EvidenceItem,
    number: usize,
    approval: &Approval,
    linked: bool,
) -> Result<Evidence, IssueError> {
    let part = approval.definition().part(&item.part).map(|part| part.title.as_str());
    let (genre, what) = match &item.content {
        EvidenceContent::Text { .. } => ("Text", "A written text that was assessed; the district keeps it."),
        EvidenceContent::Link { .. } if linked => ("Link", "Work on the web that was assessed."),
        EvidenceContent::Link { .. } => ("Link", "Work on the web that was assessed; it is not public."),
        EvidenceContent::File { .. } => ("File", "A file that was assessed; the district keeps it."),
    };
    let name = if linked { Some(item.title.as_str()) } else { part }.unwrap_or("Evidence");
    let description = match part.filter(|part| *part != name) {
        Some(part) => format!("{part}. {what}"),
        None => what.to_owned(),
    };
    let entry = Evidence::new().with_name(name).with_description(description).with_genre(genre);
    match &item.content {
        EvidenceContent::Link { url } if linked => {
            let id = Iri::new(url.as_str()).map_err(member(format!("evidence[{number}].id")))?;
            Ok(entry.with_id(id))
        }
        EvidenceContent::Link { .. } | EvidenceContent::Text { .. } | EvidenceContent::File { .. } => {
            Ok(entry)
        }
    }
}
