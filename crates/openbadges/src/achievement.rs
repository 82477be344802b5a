//! What can be earned (§1.4).

use crate::class::class;
use crate::{
    AchievementType, Alignment, CompactJws, Criteria, Decimal, EndorsementCredential, IdentifierEntry, Image,
    Iri, LanguageCode, Profile, Related, ResultDescription, Text,
};

class! {
    /// What can be earned: a competency, a course, a micro-credential (§1.4).
    #[expect(clippy::struct_field_names, reason = "the names are the standard's: `achievementType`")]
    pub struct Achievement is open array [["Achievement"]] {
        /// An achievement with what the standard requires of it.
        pub fn new {
            /// The achievement's own identifier.
            id "id": Iri;
            /// Its name.
            name "name": Text;
            /// A short description.
            description "description": Text;
            /// What has to be done to earn it.
            criteria "criteria": Criteria;
        }
        optional {
            /// The kind of achievement.
            achievement_type "achievementType" with_achievement_type: AchievementType;
            /// Who made it.
            creator "creator" with_creator: Profile;
            /// Credits that can be earned.
            credits_available "creditsAvailable" with_credits_available: Decimal;
            /// Field of study.
            field_of_study "fieldOfStudy" with_field_of_study: Text;
            /// The code people use, such as a course number.
            human_code "humanCode" with_human_code: Text;
            /// The picture of the badge.
            image "image" with_image: Image;
            /// The language of the achievement.
            in_language "inLanguage" with_in_language: LanguageCode;
            /// Name of a specialization within the field of study.
            specialization "specialization" with_specialization: Text;
            /// The version of the achievement.
            version "version" with_version: Text;
        }
        many {
            /// The standards and frameworks it is aligned to.
            alignment "alignment" with_alignment: Alignment;
            /// What others say of it, with embedded proofs.
            endorsement "endorsement" with_endorsement: EndorsementCredential;
            /// What others say of it, as JWTs.
            endorsement_jwt "endorsementJwt" with_endorsement_jwt: CompactJws;
            /// Its identifiers elsewhere.
            other_identifier "otherIdentifier" with_other_identifier: IdentifierEntry;
            /// Achievements it is related to.
            related "related" with_related: Related;
            /// The results a recipient can have, such as one for each criterion of a rubric.
            result_description "resultDescription" with_result_description: ResultDescription;
            /// Words to find it by.
            tag "tag" with_tag: Text;
        }
    }
}

impl Achievement {
    /// The description that a result refers to by its id.
    pub fn described_by(&self, result_description: &str) -> Option<&ResultDescription> {
        self.result_description.iter().find(|description| *description.id() == result_description)
    }
}
