use program::{Basis, Policy, Role};

use crate::given::{after, assessment, assessor, coach, passing, person};

fn approval_by(by: &program::Person) -> program::Approval {
    assessment().approve(by, passing(), &Policy::default(), after(60)).unwrap().1
}

#[test]
fn an_approval_carries_what_the_credential_says() {
    let approval = approval_by(&coach());
    let work = assessment();
    assert_eq!(approval.district(), work.district);
    assert_eq!(approval.basis(), Basis::Assessment(work.id));
    assert_eq!(*approval.definition(), work.definition);
    assert_eq!((approval.version(), approval.version_number()), (work.version, 2));
    assert_eq!(approval.evidence(), work.evidence);
    assert_eq!(approval.recipient().name, "Person 100");
    assert_eq!(approval.recipient().email.as_deref(), Some("person100@mapleridge.example"));
    assert_eq!(approval.recipient().id, None);
}

#[test]
fn what_was_achieved_comes_in_the_order_of_the_rubric() {
    let approval = approval_by(&coach());
    let achieved: Vec<_> =
        approval.achieved().map(|a| (a.criterion.id.as_str(), a.level.name.as_str(), a.comment)).collect();
    assert_eq!(achieved, [("depth", "MID", "good questions"), ("voice", "HIGH", "")]);
}

#[test]
fn the_office_is_that_in_which_the_person_assessed() {
    let office = |by| approval_by(&by).assessor().unwrap().office;
    assert_eq!(office(coach()), "Instructional coach");
    assert_eq!(office(assessor()), "Assessor");
    assert_eq!(office(person(200, [Role::Coach, Role::Assessor])), "Instructional coach");
    assert_eq!(office(person(201, [Role::Coach, Role::Assessor])), "Assessor");
}

#[test]
fn debug_output_holds_no_name_and_no_address() {
    let shown = format!("{:?} {:?}", approval_by(&coach()).recipient(), assessment().teacher);
    assert!(!shown.contains("Person 100") && !shown.contains("mapleridge"), "{shown}");
}
