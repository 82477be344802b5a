//! How well it was done, and what results there can be (§1.5).

use crate::class::class;
use crate::{Alignment, Iri, ResultStatus, ResultType, Text, Url};

class! {
    /// One result of a recipient: the class `Result` of §1.5.
    pub struct AchievementResult is open array [["Result"]] {
        /// A result that says nothing yet; all its members are optional.
        pub fn new {}
        optional {
            /// The id of the [`ResultDescription`] in the same achievement.
            result_description "resultDescription" with_result_description: Url;
            /// The id of the [`RubricCriterionLevel`] of that description.
            achieved_level "achievedLevel" with_achieved_level: Url;
            /// The grade or score, as a text.
            value "value" with_value: Text;
            /// How far the achievement has come; needed where the description's type is `Status`.
            status "status" with_status: ResultStatus;
        }
        many {
            /// Nodes of frameworks that this result is aligned to.
            alignment "alignment" with_alignment: Alignment;
        }
    }
}

impl Default for AchievementResult {
    fn default() -> Self {
        Self::new()
    }
}

class! {
    /// A result that a recipient of an achievement can have (§1.5).
    pub struct ResultDescription is open array [["ResultDescription"]] {
        /// A possible result.
        pub fn new {
            /// Its identifier, unique within the achievement.
            id "id": Iri;
            /// Its name.
            name "name": Text;
            /// The kind of result.
            result_type "resultType": ResultType;
        }
        optional {
            /// The id of the level that is required.
            required_level "requiredLevel" with_required_level: Url;
            /// The value that is required, as a text.
            required_value "requiredValue" with_required_value: Text;
            /// The greatest possible value, as a text.
            value_max "valueMax" with_value_max: Text;
            /// The least possible value, as a text.
            value_min "valueMin" with_value_min: Text;
        }
        many {
            /// Nodes of frameworks that this result is aligned to.
            alignment "alignment" with_alignment: Alignment;
            /// The values it can have, from low to high.
            allowed_value "allowedValue" with_allowed_value: Text;
            /// The levels of the rubric, from low to high.
            rubric_criterion_level "rubricCriterionLevel" with_rubric_criterion_level: RubricCriterionLevel;
        }
    }
}

impl ResultDescription {
    /// The level that a result refers to by its id.
    pub fn level(&self, id: &str) -> Option<&RubricCriterionLevel> {
        self.rubric_criterion_level.iter().find(|level| *level.id() == id)
    }
}

class! {
    /// A level of one criterion of a rubric (§1.5).
    pub struct RubricCriterionLevel is open array [["RubricCriterionLevel"]] {
        /// A level.
        pub fn new {
            /// Its identifier, unique within the achievement.
            id "id": Iri;
            /// Its name.
            name "name": Text;
        }
        optional {
            /// What work at this level is like.
            description "description" with_description: Text;
            /// The level in words or figures, as a text.
            level "level" with_level: Text;
            /// Its points, as a text.
            points "points" with_points: Text;
        }
        many {
            /// Nodes of frameworks that this level is aligned to.
            alignment "alignment" with_alignment: Alignment;
        }
    }
}
