//! An approval whose badge has the size of the one in the plan (ARCHITECTURE §8), about 4.5 kB: one criterion.

use program::{Approval, Policy, Role, Scores};

use crate::approval::{APPROVED, assessment, person, time};

pub(crate) fn approval() -> Approval {
    let mut assessment = assessment();
    assessment.definition.rubric.criteria.truncate(1);
    let scores: Scores =
        serde_json::from_value(serde_json::json!({"planning": {"level": "proficient"}})).unwrap();
    let coach = person(11, "Dana Rivera", "dana.rivera@riverside.example", Role::Coach);
    assessment.approve(&coach, scores, &Policy::default(), time(APPROVED)).unwrap().1
}
