//! An approval in the words of Open Badges 3.0.

mod achievement;
mod evidence;
mod recipient;
mod result;

use openbadges::{
    AchievementCredential, CredentialSchema, CredentialStatus, Iri, Profile, RefreshService, StatusPurpose,
    Timestamp,
};
use program::{Approval, Policy};

use crate::district::District;
use crate::error::{IssueError, member};
use crate::issuance::Issuance;

pub(crate) use achievement::achievement;
pub use achievement::image_address;
pub(crate) use recipient::identifiers;

/// Writes the credential that an approval stands for, unsigned. The same arguments give the same credential.
///
/// The profile (one choice where the standard allows many): data model 2.0 with the contexts of Open Badges 3.0.3 and its
/// extensions; the issuer a `did:web` with name; arrays wherever the standard has a list; the rubric as result
/// descriptions, one result a criterion; one revocation entry with its index as a text. `awardedDate` is the time of the
/// approval and stays when a badge is issued again; `validUntil` counts from it, so that issuing again prolongs nothing.
///
/// # Errors
///
/// [`IssueError::Value`] when an id or an address has a wrong form, [`IssueError::AlreadyExpired`] when an award lies so
/// far back that its validity is over, [`IssueError::NobodyNamed`] when nothing says to whom it is given.
pub fn draft(
    approval: &Approval,
    district: &District<'_>,
    issuance: &Issuance,
    policy: &Policy,
) -> Result<AchievementCredential, IssueError> {
    let definition = approval.definition();
    let achievement = achievement(definition, approval.version_number(), &issuance.achievement_id, district)?;
    let mut subject = recipient::subject(approval.recipient(), achievement, policy, &issuance.salt)?;
    if let Some(source) = source(approval, district, policy)? {
        subject = subject.with_source(source);
    }
    if let Some(narrative) = approval.narrative() {
        subject = subject.with_narrative(narrative);
    }
    for result in result::results(approval, &issuance.achievement_id)? {
        subject = subject.with_result(result);
    }
    let awarded = approval.approved_at();
    let valid_from = issuance.signed_at.max(awarded);
    let id = Iri::new(issuance.credential_id.as_str()).map_err(member("id"))?;
    let mut credential = AchievementCredential::new(id, district.profile()?, valid_from, subject)
        .with_name(definition.title.as_str())
        .with_description(definition.summary.as_str())
        .with_awarded_date(awarded)
        .with_credential_status(status(issuance)?)
        .with_credential_schema(CredentialSchema::achievement_credential());
    if let Some(until) = valid_until(awarded, definition.validity_months, valid_from)? {
        credential = credential.with_valid_until(until);
    }
    if let Some(address) = &issuance.refresh_service {
        let address = Iri::new(address.as_str()).map_err(member("refreshService.id"))?;
        credential = credential.with_refresh_service(RefreshService::credential_refresh(address));
    }
    for item in evidence::evidence(approval, policy)? {
        credential = credential.with_evidence(item);
    }
    Ok(credential)
}

fn valid_until(
    awarded: Timestamp,
    months: Option<u32>,
    signed_at: Timestamp,
) -> Result<Option<Timestamp>, IssueError> {
    let until = months.map(|months| awarded.plus_months(months));
    match until {
        Some(until) if until <= signed_at => Err(IssueError::AlreadyExpired { until, signed_at }),
        until => Ok(until),
    }
}

fn status(issuance: &Issuance) -> Result<CredentialStatus, IssueError> {
    let list =
        Iri::new(issuance.status_list.as_str()).map_err(member("credentialStatus.statusListCredential"))?;
    CredentialStatus::bitstring(&list, issuance.status_index, StatusPurpose::Revocation)
        .map_err(member("credentialStatus"))
}

/// Who assessed on behalf of the district: the office. The person is named only where the district chose so.
fn source(
    approval: &Approval,
    district: &District<'_>,
    policy: &Policy,
) -> Result<Option<Profile>, IssueError> {
    let Some(assessor) = approval.assessor() else {
        return Ok(None);
    };
    let office: String = assessor.office.to_lowercase().split_whitespace().collect::<Vec<_>>().join("-");
    let id = Iri::new(format!("{}#{office}", district.url)).map_err(member("credentialSubject.source.id"))?;
    let office = format!("{}, {}", assessor.office, district.name);
    let name = if policy.name_assessor { format!("{}, {office}", assessor.name) } else { office };
    Ok(Some(Profile::new(id).with_name(name)))
}
