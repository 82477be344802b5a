//! What a district says of another issuer, of a micro-credential, or of a badge (`EndorsementCredential` of Open Badges 3.0),
//! and how what others say of the district goes into what it signs and publishes.

use openbadges::schema::Schema;
use openbadges::{
    CredentialSchema, CredentialStatus, EndorsementCredential, EndorsementSubject, Iri, SignedCredential,
    StatusPurpose, Timestamp,
};
use serde_json::Value;

use crate::district::District;
use crate::error::{IssueError, member};
use crate::keys::{KeyRing, PublicKeys};
use crate::lint::lint_as;
use crate::sign::prepare;
use crate::unsigned::Unsigned;

/// An endorsement before it is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endorsement {
    /// Its id: an `https` URL at which its signed text is served.
    pub id: String,
    /// The id of what is endorsed: an issuer, an achievement or a credential.
    pub about: String,
    /// Its name; the standard asks for one.
    pub name: String,
    /// What is said of it, in Markdown.
    pub comment: Option<String>,
    /// The URL of the status list of the endorsing district.
    pub status_list: String,
    /// The bit in that list by which it can be taken back.
    pub status_index: u32,
    /// The time of signing, from which it is valid.
    pub signed_at: Timestamp,
    /// Until when it is valid.
    pub valid_until: Option<Timestamp>,
}

/// Writes the endorsement, unsigned: a credential of its own, with its own contexts, so that it can be taken out of what
/// holds it and verified alone.
///
/// # Errors
///
/// [`IssueError::Value`] when an id has a wrong form, [`IssueError::AlreadyExpired`] when it would end before it begins.
pub fn draft_endorsement(
    endorsement: &Endorsement,
    district: &District<'_>,
) -> Result<EndorsementCredential, IssueError> {
    let about = Iri::new(endorsement.about.as_str()).map_err(member("credentialSubject.id"))?;
    let mut subject = EndorsementSubject::new(about);
    if let Some(comment) = &endorsement.comment {
        subject = subject.with_endorsement_comment(comment.as_str());
    }
    let id = Iri::new(endorsement.id.as_str()).map_err(member("id"))?;
    let name = endorsement.name.as_str();
    let mut credential =
        EndorsementCredential::new(id, name, district.profile()?, endorsement.signed_at, subject)
            .with_awarded_date(endorsement.signed_at)
            .with_credential_status(status(endorsement)?)
            .with_credential_schema(CredentialSchema::endorsement_credential());
    if let Some(until) = endorsement.valid_until {
        if until <= endorsement.signed_at {
            return Err(IssueError::AlreadyExpired { until, signed_at: endorsement.signed_at });
        }
        credential = credential.with_valid_until(until);
    }
    Ok(credential)
}

/// Drafts an endorsement, lints it, and signs it with the district's first key, in the same form as a badge.
///
/// # Errors
///
/// Those of [`draft_endorsement`]; [`IssueError::Schema`], [`IssueError::Canonical`] and [`IssueError::Proof`] as for a
/// badge.
pub fn endorse(
    endorsement: &Endorsement,
    district: &District<'_>,
    keys: &KeyRing,
) -> Result<SignedCredential, IssueError> {
    prepare_endorsement(endorsement, district, keys)?.signed_by(keys)
}

/// As [`endorse`], but for the signatures.
///
/// # Errors
///
/// As [`endorse`].
pub fn prepare_endorsement(
    endorsement: &Endorsement,
    district: &District<'_>,
    keys: &PublicKeys,
) -> Result<Unsigned<SignedCredential>, IssueError> {
    let draft = draft_endorsement(endorsement, district)?.to_value();
    lint_as(Schema::EndorsementCredential, &draft)?;
    prepare(draft, district, endorsement.signed_at, keys)
}

fn status(endorsement: &Endorsement) -> Result<CredentialStatus, IssueError> {
    let list = Iri::new(endorsement.status_list.as_str())
        .map_err(member("credentialStatus.statusListCredential"))?;
    CredentialStatus::bitstring(&list, endorsement.status_index, StatusPurpose::Revocation)
        .map_err(member("credentialStatus"))
}

/// An endorsement as its maker signed it.
#[derive(Debug, Clone, PartialEq)]
pub enum SignedEndorsement {
    /// JSON with its proof inside: goes under `endorsement`, member for member as it was signed.
    Embedded(Value),
    /// A compact JWS: goes under `endorsementJwt`.
    Jwt(String),
}

/// The endorsements that go into the badges of a district, as they stand when a badge is signed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Endorsements {
    /// What others say of the district. In a badge they stand in `issuer`, and only there: the achievement's `creator` is
    /// the same node of the graph.
    pub of_issuer: Vec<SignedEndorsement>,
    /// What others say of the achievement.
    pub of_achievement: Vec<SignedEndorsement>,
}

impl Endorsements {
    /// Puts each where the standard has it. (What others signed is kept as a value: written anew by our own types, it could
    /// lose what its proof covers.)
    pub(crate) fn go_into(&self, badge: &mut Value) {
        if let Some(issuer) = badge.get_mut("issuer") {
            add(issuer, &self.of_issuer);
        }
        if let Some(achievement) = badge.pointer_mut("/credentialSubject/achievement") {
            add(achievement, &self.of_achievement);
        }
    }
}

/// Adds endorsements to the profile or achievement that they are about.
pub(crate) fn add(holder: &mut Value, endorsements: &[SignedEndorsement]) {
    let Some(members) = holder.as_object_mut() else {
        return;
    };
    let (mut embedded, mut jwt) = (Vec::new(), Vec::new());
    for endorsement in endorsements {
        match endorsement {
            SignedEndorsement::Embedded(document) => embedded.push(document.clone()),
            SignedEndorsement::Jwt(text) => jwt.push(Value::from(text.as_str())),
        }
    }
    // No empty arrays (Open Badges 3.0 §"Serialization").
    for (member, values) in [("endorsement", embedded), ("endorsementJwt", jwt)] {
        if !values.is_empty() {
            members.insert(member.into(), values.into());
        }
    }
}
