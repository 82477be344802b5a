use program::{EnrollmentRefusal, EnrollmentStanding, may_coach, may_enroll};

use crate::given::{after, coach, district, other_district, teacher};

#[test]
fn a_teacher_enrolls_in_what_the_district_published() {
    assert_eq!(may_enroll(&teacher(), district(), true, &[]), Ok(()));
    assert_eq!(may_enroll(&teacher(), district(), false, &[]), Err(EnrollmentRefusal::NotPublished));
}

#[test]
fn only_teachers_of_the_district_enroll() {
    assert_eq!(may_enroll(&coach(), district(), true, &[]), Err(EnrollmentRefusal::NotATeacher));
    assert_eq!(may_enroll(&teacher(), other_district(), true, &[]), Err(EnrollmentRefusal::OtherDistrict));
}

#[test]
fn nobody_enrolls_twice_at_a_time() {
    let under_way = [EnrollmentStanding::Over, EnrollmentStanding::UnderWay];
    assert_eq!(may_enroll(&teacher(), district(), true, &under_way), Err(EnrollmentRefusal::AlreadyEnrolled));
}

#[test]
fn what_is_earned_is_earned_again_only_when_it_is_over() {
    let earned = EnrollmentStanding::Earned { at: after(0) };
    let refused = may_enroll(&teacher(), district(), true, &[earned]).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "you earned this micro-credential on 2026-09-21; you can enroll again when it expires"
    );
    assert_eq!(may_enroll(&teacher(), district(), true, &[EnrollmentStanding::Over]), Ok(()));
}

#[test]
fn a_cohort_is_coached_by_a_coach_of_its_district() {
    assert_eq!(may_coach(&coach(), district()), Ok(()));
    assert_eq!(may_coach(&teacher(), district()), Err(EnrollmentRefusal::NotACoach));
    assert_eq!(may_coach(&coach(), other_district()), Err(EnrollmentRefusal::OtherDistrict));
}
