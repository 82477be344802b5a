use programme::{EnrolmentRefusal, EnrolmentStanding, may_coach, may_enrol};

use crate::given::{after, coach, district, other_district, teacher};

#[test]
fn a_teacher_enrols_in_what_the_district_published() {
    assert_eq!(may_enrol(&teacher(), district(), true, &[]), Ok(()));
    assert_eq!(may_enrol(&teacher(), district(), false, &[]), Err(EnrolmentRefusal::NotPublished));
}

#[test]
fn only_teachers_of_the_district_enrol() {
    assert_eq!(may_enrol(&coach(), district(), true, &[]), Err(EnrolmentRefusal::NotATeacher));
    assert_eq!(may_enrol(&teacher(), other_district(), true, &[]), Err(EnrolmentRefusal::OtherDistrict));
}

#[test]
fn nobody_enrols_twice_at_a_time() {
    let under_way = [EnrolmentStanding::Over, EnrolmentStanding::UnderWay];
    assert_eq!(may_enrol(&teacher(), district(), true, &under_way), Err(EnrolmentRefusal::AlreadyEnrolled));
}

#[test]
fn what_is_earned_is_earned_again_only_when_it_is_over() {
    let earned = EnrolmentStanding::Earned { at: after(0) };
    let refused = may_enrol(&teacher(), district(), true, &[earned]).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "you earned this micro-credential on 2026-09-21; you can enrol again when it expires"
    );
    assert_eq!(may_enrol(&teacher(), district(), true, &[EnrolmentStanding::Over]), Ok(()));
}

#[test]
fn a_cohort_is_coached_by_a_coach_of_its_district() {
    assert_eq!(may_coach(&coach(), district()), Ok(()));
    assert_eq!(may_coach(&teacher(), district()), Err(EnrolmentRefusal::NotACoach));
    assert_eq!(may_coach(&coach(), other_district()), Err(EnrolmentRefusal::OtherDistrict));
}
