//! The other forms in which a badge can be had.

use program::CredentialState;
use service::{CredentialView, DistrictView, TwinForm, commands};

use crate::pages::district::DocumentLink;
use crate::{Problem, Site};

/// Links to the tokens of a badge that stands, and to its hosted twin where the district offers that. The token that tells who
/// received it only to whom its teacher shows that is of use to the teacher alone.
///
/// # Errors
/// `internal` when the keys cannot be read.
pub(super) fn of(
    site: &Site,
    district: &DistrictView,
    badge: &CredentialView,
    is_holder: bool,
) -> Result<Vec<DocumentLink>, Problem> {
    if badge.state != CredentialState::Active {
        return Ok(Vec::new());
    }
    let at = |document: &str| format!("/c/{}/{document}", badge.share_token);
    let mut links = Vec::new();
    for form in commands::twins::offered(&site.service, &district.slug)? {
        let (label, document) = match form {
            TwinForm::Jwt => ("JWT", "badge.jwt?download=1"),
            TwinForm::SdJwt if is_holder => ("SD-JWT", "badge.sd-jwt?download=1"),
            TwinForm::SdJwt => continue,
        };
        links.push(DocumentLink { label: label.to_owned(), href: at(document) });
    }
    if district.policy.open_badges_2 {
        links.push(DocumentLink { label: "Open Badges 2.0".to_owned(), href: at("assertion.json") });
    }
    Ok(links)
}
