use openbadges::Timestamp;

use crate::{DistrictId, Person, Role};

/// How far an earlier enrolment of the same teacher for the same micro-credential came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnrolmentStanding {
    /// Not decided for good: nothing submitted yet, waiting, or returned for revision.
    UnderWay,
    /// Earned, and the credential is still good.
    Earned {
        /// When it was approved.
        at: Timestamp,
    },
    /// Over without a good credential: declined, withdrawn, expired or revoked.
    Over,
}

/// Why somebody may not enrol, or not coach.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EnrolmentRefusal {
    /// The person belongs to another district.
    #[error("this micro-credential belongs to another district")]
    OtherDistrict,
    /// Only teachers enrol.
    #[error("only teachers can enrol; ask your programme manager to give you the role of a teacher")]
    NotATeacher,
    /// Only coaches coach.
    #[error("this person is not a coach; give them the role of a coach first")]
    NotACoach,
    /// There is no published version.
    #[error("this micro-credential is not published yet, so nobody can enrol")]
    NotPublished,
    /// An enrolment is under way.
    #[error("you are already enrolled in this micro-credential; go on with the work that is under way")]
    AlreadyEnrolled,
    /// It was earned before.
    #[error("you earned this micro-credential on {}; you can enrol again when it expires", at.date())]
    AlreadyEarned {
        /// When it was approved.
        at: Timestamp,
    },
}

/// Whether this person may enrol in a micro-credential of this district.
///
/// `earlier` are the standings of all enrolments of the same person in the same micro-credential.
///
/// # Errors
/// Not a teacher of the district, nothing published, or enrolled or earned already.
pub fn may_enrol(
    person: &Person,
    district: DistrictId,
    published: bool,
    earlier: &[EnrolmentStanding],
) -> Result<(), EnrolmentRefusal> {
    if person.district != district {
        return Err(EnrolmentRefusal::OtherDistrict);
    }
    if !person.has(Role::Teacher) {
        return Err(EnrolmentRefusal::NotATeacher);
    }
    if !published {
        return Err(EnrolmentRefusal::NotPublished);
    }
    for standing in earlier {
        match *standing {
            EnrolmentStanding::UnderWay => return Err(EnrolmentRefusal::AlreadyEnrolled),
            EnrolmentStanding::Earned { at } => return Err(EnrolmentRefusal::AlreadyEarned { at }),
            EnrolmentStanding::Over => {}
        }
    }
    Ok(())
}

/// Whether this person may be the coach of a cohort of this district.
///
/// # Errors
/// Of another district, or not a coach.
pub fn may_coach(person: &Person, district: DistrictId) -> Result<(), EnrolmentRefusal> {
    if person.district != district {
        return Err(EnrolmentRefusal::OtherDistrict);
    }
    if !person.has(Role::Coach) {
        return Err(EnrolmentRefusal::NotACoach);
    }
    Ok(())
}
