use openbadges::Timestamp;

use crate::{
    Assessment, AssessmentId, Criterion, Definition, DirectAward, DistrictId, EvidenceItem, Fault, Level,
    MicroCredentialId, Person, Role, Scores, VersionId,
};

/// Somebody is to be given a micro-credential: the one thing that passes from the office that decides to the office
/// that signs.
///
/// Only this crate makes one: [`Assessment::approve`] when a coach approves, [`Approval::direct`] when a district's
/// own system awards. The issuer takes it by value, so one approval is one credential.
///
/// It cannot be made elsewhere:
/// ```compile_fail,E0451
/// fn forge(genuine: program::Approval) -> program::Approval {
///     program::Approval { approved_at: genuine.approved_at(), ..genuine }
/// }
/// ```
/// It cannot be doubled:
/// ```compile_fail,E0599
/// fn double(approval: program::Approval) -> (program::Approval, program::Approval) {
///     (approval.clone(), approval)
/// }
/// ```
/// It cannot be spent twice:
/// ```compile_fail,E0382
/// fn spend(_: program::Approval) {}
/// fn twice(approval: program::Approval) {
///     spend(approval);
///     spend(approval);
/// }
/// ```
/// It cannot be stored and brought back:
/// ```compile_fail,E0277
/// fn store(approval: &program::Approval) -> serde_json::Result<String> {
///     serde_json::to_string(approval)
/// }
/// ```
/// ```compile_fail,E0277
/// fn bring_back(text: &str) -> serde_json::Result<program::Approval> {
///     serde_json::from_str(text)
/// }
/// ```
/// What is in it cannot be changed:
/// ```compile_fail,E0596
/// fn rename(approval: &mut program::Approval) {
///     approval.recipient().name.push('!');
/// }
/// ```
/// It can be spent once:
/// ```
/// fn spend(_: program::Approval) {}
/// fn once(approval: program::Approval) {
///     spend(approval);
/// }
/// ```
#[derive(Debug)]
#[must_use = "an approval that nobody spends is a credential that nobody gets"]
pub struct Approval {
    district: DistrictId,
    basis: Basis,
    recipient: Recipient,
    definition: Definition,
    micro_credential: MicroCredentialId,
    version: VersionId,
    version_number: u32,
    scores: Scores,
    evidence: Vec<EvidenceItem>,
    narrative: Option<String>,
    assessor: Option<Assessor>,
    approved_at: Timestamp,
}

/// On what an approval rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// On the assessment of a submission.
    Assessment(AssessmentId),
    /// On the word of a system of the district.
    DirectAward,
}

/// Who is to be given a micro-credential.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The full name.
    pub name: String,
    /// The e-mail address.
    pub email: Option<String>,
    /// Whether the recipient agreed that the e-mail address is shown in clear text.
    pub publish_email: bool,
    /// A URI that names the recipient, such as a DID.
    pub id: Option<String>,
}

impl std::fmt::Debug for Recipient {
    /// Without name and address: they do not belong in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recipient").field("publish_email", &self.publish_email).finish_non_exhaustive()
    }
}

/// Who assessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessor {
    /// The name of the person. Shown only when the district names its assessors.
    pub name: String,
    /// The office in which the person assessed, such as `Instructional coach`.
    pub office: &'static str,
}

/// What was achieved for one criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Achieved<'a> {
    /// The criterion.
    pub criterion: &'a Criterion,
    /// The level.
    pub level: &'a Level,
    /// What the assessor said; may be empty.
    pub comment: &'a str,
}

impl Approval {
    /// What a coach or assessor approved. The caller has checked that it may be.
    pub(crate) fn of(assessment: &Assessment, by: &Person, scores: &Scores, at: Timestamp) -> Self {
        let accompanies = assessment.coach == Some(by.id) && by.has(Role::Coach);
        let office = if accompanies || !by.has(Role::Assessor) { "Instructional coach" } else { "Assessor" };
        let teacher = &assessment.teacher;
        Self {
            district: assessment.district,
            basis: Basis::Assessment(assessment.id),
            recipient: Recipient {
                name: teacher.name.clone(),
                email: Some(teacher.email.clone()),
                publish_email: teacher.publish_email,
                id: None,
            },
            definition: assessment.definition.clone(),
            micro_credential: assessment.micro_credential,
            version: assessment.version,
            version_number: assessment.version_number,
            scores: scores.clone(),
            evidence: assessment.evidence.clone(),
            narrative: None,
            assessor: Some(Assessor { name: by.name.clone(), office }),
            approved_at: at,
        }
    }

    /// What a district's own system awards. Who may call for it is the caller's to check.
    ///
    /// # Errors
    /// Every member that is not as it must be: the recipient, scores that the rubric does not know or that are not
    /// enough for it, links that are none, or a time that has not come yet.
    pub fn direct(award: DirectAward, now: Timestamp) -> Result<Self, Vec<Fault>> {
        let award = award.checked(now)?;
        Ok(Self {
            district: award.district,
            basis: Basis::DirectAward,
            recipient: award.recipient,
            definition: award.definition,
            micro_credential: award.micro_credential,
            version: award.version,
            version_number: award.version_number,
            scores: award.scores.unwrap_or_default(),
            evidence: award.evidence.into_iter().map(Into::into).collect(),
            narrative: award.narrative,
            assessor: None,
            approved_at: award.awarded_at.unwrap_or(now),
        })
    }

    /// The district that awards.
    pub const fn district(&self) -> DistrictId {
        self.district
    }

    /// On what it rests.
    pub const fn basis(&self) -> Basis {
        self.basis
    }

    /// Who is to be given it.
    pub const fn recipient(&self) -> &Recipient {
        &self.recipient
    }

    /// What is awarded.
    pub const fn definition(&self) -> &Definition {
        &self.definition
    }

    /// The micro-credential.
    pub const fn micro_credential(&self) -> MicroCredentialId {
        self.micro_credential
    }

    /// The version of the micro-credential.
    pub const fn version(&self) -> VersionId {
        self.version
    }

    /// The number of the version, 1 for the first.
    pub const fn version_number(&self) -> u32 {
        self.version_number
    }

    /// The scores given; empty for a direct award without scores.
    pub const fn scores(&self) -> &Scores {
        &self.scores
    }

    /// What was achieved, in the order of the rubric; empty for a direct award without scores.
    pub fn achieved(&self) -> impl Iterator<Item = Achieved<'_>> {
        self.definition.rubric.criteria.iter().filter_map(|criterion| {
            let score = self.scores.get(&criterion.id)?;
            let level = criterion.level(score.level.as_deref()?)?;
            Some(Achieved { criterion, level, comment: &score.comment })
        })
    }

    /// What was handed in.
    pub fn evidence(&self) -> &[EvidenceItem] {
        &self.evidence
    }

    /// What ties the evidence together, when the awarding system said so.
    pub fn narrative(&self) -> Option<&str> {
        self.narrative.as_deref()
    }

    /// Who assessed; none for a direct award.
    pub const fn assessor(&self) -> Option<&Assessor> {
        self.assessor.as_ref()
    }

    /// When it was decided.
    pub const fn approved_at(&self) -> Timestamp {
        self.approved_at
    }
}
