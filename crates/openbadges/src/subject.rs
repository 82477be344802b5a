//! Who has earned what (§1.3).

use crate::class::class;
use crate::{Achievement, AchievementResult, Decimal, IdentityObject, Image, Iri, Profile, Text, Timestamp};

class! {
    /// Who has earned what, and how well (§1.3).
    ///
    /// The schema allows one whom nothing identifies; the standard does not, hence the two constructors.
    pub struct AchievementSubject is open array [["AchievementSubject"]] {
        /// A subject whom nothing identifies yet.
        fn unidentified {
            /// What was earned.
            achievement "achievement": Achievement;
        }
        optional {
            /// The recipient's identifier: a DID, or a URI such as `mailto:…`.
            id "id" with_id: Iri;
            /// When the activity began.
            activity_start_date "activityStartDate" with_activity_start_date: Timestamp;
            /// When the activity ended.
            activity_end_date "activityEndDate" with_activity_end_date: Timestamp;
            /// Credits earned.
            credits_earned "creditsEarned" with_credits_earned: Decimal;
            /// The picture with the credential baked in; not the picture of the achievement.
            image "image" with_image: Image;
            /// License number.
            license_number "licenseNumber" with_license_number: Text;
            /// What ties the pieces of evidence together, in Markdown.
            narrative "narrative" with_narrative: Text;
            /// The recipient's role in the achievement.
            role "role" with_role: Text;
            /// Who assessed on the issuer's behalf: the coach, the school.
            source "source" with_source: Profile;
            /// The academic term.
            term "term" with_term: Text;
        }
        many {
            /// Who the recipient is, plain or hashed.
            identifier "identifier" with_identifier: IdentityObject;
            /// The results, such as one for each criterion of a rubric.
            result "result" with_result: AchievementResult;
        }
    }
}

impl AchievementSubject {
    /// A recipient known by an identifier in JSON-LD, such as a DID.
    pub fn with_the_id(id: impl Into<Iri>, achievement: impl Into<Achievement>) -> Self {
        Self::unidentified(achievement).with_id(id)
    }

    /// A recipient known by name, e-mail address, …
    pub fn identified_by(identifier: impl Into<IdentityObject>, achievement: impl Into<Achievement>) -> Self {
        Self::unidentified(achievement).with_identifier(identifier)
    }

    /// Whether the standard's rule holds: an `id` or at least one `identifier` (§1.3).
    pub fn is_identified(&self) -> bool {
        self.id.is_some() || !self.identifier.is_empty()
    }
}
