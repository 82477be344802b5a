use openbadges::Timestamp;

use crate::{DistrictId, Person, Role};

/// How far an earlier enrollment of the same teacher for the same micro-credential came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnrollmentStanding {
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

/// Why somebody may not enroll, or not coach.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EnrollmentRefusal {
    /// The person belongs to another district.
    #[error("this micro-credential belongs to another district")]
    OtherDistrict,
    /// Only teachers enroll.
    #[error("only teachers can enroll; ask your program manager to give you the role of a teacher")]
    NotATeacher,
    /// Only coaches coach.
    #[error("this person is not a coach; give them the role of a coach first")]
    NotACoach,
    /// There is no published version.
    #[error("this micro-credential is not published yet, so nobody can enroll")]
    NotPublished,
    /// An enrollment is under way.
    #[error("you are already enrolled in this micro-credential; go on with the work that is under way")]
    AlreadyEnrolled,
    /// It was earned before.
    #[error("you earned this micro-credential on {}; you can enroll again when it expires", at.date())]
    AlreadyEarned {
        /// When it was approved.
        at: Timestamp,
    },
}

/// Whether this person may enroll in a micro-credential of this district.
///
/// `earlier` are the standings of all enrollments of the same person in the same micro-credential.
///
/// # Errors
/// Not a teacher of the district, nothing published, or enrolled or earned already.
pub fn may_enroll(
    person: &Person,
    district: DistrictId,
    published: bool,
    earlier: &[EnrollmentStanding],
) -> Result<(), EnrollmentRefusal> {
    if person.district != district {
        return Err(EnrollmentRefusal::OtherDistrict);
    }
    if !person.has(Role::Teacher) {
        return Err(EnrollmentRefusal::NotATeacher);
    }
    if !published {
        return Err(EnrollmentRefusal::NotPublished);
    }
    for standing in earlier {
        match *standing {
            EnrollmentStanding::UnderWay => return Err(EnrollmentRefusal::AlreadyEnrolled),
            EnrollmentStanding::Earned { at } => return Err(EnrollmentRefusal::AlreadyEarned { at }),
            EnrollmentStanding::Over => {}
        }
    }
    Ok(())
}

/// Whether this person may be the coach of a cohort of this district.
///
/// # Errors
/// Of another district, or not a coach.
pub fn may_coach(person: &Person, district: DistrictId) -> Result<(), EnrollmentRefusal> {
    if person.district != district {
        return Err(EnrollmentRefusal::OtherDistrict);
    }
    if !person.has(Role::Coach) {
        return Err(EnrollmentRefusal::NotACoach);
    }
    Ok(())
}
